//! Which texts have another value for every core.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The kind of a text whose value is another for every core.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A UUID, with the tenant that follows it in a handle.
    Uuid(String),
    Jwt,
    RefreshToken,
    Hash,
    DynamicKey,
    StaticKey,
    Modulus,
    /// A token of a link: hexadecimal digits in base64.
    LinkToken,
    Page,
}

impl Kind {
    pub(crate) fn of(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let is_hex = |part: &str| part.bytes().all(|b| b.is_ascii_hexdigit());
        if let Some(rest) = strip_uuid(text)
            && (rest.is_empty() || rest.starts_with('_'))
        {
            return Some(Self::Uuid(rest.to_owned()));
        }
        if let Some(digits) = text.strip_prefix("d-")
            && digits.len() == 13
        {
            return Some(Self::DynamicKey);
        }
        if text.strip_prefix("s-").and_then(strip_uuid) == Some("") {
            return Some(Self::StaticKey);
        }
        match parts[..] {
            [header, _, _] if header.starts_with("eyJ") && text.len() > 100 => Some(Self::Jwt),
            [_, nonce, "V2"] if nonce.len() == 64 => Some(Self::RefreshToken),
            [only] if only.len() == 64 && is_hex(only) => Some(Self::Hash),
            [only] if only.len() == 342 => Some(Self::Modulus),
            [only] => {
                let page = STANDARD
                    .decode(only)
                    .ok()
                    .and_then(|bytes| String::from_utf8(bytes).ok())?;
                if only.len() == 128 && is_hex(&page) {
                    return Some(Self::LinkToken);
                }
                let rest = strip_uuid(&page)?;
                rest.strip_prefix(';')?
                    .parse::<i64>()
                    .ok()
                    .map(|_| Self::Page)
            }
            _ => None,
        }
    }
}

fn strip_uuid(text: &str) -> Option<&str> {
    let (uuid, rest) = text.split_at_checked(36)?;
    let fits = uuid.bytes().enumerate().all(|(i, b)| match i {
        8 | 13 | 18 | 23 => b == b'-',
        _ => b.is_ascii_hexdigit(),
    });
    fits.then_some(rest)
}
