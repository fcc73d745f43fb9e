// Writes what the page knows into the page.

const element = (id) => document.getElementById(id);

/** Who is the front end. */
export function showFrontEnd(isSdk) {
    const text = element("front-end");
    if (isSdk) {
        text.append("Front end: ", code("supertokens-web-js"), ", unmodified");
    } else {
        text.append("Front end: a small client of this page. For SuperTokens' own SDK: ");
        text.append(code("(cd examples/web && npm ci)"), ", and start the example again.");
    }
}

/** Shows the session, or the form to begin one. Keeps the keyboard where the user is. */
export function showSession(session, mode) {
    const change = element("signed-in").hidden !== (session === null);
    const mayMove = change && !element(session ? "log-in" : "signed-in").hidden;
    element("log-in").hidden = session !== null;
    element("signed-in").hidden = session === null;
    if (session !== null) {
        const { userId, payload } = session;
        const roles = payload["st-role"]?.v;
        element("user").textContent = userId;
        element("roles").textContent = roles === undefined ? "not in the token yet" : roles.join(", ") || "none";
        element("handle").textContent = payload.sessionHandle;
        element("mode").textContent = mode === "cookie" ? "cookies" : "headers";
        showPayload(payload);
    }
    element("payload-card").hidden = session === null;
    if (mayMove) element(session ? "session-title" : "user-id").focus();
}

let shown = {};

/** Shows the claims, and marks those that are not as they were when the payload was last another one. */
function showPayload(payload) {
    const text = (value) => JSON.stringify(value);
    if (text(payload) === text(shown)) return;
    const claims = Object.entries(payload).map(([name, value]) => {
        const line = document.createElement("div");
        const isNew = shown.sessionHandle === payload.sessionHandle && text(value) !== text(shown[name]);
        line.className = isNew ? "new" : "";
        line.append(document.createElement("dt"), document.createElement("dd"));
        line.firstChild.textContent = name;
        line.lastChild.textContent = text(value);
        line.title = `${name}: ${text(value)}`;
        return line;
    });
    element("payload").replaceChildren(...claims);
    shown = payload;
}

let wasValid = false;

/** Shows how long the access token is still good for. */
export function showLife(session) {
    const { iat, exp } = session?.payload ?? {};
    const left = Math.max(0, (exp ?? 0) - Date.now() / 1000);
    const isValid = left > 0;
    if (session !== null) {
        element("life").max = exp - iat;
        element("life").value = left;
        element("left").textContent = isValid ? `expires in ${duration(left)}` : "expired: the next call renews it";
        if (wasValid && !isValid) {
            element("announcement").textContent = "The access token has expired. The next call renews it.";
        }
    }
    wasValid = isValid;
}

function duration(seconds) {
    return seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** Shows what came of a call: a sentence, what the validator of the front end found, and the body. */
export function showOutcome(sentence, body, claims) {
    element("announcement").textContent = "";
    element("outcome").textContent = sentence;
    const list = (claims ?? []).map(({ id, reason }) => {
        const item = document.createElement("li");
        item.append("Claim ", code(id), `: ${reason?.message ?? "invalid"}. `);
        item.append(code(JSON.stringify(reason)));
        return item;
    });
    element("invalid-claims").replaceChildren(...list);
    element("invalid-claims").hidden = list.length === 0;
    element("response").hidden = body === undefined;
    element("response").textContent = typeof body === "string" ? body : JSON.stringify(body, null, 2);
}

const lines = new WeakMap();

/** Shows a request in the list, or what has become of it. */
export function showRequest(request) {
    let line = lines.get(request);
    if (line === undefined) {
        line = document.createElement("li");
        lines.set(request, line);
        element("requests").prepend(line);
    }
    const { method, path, byItself, at, status, milliseconds, tokens } = request;
    line.className = byItself ? "by-itself" : "";
    line.dataset.tokens = tokens;
    const time = part("time", at.toLocaleTimeString([], { hour12: false }));
    time.title = milliseconds === undefined ? "on its way" : `took ${milliseconds} ms`;
    const result = part("status", status ?? "…");
    result.dataset.kind = String(status).charAt(0);
    const call = part("call", path);
    call.prepend(part("method", method), " ");
    const change = part("tokens", tokens === "none" ? "no change" : tokens);
    const took = part("took", milliseconds === undefined ? "" : `${milliseconds} ms`);
    const own = byItself ? [part("unseen", " (by the front end itself)")] : [];
    line.replaceChildren(time, " ", call, ...own, " ", result, " ", took, " ", change);
}

function part(name, text) {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    return span;
}

function code(text) {
    const code = document.createElement("code");
    code.textContent = text;
    return code;
}
