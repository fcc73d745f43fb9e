//! Begins the session at the core, as a login does.

use super::tokens::{Tokens, expired, signed_by_another_key};
use super::{Shown, TestSession, Wanted};
use crate::cdi::{CreateSession, CreateSessionResponse, JsonObject, PUBLIC_TENANT, RemoveSessions};
use crate::config::{AntiCsrf, TransferMethod};
use crate::session::{SuperTokens, without_protected};
use crate::testing::core::{TestCore, tenant};
use crate::token::AccessToken;

/// The role that has the permissions of a session without roles.
const ROLE_OF_PERMISSIONS: &str = "permissions of the test";

impl TestSession {
    /// The tokens of the session, which begins now if it has not begun before.
    #[track_caller]
    pub(in crate::testing) fn tokens(&self, super_tokens: &SuperTokens) -> &Tokens {
        // Not by a closure: it would hide where the test stands.
        if self.begun.get().is_none() {
            let tokens = self.made(super_tokens);
            // Two threads that use it at the same time: the first one counts.
            _ = self.begun.set(tokens);
        }
        let tokens = self.begun.get().expect("set above");
        if self.wanted.revoked {
            self.of.core().call(&RemoveSessions {
                session_handles: &[tokens.access_token.session_handle()],
            });
        }
        tokens
    }

    /// The access token as the request shows it.
    pub(in crate::testing) fn access_token_shown(&self, token: &AccessToken) -> String {
        let Shown {
            expired: is_expired,
            wrong_key,
            ..
        } = self.shown;
        let now = self.of.clock().now_ms() / 1000;
        let text = match is_expired {
            true => expired(token, now),
            false => token.as_str().to_owned(),
        };
        match wrong_key {
            true => signed_by_another_key(&text, token.kid().unwrap_or_default()),
            false => text,
        }
    }

    #[track_caller]
    fn made(&self, super_tokens: &SuperTokens) -> Tokens {
        let (core, wanted) = (self.of.core(), &self.wanted);
        prepare(core, wanted);
        let config = super_tokens.config();
        let CreateSessionResponse::Ok(tokens) = core.call(&CreateSession {
            tenant_id: tenant(&wanted.tenant_id),
            user_id: &wanted.user_id,
            user_data_in_jwt: &self.first_payload(&config.app.issuer()),
            user_data_in_database: &wanted.data,
            use_dynamic_signing_key: config.session.use_dynamic_signing_key,
            enable_anti_csrf: self.shown.method != Some(TransferMethod::Header)
                && config.chosen_anti_csrf() == Some(AntiCsrf::ViaToken),
        });
        let access_token = AccessToken::parse(&tokens.access_token.token);
        Tokens {
            access_token: access_token.expect("the core of the test gives access tokens"),
            refresh_token: tokens.refresh_token.token,
        }
    }

    /// The payload as a login would make it.
    #[track_caller]
    fn first_payload(&self, issuer: &str) -> JsonObject {
        let wanted = &self.wanted;
        let mut payload = without_protected(&wanted.payload);
        payload.insert("iss".to_owned(), issuer.into());
        let now = self.of.clock().now_ms();
        for key in &wanted.claims {
            set_time(&mut payload, key, now);
        }
        for key in &wanted.stale {
            let found = set_time(&mut payload, key, 1);
            assert!(
                found,
                "`stale_claim` of {key:?}: the session has no such claim with a time; give it one with `claim({key:?}, ..)`"
            );
        }
        payload
    }
}

/// Brings to the core what the session's user has there.
#[track_caller]
fn prepare(core: &TestCore, wanted: &Wanted) {
    let (user_id, tenant_id) = (&wanted.user_id, &wanted.tenant_id);
    if tenant_id != PUBLIC_TENANT {
        core.create_tenant(tenant_id);
    }
    for role in &wanted.roles {
        core.add_role_in(tenant_id, user_id, role);
    }
    if !wanted.permissions.is_empty() {
        let role = wanted.roles.first();
        let role = role.map_or(ROLE_OF_PERMISSIONS, String::as_str);
        core.create_role(role, wanted.permissions.iter().map(String::as_str));
        core.add_role_in(tenant_id, user_id, role);
    }
    if wanted.email_verified == Some(true) {
        if core.email_of(user_id).is_none() {
            core.add_user(user_id, &format!("{user_id}@example.com"));
        }
        core.verify_email_of(user_id);
    }
}

/// Sets when the claim was fetched. False if it is not there or has no time.
fn set_time(payload: &mut JsonObject, key: &str, time: u64) -> bool {
    match payload.get_mut(key).and_then(|entry| entry.get_mut("t")) {
        Some(t) => {
            *t = time.into();
            true
        }
        None => false,
    }
}
