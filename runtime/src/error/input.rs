//! What is wrong with a request to a route of the front-end driver interface.

/// Why a request to a route of the front-end driver interface cannot be read. The texts are those that the front end's
/// own SDK knows: they are the `message` of the response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InputDefect {
    /// The body is not JSON, or nested too deeply.
    #[error("API input error: Please make sure to pass a valid JSON input in the request body")]
    NotJson,
    /// The body is too long.
    #[error("The request body is longer than {limit} bytes")]
    TooLong {
        /// The longest body that is read, in bytes.
        limit: u64,
    },
    /// The body has no `formFields`.
    #[error("Missing input param: formFields")]
    NoFormFields,
    /// The `formFields` are something else than an array.
    #[error("formFields must be an array")]
    FormFieldsNotArray,
    /// An element of `formFields` is something else than an object.
    #[error("All elements of formFields must be an object")]
    FormFieldNotObject,
    /// An element of `formFields` lacks one of its members.
    #[error("All elements of formFields must contain an 'id' and 'value' field")]
    FormFieldIncomplete,
    /// The value of `email` or `password` is something else than a text.
    #[error("{id} value must be a string")]
    FormFieldNotText {
        /// `email` or `password`.
        id: &'static str,
    },
    /// There are more `formFields` than the form has.
    #[error("Are you sending too many formFields?")]
    TooManyFormFields,
    /// The query has no `email`.
    #[error("Please provide the email as a GET param")]
    NoEmail,
    /// No page of users has this name.
    #[error("There is no such page: use the name that the page before gave")]
    UnknownPage,
    /// The body has no `token` to reset a password with.
    #[error("Please provide the password reset token")]
    NoPasswordResetToken,
    /// The `token` to reset a password with is something else than a text.
    #[error("The password reset token must be a string")]
    PasswordResetTokenNotText,
    /// The body has no `token` to verify an address with.
    #[error("Please provide the email verification token")]
    NoEmailVerificationToken,
    /// The `token` to verify an address with is something else than a text.
    #[error("The email verification token must be a string")]
    EmailVerificationTokenNotText,
    /// `shouldTryLinkingWithSessionUser` is true and the request has a session.
    #[error("Accounts cannot be linked here: send shouldTryLinkingWithSessionUser as false")]
    LinkingWithSessionUser,
}
