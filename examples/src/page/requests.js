// Sees the requests of the page as they really are, those included that the front end makes by itself.

import { decode } from "./front_token.js";

/** All requests so far, oldest first. */
export const requests = [];

/** What the page itself has asked for and not yet sent. All else is the front end's doing. */
const asked = [];

let handle;

/** Tells which session there is, for example after a reload. */
export function sessionIs(session) {
    handle = session?.payload.sessionHandle;
}

/** Announces a request of the page itself. */
export function ask(method, path) {
    asked.push(`${method} ${path}`);
}

/** What was announced and not sent, will not be sent any more. */
export function forgetAsked() {
    asked.length = 0;
}

/**
 * Begins. It has to come before the SDK, which puts its own `fetch` around this one. `changed` gets each request when it
 * is sent, and again when it has been responded to.
 */
export function record(changed) {
    const send = window.fetch.bind(window);
    window.fetch = async (input, init) => {
        const request = begin(input, init);
        changed(request);
        try {
            const response = await send(input, init);
            request.status = response.status;
            request.tokens = effect(request.path, response.headers.get("front-token"));
            return response;
        } catch (error) {
            request.status = "failed";
            throw error;
        } finally {
            request.milliseconds = Math.round(performance.now() - request.began);
            changed(request);
        }
    };
}

function begin(input, init) {
    const method = (init?.method ?? input.method ?? "GET").toUpperCase();
    const path = new URL(input.url ?? input, location.href).pathname;
    const index = asked.indexOf(`${method} ${path}`);
    if (index >= 0) asked.splice(index, 1);
    const request = {
        method,
        path,
        byItself: index < 0,
        at: new Date(),
        began: performance.now(),
        status: undefined,
        tokens: "none",
    };
    requests.push(request);
    return request;
}

/** What happened to the tokens. */
function effect(path, frontToken) {
    if (frontToken === null) return "none";
    const before = handle;
    handle = frontToken === "remove" ? undefined : decode(frontToken).up.sessionHandle;
    if (handle === undefined) return "tokens removed";
    if (path.endsWith("/session/refresh")) return "tokens renewed";
    return handle === before ? "payload changed" : "session begun";
}
