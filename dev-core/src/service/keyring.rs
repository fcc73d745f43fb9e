//! The signing keys of one app: dynamic ones that rotate with overlap, and one static key.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::refusal::Refusal;
use crate::config::Settings;
use crate::crypto::{SigningKey, SigningKeys, uuid};
use crate::store::{DatabaseError, Store, StoredKey};

/// How long a dynamic key is published before it signs, unless it lives shorter than that.
const OVERLAP_MS: i64 = 60_000;

/// Which key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    Dynamic,
    Static,
}

/// The keys of one app, loaded from the database or made when they are first needed.
///
/// Making a key takes about a tenth of a second; the two kinds are locked apart so that a new core can
/// make its first keys side by side.
#[derive(Default)]
pub(crate) struct KeyRing {
    dynamic: Mutex<Option<Vec<DynamicKey>>>,
    fixed: Mutex<Option<Arc<SigningKey>>>,
}

#[derive(Clone)]
struct DynamicKey {
    created_at: i64,
    key: Arc<SigningKey>,
}

/// What the ring needs to know of its surroundings.
pub(crate) struct KeyScope<'a> {
    pub(crate) store: &'a Store,
    /// Keys that the caller brought. Where there are any, the ring neither loads nor makes keys.
    pub(crate) given: Option<&'a SigningKeys>,
    pub(crate) app: &'a str,
    pub(crate) settings: &'a Settings,
    pub(crate) now: i64,
}

impl KeyRing {
    /// The key that signs now.
    pub(crate) fn signing_key(
        &self,
        kind: KeyKind,
        scope: &KeyScope<'_>,
    ) -> Result<Arc<SigningKey>, Refusal> {
        if let Some(given) = scope.given {
            return Ok(Arc::clone(match kind {
                KeyKind::Static => given.fixed(),
                KeyKind::Dynamic => given.dynamic(),
            }));
        }
        match kind {
            KeyKind::Static => self.static_key(scope),
            KeyKind::Dynamic => {
                let usable = self.usable_dynamic(scope)?;
                signer(&usable, scope).ok_or_else(|| {
                    DatabaseError::Damaged {
                        what: "set of signing keys",
                    }
                    .into()
                })
            }
        }
    }

    /// The published key of that name.
    pub(crate) fn find(
        &self,
        kid: &str,
        scope: &KeyScope<'_>,
    ) -> Result<Option<Arc<SigningKey>>, Refusal> {
        Ok(self
            .published(scope)?
            .into_iter()
            .find(|key| key.kid() == kid))
    }

    /// Every key that may verify a token: the dynamic ones newest first, then the static one.
    pub(crate) fn published(&self, scope: &KeyScope<'_>) -> Result<Vec<Arc<SigningKey>>, Refusal> {
        if let Some(given) = scope.given {
            return Ok(vec![Arc::clone(given.dynamic()), Arc::clone(given.fixed())]);
        }
        let mut keys: Vec<_> = self
            .usable_dynamic(scope)?
            .into_iter()
            .map(|dynamic| dynamic.key)
            .collect();
        keys.push(self.static_key(scope)?);
        Ok(keys)
    }

    /// For how many seconds a client may keep the published keys.
    pub(crate) fn max_age(&self, scope: &KeyScope<'_>) -> Result<i64, Refusal> {
        let newest = match scope.given {
            Some(_) => scope.now,
            None => self
                .usable_dynamic(scope)?
                .first()
                .map_or(scope.now, |key| key.created_at),
        };
        let left =
            newest + scope.settings.dynamic_key_interval_ms - overlap(scope.settings) - scope.now;
        Ok((left / 1000).max(1))
    }

    fn usable_dynamic(&self, scope: &KeyScope<'_>) -> Result<Vec<DynamicKey>, Refusal> {
        let mut slot = lock(&self.dynamic);
        let keys = match &mut *slot {
            Some(keys) => keys,
            empty => empty.insert(load_dynamic(scope)?),
        };
        let fresh_since =
            scope.now - scope.settings.dynamic_key_interval_ms + overlap(scope.settings);
        if keys.iter().all(|key| key.created_at < fresh_since) {
            let created_at = scope.now;
            let key = make(format!("d-{created_at}"), created_at, false, scope)?;
            keys.insert(0, DynamicKey { created_at, key });
        }
        keys.retain(|key| key.created_at + lifetime(scope.settings) >= scope.now);
        Ok(keys.clone())
    }

    fn static_key(&self, scope: &KeyScope<'_>) -> Result<Arc<SigningKey>, Refusal> {
        let mut slot = lock(&self.fixed);
        if let Some(key) = &*slot {
            return Ok(Arc::clone(key));
        }
        let stored = scope
            .store
            .read(|db| StoredKey::list(db, scope.app, true))?
            .into_iter()
            .next();
        let key = match stored {
            Some(stored) => Arc::new(SigningKey::from_pkcs8(stored.kid, &stored.pkcs8)?),
            None => make(format!("s-{}", uuid()), scope.now, true, scope)?,
        };
        *slot = Some(Arc::clone(&key));
        Ok(key)
    }
}

/// How long a dynamic key verifies tokens after it was made.
pub(crate) fn lifetime(settings: &Settings) -> i64 {
    settings.dynamic_key_interval_ms + 2 * settings.access_token_validity_ms
}

/// Only test mode allows intervals below the usual overlap.
fn overlap(settings: &Settings) -> i64 {
    if settings.dynamic_key_interval_ms < OVERLAP_MS {
        settings.dynamic_key_interval_ms / 5
    } else {
        OVERLAP_MS
    }
}

/// The newest key signs, unless it is younger than the overlap and its predecessor still has time.
fn signer(keys: &[DynamicKey], scope: &KeyScope<'_>) -> Option<Arc<SigningKey>> {
    let newest = keys.first()?;
    let previous = keys.get(1).filter(|previous| {
        newest.created_at > scope.now - overlap(scope.settings)
            && previous.created_at > scope.now - scope.settings.dynamic_key_interval_ms
    });
    Some(Arc::clone(&previous.unwrap_or(newest).key))
}

fn load_dynamic(scope: &KeyScope<'_>) -> Result<Vec<DynamicKey>, Refusal> {
    let stored = scope
        .store
        .read(|db| StoredKey::list(db, scope.app, false))?;
    let mut keys = Vec::with_capacity(stored.len());
    for StoredKey {
        kid,
        created_at,
        pkcs8,
    } in stored
    {
        keys.push(DynamicKey {
            created_at,
            key: Arc::new(SigningKey::from_pkcs8(kid, &pkcs8)?),
        });
    }
    Ok(keys)
}

fn make(
    kid: String,
    created_at: i64,
    is_static: bool,
    scope: &KeyScope<'_>,
) -> Result<Arc<SigningKey>, Refusal> {
    let key = SigningKey::generate(kid)?;
    let stored = StoredKey {
        kid: key.kid().to_owned(),
        created_at,
        pkcs8: key.to_pkcs8()?,
    };
    scope
        .store
        .write(|db| stored.insert(db, scope.app, is_static))?;
    Ok(Arc::new(key))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
