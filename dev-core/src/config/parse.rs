//! Reading single values from text.

use std::str::FromStr;

use super::error::ConfigError;
use super::key::Key;
use super::reuse::RecentTokenReuse;
use crate::cdi::CdiVersion;

pub(super) fn number<T: FromStr>(key: Key, value: &str, expected: &str) -> Result<T, ConfigError> {
    value
        .parse()
        .map_err(|_| ConfigError::invalid(key.name(), expected))
}

pub(super) fn within(key: Key, holds: bool, expected: &str) -> Result<(), ConfigError> {
    if holds {
        Ok(())
    } else {
        Err(ConfigError::invalid(key.name(), expected))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the caller bounds the value"
)]
pub(super) fn whole(value: f64) -> i64 {
    value.round() as i64
}

pub(super) fn base_path(value: &str) -> Result<String, ConfigError> {
    let inner = value.trim_matches('/').to_lowercase();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-_./~".contains(c);
    within(
        Key::BasePath,
        inner.chars().all(allowed),
        "must be a path of letters, digits, `-_.~` and `/`",
    )?;
    Ok(if inner.is_empty() {
        inner
    } else {
        format!("/{inner}")
    })
}

pub(super) fn api_keys(value: &str) -> Result<Vec<String>, ConfigError> {
    let keys: Vec<String> = value
        .split(',')
        .map(str::trim)
        .filter(|key| !key.is_empty())
        .map(Into::into)
        .collect();
    let allowed = |key: &String| {
        key.len() >= 20
            && key
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'=')
    };
    within(
        Key::ApiKeys,
        keys.iter().all(allowed),
        "must be keys of at least 20 letters, digits, `-` or `=`, separated by commas",
    )?;
    Ok(keys)
}

pub(super) fn reuse(value: &str) -> Result<RecentTokenReuse, ConfigError> {
    match value.to_ascii_uppercase().as_str() {
        "TOKEN_THEFT" => Ok(RecentTokenReuse::TokenTheft),
        "UNAUTHORISED" => Ok(RecentTokenReuse::Unauthorised),
        _ => Err(ConfigError::invalid(
            Key::RecentTokenReuse.name(),
            "must be TOKEN_THEFT or UNAUTHORISED",
        )),
    }
}

pub(super) fn version(key: Key, value: &str) -> Result<CdiVersion, ConfigError> {
    CdiVersion::exactly(value).ok_or_else(|| {
        let known: Vec<String> = CdiVersion::SUPPORTED
            .iter()
            .map(ToString::to_string)
            .collect();
        ConfigError::invalid(key.name(), format!("must be one of {}", known.join(", ")))
    })
}
