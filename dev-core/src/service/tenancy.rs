//! Making, changing and removing tenants and apps.

use super::app::{App, PUBLIC, Tenant, TenantConfig, settings_with};
use super::core::Core;
use super::refusal::Refusal;
use crate::config::{ConfigError, Key, Scope, Settings};
use crate::json::{Json, Object};
use crate::store::tenants;

/// What a caller changes of a tenant. An outer `None` leaves a list as it is, an inner one removes it.
pub(crate) struct TenantChange {
    pub(crate) first_factors: Option<Option<Vec<String>>>,
    pub(crate) required_secondary_factors: Option<Option<Vec<String>>>,
    pub(crate) core_config: Option<Object>,
}

impl TenantChange {
    fn apply(self, to: &TenantConfig) -> TenantConfig {
        let mut config = to.clone();
        if let Some(factors) = self.first_factors {
            config.first_factors = factors;
        }
        if let Some(factors) = self.required_secondary_factors {
            config.required_secondary_factors = factors;
        }
        for (name, value) in self.core_config.unwrap_or_default() {
            if value == Json::Null {
                config.core_config.shift_remove(&name);
            } else {
                config.core_config.insert(name, value);
            }
        }
        config
    }
}

impl Core {
    /// Makes or changes a tenant of an app. Says whether it was new.
    pub(crate) fn put_tenant(
        &self,
        app: &App,
        id: &str,
        change: TenantChange,
    ) -> Result<bool, Refusal> {
        let existing = app.tenant_config(id);
        let created = existing.is_none();
        // A new tenant other than the public one begins without any first factor.
        let config = change.apply(&existing.map_or_else(
            || TenantConfig {
                first_factors: Some(Vec::new()),
                ..TenantConfig::default()
            },
            |config| (*config).clone(),
        ));
        let settings = if id == PUBLIC {
            Some(self.app_settings(app, &config)?)
        } else {
            check_names(&config.core_config)?;
            settings_with(&app.settings(), &config.core_config)?;
            agree_with_app(&app.settings(), &config.core_config)?;
            check_scopes(&config.core_config)?;
            None
        };
        self.store
            .write(|db| tenants::put_tenant(db, &app.id, id, &config.to_text()))?;
        app.put_tenant(id, config, settings);
        Ok(created)
    }

    /// Makes or changes an app. Says whether it was new.
    pub(crate) fn put_app(&self, id: &str, change: TenantChange) -> Result<bool, Refusal> {
        if let Some(app) = self.apps.find(id) {
            return self.put_tenant(&app, PUBLIC, change);
        }
        let config = change.apply(&TenantConfig::default());
        self.checked_settings(&config.core_config)?;
        self.add_app(id, &config)?;
        Ok(true)
    }

    /// Deletes a tenant with all that belongs to it. Says whether there was one.
    pub(crate) fn remove_tenant(&self, app: &App, id: &str) -> Result<bool, Refusal> {
        if app.tenant_config(id).is_none() {
            return Ok(false);
        }
        self.store
            .write(|db| tenants::delete_tenant(db, &app.id, id))?;
        app.remove_tenant(id);
        Ok(true)
    }

    /// Deletes an app with all that belongs to it. Says whether there was one.
    pub(crate) fn remove_app(&self, id: &str) -> Result<bool, Refusal> {
        let Some(app) = self.apps.find(id) else {
            return Ok(false);
        };
        if app.tenants().len() > 1 {
            return Err(Refusal::Forbidden(
                "Please delete all tenants except the public tenant for this app before calling the delete API",
            ));
        }
        self.store.write(|db| tenants::delete_app(db, id))?;
        self.apps.remove(id);
        Ok(true)
    }

    fn app_settings(&self, app: &App, config: &TenantConfig) -> Result<Settings, Refusal> {
        if app.id == PUBLIC && !config.core_config.is_empty() {
            return Err(Refusal::BadRequest("Cannot modify base config".into()));
        }
        self.checked_settings(&config.core_config)
    }

    /// The settings of an app that has this configuration.
    fn checked_settings(&self, core_config: &Object) -> Result<Settings, Refusal> {
        check_names(core_config)?;
        let settings = settings_with(&self.base, core_config)?;
        check_scopes(core_config)?;
        Ok(settings)
    }
}

/// The settings that hold for a tenant: those of the app, changed by the tenant's own.
pub(crate) fn settings_of(tenant: &Tenant) -> Result<Settings, Refusal> {
    let settings = tenant.app.settings();
    Ok(match tenant.app.tenant_config(&tenant.id) {
        Some(config) => settings_with(&settings, &config.core_config)?,
        None => (*settings).clone(),
    })
}

fn check_names(core_config: &Object) -> Result<(), Refusal> {
    for name in core_config.keys() {
        Key::named(name).map_err(|error| match error {
            ConfigError::UnknownKey { .. } => {
                Refusal::BadRequest(format!("Invalid core config: Invalid config key: {name}"))
            }
            error => error.into(),
        })?;
    }
    Ok(())
}

/// What holds for the whole app may be repeated for a tenant, but not changed.
fn agree_with_app(app: &Settings, core_config: &Object) -> Result<(), Refusal> {
    for (name, value) in core_config {
        let Some(key) = Key::named(name)?.filter(|key| key.scope() == Scope::App) else {
            continue;
        };
        let mut changed = app.clone();
        changed.set(key, &value.spelled())?;
        if changed != *app {
            return Err(Refusal::BadRequest(format!(
                "Invalid core config: You cannot set different values for {} for the same appId",
                key.name()
            )));
        }
    }
    Ok(())
}

fn check_scopes(core_config: &Object) -> Result<(), Refusal> {
    for name in core_config.keys() {
        if Key::named(name)?.is_some_and(|key| key.scope() == Scope::Core) {
            return Err(Refusal::BadRequest(format!(
                "Invalid core config: {name} can only be set via the core's base config setting"
            )));
        }
    }
    Ok(())
}
