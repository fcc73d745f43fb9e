//! What the recordings leave out: the tokens that a request came with, and what happened between two of them.

use serde_json::{Value, json};

/// What a request sends besides what was recorded of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sent {
    /// No token, by a front end that keeps them in cookies.
    #[default]
    Nothing,
    /// No token, by a front end that keeps them in headers.
    HeaderMode,
    /// Not even how the front end keeps tokens.
    NoMode,
    /// The access token that came with the response of that number.
    Session(u64),
    /// The same, by a front end that keeps tokens in headers from now on.
    SessionInHeaderMode(u64),
    /// The same with a signature that is none.
    Forged(u64),
    /// The refresh token that came with the response of that number.
    RefreshToken(u64),
    /// A cookie that is no token.
    Garbage,
    /// An `Authorization` header that holds no token.
    GarbageInHeader,
}

/// What a request sends.
pub(crate) fn sent(seq: u64) -> Sent {
    match seq {
        12 | 15 | 16 => Sent::Session(11),
        13 => Sent::HeaderMode,
        18 => Sent::NoMode,
        111 | 113 | 114 | 123 | 124 | 137 | 138 => Sent::Session(109),
        126 | 127 | 142 => Sent::Session(125),
        139 | 140 => Sent::Garbage,
        141 => Sent::GarbageInHeader,
        151..=153 | 156..=158 => Sent::Session(146),
        154 => Sent::SessionInHeaderMode(146),
        155 => Sent::Session(145),
        159 => Sent::Forged(146),
        160 => Sent::RefreshToken(146),
        166..=168 => Sent::Session(165),
        _ => Sent::Nothing,
    }
}

/// How the application is configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setup {
    Plain,
    /// With fields of its own in the form for signing up.
    Fields,
    /// With verification of addresses, without the question whether an address is known, and closed to some.
    Verification,
    /// With verification of addresses, at the root of both domains.
    AtRoot,
    /// With verification of addresses, and a custom header against CSRF.
    CustomHeader,
}

/// How the application is configured from this request on, where that changes.
pub(crate) fn setup(seq: u64) -> Option<Setup> {
    Some(match seq {
        1 => Setup::Plain,
        79 => Setup::Fields,
        107 => Setup::Verification,
        145 => Setup::AtRoot,
        165 => Setup::CustomHeader,
        _ => return None,
    })
}

/// What happened at the core before a request.
pub(crate) enum Meanwhile {
    /// Somebody signed up, with the address of that request, spelled in this way.
    SignUp(fn(&str) -> String),
    /// The user who signed up in the request of that number asked for a link. It is used in this request.
    ResetToken(u64),
    /// The user who signed up in the request of that number was removed.
    Remove(u64),
    /// The tenant got these first factors.
    FirstFactors(Value),
}

/// What happened at the core before a request.
pub(crate) fn meanwhile(seq: u64) -> Option<Meanwhile> {
    Some(match seq {
        131 => Meanwhile::ResetToken(129),
        132 => Meanwhile::SignUp(|address| address.replace('\u{212a}', "k")),
        137 => Meanwhile::Remove(109),
        148 => Meanwhile::SignUp(str::to_owned),
        169 => Meanwhile::FirstFactors(json!(["thirdparty"])),
        176 => Meanwhile::FirstFactors(json!([])),
        177 => Meanwhile::FirstFactors(json!(["emailpassword", "my-own"])),
        178 => Meanwhile::FirstFactors(Value::Null),
        _ => return None,
    })
}
