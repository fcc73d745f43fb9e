//! A session in the core and its model, side by side.

use std::time::Duration;

use serde_json::{Value, json};
use supertokens_dev_core::{Clock, DevCore};

use crate::model::{Access, Refresh, Refreshed, Rules, Session, Times, Verified};
use crate::support::{Caller, text};

pub(crate) const TIMES: Times = Times {
    refresh_validity: 2 * 86_400_000,
    grace: 30_000,
};

/// A running core and a caller of it.
pub(crate) struct Stage {
    core: DevCore,
    pub(crate) caller: Caller,
}

impl Stage {
    pub(crate) async fn build() -> Self {
        let minutes = f64::from(i32::try_from(TIMES.refresh_validity / 60_000).expect("small"));
        let core = DevCore::builder()
            .refresh_token_validity(minutes)
            .start()
            .await
            .expect("the core starts");
        let caller = Caller::new(&core);
        Self { core, caller }
    }

    pub(crate) fn clock(&self) -> Clock {
        self.core.clock()
    }
}

/// One session with every token it ever handed out.
pub(crate) struct World<'a> {
    stage: &'a Stage,
    clock: Clock,
    pub(crate) handle: String,
    pub(crate) model: Session,
    /// By number.
    pub(crate) refresh: Vec<(Refresh, String)>,
    pub(crate) access: Vec<(Access, String)>,
}

impl<'a> World<'a> {
    pub(crate) async fn create(stage: &'a Stage, rules: Rules) -> Self {
        let clock = stage.clock();
        let made = stage.caller.create(version(rules), "u").await;
        let mut world = Self {
            stage,
            handle: text(&made, &["session", "handle"]).to_owned(),
            model: Session::new(0, clock.now_ms(), TIMES),
            clock,
            refresh: Vec::new(),
            access: Vec::new(),
        };
        world.keep(&made, None, None);
        world
    }

    /// The token from which the current one came, or the current one itself.
    pub(crate) fn parent_of_current(&self) -> usize {
        let current = self.model.current;
        self.refresh[current].0.parent.unwrap_or(current)
    }

    pub(crate) fn pass(&self, time: Duration) {
        self.clock.advance(time);
    }

    /// Refreshes with a token and compares; says what the response was.
    pub(crate) async fn refresh(&mut self, rules: Rules, index: usize) -> Refreshed {
        let (token, words) = self.refresh[index % self.refresh.len()].clone();
        let child = self.refresh.len();
        let response = self.stage.caller.refresh(version(rules), &words).await;
        let expected = self
            .model
            .refresh(rules, token, child, self.clock.now_ms(), TIMES);
        let got = refreshed(&response);
        assert_eq!(
            got, expected,
            "refresh with {token:?} by {rules:?}: {:?}",
            self.model
        );
        if got == Refreshed::Granted {
            let mark = (rules == Rules::PromoteOnUse).then_some(token.id);
            self.keep(&response, Some(token.id), mark);
        }
        got
    }

    /// Verifies a token and compares.
    pub(crate) async fn verify(
        &mut self,
        rules: Rules,
        index: usize,
        check_database: bool,
    ) -> Verified {
        let (token, words) = self.access[index % self.access.len()].clone();
        let response = self
            .stage
            .caller
            .verify(version(rules), &words, check_database)
            .await;
        let expected = self
            .model
            .verify(rules, token, check_database, self.clock.now_ms(), TIMES);
        let got = verified(&response);
        assert_eq!(
            got, expected,
            "verify of {token:?} by {rules:?}: {:?}",
            self.model
        );
        if let Some(new) = response.get("accessToken") {
            let claims = self.model.claims;
            self.keep_access(
                new,
                Access {
                    parent: None,
                    claims,
                    ..token
                },
            );
        }
        got
    }

    /// Stores other claims, and gets a token with them unless the presented one has expired.
    pub(crate) async fn regenerate(&mut self, index: usize) {
        let (token, words) = self.access[index % self.access.len()].clone();
        let claims = self.model.claims + 1;
        let body = json!({"accessToken": words, "userDataInJWT": {"n": claims}});
        let response = self
            .stage
            .caller
            .post("/recipe/session/regenerate", "5.6", body)
            .await;
        let now = self.clock.now_ms();
        let visible = self.model.is_visible(now);
        assert_eq!(
            text(&response, &["status"]),
            if visible { "OK" } else { "UNAUTHORISED" }
        );
        if visible {
            self.model.claims = claims;
            assert_eq!(
                response.get("accessToken").is_some(),
                token.expires_at >= now
            );
        }
        if let Some(new) = response.get("accessToken") {
            self.keep_access(new, Access { claims, ..token });
        }
    }

    pub(crate) async fn revoke(&mut self) {
        let body = json!({"sessionHandles": [self.handle]});
        let response = self
            .stage
            .caller
            .post("/recipe/session/remove", "5.6", body)
            .await;
        let revoked = response["sessionHandlesRevoked"].as_array().map(Vec::len);
        assert_eq!(revoked, Some(usize::from(self.model.exists)));
        self.model.exists = false;
    }

    /// The core has the session exactly if the model has.
    pub(crate) async fn check_existence(&self) {
        let response = self
            .stage
            .caller
            .get(
                &format!("/recipe/session?sessionHandle={}", self.handle),
                "5.6",
            )
            .await;
        let visible = self.model.is_visible(self.clock.now_ms());
        assert_eq!(
            text(&response, &["status"]),
            if visible { "OK" } else { "UNAUTHORISED" },
            "{:?}",
            self.model
        );
    }

    fn keep(&mut self, response: &Value, parent: Option<usize>, mark: Option<usize>) {
        let id = self.refresh.len();
        self.refresh.push((
            Refresh { id, parent },
            text(response, &["refreshToken", "token"]).to_owned(),
        ));
        let claims = self.model.claims;
        self.keep_access(
            &response["accessToken"],
            Access {
                refresh: id,
                parent: mark,
                claims,
                expires_at: 0,
            },
        );
    }

    fn keep_access(&mut self, token: &Value, access: Access) {
        let expires_at = token["expiry"].as_i64().expect("a time");
        self.access.push((
            Access {
                expires_at,
                ..access
            },
            text(token, &["token"]).to_owned(),
        ));
    }
}

/// A version with those rules.
fn version(rules: Rules) -> &'static str {
    match rules {
        Rules::PromoteOnUse => "5.5",
        Rules::Rotate => "5.6",
    }
}

fn refreshed(response: &Value) -> Refreshed {
    let subtype = response
        .get("recentTokenReuseSubtype")
        .map(|value| match value.as_str() {
            Some("RECENT_PREV") => "RECENT_PREV",
            Some("ORPHANED_BRANCH") => "ORPHANED_BRANCH",
            Some("STALE_LINEAGE") => "STALE_LINEAGE",
            other => panic!("no kind of reuse: {other:?}"),
        });
    match text(response, &["status"]) {
        "OK" => Refreshed::Granted,
        "TOKEN_THEFT_DETECTED" => Refreshed::Theft(subtype),
        "UNAUTHORISED" => Refreshed::Missing,
        other => panic!("no response to a refresh: {other}"),
    }
}

fn verified(response: &Value) -> Verified {
    match (text(response, &["status"]), response["message"].as_str()) {
        ("OK", _) => Verified::Ok {
            new_token: response.get("accessToken").is_some(),
            update: response
                .get("payloadUpdateAvailable")
                .map(|value| value.as_bool().expect("a truth value")),
        },
        ("TRY_REFRESH_TOKEN", _) => Verified::TryRefresh,
        (_, Some("rotated-out token branch; refresh required")) => Verified::RotatedOut,
        _ => Verified::Ended,
    }
}
