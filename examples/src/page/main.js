// What the buttons and forms do. All calls go through one of two front ends with the same five functions: the SDK, if the
// page was served with it, or the small client of this page.

import { ownClient } from "./own_client.js";
import { ask, forgetAsked, record, requests, sessionIs } from "./requests.js";
import { isThere, sdkClient } from "./sdk_client.js";
import { showFrontEnd, showLife, showOutcome, showRequest, showSession } from "./view.js";

const mode = storage().getItem("mode") ?? "cookie";
let session = null;

record(showRequest);
const frontEnd = isThere ? sdkClient(mode) : ownClient(mode);

/** What the browser keeps for the page. No front end can do without. */
function storage() {
    try {
        return localStorage;
    } catch (error) {
        document.body.classList.remove("busy");
        showOutcome("Your browser keeps nothing for this page. Allow it cookies and site data, and load the page again.");
        throw error;
    }
}

/** Actions wait for each other, so that the list of requests reads in order. */
let queue = Promise.resolve();
let waiting = 0;

function perform(action) {
    waiting += 1;
    document.body.classList.add("busy");
    queue = queue.then(async () => {
        try {
            await action();
        } catch (error) {
            showOutcome(`That failed: ${reason(error)}`);
        }
        forgetAsked();
        await update();
        waiting -= 1;
        document.body.classList.toggle("busy", waiting > 0);
    });
}

/** Browsers say with a `TypeError` that there was no response, each in words of its own. */
function reason(error) {
    if (error instanceof TypeError) return `${location.origin} does not respond. Is the example still running?`;
    return error.message ?? error.status;
}

async function update() {
    session = await frontEnd.session().catch(() => session);
    sessionIs(session);
    showSession(session, mode);
    showLife(session);
}

/** Calls a route, several times at once if wanted, and shows the response. */
async function call(method, path, { text, times = 1 } = {}) {
    const before = requests.length;
    const body = text === undefined ? {} : { body: text, headers: { "content-type": "application/json" } };
    const one = () => {
        ask(method, path);
        return frontEnd.call(path, { method, ...body });
    };
    const responses = await Promise.all(Array.from({ length: times }, one));
    const response = responses[0];
    const claims = response.status === 403 ? await frontEnd.invalidClaims(response) : undefined;
    const shown = await read(response);
    showOutcome(sentence(method, path, responses, requests.slice(before)), shown, claims);
}

async function read(response) {
    const text = await response.text();
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}

function sentence(method, path, responses, made) {
    const statuses = [...new Set(responses.map(({ status }) => status))].join(" and ");
    const often = responses.length === 1 ? "" : `, ${responses.length} times at once`;
    const changes = new Set(made.map(({ tokens }) => tokens).filter((tokens) => tokens !== "none"));
    const seen = [...changes].map((change) => ` ${change[0].toUpperCase()}${change.slice(1)}.`);
    return `${method} ${path}${often}: ${statuses}.${seen.join("")}`;
}

async function logIn(userId) {
    await call("POST", "/login", { text: JSON.stringify({ user_id: userId }) });
}

const form = document.getElementById("log-in");
form.elements.mode.value = mode;
form.addEventListener("submit", (event) => {
    event.preventDefault();
    const userId = form.elements.user.value;
    if (form.elements.mode.value === mode) {
        perform(() => logIn(userId));
    } else {
        // A front end begins once, so the page begins anew.
        localStorage.setItem("mode", form.elements.mode.value);
        sessionStorage.setItem("log in", userId);
        location.reload();
    }
});

for (const form of document.querySelectorAll("form[data-path]")) {
    const { method, path } = form.dataset;
    const field = form.querySelector("textarea");
    field.addEventListener("input", () => field.setCustomValidity(""));
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        const text = field.value;
        try {
            JSON.parse(text);
        } catch (error) {
            field.setCustomValidity(`This is not JSON: ${error.message}`);
            field.reportValidity();
            return;
        }
        perform(() => call(method, path, { text }));
    });
}

for (const button of document.querySelectorAll("button[data-path]")) {
    const { method, path, times } = button.dataset;
    button.addEventListener("click", () => {
        if ("signOut" in button.dataset) perform(() => tell(method, path, frontEnd.signOut));
        else if ("refresh" in button.dataset) perform(() => tell(method, path, frontEnd.refresh));
        else perform(() => call(method, path, { times: Number(times ?? 1) }));
    });
}

/** Does something that the front end has a function for. */
async function tell(method, path, work) {
    const before = requests.length;
    ask(method, path);
    await work();
    const made = requests.slice(before);
    if (made.length === 0) showOutcome("There is no session, so the front end asks nobody.");
    else showOutcome(sentence(method, path, made, made));
}

showFrontEnd(isThere);
perform(async () => {
    const userId = sessionStorage.getItem("log in");
    sessionStorage.removeItem("log in");
    if (userId === null) return;
    showSession(null, mode);
    await logIn(userId);
});
setInterval(() => showLife(session), 250);
