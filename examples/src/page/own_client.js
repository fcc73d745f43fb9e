// The front end in case that the SDK is not there: the least that a session needs. Applications should use the SDK,
// which also knows about other tabs, other domains and forged requests.

import { decode } from "./front_token.js";

const KEPT = ["front-token", "st-access-token", "st-refresh-token"];

const kept = (name) => localStorage.getItem(name);

/** Keeps what the response says about the session. With cookies, the browser itself keeps the tokens. */
function keep({ headers }) {
    if (headers.get("front-token") === "remove") return forget();
    for (const name of KEPT) {
        const value = headers.get(name);
        if (value !== null) localStorage.setItem(name, value);
    }
}

function forget() {
    for (const name of KEPT) localStorage.removeItem(name);
}

export function ownClient(mode) {
    let refreshing;

    async function send(path, init, token) {
        const headers = new Headers(init?.headers);
        // Says where the tokens are to be; and a page of another site could not send this without asking.
        headers.set("st-auth-mode", mode);
        headers.set("rid", "anti-csrf");
        if (token !== null) headers.set("authorization", `Bearer ${token}`);
        const response = await fetch(path, { ...init, headers });
        keep(response);
        return response;
    }

    /**
     * Calls the API. If the access token has expired, it is renewed, and the call is repeated once. If it cannot be
     * renewed, the response to the refresh says why.
     */
    async function call(path, init) {
        const before = kept("front-token");
        const response = await send(path, init, kept("st-access-token"));
        if (response.status !== 401 || before === null) return response;
        // Another call may have renewed the tokens in the meantime.
        const renewal = kept("front-token") === before ? await refresh() : undefined;
        // All who wait for it get it, and each wants to read it.
        if (renewal?.ok === false) return renewal.clone();
        if (kept("front-token") === null) return response;
        return send(path, init, kept("st-access-token"));
    }

    /** Renews the tokens, once for all who want it at the same time. */
    function refresh() {
        refreshing ??= renew().finally(() => (refreshing = undefined));
        return refreshing;
    }

    async function renew() {
        const init = { method: "POST" };
        const response = await send("/auth/session/refresh", init, kept("st-refresh-token"));
        if (response.status === 401) forget();
        return response;
    }

    return {
        call,
        async session() {
            const frontToken = kept("front-token");
            if (frontToken === null) return null;
            const { uid, up } = decode(frontToken);
            return { userId: uid, payload: up };
        },
        refresh,
        async signOut() {
            const response = await call("/auth/signout", { method: "POST" });
            if (!response.ok && response.status !== 401) throw new Error(`the API responded with ${response.status}`);
            forget();
        },
        async invalidClaims(response) {
            if (response.status !== 403) return undefined;
            const body = await response.clone().json();
            return body.claimValidationErrors;
        },
    };
}
