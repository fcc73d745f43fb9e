//! A small model of a session, written from the interface's description and not from this core's code.
//! Tokens are numbers here; a hash is equal where the number is.

/// Which rules apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rules {
    /// Up to CDI 5.5.
    PromoteOnUse,
    /// From CDI 5.6.
    Rotate,
}

/// A refresh token: its number and that of the token it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refresh {
    pub(crate) id: usize,
    pub(crate) parent: Option<usize>,
}

/// An access token: the refresh token it came with, and that one's parent where the token is marked with it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Access {
    pub(crate) refresh: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) claims: u32,
    pub(crate) expires_at: i64,
}

/// The core response to a refresh.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refreshed {
    Granted,
    Missing,
    Theft(Option<&'static str>),
}

/// The core response to a verification.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verified {
    Ok {
        new_token: bool,
        update: Option<bool>,
    },
    TryRefresh,
    Ended,
    RotatedOut,
}

/// One session.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) exists: bool,
    pub(crate) current: usize,
    prev: Option<usize>,
    rotated_at: Option<i64>,
    expires_at: i64,
    pub(crate) claims: u32,
}

/// The configured times in milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub(crate) refresh_validity: i64,
    pub(crate) grace: i64,
}

impl Session {
    pub(crate) fn new(first: usize, now: i64, times: Times) -> Self {
        Self {
            exists: true,
            current: first,
            prev: None,
            rotated_at: None,
            expires_at: now + times.refresh_validity,
            claims: 0,
        }
    }

    /// Whether responses show the session.
    pub(crate) fn is_visible(&self, now: i64) -> bool {
        self.exists && self.expires_at > now
    }

    /// Refreshes with a token; `child` is the number of the token that a grant hands out.
    pub(crate) fn refresh(
        &mut self,
        rules: Rules,
        token: Refresh,
        child: usize,
        now: i64,
        times: Times,
    ) -> Refreshed {
        if !self.exists || self.expires_at < now {
            return Refreshed::Missing;
        }
        match rules {
            Rules::Rotate => self.rotate(token, child, now, times),
            Rules::PromoteOnUse => {
                if token.parent == Some(self.current) {
                    self.promote(token.id, now, times);
                }
                if token.id == self.current {
                    Refreshed::Granted
                } else {
                    Refreshed::Theft(None)
                }
            }
        }
    }

    fn rotate(&mut self, token: Refresh, child: usize, now: i64, times: Times) -> Refreshed {
        if token.id == self.current || token.parent == Some(self.current) {
            self.current = child;
            self.prev = Some(token.id);
            self.rotated_at = Some(now);
            self.expires_at = now + times.refresh_validity;
            return Refreshed::Granted;
        }
        let is_prev = Some(token.id) == self.prev;
        if is_prev && self.rotated_at.is_some_and(|at| now <= at + times.grace) {
            self.current = child;
            return Refreshed::Granted;
        }
        self.exists = false;
        let from_prev = token.parent.is_some() && token.parent == self.prev;
        Refreshed::Theft(Some(match (is_prev, from_prev) {
            (true, _) => "RECENT_PREV",
            (false, true) => "ORPHANED_BRANCH",
            (false, false) => "STALE_LINEAGE",
        }))
    }

    /// Verifies an access token.
    pub(crate) fn verify(
        &mut self,
        rules: Rules,
        token: Access,
        check_database: bool,
        now: i64,
        times: Times,
    ) -> Verified {
        if token.expires_at < now {
            return Verified::TryRefresh;
        }
        let outdated = token.claims != self.claims;
        match rules {
            Rules::Rotate if !check_database => Verified::Ok {
                new_token: false,
                update: None,
            },
            Rules::Rotate => {
                let alive = |id: usize| id == self.current || Some(id) == self.prev;
                if !self.exists {
                    Verified::Ended
                } else if alive(token.refresh) || token.parent.is_some_and(alive) {
                    Verified::Ok {
                        new_token: false,
                        update: Some(outdated),
                    }
                } else {
                    Verified::RotatedOut
                }
            }
            Rules::PromoteOnUse => {
                if token.parent.is_none() && !check_database {
                    return Verified::Ok {
                        new_token: false,
                        update: None,
                    };
                }
                if !self.exists {
                    return Verified::Ended;
                }
                let first_use = token.parent == Some(self.current);
                let later_use = token.parent.is_some() && token.refresh == self.current;
                if first_use {
                    self.promote(token.refresh, now, times);
                }
                Verified::Ok {
                    new_token: first_use || later_use || (check_database && outdated),
                    update: None,
                }
            }
        }
    }

    fn promote(&mut self, child: usize, now: i64, times: Times) {
        self.prev = Some(self.current);
        self.current = child;
        self.rotated_at = Some(now);
        self.expires_at = now + times.refresh_validity;
    }
}
