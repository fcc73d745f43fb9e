//! Names that other SDKs give to our functions, for whoever writes them.
//!
//! For a method that does not exist, rustc suggests one of a similar name; it reads `doc(alias)` only in the crate that it
//! compiles. Where it would suggest nothing, or something that does something else, the other name stands here. Such a
//! function cannot be called: its condition never holds, and has a message that names ours. The condition has a lifetime,
//! because rustc refuses one without that can never hold.
//!
//! Each name in this list is a breaking change when it is added: a method of the type itself wins over a method of the same
//! name in an extension trait of an application, which then no longer compiles. So after a release add only with the next
//! breaking one.

use std::future::Pending;
use std::sync::Arc;

use crate::cdi::JsonObject;
use crate::error::Error;
use crate::mail::EmailLink;
use crate::recipes::{EmailVerificationRecipe, VerifiedEmail};
use crate::session::request::{CreateSession, Sessions};
use crate::session::{CreateJwt, RefreshSession, Session, SessionTokens, SuperTokens, VerifyToken};

/// A function with the result of ours, so that rustc finds nothing else wrong than its name.
macro_rules! other_name {
    ($type:ty, $other:ident($($argument:ident),*) -> $result:ty, $message:literal) => {
        const _: () = {
            #[diagnostic::on_unimplemented(message = $message, label = "has another name here")]
            pub trait Named<'a> {
                fn never<R>(&self) -> R;
            }

            impl $type {
                #[doc(hidden)]
                pub fn $other(&self $(, $argument: impl Sized)*) -> $result
                where
                    for<'a> Self: Named<'a>,
                {
                    Named::never(self)
                }
            }
        };
    };
}

type Awaited<T> = Pending<Result<T, Error>>;

other_name!(SuperTokens, create_new_session_without_request_response(_new) -> Awaited<Session>, "`create_new_session_without_request_response` is `create_session` here");
other_name!(SuperTokens, get_session(_token) -> VerifyToken<'_>, "`get_session` is `verify_token` here; a route takes a parameter of type `Session`");
other_name!(SuperTokens, get_session_without_request_response(_token) -> VerifyToken<'_>, "`get_session_without_request_response` is `verify_token` here");
other_name!(SuperTokens, refresh_session(_token) -> RefreshSession<'_>, "`refresh_session` is `refresh` here");
other_name!(SuperTokens, refresh_session_without_request_response(_token) -> RefreshSession<'_>, "`refresh_session_without_request_response` is `refresh` here");
other_name!(SuperTokens, revoke_all_sessions_for_user(_user) -> Awaited<Vec<String>>, "`revoke_all_sessions_for_user` is `revoke_sessions_of_user` here");
other_name!(SuperTokens, revoke_sessions_for_user(_user) -> Awaited<Vec<String>>, "`revoke_sessions_for_user` is `revoke_sessions_of_user` here");
other_name!(SuperTokens, create_jwt(_payload) -> CreateJwt<'_>, "`create_jwt` is `jwt` here");
other_name!(SuperTokens, get_claim_value(_handle, _claim) -> Awaited<()>, "`get_claim_value` is `claim_value` here");
other_name!(Session, revoke_session() -> Awaited<()>, "`revoke_session` is `revoke` here");
other_name!(Session, get_session_data_from_database() -> Awaited<JsonObject>, "`get_session_data_from_database` is `session_data` here");
other_name!(Session, get_access_token() -> SessionTokens, "`get_access_token` is `all_tokens_dangerously` here");
other_name!(Session, get_claim_value(_claim) -> Awaited<()>, "`get_claim_value` is `claim_value` here");
other_name!(Session, get_jwt_payload() -> Arc<JsonObject>, "`get_jwt_payload` is `access_token_payload` here");
other_name!(Session, update_jwt_payload(_update) -> Awaited<()>, "`update_jwt_payload` is `merge_into_access_token_payload` here");
other_name!(Session, update_access_token_payload(_update) -> Awaited<()>, "`update_access_token_payload` is `merge_into_access_token_payload` here");
other_name!(Sessions<'_>, create_new_session(_user_id) -> CreateSession<'_>, "`create_new_session` is `create` here");
other_name!(Sessions<'_>, refresh_session() -> Awaited<Session>, "`refresh_session` is `refresh` here");
other_name!(EmailVerificationRecipe<'_>, create_email_verification_token(_email) -> Awaited<Option<String>>, "`create_email_verification_token` is `create_token` here");
other_name!(EmailVerificationRecipe<'_>, verify_email_using_token(_token) -> Awaited<Option<VerifiedEmail>>, "`verify_email_using_token` is `verify` here");
other_name!(EmailVerificationRecipe<'_>, revoke_email_verification_tokens(_email) -> Awaited<()>, "`revoke_email_verification_tokens` is `revoke_tokens` here");
other_name!(EmailVerificationRecipe<'_>, create_email_verification_link(_user) -> Awaited<Option<EmailLink>>, "`create_email_verification_link` is `create_link` here");
other_name!(EmailVerificationRecipe<'_>, send_email_verification_email(_user) -> Awaited<bool>, "`send_email_verification_email` is `send_email` here");
other_name!(EmailVerificationRecipe<'_>, is_email_verified(_user) -> Awaited<bool>, "`is_email_verified` is `is_verified` here");
other_name!(EmailVerificationRecipe<'_>, unverify_email(_user) -> Awaited<()>, "`unverify_email` is `unverify` here");
