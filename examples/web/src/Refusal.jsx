/** Why the API did not do something, and what to do about it. */
export function Refusal({ error }) {
    if (error.claim === "st-ev") {
        return (
            <p role="alert">
                This takes a verified e-mail address. <a href="/auth/verify-email">Verify yours</a>
            </p>
        );
    }
    return <p role="alert">{error.message}</p>;
}
