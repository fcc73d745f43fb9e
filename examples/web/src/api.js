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
    const response = await fetch(API + path, { method, body }).catch(() => {
        throw new Error(`The API at ${API} does not respond. Start it: cargo run -p email_password_example`);
    });
    if (response.ok) {
        const isJson = response.headers.get("content-type")?.startsWith("application/json");
        return isJson ? response.json() : response.text();
    }
    const error = new Error(`The API says no (${response.status}).`);
    if (response.status === 403) {
        const [claim] = await Session.getInvalidClaimsFromResponse({ response });
        error.claim = claim?.id;
    }
    throw error;
}
