//! Names that other SDKs give to our functions, for whoever writes them.
//!
//! For a method that does not exist, rustc suggests one of a similar name; it reads `doc(alias)` only in the crate that it
//! compiles. Where it would suggest nothing, or something that does something else, the other name stands here. Such a
//! function cannot be called: no argument meets its condition, and rustc's message names our function. The condition has a
//! lifetime, because rustc refuses one without that can never hold.

use std::future::Pending;

use crate::error::Error;
use crate::recipes::{EmailVerificationFunctions, VerifiedEmail};
use crate::session::request::{CreateSession, Sessions};
use crate::session::{CreateJwt, RefreshSession, Session, SuperTokens, VerifyToken};

/// A function that has ours as its result, so that only its name is wrong.
macro_rules! other_name {
    ($type:ty, $other:ident($($more:ident)?) -> $result:ty, $message:literal) => {
        const _: () = {
            #[diagnostic::on_unimplemented(
                message = $message,
                label = "given to a function that has another name here"
            )]
            pub trait Taken<'a> {
                fn never<R>(self) -> R;
            }

            impl $type {
                #[doc(hidden)]
                pub fn $other<T>(&self, taken: T $(, $more: impl Sized)?) -> $result
                where
                    for<'a> T: Taken<'a>,
                {
                                        Taken::never(taken)
                }
            }
        };
    };
}

type Awaited<T> = Pending<Result<T, Error>>;

other_name!(SuperTokens, create_new_session_without_request_response() -> Awaited<Session>, "`create_new_session_without_request_response` is `create_session` here");
other_name!(SuperTokens, get_session() -> VerifyToken<'_>, "`get_session` is `verify_token` here, and for a request a parameter of type `Session`");
other_name!(SuperTokens, get_session_without_request_response() -> VerifyToken<'_>, "`get_session_without_request_response` is `verify_token` here");
other_name!(SuperTokens, refresh_session() -> RefreshSession<'_>, "`refresh_session` is `refresh` here");
other_name!(SuperTokens, refresh_session_without_request_response() -> RefreshSession<'_>, "`refresh_session_without_request_response` is `refresh` here");
other_name!(SuperTokens, revoke_all_sessions_for_user() -> Awaited<Vec<String>>, "`revoke_all_sessions_for_user` is `revoke_sessions_of_user` here");
other_name!(SuperTokens, revoke_sessions_for_user() -> Awaited<Vec<String>>, "`revoke_sessions_for_user` is `revoke_sessions_of_user` here");
other_name!(SuperTokens, create_jwt() -> CreateJwt<'_>, "`create_jwt` is `jwt` here");
other_name!(SuperTokens, get_claim_value(_claim) -> Awaited<()>, "`get_claim_value` is `claim_value` here");
other_name!(Session, get_claim_value() -> Awaited<()>, "`get_claim_value` is `claim_value` here");
other_name!(Session, update_jwt_payload() -> Awaited<()>, "`update_jwt_payload` is `merge_into_access_token_payload` here");
other_name!(Session, update_access_token_payload() -> Awaited<()>, "`update_access_token_payload` is `merge_into_access_token_payload` here");
other_name!(Sessions<'_>, create_new_session() -> CreateSession<'_>, "`create_new_session` is `create` here");
other_name!(EmailVerificationFunctions<'_>, create_email_verification_token() -> Awaited<Option<String>>, "`create_email_verification_token` is `create_token` here");
other_name!(EmailVerificationFunctions<'_>, verify_email_using_token() -> Awaited<Option<VerifiedEmail>>, "`verify_email_using_token` is `verify` here");
other_name!(EmailVerificationFunctions<'_>, revoke_email_verification_tokens() -> Awaited<()>, "`revoke_email_verification_tokens` is `revoke_tokens` here");
