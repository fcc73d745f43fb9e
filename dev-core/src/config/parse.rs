//! Reading single values from text.

use super::error::ConfigError;
use super::key::Key;
use super::reuse::RecentTokenReuse;
use crate::cdi::CdiVersion;

/// A whole number, which may be spelled as a fraction (`2.0`, `2e3`).
pub(super) fn long(key: Key, value: &str) -> Result<i64, ConfigError> {
    let spelled_as_fraction = || {
        let number: f64 = value.parse().ok()?;
        (number.fract() == 0.0 && number.abs() < MAX_WHOLE).then(|| whole(number))
    };
    value
        .parse()
        .ok()
        .or_else(spelled_as_fraction)
        .ok_or_else(|| ConfigError::invalid(key.name(), "must be of type long"))
}

/// Milliseconds for which something is valid.
pub(super) fn lifetime(key: Key, value: &str) -> Result<i64, ConfigError> {
    let ms = long(key, value)?;
    within(key, ms > 0, "must be >= 0").map(|()| ms)
}

/// A number, with or without a fraction.
pub(super) fn double(key: Key, value: &str) -> Result<f64, ConfigError> {
    value
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .ok_or_else(|| ConfigError::invalid(key.name(), "must be of type double"))
}

pub(super) fn within(key: Key, holds: bool, expected: &str) -> Result<(), ConfigError> {
    if holds {
        Ok(())
    } else {
        Err(ConfigError::invalid(key.name(), expected))
    }
}

/// Beyond this, not every whole number is a float: 2^53.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// The nearest whole number; where there is none that an `i64` could hold, the outermost.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float cast saturates, which is what is wanted"
)]
pub(super) fn whole(value: f64) -> i64 {
    value.round() as i64
}

pub(super) fn base_path(value: &str) -> Result<String, ConfigError> {
    let parts: Vec<&str> = value.split('/').filter(|part| !part.is_empty()).collect();
    let inner = parts.join("/").to_lowercase();
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
