//! Verification of e-mail addresses: the links that prove them, and what an application may change of it.
//!
//! [`SuperTokens::email_verification`](crate::SuperTokens::email_verification) has the functions. The front end uses the
//! routes, which the setting [`email_verification_routes`](crate::Builder::email_verification_routes) switches on and off:
//!
//! | route | what it does | API |
//! |---|---|---|
//! | `POST /user/email/verify/token` | sends the e-mail with the link | [`generate_token`](EmailVerificationApis::generate_token) |
//! | `POST /user/email/verify` | verifies the address by the token of the link | [`verify_email`](EmailVerificationApis::verify_email) |
//! | `GET /user/email/verify` | tells whether the address is verified | [`is_email_verified`](EmailVerificationApis::is_email_verified) |
//!
//! They stand below [`api_base_path`](crate::Builder::api_base_path), also with a tenant's id before them. Every session
//! may use them, whatever its claims say. A link is only ever used up by `POST`: what scans mails for harm opens links.
//!
//! Whether the address is verified, sessions have as the claim [`EmailVerified`](crate::claims::EmailVerified). It is set
//! anew, and the client receives the new token, whenever one of these routes learns that the address of the session is
//! verified, and with each `GET`.
//!
//! For users whom the core does not know, the addresses come from
//! [`email_for_recipe_user_id`](crate::Builder::email_for_recipe_user_id).

mod address;
mod apis;
mod apis_in_use;
mod functions;
mod in_use;
mod original_apis;
mod original_functions;
mod recipe;
mod results;

pub use self::address::{EmailOfUser, VerifiedEmail, WhoseEmail};
pub use self::apis::EmailVerificationApis;
pub(crate) use self::apis_in_use::ApisInUse;
pub use self::functions::EmailVerificationFunctions;
pub(crate) use self::in_use::InUse;
pub use self::recipe::EmailVerificationRecipe;
pub use self::results::{IsEmailVerifiedResponse, VerificationTokenResponse, VerifyEmailResponse};
