//! Apps and their tenants, as the running core knows them.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::keyring::KeyRing;
use super::refusal::Refusal;
use crate::config::{ConfigError, Key, Settings};
use crate::json::{Json, Object, object_text, parse};
use crate::store::DatabaseError;

/// The name of the app and of the tenant that always exist.
pub(crate) const PUBLIC: &str = "public";

/// What is configured for one tenant.
#[derive(Clone, Default)]
pub(crate) struct TenantConfig {
    pub(crate) first_factors: Option<Vec<String>>,
    pub(crate) required_secondary_factors: Option<Vec<String>>,
    pub(crate) core_config: Object,
}

impl TenantConfig {
    /// The configuration as the database keeps it.
    pub(crate) fn to_text(&self) -> String {
        let mut members = Object::new();
        if let Some(factors) = &self.first_factors {
            members.insert("firstFactors".into(), factors.clone().into());
        }
        if let Some(factors) = &self.required_secondary_factors {
            members.insert("requiredSecondaryFactors".into(), factors.clone().into());
        }
        members.insert("coreConfig".into(), self.core_config.clone().into());
        object_text(&members)
    }

    /// Reads what [`Self::to_text`] wrote.
    pub(crate) fn from_text(text: &str) -> Result<Self, DatabaseError> {
        let damaged = DatabaseError::Damaged { what: "tenant" };
        let Ok(Json::Object(members)) = parse(text) else {
            return Err(damaged);
        };
        let factors = |name: &str| {
            members.get(name).and_then(Json::as_array).map(|items| {
                items
                    .iter()
                    .filter_map(Json::as_text)
                    .map(str::to_owned)
                    .collect()
            })
        };
        Ok(Self {
            first_factors: factors("firstFactors"),
            required_secondary_factors: factors("requiredSecondaryFactors"),
            core_config: members
                .get("coreConfig")
                .and_then(Json::as_object)
                .cloned()
                .unwrap_or_default(),
        })
    }
}

/// An app: its settings, its keys, and its tenants in the order in which they were made.
pub(crate) struct App {
    pub(crate) id: String,
    pub(crate) refresh_secret: String,
    pub(crate) keys: KeyRing,
    inner: RwLock<Inner>,
}

struct Inner {
    settings: Arc<Settings>,
    tenants: Vec<(String, Arc<TenantConfig>)>,
}

impl App {
    pub(crate) fn new(
        id: String,
        refresh_secret: String,
        settings: Settings,
        tenants: Vec<(String, TenantConfig)>,
    ) -> Self {
        let tenants = tenants
            .into_iter()
            .map(|(id, config)| (id, Arc::new(config)))
            .collect();
        let inner = RwLock::new(Inner {
            settings: Arc::new(settings),
            tenants,
        });
        Self {
            id,
            refresh_secret,
            keys: KeyRing::default(),
            inner,
        }
    }

    /// The settings in force.
    pub(crate) fn settings(&self) -> Arc<Settings> {
        Arc::clone(&self.read(|inner| Arc::clone(&inner.settings)))
    }

    /// The tenants in the order in which they were made.
    pub(crate) fn tenants(&self) -> Vec<(String, Arc<TenantConfig>)> {
        self.read(|inner| inner.tenants.clone())
    }

    /// What is configured for a tenant, if there is such a tenant.
    pub(crate) fn tenant_config(&self, tenant: &str) -> Option<Arc<TenantConfig>> {
        self.read(|inner| {
            inner
                .tenants
                .iter()
                .find(|(id, _)| id == tenant)
                .map(|(_, config)| Arc::clone(config))
        })
    }

    /// The tenant, or the refusal that names it.
    pub(crate) fn tenant(self: &Arc<Self>, tenant: &str) -> Result<Tenant, Refusal> {
        if self.tenant_config(tenant).is_none() {
            return Err(Refusal::UnknownTenant {
                app: self.id.clone(),
                tenant: tenant.into(),
            });
        }
        Ok(Tenant {
            app: Arc::clone(self),
            id: tenant.into(),
        })
    }

    /// Adds a tenant or replaces its configuration; for the public tenant also the app's settings.
    pub(crate) fn put_tenant(
        &self,
        tenant: &str,
        config: TenantConfig,
        settings: Option<Settings>,
    ) {
        let mut inner = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = settings {
            inner.settings = Arc::new(settings);
        }
        let config = Arc::new(config);
        match inner.tenants.iter_mut().find(|(id, _)| id == tenant) {
            Some((_, slot)) => *slot = config,
            None => inner.tenants.push((tenant.into(), config)),
        }
    }

    /// Forgets a tenant.
    pub(crate) fn remove_tenant(&self, tenant: &str) {
        self.inner
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .tenants
            .retain(|(id, _)| id != tenant);
    }

    fn read<T>(&self, look: impl FnOnce(&Inner) -> T) -> T {
        look(&self.inner.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A tenant that exists.
#[derive(Clone)]
pub(crate) struct Tenant {
    pub(crate) app: Arc<App>,
    pub(crate) id: String,
}

impl Tenant {
    /// Whether this is the tenant that needs no name in paths, handles and tokens.
    pub(crate) fn is_public(&self) -> bool {
        self.id == PUBLIC
    }
}

/// All apps by name.
#[derive(Default)]
pub(crate) struct Apps {
    by_id: RwLock<BTreeMap<String, Arc<App>>>,
}

impl Apps {
    pub(crate) fn find(&self, id: &str) -> Option<Arc<App>> {
        self.by_id
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(id)
            .map(Arc::clone)
    }

    pub(crate) fn all(&self) -> Vec<Arc<App>> {
        self.by_id
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .map(Arc::clone)
            .collect()
    }

    pub(crate) fn insert(&self, app: App) {
        self.by_id
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(app.id.clone(), Arc::new(app));
    }

    pub(crate) fn remove(&self, id: &str) {
        self.by_id
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(id);
    }
}

/// The settings of an app: those of the core, changed by the app's own configuration.
pub(crate) fn settings_with(
    base: &Settings,
    core_config: &Object,
) -> Result<Settings, ConfigError> {
    let mut settings = base.clone();
    for (name, value) in core_config {
        if let Some(key) = Key::named(name)? {
            settings.set(key, &value.spelled())?;
        }
    }
    settings.check()?;
    Ok(settings)
}
