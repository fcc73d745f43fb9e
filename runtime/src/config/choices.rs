//! Settings with a fixed set of values: the variants and their spellings.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::values::{Given, Value};

/// The `SameSite` attribute of the session cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SameSite {
    /// Only requests that start on the same site carry the cookies.
    Strict,
    /// Links from other sites also carry the cookies. The default if API and front end are the same site.
    Lax,
    /// All requests carry the cookies; this needs https. The default if API and front end are different sites.
    None,
}

impl SameSite {
    /// As it is written in a cookie.
    pub(crate) fn attribute_value(self) -> &'static str {
        match self {
            Self::Strict => "Strict",
            Self::Lax => "Lax",
            Self::None => "None",
        }
    }
}

/// How cookie sessions are protected against forged requests from other sites.
///
/// Sessions in headers need no protection and are never checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AntiCsrf {
    /// There is no check. The default if the cookies are not `SameSite=None`.
    None,
    /// The request must carry a `rid` header, which a form of another site cannot add. The default if the cookies are
    /// `SameSite=None`.
    ViaCustomHeader,
    /// The request must repeat a token that the core made for the session.
    ViaToken,
}

/// How sessions use the verification of e-mail addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum EmailVerificationMode {
    /// Sessions do not use it.
    #[default]
    Off,
    /// New sessions contain the claim whether the address is verified. Routes may demand it.
    Optional,
    /// New sessions contain the claim whether the address is verified. Every protected route demands it.
    Required,
}

/// How the connection to the server that sends e-mails is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SmtpEncryption {
    /// TLS from the first byte on, usually on port 465.
    Tls,
    /// TLS after the command `STARTTLS`, usually on port 587. A server that does not offer it is not used.
    Starttls,
    /// No protection, for a server on the same machine. [`Smtp::allow_plaintext`](crate::mail::Smtp::allow_plaintext)
    /// lets others be used.
    None,
}

/// The spellings. They are read in upper or lower case, with `_` for `-`, and with spaces around them.
macro_rules! spellings {
    ($($choice:ident { $($text:literal: $variant:ident),+ })+) => { $(
        impl $choice {
            #[cfg(test)]
            pub(super) const ALL: &[Self] = &[$(Self::$variant),+];
        }

        /// Writes the value as `Rocket.toml` spells it.
        impl fmt::Display for $choice {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $text),+ })
            }
        }

        impl Value for $choice {
            fn read(given: &Given) -> Result<Self, String> {
                let given = given.to_string();
                match given.trim().to_ascii_lowercase().replace('_', "-").as_str() {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(format!("{given:?} is not one of {}", [$(concat!("\"", $text, "\"")),+].join(", "))),
                }
            }
        }

        impl<'de> Deserialize<'de> for $choice {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::read(&Given::deserialize(deserializer)?).map_err(D::Error::custom)
            }
        }
    )+ };
}

spellings! {
    SameSite { "strict": Strict, "lax": Lax, "none": None }
    AntiCsrf { "none": None, "via-custom-header": ViaCustomHeader, "via-token": ViaToken }
    EmailVerificationMode { "off": Off, "optional": Optional, "required": Required }
    SmtpEncryption { "tls": Tls, "starttls": Starttls, "none": None }
}

#[cfg(test)]
mod tests {
    use std::fmt::Display;

    use super::*;
    use crate::config::toml_values;

    #[test]
    fn one_spelling_is_shown_and_its_relatives_are_read() {
        fn check<T: Value + Display + Copy + PartialEq + fmt::Debug>(all: &[T], documented: &str) {
            let quoted: Vec<_> = documented.split('"').skip(1).step_by(2).collect();
            let shown: Vec<_> = all.iter().map(T::to_string).collect();
            assert_eq!(quoted, shown, "{documented}");
            for (choice, text) in all.iter().zip(&shown) {
                for text in [
                    text.clone(),
                    text.to_uppercase().replace('-', "_"),
                    format!(" {text} "),
                ] {
                    assert_eq!(T::read(&Given::from(text.as_str())), Ok(*choice), "{text}");
                }
            }
        }
        check(SameSite::ALL, toml_values!(SameSite));
        check(AntiCsrf::ALL, toml_values!(AntiCsrf));
        check(
            EmailVerificationMode::ALL,
            toml_values!(EmailVerificationMode),
        );
        check(SmtpEncryption::ALL, toml_values!(SmtpEncryption));
        assert_eq!(AntiCsrf::ViaCustomHeader.to_string(), "via-custom-header");
    }

    #[test]
    fn what_is_no_choice_is_told_the_choices() {
        for given in ["via token", "token", ""] {
            let error = AntiCsrf::read(&Given::from(given)).expect_err(given);
            assert!(
                error.ends_with("is not one of \"none\", \"via-custom-header\", \"via-token\""),
                "{error}"
            );
        }
    }
}
