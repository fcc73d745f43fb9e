//! Verifying an access token, by the rules of the request's CDI version.

use std::sync::Arc;

use aws_lc_rs::constant_time::verify_slices_are_equal;

use super::mint::{AccessSpec, Lifetime};
use super::rotation::{Moment, promotion};
use super::types::{IssuedToken, SessionInfo};
use crate::cdi::CdiVersion;
use crate::json::same_claims;
use crate::service::app::{App, Tenant};
use crate::service::core::Core;
use crate::service::refusal::Refusal;
use crate::store::sessions::{self, SessionRow};
use crate::token::{AccessToken, Jwt, JwtFault, hash2};

/// What a caller presents.
pub(crate) struct VerifyRequest {
    pub(crate) token: String,
    pub(crate) anti_csrf: Option<String>,
    pub(crate) check_anti_csrf: bool,
    pub(crate) check_database: bool,
    pub(crate) cdi: CdiVersion,
}

/// What came of a verification.
pub(crate) enum VerifyOutcome {
    Verified {
        session: SessionInfo,
        /// A token that replaces the presented one.
        replacement: Option<IssuedToken>,
        /// Whether other claims are stored than the token carries, where that was looked up.
        update_available: Option<bool>,
    },
    TryRefresh(String),
    Unauthorised(&'static str),
}

const ENDED: &str = "Either the session has ended or has been blacklisted";

impl Core {
    /// Verifies an access token.
    pub(crate) fn verify_session(
        &self,
        app: &Arc<App>,
        request: &VerifyRequest,
    ) -> Result<VerifyOutcome, Refusal> {
        let token = match self.read_access_token(app, request)? {
            Ok(token) => token,
            Err(message) => return Ok(VerifyOutcome::TryRefresh(message)),
        };
        let tenant = app.tenant(&token.tenant)?;
        if request.cdi.rotates_at_refresh() {
            self.verify_stateless(&tenant, token, request.check_database)
        } else {
            self.verify_and_promote(&tenant, token, request.check_database)
        }
    }

    /// Signature, expiry and anti-CSRF. The inner error is the text of the response.
    fn read_access_token(
        &self,
        app: &App,
        request: &VerifyRequest,
    ) -> Result<Result<AccessToken, String>, Refusal> {
        let jwt = match Jwt::parse(&request.token) {
            Ok(jwt) => jwt,
            Err(fault) => return Ok(Err(fault_text(&fault))),
        };
        let Some(key) = self.with_keys(app, |scope| app.keys.find(&jwt.kid, scope))? else {
            return Ok(Err("Key not found".into()));
        };
        let token = match jwt.verified(&key) {
            Ok(payload) => AccessToken::from_payload(payload),
            Err(fault) => Err(fault_text(&fault)),
        };
        Ok(token.and_then(|token| self.still_good(token, request)))
    }

    fn still_good(
        &self,
        token: AccessToken,
        request: &VerifyRequest,
    ) -> Result<AccessToken, String> {
        if token.expires_at < self.now() {
            return Err("Access token expired".into());
        }
        if request.check_anti_csrf {
            let Some(own) = &token.anti_csrf else {
                return Err("Access token does not contain all the information. Maybe the structure has changed?".into());
            };
            let matches = request.anti_csrf.as_deref().is_some_and(|given| {
                verify_slices_are_equal(own.as_bytes(), given.as_bytes()).is_ok()
            });
            if !matches {
                return Err("anti-csrf check failed".into());
            }
        }
        Ok(token)
    }

    /// From CDI 5.6: nothing is written and no token is made.
    fn verify_stateless(
        &self,
        tenant: &Tenant,
        token: AccessToken,
        check_database: bool,
    ) -> Result<VerifyOutcome, Refusal> {
        if !check_database {
            return Ok(verified(token, None, None));
        }
        let row = self
            .store
            .read(|db| SessionRow::find(db, &tenant.app.id, &tenant.id, &token.handle))?;
        let Some(row) = row else {
            return Ok(VerifyOutcome::Unauthorised(ENDED));
        };
        let living = |hash: [u8; 32]| hash == row.current_hash || Some(hash) == row.prev_hash;
        let parent = token.parent_hash1.as_deref();
        if !living(hash2(&token.refresh_hash1))
            && !parent.is_some_and(|parent| living(hash2(parent)))
        {
            return Ok(VerifyOutcome::Unauthorised(
                "rotated-out token branch; refresh required",
            ));
        }
        let changed = !same_claims(&token.claims, &row.jwt_payload);
        Ok(verified(token, None, Some(changed)))
    }

    /// Up to CDI 5.5: the first use of a child makes it the current token, and the response brings a token
    /// without the mark of its parent.
    fn verify_and_promote(
        &self,
        tenant: &Tenant,
        token: AccessToken,
        check_database: bool,
    ) -> Result<VerifyOutcome, Refusal> {
        if !check_database && token.parent_hash1.is_none() {
            return Ok(verified(token, None, None));
        }
        let (app, id) = (tenant.app.id.as_str(), tenant.id.as_str());
        let settings = tenant.app.settings();
        let own = hash2(&token.refresh_hash1);
        let parent = token.parent_hash1.as_deref().map(hash2);
        let found = self.store.write(|db| {
            let Some(row) = SessionRow::find(db, app, id, &token.handle)? else {
                return Ok(None);
            };
            let promoted = parent == Some(row.current_hash);
            if promoted {
                let moment = Moment {
                    now: self.now(),
                    refresh_validity: settings.refresh_token_validity_ms,
                    grace: settings.rotation_grace_ms,
                };
                sessions::rotate(
                    db,
                    app,
                    id,
                    &row.handle,
                    &promotion(&row, own, row.static_key, &moment),
                )?;
            }
            Ok::<_, Refusal>(Some((row, promoted)))
        })?;
        let Some((row, promoted)) = found else {
            let why = if check_database {
                ENDED
            } else {
                "Session missing in db"
            };
            return Ok(VerifyOutcome::Unauthorised(why));
        };
        let used_before = parent.is_some() && own == row.current_hash;
        let outdated = check_database && !same_claims(&token.claims, &row.jwt_payload);
        if !(promoted || used_before || outdated) {
            return Ok(verified(token, None, None));
        }
        let replacement = self.mint_access(
            tenant,
            &AccessSpec {
                handle: &token.handle,
                user_id: &token.user_id,
                recipe_user_id: &token.recipe_user_id,
                refresh_hash1: &token.refresh_hash1,
                parent_hash1: None,
                anti_csrf: token.anti_csrf.as_deref(),
                claims: &row.jwt_payload,
                lifetime: Lifetime::Full,
                static_key: row.static_key,
            },
        )?;
        Ok(verified(
            AccessToken {
                claims: row.jwt_payload,
                ..token
            },
            Some(replacement),
            None,
        ))
    }
}

fn verified(
    token: AccessToken,
    replacement: Option<IssuedToken>,
    update_available: Option<bool>,
) -> VerifyOutcome {
    let session = SessionInfo {
        handle: token.handle,
        user_id: token.user_id,
        recipe_user_id: token.recipe_user_id,
        claims: token.claims,
        tenant: token.tenant,
    };
    VerifyOutcome::Verified {
        session,
        replacement,
        update_available,
    }
}

fn fault_text(fault: &JwtFault) -> String {
    format!("io.supertokens.session.jwt.JWT$JWTException: {fault}")
}
