//! Signing up and in, and the session that begins with it.

use crate::cdi::stored_email;
use crate::error::Error;
use crate::recipes::email_password::functions::{Credentials, SignIn, SignUp, SignedIn};
use crate::recipes::email_password::in_use::InUse;
use crate::recipes::email_password::results::{LoggedIn, SignInResponse, SignUpResponse};
use crate::recipes::email_password::submitted::SubmittedForm;
use crate::session::overrides::NewSession;
use crate::session::{Session, SessionRequest};

/// Makes addresses for users of whom there is none. Nobody logs in with one.
const FAKE_DOMAINS: [&str; 2] = ["@stfakeemail.supertokens.com", ".fakeemail.com"];

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
        SignUp::Done(signed_in) => {
            let logged_in = begin_session(signed_in, &form, request).await?;
            Ok(SignUpResponse::Done(Box::new(logged_in)))
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

fn is_fake(email: &str) -> bool {
    let email = stored_email(email);
    FAKE_DOMAINS.iter().any(|domain| email.ends_with(domain))
}
