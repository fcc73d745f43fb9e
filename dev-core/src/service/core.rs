//! The running core: database, clock and apps.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use super::app::{App, Apps, PUBLIC, TenantConfig, settings_with};
use super::keyring::{KeyKind, KeyScope};
use super::refusal::Refusal;
use crate::clock::Clock;
use crate::config::Settings;
use crate::crypto::{SigningKey, SigningKeys, secret_hex};
use crate::store::{Store, tenants};

/// Everything the operations work on.
pub(crate) struct Core {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) base: Settings,
    pub(crate) apps: Apps,
    /// Signing keys for all apps, in place of keys of their own.
    keys: Option<SigningKeys>,
    pub(super) swept_at: AtomicI64,
}

impl Core {
    /// Loads the apps from the database; the first start makes the public one.
    pub(crate) fn load(
        store: Store,
        clock: Clock,
        base: Settings,
        keys: Option<SigningKeys>,
    ) -> Result<Self, Refusal> {
        let swept_at = AtomicI64::new(clock.now_ms());
        let core = Self {
            store,
            clock,
            base,
            apps: Apps::default(),
            keys,
            swept_at,
        };
        for (id, secret) in core.store.read(tenants::apps)? {
            core.load_app(id, secret)?;
        }
        if core.apps.find(PUBLIC).is_none() {
            core.add_app(PUBLIC, &TenantConfig::default())?;
        }
        Ok(core)
    }

    /// The time of the core in milliseconds since the Unix epoch.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now_ms()
    }

    /// The app, or the refusal that names it.
    pub(crate) fn app(&self, id: &str) -> Result<Arc<App>, Refusal> {
        self.apps.find(id).ok_or_else(|| Refusal::UnknownTenant {
            app: id.into(),
            tenant: PUBLIC.into(),
        })
    }

    /// The app's key of that kind which signs now.
    pub(crate) fn signing_key(&self, app: &App, kind: KeyKind) -> Result<Arc<SigningKey>, Refusal> {
        self.with_keys(app, |scope| app.keys.signing_key(kind, scope))
    }

    /// Runs `work` with what a key ring needs to know.
    pub(crate) fn with_keys<T>(&self, app: &App, work: impl FnOnce(&KeyScope<'_>) -> T) -> T {
        let settings = app.settings();
        work(&KeyScope {
            store: &self.store,
            given: self.keys.as_ref(),
            app: &app.id,
            settings: &settings,
            now: self.now(),
        })
    }

    /// Stores a new app with its public tenant.
    pub(crate) fn add_app(&self, id: &str, config: &TenantConfig) -> Result<(), Refusal> {
        let settings = settings_with(&self.base, &config.core_config)?;
        let secret = secret_hex::<64>()?;
        self.store.write(|db| {
            tenants::insert_app(db, id, &secret)?;
            tenants::put_tenant(db, id, PUBLIC, &config.to_text())
        })?;
        self.apps.insert(App::new(
            id.into(),
            secret,
            settings,
            vec![(PUBLIC.into(), config.clone())],
        ));
        Ok(())
    }

    fn load_app(&self, id: String, secret: String) -> Result<(), Refusal> {
        let stored = self.store.read(|db| tenants::tenants(db, &id))?;
        let mut configs = Vec::with_capacity(stored.len());
        for (tenant, settings) in stored {
            configs.push((tenant, TenantConfig::from_text(&settings)?));
        }
        let own = configs.iter().find(|(tenant, _)| tenant == PUBLIC);
        let settings = match own {
            Some((_, config)) => settings_with(&self.base, &config.core_config)?,
            None => self.base.clone(),
        };
        self.apps.insert(App::new(id, secret, settings, configs));
        Ok(())
    }
}
