//! Refreshing a session, by the rules of the request's CDI version.

use aws_lc_rs::constant_time::verify_slices_are_equal;

use super::mint::{AccessSpec, Lifetime};
use super::rotation::{Moment, Presented, Reuse, Step, promote, rotate};
use super::types::{Grant, IssuedToken, SessionInfo};
use crate::cdi::CdiVersion;
use crate::config::RecentTokenReuse;
use crate::crypto::uuid;
use crate::service::app::{App, PUBLIC, Tenant};
use crate::service::core::Core;
use crate::service::refusal::Refusal;
use crate::store::sessions::{self, SessionRow};
use crate::token::{RefreshToken, hash1, hash2};
use std::sync::Arc;

/// What a caller presents.
pub(crate) struct RefreshRequest {
    pub(crate) token: String,
    pub(crate) anti_csrf: Option<String>,
    pub(crate) enable_anti_csrf: bool,
    pub(crate) static_key: bool,
    pub(crate) access_token_validity: Option<i64>,
    pub(crate) cdi: CdiVersion,
}

/// What came of a refresh.
pub(crate) enum RefreshOutcome {
    Granted(Box<Grant>),
    Unauthorised {
        message: String,
        reuse: Option<Reuse>,
    },
    Theft {
        handle: String,
        user_id: String,
        recipe_user_id: String,
        reuse: Option<Reuse>,
    },
}

/// The part of the outcome that the transaction decides.
enum Decision {
    Missing,
    Granted(SessionRow),
    Reused(SessionRow, Option<Reuse>),
}

impl Core {
    /// Refreshes a session in one transaction.
    pub(crate) fn refresh_session(
        &self,
        app: &Arc<App>,
        request: &RefreshRequest,
    ) -> Result<RefreshOutcome, Refusal> {
        let presented = match RefreshToken::open(&request.token, &app.refresh_secret) {
            Ok(token) => token,
            Err(message) => return Ok(unauthorised(message)),
        };
        if request.enable_anti_csrf && !anti_csrf_matches(&presented, request.anti_csrf.as_deref())
        {
            return Ok(unauthorised("Anti CSRF token missing, or not matching"));
        }
        let tenant = app.tenant(presented.tenant.as_deref().unwrap_or(PUBLIC))?;
        let lifetime = Lifetime::requested(request.access_token_validity, &tenant)?;
        let anti_csrf = request.enable_anti_csrf.then(uuid);
        let parent_hash1 = hash1(&request.token);
        let names = (presented.handle.as_str(), presented.user_id.as_str());
        let child = self.mint_refresh(&tenant, names, Some(&parent_hash1), anti_csrf.as_deref())?;
        let child_hash1 = hash1(&child.text);

        let row = match self.decide(
            &tenant,
            &presented,
            &parent_hash1,
            hash2(&child_hash1),
            request,
        )? {
            Decision::Granted(row) => row,
            Decision::Missing => return Ok(unauthorised("Session missing in db or has expired")),
            Decision::Reused(row, reuse) => return Ok(report(row, reuse, app)),
        };
        // Older cores mark the first token of a child with its parent; the newer rules need no mark.
        let parent = (!request.cdi.rotates_at_refresh()).then_some(parent_hash1.as_str());
        let access = self.mint_access(
            &tenant,
            &AccessSpec {
                handle: &row.handle,
                user_id: &row.user_id,
                recipe_user_id: &row.recipe_user_id,
                refresh_hash1: &child_hash1,
                parent_hash1: parent,
                anti_csrf: anti_csrf.as_deref(),
                claims: &row.jwt_payload,
                lifetime,
                static_key: request.static_key,
            },
        )?;
        Ok(RefreshOutcome::Granted(Box::new(grant(
            row, tenant, access, child, anti_csrf,
        ))))
    }

    fn decide(
        &self,
        tenant: &Tenant,
        token: &RefreshToken,
        token_hash1: &str,
        child: [u8; 32],
        request: &RefreshRequest,
    ) -> Result<Decision, Refusal> {
        let (app, id) = (tenant.app.id.as_str(), tenant.id.as_str());
        let settings = tenant.app.settings();
        let presented = Presented::new(token_hash1, token.parent_hash1.as_deref());
        let rotating = request.cdi.rotates_at_refresh();
        self.store.write(|db| {
            let row = SessionRow::find(db, app, id, &token.handle)?;
            let now = self.now();
            let Some(row) = row.filter(|row| row.expires_at >= now) else {
                return Ok(Decision::Missing);
            };
            let moment = Moment {
                now,
                refresh_validity: settings.refresh_token_validity_ms,
                grace: settings.rotation_grace_ms,
            };
            let step = if rotating {
                rotate(&row, &presented, child, request.static_key, &moment)
            } else {
                promote(&row, &presented, request.static_key, &moment)
            };
            match step {
                Step::Accept(None) => Ok(Decision::Granted(row)),
                Step::Accept(Some(to)) => {
                    sessions::rotate(db, app, id, &row.handle, &to)?;
                    Ok(Decision::Granted(row))
                }
                Step::Reused(reuse) => {
                    if rotating {
                        sessions::delete(db, app, id, &row.handle)?;
                    }
                    Ok(Decision::Reused(row, reuse))
                }
            }
        })
    }
}

fn anti_csrf_matches(token: &RefreshToken, given: Option<&str>) -> bool {
    match (&token.anti_csrf, given) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(own), Some(given)) => {
            verify_slices_are_equal(own.as_bytes(), given.as_bytes()).is_ok()
        }
    }
}

fn unauthorised(message: impl Into<String>) -> RefreshOutcome {
    RefreshOutcome::Unauthorised {
        message: message.into(),
        reuse: None,
    }
}

fn report(row: SessionRow, reuse: Option<Reuse>, app: &App) -> RefreshOutcome {
    let recent = matches!(reuse, Some(Reuse::RecentPrev | Reuse::OrphanedBranch));
    if recent && app.settings().recent_token_reuse == RecentTokenReuse::Unauthorised {
        return RefreshOutcome::Unauthorised {
            message: "refresh token reuse detected".into(),
            reuse,
        };
    }
    RefreshOutcome::Theft {
        handle: row.handle,
        user_id: row.user_id,
        recipe_user_id: row.recipe_user_id,
        reuse,
    }
}

fn grant(
    row: SessionRow,
    tenant: Tenant,
    access: IssuedToken,
    refresh: IssuedToken,
    anti_csrf: Option<String>,
) -> Grant {
    let session = SessionInfo {
        handle: row.handle,
        recipe_user_id: row.recipe_user_id,
        user_id: row.user_id,
        claims: row.jwt_payload,
        tenant: tenant.id,
    };
    Grant {
        session,
        access,
        refresh,
        anti_csrf,
    }
}
