//! Setting up a core.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::clock::Clock;
#[cfg(feature = "config-file")]
use crate::config::read_file;
use crate::config::{Key, RecentTokenReuse, Settings};
use crate::crypto::SigningKeys;
use crate::dev_core::DevCore;
use crate::error::StartError;
use crate::in_process::InProcessCore;
use crate::service::core::Core;
use crate::store::Store;

/// Settings for a core that is about to start. The methods are named after the configuration keys; what
/// is set later wins. Mistakes are reported by [`Self::start`].
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until it is started"]
pub struct DevCoreBuilder {
    database: Option<PathBuf>,
    #[cfg(feature = "config-file")]
    config_file: Option<PathBuf>,
    entries: Vec<(String, String)>,
    clock: Clock,
    test_mode: bool,
    signing_keys: Option<SigningKeys>,
}

impl DevCore {
    /// Begins to set up a core: in memory, on a free port of the loopback address.
    pub fn builder() -> DevCoreBuilder {
        DevCoreBuilder::default()
    }
}

impl fmt::Debug for DevCoreBuilder {
    /// Without values, since API keys are among them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<&str> = self.entries.iter().map(|(key, _)| key.as_str()).collect();
        let mut fields = f.debug_struct("DevCoreBuilder");
        fields.field("database", &self.database);
        #[cfg(feature = "config-file")]
        fields.field("config_file", &self.config_file);
        fields
            .field("keys", &keys)
            .field("test_mode", &self.test_mode)
            .finish_non_exhaustive()
    }
}

impl DevCoreBuilder {
    /// Keeps everything in memory, until the core stops. This is the default.
    pub fn in_memory(mut self) -> Self {
        self.database = None;
        self
    }

    /// Keeps everything in a file, which is made if it is not there.
    pub fn database(mut self, file: impl AsRef<Path>) -> Self {
        self.database = Some(file.as_ref().to_owned());
        self
    }

    /// Reads a YAML file with the real core's keys. What is set on the builder wins over the file. Needs the
    /// feature `config-file`.
    #[cfg(feature = "config-file")]
    pub fn config_file(mut self, file: impl AsRef<Path>) -> Self {
        self.config_file = Some(file.as_ref().to_owned());
        self
    }

    /// Uses a clock of the caller's instead of a new one.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Allows settings that would be nonsense outside of tests, as the real core's argument `test_mode`
    /// does: dynamic signing keys that change within less than an hour, a refresh token that expires before
    /// the access token, and any grace period. Holds for the settings of apps too.
    pub fn test_mode(mut self) -> Self {
        self.test_mode = true;
        self
    }

    /// Begins with these signing keys, and makes none: all apps sign with them, they do not rotate, and they are
    /// not stored. Keys that the database has from before are left alone and unused.
    pub fn signing_keys(mut self, keys: SigningKeys) -> Self {
        self.signing_keys = Some(keys);
        self
    }

    /// Sets any configuration key by its name, as the file would.
    pub fn set(mut self, key: impl Into<String>, value: impl fmt::Display) -> Self {
        self.entries.push((key.into(), value.to_string()));
        self
    }

    /// The host name or address to listen on; by default `127.0.0.1`.
    pub fn host(self, host: &str) -> Self {
        self.set("host", host)
    }

    /// The port to listen on; 0 takes a free one and is the default in code, 3567 is the default of the
    /// program.
    pub fn port(self, port: u16) -> Self {
        self.set("port", port)
    }

    /// A path that comes before that of every endpoint.
    pub fn base_path(self, path: &str) -> Self {
        self.set("base_path", path)
    }

    /// The keys of which callers must send one. Each has at least 20 letters, digits, `-` or `=`.
    pub fn api_keys<K: AsRef<str>>(self, keys: impl IntoIterator<Item = K>) -> Self {
        let keys: Vec<String> = keys
            .into_iter()
            .map(|key| key.as_ref().to_owned())
            .collect();
        self.set("api_keys", keys.join(","))
    }

    /// For how many seconds an access token is valid; by default 3600.
    pub fn access_token_validity(self, seconds: u64) -> Self {
        self.set("access_token_validity", seconds)
    }

    /// For how many minutes a refresh token is valid; by default 144000, which is 100 days.
    pub fn refresh_token_validity(self, minutes: f64) -> Self {
        self.set("refresh_token_validity", minutes)
    }

    /// After how many hours the dynamic signing key changes; by default 168, at least 1 unless in
    /// [`test_mode`](Self::test_mode).
    pub fn access_token_dynamic_signing_key_update_interval(self, hours: f64) -> Self {
        self.set("access_token_dynamic_signing_key_update_interval", hours)
    }

    /// For how many seconds after a rotation the old refresh token still works, from CDI 5.6; 0 to 300, by
    /// default 30.
    pub fn refresh_token_rotation_grace_period(self, seconds: u64) -> Self {
        self.set("refresh_token_rotation_grace_period", seconds)
    }

    /// By which share, at most, the validity of an access token is shortened at random; 0 to 0.25, by
    /// default 0.05.
    pub fn access_token_validity_jitter(self, share: f64) -> Self {
        self.set("access_token_validity_jitter", share)
    }

    /// How a refresh with a recently replaced token is reported, from CDI 5.6.
    pub fn recent_token_reuse_behaviour(self, behaviour: RecentTokenReuse) -> Self {
        self.set("recent_token_reuse_behaviour", behaviour)
    }

    /// The newest CDI version to offer (`"5.3"`), so that the core plays an older one. The key is
    /// `supertokens_max_cdi_version`.
    pub fn max_cdi_version(self, version: &str) -> Self {
        self.set("supertokens_max_cdi_version", version)
    }

    /// The oldest CDI version to accept. The key is `supertokens_min_cdi_version`.
    pub fn min_cdi_version(self, version: &str) -> Self {
        self.set("supertokens_min_cdi_version", version)
    }

    /// For how many milliseconds an email verification token is valid; by default one day.
    pub fn email_verification_token_lifetime(self, ms: u64) -> Self {
        self.set("email_verification_token_lifetime", ms)
    }

    /// For how many milliseconds a password reset token is valid; by default one hour.
    pub fn password_reset_token_lifetime(self, ms: u64) -> Self {
        self.set("password_reset_token_lifetime", ms)
    }

    /// Starts the core on the current tokio runtime.
    ///
    /// # Errors
    ///
    /// If the configuration holds a mistake, the database cannot be used, or the port is taken.
    pub async fn start(self) -> Result<DevCore, StartError> {
        let settings = self.settings()?;
        let (host, port) = (settings.host.clone(), settings.port);
        DevCore::start(move || self.load(settings), &host, port).await
    }

    /// Opens the core within the caller, without a server: it is asked by function call. Host and port have no
    /// effect, and no signing key is made before one is needed.
    ///
    /// # Errors
    ///
    /// If the configuration holds a mistake or the database cannot be used.
    pub fn in_process(self) -> Result<InProcessCore, StartError> {
        let settings = self.settings()?;
        Ok(InProcessCore::new(self.load(settings)?))
    }

    fn load(self, settings: Settings) -> Result<Core, StartError> {
        let store = match self.database {
            Some(file) => Store::open(&file)?,
            None => Store::in_memory()?,
        };
        Ok(Core::load(store, self.clock, settings, self.signing_keys)?)
    }

    fn settings(&self) -> Result<Settings, StartError> {
        let mut settings = Settings {
            port: 0,
            test_mode: self.test_mode,
            ..Settings::default()
        };
        for (name, value) in self.file_entries()?.iter().chain(&self.entries) {
            match Key::named(name)? {
                Some(key) => settings.set(key, value)?,
                None => tracing::warn!(key = %name, "this key of the real core has no effect here"),
            }
        }
        settings.check()?;
        Ok(settings)
    }

    #[cfg(feature = "config-file")]
    fn file_entries(&self) -> Result<Vec<(String, String)>, StartError> {
        let entries = self.config_file.as_deref().map(read_file).transpose()?;
        Ok(entries.unwrap_or_default())
    }

    #[cfg(not(feature = "config-file"))]
    fn file_entries(&self) -> Result<[(String, String); 0], StartError> {
        Ok([])
    }
}
