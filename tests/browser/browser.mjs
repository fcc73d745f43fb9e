// As much of a browser as SuperTokens' front-end SDK looks at: a page with an address, storage, cookies, and a `fetch`
// that sends and keeps them.

import { CookieJar } from "tough-cookie";

/** Makes this process a browser that shows a page of `origin`. The SDK may be loaded afterwards, and not before. */
export function openBrowser(origin) {
    const jar = new CookieJar();
    let address = new URL("/", origin);
    const fetchWithoutCookies = globalThis.fetch;

    globalThis.window = globalThis;
    globalThis.localStorage = storage();
    globalThis.sessionStorage = storage();
    globalThis.addEventListener = () => {};
    globalThis.removeEventListener = () => {};
    // The SDK watches requests of this kind, too. Nobody makes one.
    globalThis.XMLHttpRequest = class {};
    globalThis.history = { state: null, replaceState() {} };
    globalThis.document = {
        // What a script sees: none that are HttpOnly.
        get cookie() {
            return jar.getCookieStringSync(address.href, { http: false });
        },
        set cookie(cookie) {
            jar.setCookieSync(cookie, address.href, { http: false });
        },
    };
    Object.defineProperty(globalThis, "location", { get: () => address, configurable: true });
    globalThis.fetch = async (input, init) => {
        const request = new Request(new URL(input.url ?? input, address), init ?? input);
        const headers = new Headers(request.headers);
        const cookies = jar.getCookieStringSync(request.url);
        if (cookies) {
            headers.set("cookie", cookies);
        }
        headers.set("origin", address.origin);
        const response = await fetchWithoutCookies(new Request(request, { headers }));
        for (const cookie of response.headers.getSetCookie()) {
            jar.setCookieSync(cookie, request.url);
        }
        return response;
    };
    return {
        /** Opens a page, as the user does who clicks on a link in a mail. */
        visit(url) {
            address = new URL(url, address);
        },
        cookies: () => jar.getCookiesSync(new URL("/auth/session/refresh", origin).href).map(({ key }) => key),
    };
}

function storage() {
    const items = new Map();
    return {
        getItem: (key) => items.get(key) ?? null,
        setItem: (key, value) => void items.set(key, String(value)),
        removeItem: (key) => void items.delete(key),
        clear: () => items.clear(),
        key: (index) => [...items.keys()][index] ?? null,
        get length() {
            return items.size;
        },
    };
}
