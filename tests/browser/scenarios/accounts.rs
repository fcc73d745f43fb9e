//! Accounts by the functions of `supertokens-web-js`, for front ends with forms of their own.

use serde_json::{Value, json};

use crate::comments::Comments;
use crate::mode::Mode;
use crate::scenario::Scenarios;

const RECIPES: &str = "{ recipes: [
    supertokensEmailPassword.init(),
    supertokensEmailVerification.init({ mode: 'OPTIONAL' }),
    supertokensMultitenancy.init(),
] }";

const HELPERS: &str = "
    const [emailPassword, emailVerification, multitenancy] =
        [supertokensEmailPassword, supertokensEmailVerification, supertokensMultitenancy];
    const EMAIL = 'alice@example.com';
    const PASSWORD = 'correct horse 1';
    const NEW_PASSWORD = 'battery staple 2';
    const form = (fields) => ({ formFields: Object.entries(fields).map(([id, value]) => ({ id, value })) });
    const signUp = (fields) => emailPassword.signUp(form({ email: EMAIL, password: PASSWORD, name: 'Alice', ...fields }));
    const signIn = (password, email = EMAIL) => emailPassword.signIn(form({ email, password }));
    const status = async (promise) => (await promise).status;
";

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("accounts")
        .both("sign_up", sign_up)
        .both("passwords", passwords)
        .both("verified_address", verified_address)
}

async fn run(comments: &Comments, body: &str) -> Value {
    comments.browser.run(&format!("{HELPERS}{body}")).await
}

async fn sign_up(mode: Mode) {
    let comments = Comments::start_with_page(mode, RECIPES).await;
    let methods = run(&comments, "return multitenancy.getLoginMethods();").await;
    assert_eq!(methods["status"], "OK");
    assert_eq!(methods["firstFactors"], json!(["emailpassword"]));

    let exists = "return (await emailPassword.doesEmailExist({ email: EMAIL })).doesExist;";
    assert_eq!(run(&comments, exists).await, false);
    let mistakes = run(&comments, "
        const { formFields, ...response } = await signUp({ email: 'alice', password: 'short', name: '' });
        return [response.status, Object.fromEntries(formFields.map(({ id, error }) => [id, error]))];
    ");
    let expected = json!(["FIELD_ERROR", {
        "name": "Field is not optional",
        "password": "Password must contain at least 8 characters, including a number",
        "email": "Email is invalid",
    }]);
    assert_eq!(mistakes.await, expected);
    let refusal = run(&comments, "
        return signUp({ email: 'eve@throwaway.example' }).catch((error) => [error.isSuperTokensGeneralError, error.message]);
    ");
    assert_eq!(
        refusal.await,
        json!([true, "Please use an address that lasts."])
    );
    assert_eq!(
        run(&comments, "return session.doesSessionExist();").await,
        false
    );

    let alice = run(
        &comments,
        "
        const { user, ...response } = await signUp();
        const [{ verified }, ...more] = user.loginMethods;
        const own = user.id === (await session.getUserId());
        return [response.status, user.emails, verified, more, own, await session.doesSessionExist()];
    ",
    );
    let expected = json!(["OK", ["alice@example.com"], false, [], true, true]);
    assert_eq!(alice.await, expected);
    assert_eq!(run(&comments, exists).await, true);
    let again = run(&comments, "return (await signUp()).formFields;").await;
    let taken = "This email already exists. Please sign in instead.";
    assert_eq!(again, json!([{ "id": "email", "error": taken }]));
}

async fn passwords(mode: Mode) {
    let comments = Comments::start_with_page(mode, RECIPES).await;
    comments
        .has_account("Alice", "alice@example.com", "correct horse 1")
        .await;
    let refused = run(
        &comments,
        "
        const attempts = [await signIn('wrong'), await signIn(PASSWORD, 'nobody@example.com')];
        return [...attempts.map(({ status }) => status), await session.doesSessionExist()];
    ",
    );
    let wrong = "WRONG_CREDENTIALS_ERROR";
    assert_eq!(refused.await, json!([wrong, wrong, false]));

    let asked = run(
        &comments,
        "
        const ask = (email) => status(emailPassword.sendPasswordResetEmail(form({ email })));
        return [await ask('nobody@example.com'), await ask(EMAIL.toUpperCase())];
    ",
    );
    assert_eq!(asked.await, json!(["OK", "OK"]));
    let link = comments.mailed_link("alice@example.com").await;
    assert_eq!(comments.mails_to("nobody@example.com"), 0);

    comments.follow(&link).await;
    let set = run(&comments, "
        const set = (password) => emailPassword.submitNewPassword(form({ password }));
        const weak = await set('weak');
        const tenant = emailPassword.getTenantIdFromURL();
        return [tenant, weak.formFields[0].id, await status(set(NEW_PASSWORD)), await status(set(NEW_PASSWORD))];
    ");
    let expected = json!([
        "public",
        "password",
        "OK",
        "RESET_PASSWORD_INVALID_TOKEN_ERROR"
    ]);
    assert_eq!(set.await, expected);

    let signed_in = run(&comments, "
        const attempts = [await status(signIn(PASSWORD)), await status(signIn(NEW_PASSWORD))];
        return [...attempts, await session.attemptRefreshingSession(), await session.doesSessionExist()];
    ");
    assert_eq!(signed_in.await, json!([wrong, "OK", true, true]));
    let out = run(
        &comments,
        "await session.signOut(); return session.doesSessionExist();",
    );
    assert_eq!(out.await, false);
}

async fn verified_address(mode: Mode) {
    let comments = Comments::start_with_page(mode, RECIPES).await;
    let refused = run(
        &comments,
        "
        await signUp();
        const response = await fetch(new URL('/admin/users', api));
        const claims = await session.getInvalidClaimsFromResponse({ response });
        const { isVerified } = await emailVerification.isEmailVerified();
        return [response.status, claims.map(({ id }) => id), isVerified];
    ",
    );
    assert_eq!(refused.await, json!([403, ["st-ev"], false]));

    let ask = "return status(emailVerification.sendVerificationEmail());";
    assert_eq!(run(&comments, ask).await, "OK");
    let link = comments.mailed_link("alice@example.com").await;
    comments.follow(&link).await;
    let verified = run(
        &comments,
        "
        const verify = () => status(emailVerification.verifyEmail());
        const statuses = [await verify(), await verify()];
        const { isVerified } = await emailVerification.isEmailVerified();
        return [...statuses, isVerified, await session.validateClaims()];
    ",
    );
    let expected = json!(["OK", "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR", true, []]);
    assert_eq!(verified.await, expected);
    assert_eq!(run(&comments, ask).await, "EMAIL_ALREADY_VERIFIED_ERROR");
    let users = run(
        &comments,
        "return (await call('GET', '/admin/users')).body;",
    )
    .await;
    assert_eq!(
        users,
        json!([{ "name": "Alice", "emails": ["alice@example.com"] }])
    );

    let bob = run(
        &comments,
        "
        await signUp({ email: 'bob@example.com', name: 'Bob' });
        const response = await fetch(new URL('/admin/users', api));
        return (await session.getInvalidClaimsFromResponse({ response })).map(({ id }) => id);
    ",
    );
    assert_eq!(bob.await, json!(["st-role", "st-ev"]));
}
