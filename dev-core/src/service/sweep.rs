//! Removing what has expired, twelve hours after the last time, by the core's own clock.

use std::sync::atomic::Ordering;

use super::core::Core;
use super::keyring::lifetime;
use super::refusal::Refusal;
use crate::store::{StoredKey, emails, resets, sessions};

const INTERVAL_MS: i64 = 12 * 3_600_000;

impl Core {
    /// Deletes expired sessions, signing keys and tokens of links if it is time to. Called when sessions are made, since
    /// only then a database grows.
    pub(super) fn sweep_if_due(&self) -> Result<(), Refusal> {
        let now = self.now();
        let last = self.swept_at.load(Ordering::Acquire);
        let mine = now - last >= INTERVAL_MS
            && self
                .swept_at
                .compare_exchange(last, now, Ordering::AcqRel, Ordering::Acquire)
                .is_ok();
        if !mine {
            return Ok(());
        }
        let apps = self.apps.all();
        self.store.write(|db| {
            sessions::delete_expired(db, now)?;
            resets::delete_expired(db, now)?;
            emails::delete_expired(db, now)?;
            for app in &apps {
                StoredKey::delete_dynamic_before(db, &app.id, now - lifetime(&app.settings()))?;
            }
            Ok(())
        })
    }
}
