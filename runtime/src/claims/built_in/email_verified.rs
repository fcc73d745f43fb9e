//! Whether the e-mail address of a user is verified.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::cdi::{IsEmailVerified, UserById, UserResponse};
use crate::claims::claim::{Claim, ClaimFuture, FetchClaim, FetchError};
use crate::claims::context::ClaimContext;
use crate::claims::test::Test;
use crate::claims::validator::Validator;
use crate::error::Error;

/// An older `false` is fetched again, because the user may just have verified the address.
const REFETCH_FALSE_AFTER: Duration = Duration::from_secs(10);

/// Whether the user's e-mail address is verified, `st-ev`.
///
/// Fetched from the core: `GET /user/id` for the address of the login method, and `GET /recipe/user/email/verify`.
/// Users without an address count as verified. The addresses of users whom the core does not know come from
/// [`email_for_recipe_user_id`](crate::Builder::email_for_recipe_user_id). If neither the function nor the core knows
/// the user, it is the error [`UnknownUser`](crate::Error::UnknownUser).
#[derive(Debug, Clone, Copy)]
#[doc(alias = "EmailVerificationClaim")]
pub struct EmailVerified;

impl EmailVerified {
    /// Demands that the address is verified. A `false` that is older than ten seconds is fetched again.
    #[doc(alias = "isVerified")]
    pub fn is_verified() -> Validator<Self> {
        Self::is_true().refetch_false_after(REFETCH_FALSE_AFTER)
    }

    /// Demands that the claim is true.
    #[doc(alias = "isTrue")]
    pub fn is_true() -> Validator<Self> {
        Validator::new(Self, Test::has_value(&true))
    }

    /// Demands that the claim is false.
    #[doc(alias = "isFalse")]
    pub fn is_false() -> Validator<Self> {
        Validator::new(Self, Test::has_value(&false))
    }
}

/// The global validator of the e-mail verification recipe.
#[derive(Debug, Clone, Copy)]
pub struct EmailVerification;

impl EmailVerification {
    /// Demands a verified address on every protected route, when it is given to
    /// [`global_claim_validator`](crate::Builder::global_claim_validator). The setting `email_verification` does the
    /// same.
    pub fn required() -> Validator<EmailVerified> {
        EmailVerified::is_verified()
    }
}

impl Claim for EmailVerified {
    type Value = bool;

    fn key(&self) -> &str {
        "st-ev"
    }

    fn fetcher(&self) -> Option<&dyn FetchClaim<Value = bool>> {
        Some(self)
    }
}

impl FetchClaim for EmailVerified {
    fn fetch(&self, context: ClaimContext) -> ClaimFuture<'_, bool> {
        Box::pin(async move {
            match email_address(&context).await? {
                Some(email) => {
                    let call = IsEmailVerified::new(&context.recipe_user_id, &email);
                    Ok(Some(context.core.call(&call).await?.is_verified))
                }
                None => Ok(Some(true)),
            }
        })
    }
}

/// What is known of a user's e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EmailLookup {
    /// This is the address.
    #[doc(alias = "OK")]
    Address(String),
    /// The user has no address, and so counts as verified.
    #[doc(alias = "EMAIL_DOES_NOT_EXIST_ERROR")]
    NoAddress,
    /// The function does not know the user, so the core is asked.
    #[doc(alias = "UNKNOWN_USER_ID_ERROR")]
    Unknown,
}

/// The application's function that looks addresses up.
pub(crate) struct EmailLookups(Box<LookUp>);

type LookUp = dyn Fn(ClaimContext) -> LookUpFuture + Send + Sync;
type LookUpFuture = Pin<Box<dyn Future<Output = Result<EmailLookup, FetchError>> + Send>>;

impl EmailLookups {
    pub(crate) fn new<F>(look_up: impl Fn(ClaimContext) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<EmailLookup, FetchError>> + Send + 'static,
    {
        Self(Box::new(move |context| Box::pin(look_up(context))))
    }
}

/// The address of the session's login method. `None` only if it is certain that there is no address.
pub(crate) async fn email_address(context: &ClaimContext) -> Result<Option<String>, FetchError> {
    if let Some(look_up) = context.get::<EmailLookups>() {
        match (look_up.0)(context.clone()).await? {
            EmailLookup::Address(email) => return Ok(Some(email)),
            EmailLookup::NoAddress => return Ok(None),
            EmailLookup::Unknown => {}
        }
    }
    let call = UserById {
        user_id: &context.recipe_user_id,
    };
    let methods = match context.core.call(&call).await? {
        UserResponse::Ok { user } => user.login_methods,
        UserResponse::UnknownUserIdError => Vec::new(),
    };
    let mut methods = methods.into_iter();
    match methods.find(|method| method.recipe_user_id == context.recipe_user_id) {
        Some(method) => Ok(method.email),
        None => Err(Box::new(Error::UnknownUser {
            recipe_user_id: context.recipe_user_id.clone(),
        })),
    }
}
