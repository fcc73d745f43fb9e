//! Signing up and in, and the session that begins with it.

use super::patience::{is_away, patiently};
use crate::error::{Chain, Error};
use crate::recipes::email_password::functions::{Credentials, SignIn, SignUp, SignedIn};
use crate::recipes::email_password::in_use::InUse;
use crate::recipes::email_password::results::{LoggedIn, SignInResponse, SignUpResponse};
use crate::recipes::email_password::submitted::SubmittedForm;
use crate::session::overrides::NewSession;
use crate::session::{Session, SessionRequest, SuperTokens};

/// Makes addresses for users of whom there is none. Nobody logs in with one.
const FAKE_DOMAINS: [&str; 2] = ["@stfakeemail.supertokens.com", ".fakeemail.com"];
/// The clocks of the core and of this server may differ by as much.
const AGE_OF_A_NEW_USER_MS: u64 = 60_000;

pub(super) async fn sign_up(
    form: SubmittedForm,
    request: &SessionRequest<'_>,
) -> Result<SignUpResponse, Error> {
    if is_fake(form.email()) {
        return Ok(SignUpResponse::EmailAlreadyExists);
    }
    let super_tokens = request.super_tokens();
    let functions = InUse::of(super_tokens);
    let made = functions
        .functions()
        .sign_up(credentials(&form), super_tokens);
    match made.await? {
        SignUp::Done(new) => {
            let begun = patiently(|| begin_session(new.clone(), &form, request)).await;
            if begun.as_ref().is_err_and(is_away) {
                delete(&new, super_tokens).await;
            }
            Ok(SignUpResponse::Done(Box::new(begun?)))
        }
        SignUp::EmailAlreadyExists => Ok(SignUpResponse::EmailAlreadyExists),
    }
}

pub(super) async fn sign_in(
    form: SubmittedForm,
    request: &SessionRequest<'_>,
) -> Result<SignInResponse, Error> {
    if is_fake(form.email()) {
        return Ok(SignInResponse::WrongCredentials);
    }
    let super_tokens = request.super_tokens();
    let functions = InUse::of(super_tokens);
    let found = functions
        .functions()
        .sign_in(credentials(&form), super_tokens);
    match found.await? {
        SignIn::Done(signed_in) => {
            let logged_in = begin_session(signed_in, &form, request).await?;
            Ok(SignInResponse::Done(Box::new(logged_in)))
        }
        SignIn::WrongCredentials => Ok(SignInResponse::WrongCredentials),
    }
}

fn credentials(form: &SubmittedForm) -> Credentials {
    Credentials::new(&form.tenant_id, form.email(), form.password())
}

/// A session of this user that the client has already goes on.
async fn begin_session(
    signed_in: SignedIn,
    form: &SubmittedForm,
    request: &SessionRequest<'_>,
) -> Result<LoggedIn, Error> {
    let SignedIn {
        user,
        recipe_user_id,
        ..
    } = signed_in;
    let session = match &form.session {
        Some(session) if session.user_id() == user.id => Session::clone(session),
        _ => {
            let new = NewSession {
                tenant_id: form.tenant_id.clone(),
                ..NewSession::new(&recipe_user_id)
            };
            request.create_session(new).await?
        }
    };
    Ok(LoggedIn {
        user,
        recipe_user_id,
        session,
    })
}

/// Nobody has used this account, and its owner could not sign up again. What another may have had before stays: functions
/// of the application's own answer with whom they want.
async fn delete(new: &SignedIn, super_tokens: &SuperTokens) {
    let SignedIn {
        user,
        recipe_user_id,
        ..
    } = new;
    let age = super_tokens.clock().now_ms().abs_diff(user.time_joined);
    if user.login_methods.len() != 1 || age > AGE_OF_A_NEW_USER_MS {
        tracing::error!(recipe_user_id, "signed up without a session");
        return;
    }
    let deleted = patiently(|| delete_only(recipe_user_id, super_tokens));
    match deleted.await {
        Ok(()) => tracing::warn!(recipe_user_id, "signed up without a session: deleted again"),
        Err(error) => tracing::error!(
            recipe_user_id,
            "signed up without a session, and not deleted again: {}",
            Chain(&error)
        ),
    }
}

async fn delete_only(recipe_user_id: &str, super_tokens: &SuperTokens) -> Result<(), Error> {
    let users = super_tokens.users();
    users.delete(recipe_user_id).keep_linked_accounts().await
}

fn is_fake(email: &str) -> bool {
    FAKE_DOMAINS.iter().any(|domain| email.ends_with(domain))
}
