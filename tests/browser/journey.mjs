// What a user does with an account, by the functions of the unmodified `supertokens-web-js`.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

import { startApplication } from "./application.mjs";
import { openBrowser } from "./browser.mjs";

const EMAIL = "alice@example.com";
const PASSWORD = "correct horse 1";
const NEW_PASSWORD = "battery staple 2";

/** Makes the journey with the tokens in `cookie`s or in `header`s. */
export function journey(tokenTransferMethod) {
    let application, browser, sdk;

    before(async () => {
        application = await startApplication();
        browser = openBrowser(application.origin);
        sdk = load(application.origin, tokenTransferMethod);
    });
    after(() => application?.stop());

    const form = (email, password, ...more) => ({
        formFields: [{ id: "email", value: email }, { id: "password", value: password }, ...more],
    });
    const exists = async (email) => (await sdk.EmailPassword.doesEmailExist({ email })).doesExist;
    const status = async (promise) => (await promise).status;
    const post = (path) => fetch(path, { method: "POST", body: "hello" });

    test("the ways to log in", async () => {
        const methods = await sdk.Multitenancy.getLoginMethods();
        assert.equal(methods.status, "OK");
        assert.equal(methods.emailPassword?.enabled ?? methods.firstFactors.includes("emailpassword"), true);
    });

    test("a form with mistakes", async () => {
        assert.equal(await exists(EMAIL), false);
        const response = await sdk.EmailPassword.signUp(form("alice", "short", { id: "name", value: "" }));
        assert.equal(response.status, "FIELD_ERROR");
        assert.deepEqual(Object.fromEntries(response.formFields.map(({ id, error }) => [id, error])), {
            name: "Field is not optional",
            password: "Password must contain at least 8 characters, including a number",
            email: "Email is invalid",
        });
        assert.equal(await sdk.Session.doesSessionExist(), false);
    });

    test("a general error is thrown with its message", async () => {
        const refused = sdk.EmailPassword.signUp(form("eve@throwaway.example", PASSWORD, { id: "name", value: "Eve" }));
        await assert.rejects(refused, (error) => error.isSuperTokensGeneralError && error.message.length > 0);
    });

    test("signing up begins a session", async () => {
        const response = await sdk.EmailPassword.signUp(form(EMAIL, PASSWORD, { id: "name", value: "Alice" }));
        assert.equal(response.status, "OK");
        assert.deepEqual(response.user.emails, [EMAIL]);
        assert.equal(response.user.loginMethods.length, 1);
        assert.equal(response.user.loginMethods[0].verified, false);
        assert.equal(await sdk.Session.doesSessionExist(), true);
        assert.equal(await sdk.Session.getUserId(), response.user.id);
        const inCookies = tokenTransferMethod === "cookie";
        assert.equal(browser.cookies().includes("sAccessToken"), inCookies);
        assert.equal((await post("/comments")).status, 200);
        assert.equal(await exists(EMAIL), true);
    });

    test("an address that is taken", async () => {
        const response = await sdk.EmailPassword.signUp(form(EMAIL, PASSWORD, { id: "name", value: "Alice" }));
        assert.equal(response.status, "FIELD_ERROR");
        assert.deepEqual(response.formFields, [
            { id: "email", error: "This email already exists. Please sign in instead." },
        ]);
    });

    test("a verified address", async () => {
        const { EmailVerification, Session } = sdk;
        const refused = await post("/comments/publish");
        assert.equal(refused.status, 403);
        const claims = await Session.getInvalidClaimsFromResponse({ response: refused });
        assert.deepEqual(claims.map(({ id }) => id), ["st-ev"]);
        assert.equal((await EmailVerification.isEmailVerified()).isVerified, false);

        assert.equal(await status(EmailVerification.sendVerificationEmail()), "OK");
        browser.visit(await application.link("verify-email"));
        assert.equal(await status(EmailVerification.verifyEmail()), "OK");
        assert.equal((await EmailVerification.isEmailVerified()).isVerified, true);
        assert.equal((await post("/comments/publish")).status, 200);
        assert.equal(await status(EmailVerification.verifyEmail()), "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR");
        assert.equal(await status(EmailVerification.sendVerificationEmail()), "EMAIL_ALREADY_VERIFIED_ERROR");
        assert.deepEqual(await Session.validateClaims(), []);
    });

    test("the first account is the administrator", async () => {
        const response = await fetch("/admin/users");
        assert.equal(response.status, 200);
        assert.deepEqual(await response.json(), [{ name: "Alice", emails: [EMAIL] }]);
    });

    test("a refresh", async () => {
        assert.equal(await sdk.Session.attemptRefreshingSession(), true);
        assert.equal((await post("/comments")).status, 200);
    });

    test("signing out", async () => {
        await sdk.Session.signOut();
        assert.equal(await sdk.Session.doesSessionExist(), false);
        assert.equal((await post("/comments")).status, 401);
    });

    test("a password that is wrong, and an account that is not there", async () => {
        const { signIn } = sdk.EmailPassword;
        assert.equal(await status(signIn(form(EMAIL, "wrong password 3"))), "WRONG_CREDENTIALS_ERROR");
        assert.equal(await status(signIn(form("nobody@example.com", PASSWORD))), "WRONG_CREDENTIALS_ERROR");
        assert.equal(await sdk.Session.doesSessionExist(), false);
    });

    test("a new password", async () => {
        const { sendPasswordResetEmail, signIn, submitNewPassword } = sdk.EmailPassword;
        const ask = (email) => status(sendPasswordResetEmail({ formFields: [{ id: "email", value: email }] }));
        const submit = (password) => submitNewPassword({ formFields: [{ id: "password", value: password }] });
        assert.equal(await ask("nobody@example.com"), "OK");
        assert.equal(await ask(EMAIL.toUpperCase()), "OK");
        browser.visit(await application.link("reset-password"));
        assert.equal(application.hasMoreLinks("reset-password"), false);
        assert.equal(sdk.EmailPassword.getTenantIdFromURL(), "public");

        const weak = await submit("weak");
        assert.equal(weak.status, "FIELD_ERROR");
        assert.equal(weak.formFields[0].id, "password");
        assert.equal(await status(submit(NEW_PASSWORD)), "OK");
        assert.equal(await status(submit(NEW_PASSWORD)), "RESET_PASSWORD_INVALID_TOKEN_ERROR");
        assert.equal(await status(signIn(form(EMAIL, PASSWORD))), "WRONG_CREDENTIALS_ERROR");
        const response = await signIn(form(EMAIL, NEW_PASSWORD));
        assert.equal(response.status, "OK");
        assert.equal(response.user.loginMethods[0].verified, true);
        assert.equal((await post("/comments/publish")).status, 200);
    });

    test("another account, whose address is verified without its session", async () => {
        await sdk.Session.signOut();
        const bob = form("bob@example.com", PASSWORD, { id: "name", value: "Bob" });
        assert.equal(await status(sdk.EmailPassword.signUp(bob)), "OK");
        const refused = await fetch("/admin/users");
        assert.equal(refused.status, 403);
        const claims = await sdk.Session.getInvalidClaimsFromResponse({ response: refused });
        assert.deepEqual(claims.map(({ id }) => id), ["st-role", "st-ev"]);
        assert.equal(await status(sdk.EmailVerification.sendVerificationEmail()), "OK");
        await sdk.Session.signOut();
        browser.visit(await application.link("verify-email"));
        assert.equal(await status(sdk.EmailVerification.verifyEmail()), "OK");
        assert.equal(await status(sdk.EmailPassword.signIn(form("bob@example.com", PASSWORD))), "OK");
        assert.equal((await post("/comments/publish")).status, 200);
    });
}

function load(origin, tokenTransferMethod) {
    const require = createRequire(import.meta.url);
    const recipe = (name) => require(`supertokens-web-js/recipe/${name}`);
    const SuperTokens = require("supertokens-web-js").default;
    const [EmailPassword, EmailVerification, Multitenancy, Session] = [
        "emailpassword",
        "emailverification",
        "multitenancy",
        "session",
    ].map(recipe);
    SuperTokens.init({
        appInfo: { appName: "Comments", apiDomain: origin, apiBasePath: "/auth" },
        recipeList: [
            Session.init({ tokenTransferMethod }),
            EmailPassword.init(),
            EmailVerification.init({ mode: "OPTIONAL" }),
            Multitenancy.init(),
        ],
    });
    return { EmailPassword, EmailVerification, Multitenancy, Session };
}
