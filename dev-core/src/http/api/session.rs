//! Creating, verifying, refreshing and regenerating sessions.

use crate::http::call::Call;
use crate::http::reply::Reply;
use crate::json::{Object, object};
use crate::service::session::{
    Grant, IssuedToken, NewSessionRequest, RefreshOutcome, RefreshRequest, RegenerateOutcome,
    SessionInfo, VerifyOutcome, VerifyRequest,
};

/// `POST /recipe/session`.
pub(crate) fn create(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let recipe_user_id = body.text("userId")?;
    let anti_csrf = body.flag("enableAntiCsrf")?;
    let claims = body.object("userDataInJWT")?;
    let data = body.object("userDataInDatabase")?;
    let rotating = call.cdi.rotates_at_refresh();
    let access_token_validity = if rotating {
        body.optional_whole("accessTokenValidity")?
    } else {
        None
    };
    let tenant = call.tenant()?;
    let static_key = body.optional_flag("useDynamicSigningKey")? == Some(false);
    let request = NewSessionRequest {
        recipe_user_id,
        claims,
        data,
        anti_csrf,
        static_key,
        access_token_validity,
    };
    Ok(granted(call.core.create_session(&tenant, request)?))
}

/// `POST /recipe/session/refresh`.
pub(crate) fn refresh(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let request = RefreshRequest {
        token: body.text("refreshToken")?,
        anti_csrf: body.optional_text("antiCsrfToken")?,
        enable_anti_csrf: body.flag("enableAntiCsrf")?,
        static_key: !body.flag("useDynamicSigningKey")?,
        access_token_validity: if call.cdi.rotates_at_refresh() {
            body.optional_whole("accessTokenValidity")?
        } else {
            None
        },
        cdi: call.cdi,
    };
    // The tenant of the path must exist, but that of the token counts.
    let app = call.tenant()?.app;
    Ok(match call.core.refresh_session(&app, &request)? {
        RefreshOutcome::Granted(grant) => granted(*grant),
        RefreshOutcome::Unauthorised { message, reuse } => {
            let mut members = refused("UNAUTHORISED", &message);
            if let Some(reuse) = reuse {
                members.insert("recentTokenReuseSubtype".into(), reuse.name().into());
            }
            Reply::json(&members)
        }
        RefreshOutcome::Theft {
            handle,
            user_id,
            recipe_user_id,
            reuse,
        } => {
            let session = object([
                ("handle", handle.into()),
                ("userId", user_id.into()),
                ("recipeUserId", recipe_user_id.into()),
            ]);
            let mut members = object([
                ("status", "TOKEN_THEFT_DETECTED".into()),
                ("session", session.into()),
            ]);
            if let Some(reuse) = reuse {
                members.insert("recentTokenReuseSubtype".into(), reuse.name().into());
            }
            Reply::json(&members)
        }
    })
}

/// `POST /recipe/session/verify`.
pub(crate) fn verify(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let token = body.text("accessToken")?;
    let anti_csrf = body.optional_text("antiCsrfToken")?;
    let do_check = body.flag("doAntiCsrfCheck")?;
    let enabled = body.flag("enableAntiCsrf")?;
    let app = if call.cdi.rotates_at_refresh() {
        call.app_only()?
    } else {
        call.app()?
    };
    let request = VerifyRequest {
        token,
        anti_csrf,
        check_anti_csrf: do_check && enabled,
        check_database: body.flag("checkDatabase")?,
        cdi: call.cdi,
    };
    Ok(match call.core.verify_session(&app, &request)? {
        VerifyOutcome::Verified {
            session,
            replacement,
            update_available,
        } => {
            let mut members = object([("session", session_members(session).into())]);
            if let Some(token) = replacement {
                members.insert("accessToken".into(), token_members(token).into());
            }
            if let Some(available) = update_available {
                members.insert("payloadUpdateAvailable".into(), available.into());
            }
            ok(members)
        }
        VerifyOutcome::TryRefresh(message) => Reply::json(&refused("TRY_REFRESH_TOKEN", &message)),
        VerifyOutcome::Unauthorised(message) => Reply::json(&refused("UNAUTHORISED", message)),
    })
}

/// `POST /recipe/session/regenerate`.
pub(crate) fn regenerate(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let token = body.text("accessToken")?;
    let claims = body.optional_object("userDataInJWT")?;
    Ok(match call.core.regenerate(&call.app()?, &token, claims)? {
        RegenerateOutcome::Done { session, token } => {
            let mut members = object([("session", session_members(session).into())]);
            if let Some(token) = token {
                members.insert("accessToken".into(), token_members(token).into());
            }
            ok(members)
        }
        RegenerateOutcome::Unauthorised(message) => Reply::json(&refused("UNAUTHORISED", &message)),
    })
}

fn granted(grant: Grant) -> Reply {
    let mut members = object([
        ("session", session_members(grant.session).into()),
        ("accessToken", token_members(grant.access).into()),
        ("refreshToken", token_members(grant.refresh).into()),
    ]);
    if let Some(token) = grant.anti_csrf {
        members.insert("antiCsrfToken".into(), token.into());
    }
    ok(members)
}

fn ok(mut members: Object) -> Reply {
    members.insert("status".into(), "OK".into());
    Reply::json(&members)
}

fn refused(status: &str, message: &str) -> Object {
    object([("status", status.into()), ("message", message.into())])
}

fn session_members(session: SessionInfo) -> Object {
    object([
        ("handle", session.handle.into()),
        ("userId", session.user_id.into()),
        ("recipeUserId", session.recipe_user_id.into()),
        ("userDataInJWT", session.claims.into()),
        ("tenantId", session.tenant.into()),
    ])
}

fn token_members(token: IssuedToken) -> Object {
    object([
        ("token", token.text.into()),
        ("expiry", token.expires_at.into()),
        ("createdTime", token.created_at.into()),
    ])
}
