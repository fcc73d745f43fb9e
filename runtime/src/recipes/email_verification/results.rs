//! What the routes respond.

use super::address::VerifiedEmail;

/// The response to a front end that wants the e-mail with the link.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerificationTokenResponse {
    /// The e-mail is on its way.
    #[doc(alias = "OK")]
    Done,
    /// There is nothing to verify.
    #[doc(alias = "EMAIL_ALREADY_VERIFIED_ERROR")]
    AlreadyVerified,
    /// Something else stands against it.
    #[doc(alias = "GENERAL_ERROR")]
    GeneralError {
        /// The front end shows this text.
        message: String,
    },
}

/// The response to a front end that has the token of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyEmailResponse {
    /// The address is verified.
    #[doc(alias = "OK")]
    Done(VerifiedEmail),
    /// The token is unknown, used or too old.
    #[doc(alias = "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR")]
    InvalidToken,
    /// Something else stands against it.
    #[doc(alias = "GENERAL_ERROR")]
    GeneralError {
        /// The front end shows this text.
        message: String,
    },
}

/// The response to a front end that asks whether the address is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum IsEmailVerifiedResponse {
    /// Whether it is verified.
    #[doc(alias = "OK")]
    Done {
        /// Whether it is verified.
        is_verified: bool,
    },
    /// The question is not answered.
    #[doc(alias = "GENERAL_ERROR")]
    GeneralError {
        /// The front end shows this text.
        message: String,
    },
}
