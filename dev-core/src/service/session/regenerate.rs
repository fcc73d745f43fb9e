//! A new access token for a session, with other claims and the same expiry.

use std::sync::Arc;

use super::mint::{AccessSpec, Lifetime};
use super::types::{IssuedToken, SessionInfo};
use crate::json::Object;
use crate::service::app::App;
use crate::service::core::Core;
use crate::service::refusal::Refusal;
use crate::store::sessions::{self, SessionRow};
use crate::token::{AccessToken, Jwt, checked_claims};

/// What came of it.
pub(crate) enum RegenerateOutcome {
    /// There is no token if the presented one has expired; the claims are stored all the same.
    Done {
        session: SessionInfo,
        token: Option<IssuedToken>,
    },
    Unauthorised(String),
}

impl Core {
    /// Stores the claims, if any are given, and makes a token with those that are stored then.
    ///
    /// As in the real core the presented token's signature is not checked; that is the caller's part.
    pub(crate) fn regenerate(
        &self,
        app: &Arc<App>,
        token: &str,
        claims: Option<Object>,
    ) -> Result<RegenerateOutcome, Refusal> {
        let payload = Jwt::parse(token).and_then(|jwt| jwt.unverified());
        let token = payload
            .map_err(|fault| fault.to_string())
            .and_then(AccessToken::from_payload);
        let token = match token {
            Ok(token) => token,
            Err(message) => return Ok(RegenerateOutcome::Unauthorised(message)),
        };
        let tenant = app.tenant(&token.tenant)?;
        let names = (app.id.as_str(), tenant.id.as_str(), token.handle.as_str());
        let stored = self.store.write(|db| {
            let row = SessionRow::find(db, names.0, names.1, names.2)?;
            let Some(row) = row.filter(|row| row.expires_at > self.now()) else {
                return Ok(None);
            };
            if let Some(claims) = &claims {
                checked_claims(claims).map_err(|fault| Refusal::BadRequest(fault.to_string()))?;
                sessions::replace_data(db, names, self.now(), None, Some(claims))?;
            }
            Ok::<_, Refusal>(Some(row))
        })?;
        let Some(row) = stored else {
            return Ok(RegenerateOutcome::Unauthorised(
                "Session does not exist.".into(),
            ));
        };
        let claims = claims.unwrap_or(row.jwt_payload);
        let new = if token.expires_at < self.now() {
            None
        } else {
            Some(self.mint_access(
                &tenant,
                &AccessSpec {
                    handle: &token.handle,
                    user_id: &token.user_id,
                    recipe_user_id: &token.recipe_user_id,
                    refresh_hash1: &token.refresh_hash1,
                    parent_hash1: token.parent_hash1.as_deref(),
                    anti_csrf: token.anti_csrf.as_deref(),
                    claims: &claims,
                    lifetime: Lifetime::Until(token.expires_at),
                    static_key: row.static_key,
                },
            )?)
        };
        let session = SessionInfo {
            handle: token.handle,
            user_id: token.user_id,
            recipe_user_id: token.recipe_user_id,
            claims,
            tenant: token.tenant,
        };
        Ok(RegenerateOutcome::Done {
            session,
            token: new,
        })
    }
}
