//! Why a text is not an access token.

/// Why a text is not an access token of SuperTokens. It is found before any signature is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenDefect {
    /// It is longer than 192 KiB.
    #[error("it is longer than 192 KiB")]
    TooLong,
    /// It does not consist of three parts.
    #[error("it is not a JWT")]
    NotJwt,
    /// The header is not what the core writes.
    #[error("its header is not that of an access token")]
    Header,
    /// It is signed with another algorithm than RS256, or not at all.
    #[error("its algorithm is not RS256")]
    Algorithm,
    /// The payload is not a JSON object.
    #[error("its payload is not a JSON object")]
    Payload,
    /// It is a token of another kind, such as an OAuth2 token.
    #[error("it is a token of another kind")]
    OtherKind,
    /// A claim that every access token has is missing or of the wrong type.
    #[error("its claim `{0}` is missing or of the wrong type")]
    Claim(&'static str),
}
