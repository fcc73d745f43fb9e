use crate::cdi::{IsEmailVerified, UserAnswer, UserById};
use crate::claims::claim::{Claim, ClaimFuture, FetchClaim, FetchError};
use crate::claims::context::ClaimContext;
use crate::claims::test::Test;
use crate::claims::validator::Validator;

/// A `false` is fetched anew after this many seconds: the user may just have followed the link.
const REFETCH_FALSE_AFTER: u64 = 10;

/// Whether the user's e-mail address is verified, `st-ev`. Fetched from the core: `GET /user/id` for the address
/// of the login method, and `GET /recipe/user/email/verify`. Users without an address count as verified.
#[derive(Debug, Clone, Copy)]
pub struct EmailVerified;

impl EmailVerified {
    /// The address is verified. A `false` older than ten seconds is fetched anew.
    #[doc(alias = "isVerified")]
    pub fn is_verified() -> Validator<Self> {
        Self::is_true().refetch_false_after(REFETCH_FALSE_AFTER)
    }

    /// The claim is true.
    #[doc(alias = "isTrue")]
    pub fn is_true() -> Validator<Self> {
        Validator::new(Self, Test::has_value(&true))
    }

    /// The claim is false.
    #[doc(alias = "isFalse")]
    pub fn is_false() -> Validator<Self> {
        Validator::new(Self, Test::has_value(&false))
    }
}

/// The e-mail verification recipe, as far as all routes are concerned.
#[derive(Debug, Clone, Copy)]
pub struct EmailVerification;

impl EmailVerification {
    /// A global validator: every protected route wants a verified address.
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
            match email(&context).await? {
                Some(email) => {
                    let call = IsEmailVerified {
                        user_id: &context.recipe_user_id,
                        email: &email,
                    };
                    Ok(Some(context.core.call(&call).await?.is_verified))
                }
                None => Ok(Some(true)),
            }
        })
    }
}

/// The user of the session is unknown to the core, so there is no address to look at.
#[derive(Debug, thiserror::Error)]
#[error(
    "the core knows no user with the id of this session, so its e-mail address cannot be looked up"
)]
struct UnknownUser;

/// The address of the login method that the session came by.
async fn email(context: &ClaimContext) -> Result<Option<String>, FetchError> {
    match context
        .core
        .call(&UserById {
            user_id: &context.recipe_user_id,
        })
        .await?
    {
        UserAnswer::Ok { user } => {
            let mut methods = user.login_methods.into_iter();
            let method = methods.find(|method| method.recipe_user_id == context.recipe_user_id);
            Ok(method.and_then(|method| method.email))
        }
        UserAnswer::UnknownUserIdError => Err(UnknownUser.into()),
    }
}
