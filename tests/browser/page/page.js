// What scenarios ask of the page. All of it goes through the SDK's public functions.

/** The events of the session so far, oldest first. */
const events = [];

/** The recipe of sessions, once the page has begun. */
const session = supertokensSession.default ?? supertokensSession;

let api;

/** Begins with an API. Further keys are options of the recipe. */
function begin(apiDomain, tokenTransferMethod, options = {}) {
    api = apiDomain;
    supertokens.init({
        appInfo: { appName: "Browser tests", apiDomain, apiBasePath: "/auth" },
        recipeList: [
            session.init({
                tokenTransferMethod,
                onHandleEvent: ({ action }) => events.push(action),
                ...options,
            }),
        ],
    });
}

/** Calls the API as any application does: with `fetch`. */
async function call(method, path, { body, headers, ...more } = {}) {
    const json = body === undefined ? {} : { "content-type": "application/json" };
    const response = await fetch(new URL(path, api), {
        method,
        headers: { ...json, ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
        ...more,
    });
    return read(response);
}

async function read(response) {
    const text = await response.text();
    let body = text;
    try {
        body = JSON.parse(text);
    } catch {
        // It is a text.
    }
    return { status: response.status, body, headers: Object.fromEntries(response.headers) };
}

/** Begins a session. */
const logIn = (user_id = "alice") => call("POST", "/login", { body: { user_id } });
