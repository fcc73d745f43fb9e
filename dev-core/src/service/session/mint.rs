//! Making the two tokens of a session.

use super::types::IssuedToken;
use crate::crypto::fraction;
use crate::json::Object;
use crate::service::app::Tenant;
use crate::service::core::Core;
use crate::service::keyring::KeyKind;
use crate::service::refusal::Refusal;
use crate::token::{AccessToken, RefreshToken};

/// Until when an access token is valid.
#[derive(Clone, Copy)]
pub(super) enum Lifetime {
    /// The configured time, shortened at random.
    Jittered,
    /// The configured time.
    Full,
    /// As many milliseconds as the caller asked for.
    Exactly(i64),
    /// Until that moment.
    Until(i64),
}

impl Lifetime {
    /// What a caller's `accessTokenValidity` means; out of range is a bad request.
    pub(super) fn requested(validity: Option<i64>, tenant: &Tenant) -> Result<Self, Refusal> {
        let max = tenant.app.settings().access_token_validity_ms;
        match validity {
            None => Ok(Self::Jittered),
            Some(ms) if (1..=max).contains(&ms) => Ok(Self::Exactly(ms)),
            Some(_) => Err(Refusal::BadRequest(format!(
                "accessTokenValidity must be greater than 0 and at most the configured access_token_validity ({max} ms)"
            ))),
        }
    }
}

/// What an access token shall say.
pub(super) struct AccessSpec<'a> {
    pub(super) handle: &'a str,
    pub(super) user_id: &'a str,
    pub(super) recipe_user_id: &'a str,
    pub(super) refresh_hash1: &'a str,
    pub(super) parent_hash1: Option<&'a str>,
    pub(super) anti_csrf: Option<&'a str>,
    pub(super) claims: &'a Object,
    pub(super) lifetime: Lifetime,
    pub(super) static_key: bool,
}

impl Core {
    /// Makes an access token. Its times are cut to whole seconds, as they are in the token.
    pub(super) fn mint_access(
        &self,
        tenant: &Tenant,
        spec: &AccessSpec<'_>,
    ) -> Result<IssuedToken, Refusal> {
        let kind = if spec.static_key {
            KeyKind::Static
        } else {
            KeyKind::Dynamic
        };
        let key = self.signing_key(&tenant.app, kind)?;
        let settings = tenant.app.settings();
        let now = self.now();
        let expires_at = match spec.lifetime {
            Lifetime::Jittered => {
                now + shortened(settings.access_token_validity_ms, settings.validity_jitter)
            }
            Lifetime::Full => now + settings.access_token_validity_ms,
            Lifetime::Exactly(ms) => now + ms,
            Lifetime::Until(moment) => moment,
        };
        let token = AccessToken {
            handle: spec.handle.into(),
            user_id: spec.user_id.into(),
            recipe_user_id: spec.recipe_user_id.into(),
            tenant: tenant.id.clone(),
            refresh_hash1: spec.refresh_hash1.into(),
            parent_hash1: spec.parent_hash1.map(Into::into),
            anti_csrf: spec.anti_csrf.map(Into::into),
            claims: spec.claims.clone(),
            created_at: whole_seconds(now),
            expires_at: whole_seconds(expires_at),
        };
        Ok(IssuedToken {
            text: token.sign(&key)?,
            created_at: token.created_at,
            expires_at: token.expires_at,
        })
    }

    /// Makes a refresh token.
    pub(super) fn mint_refresh(
        &self,
        tenant: &Tenant,
        (handle, user_id): (&str, &str),
        parent_hash1: Option<&str>,
        anti_csrf: Option<&str>,
    ) -> Result<IssuedToken, Refusal> {
        let token = RefreshToken {
            handle: handle.into(),
            user_id: user_id.into(),
            parent_hash1: parent_hash1.map(Into::into),
            anti_csrf: anti_csrf.map(Into::into),
            tenant: (!tenant.is_public()).then(|| tenant.id.clone()),
        };
        let text = token.issue(&tenant.app.refresh_secret)?;
        let created_at = self.now();
        let expires_at = created_at + tenant.app.settings().refresh_token_validity_ms;
        Ok(IssuedToken {
            text,
            created_at,
            expires_at,
        })
    }
}

fn whole_seconds(ms: i64) -> i64 {
    ms - ms.rem_euclid(1000)
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "validities are far below 2^53"
)]
fn shortened(validity: i64, jitter: f64) -> i64 {
    (validity as f64 * fraction().mul_add(-jitter, 1.0)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_only_shortens() {
        let all: Vec<i64> = (0..200).map(|_| shortened(1_000_000, 0.25)).collect();
        assert!(all.iter().all(|ms| (750_000..=1_000_000).contains(ms)));
        assert!(all.iter().any(|ms| *ms != all[0]));
        assert_eq!(shortened(1_000_000, 0.0), 1_000_000);
    }
}
