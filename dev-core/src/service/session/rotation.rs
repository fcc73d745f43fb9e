//! The rules by which a refresh token is accepted or recognised as stolen. No storage, no clock.

use crate::store::sessions::{Rotation, SessionRow};
use crate::token::hash2;

/// A refresh token as the rules see it.
pub(super) struct Presented {
    /// The hash of the token, to be compared with the stored ones.
    pub(super) hash: [u8; 32],
    /// The hash of the token it was refreshed from, if it was.
    pub(super) parent: Option<[u8; 32]>,
}

impl Presented {
    pub(super) fn new(hash1: &str, parent_hash1: Option<&str>) -> Self {
        Self {
            hash: hash2(hash1),
            parent: parent_hash1.map(hash2),
        }
    }
}

/// How recently a token that is used once more was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reuse {
    /// The last rotation retired it, and the grace period is over.
    RecentPrev,
    /// A retry of its parent displaced it.
    OrphanedBranch,
    /// It is two or more generations old.
    StaleLineage,
}

impl Reuse {
    /// The name in responses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::RecentPrev => "RECENT_PREV",
            Self::OrphanedBranch => "ORPHANED_BRANCH",
            Self::StaleLineage => "STALE_LINEAGE",
        }
    }
}

/// What a refresh does to the session.
pub(super) enum Step {
    /// Hand out a child; write the rotation if there is one.
    Accept(Option<Rotation>),
    /// The token was replaced before. In the older rules there is no kind.
    Reused(Option<Reuse>),
}

/// When and for how long.
pub(super) struct Moment {
    pub(super) now: i64,
    pub(super) refresh_validity: i64,
    pub(super) grace: i64,
}

/// From CDI 5.6: the child replaces its parent at once; the parent stays good for the grace period.
pub(super) fn rotate(
    row: &SessionRow,
    presented: &Presented,
    child: [u8; 32],
    static_key: bool,
    moment: &Moment,
) -> Step {
    let is_current = presented.hash == row.current_hash;
    let is_unpromoted_child = presented.parent == Some(row.current_hash);
    if is_current || is_unpromoted_child {
        return Step::Accept(Some(Rotation {
            current_hash: child,
            prev_hash: Some(presented.hash),
            rotated_at: Some(moment.now),
            expires_at: moment.now + moment.refresh_validity,
            static_key,
        }));
    }
    if let (Some(prev), Some(rotated_at)) = (row.prev_hash, row.rotated_at) {
        if presented.hash == prev {
            if moment.now > rotated_at + moment.grace {
                return Step::Reused(Some(Reuse::RecentPrev));
            }
            return Step::Accept(Some(Rotation {
                current_hash: child,
                prev_hash: row.prev_hash,
                rotated_at: row.rotated_at,
                expires_at: row.expires_at,
                static_key,
            }));
        }
        if presented.parent == Some(prev) {
            return Step::Reused(Some(Reuse::OrphanedBranch));
        }
    }
    Step::Reused(Some(Reuse::StaleLineage))
}

/// Up to CDI 5.5: a child replaces its parent when the child is first used, here by refreshing with it.
pub(super) fn promote(
    row: &SessionRow,
    presented: &Presented,
    static_key: bool,
    moment: &Moment,
) -> Step {
    if presented.hash == row.current_hash {
        return Step::Accept((static_key != row.static_key).then_some(Rotation {
            current_hash: row.current_hash,
            prev_hash: row.prev_hash,
            rotated_at: row.rotated_at,
            expires_at: row.expires_at,
            static_key,
        }));
    }
    if presented.parent == Some(row.current_hash) {
        return Step::Accept(Some(promotion(row, presented.hash, static_key, moment)));
    }
    Step::Reused(None)
}

/// The child becomes the current token. The columns of the newer rules are written too, so that both
/// may be used on one session.
pub(super) fn promotion(
    row: &SessionRow,
    child: [u8; 32],
    static_key: bool,
    moment: &Moment,
) -> Rotation {
    Rotation {
        current_hash: child,
        prev_hash: Some(row.current_hash),
        rotated_at: Some(moment.now),
        expires_at: moment.now + moment.refresh_validity,
        static_key,
    }
}
