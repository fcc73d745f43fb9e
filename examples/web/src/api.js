import Session from "supertokens-auth-react/recipe/session";

/** Where the API is. */
export const API = import.meta.env.VITE_API_DOMAIN ?? "http://localhost:8000";

/**
 * Calls the API. SuperTokens sees to it that `fetch` sends the session along, and renews it.
 *
 * Throws an error whose message is fit to be shown. If the session lacks something, its `claim` says what: "st-ev" is a
 * verified e-mail address.
 */
export async function call(method, path, body) {
    const response = await fetch(API + path, { method, body }).catch((error) => {
        throw explain(error);
    });
    if (response.ok) {
        const isJson = response.headers.get("content-type")?.startsWith("application/json");
        return isJson ? response.json() : response.text();
    }
    const error = explain(response);
    if (response.status === 403) {
        error.claim = await invalidClaim(response);
    }
    throw error;
}

/** An error fit to be shown, for what `fetch` and the functions of SuperTokens reject with. */
export function explain(error) {
    if (error instanceof Response) {
        return new Error(`The API says no (${error.status}).`);
    }
    // Only this is the browser's. SuperTokens throws errors of its own, also in `fetch`, and they say what is wrong.
    if (error instanceof TypeError) {
        const message = `The API at ${API} does not respond. Start it: cargo run -p email_password_example`;
        return new Error(message, { cause: error });
    }
    return error;
}

/** The first claim that the API refuses. There is none if the refusal is somebody else's, for example a proxy's. */
async function invalidClaim(response) {
    const claims = await Session.getInvalidClaimsFromResponse({ response }).catch(() => undefined);
    return claims?.[0]?.id;
}
