// What scenarios ask of the page. All of it goes through the SDK's public functions.

/** The events of the session so far, oldest first. */
const events = [];

/** The same with all that the front end has told. */
const told = [];

/** The recipe of sessions, once the page has begun. */
const session = supertokensSession.default ?? supertokensSession;

let api;

/** Begins with an API. Further keys are options of the recipe; `recipes` are others beside it,
 * `appInfo` says more about the application. */
function begin(apiDomain, tokenTransferMethod, { recipes = [], appInfo = {}, ...options } = {}) {
    api = apiDomain;
    supertokens.init({
        appInfo: { appName: "Browser tests", apiDomain, apiBasePath: "/auth", ...appInfo },
        recipeList: [
            session.init({
                tokenTransferMethod,
                onHandleEvent: (event) => {
                    events.push(event.action);
                    told.push(event);
                },
                ...options,
            }),
            ...recipes,
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

/** The same with `XMLHttpRequest`. */
function callXhr(method, path, { body } = {}) {
    return new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.open(method, new URL(path, api).href);
        request.onload = () => resolve({ status: request.status, body: parsed(request.responseText) });
        request.onerror = (event) => reject(event.error ?? new Error("no response"));
        if (body !== undefined) request.setRequestHeader("content-type", "application/json");
        request.send(body === undefined ? undefined : JSON.stringify(body));
    });
}

async function read(response) {
    const body = parsed(await response.text());
    return { status: response.status, body, headers: Object.fromEntries(response.headers) };
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

/** Begins a session. */
const logIn = (user_id = "alice") => call("POST", "/login", { body: { user_id } });
