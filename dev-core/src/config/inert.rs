//! What the real core configures and this one does not have.

/// Keys of the real core that mean nothing here, so that its configuration file can be used as it is.
pub(super) const INERT: [&str; 40] = [
    "log_level",
    "core_config_version",
    "access_token_blacklisting",
    "access_token_signing_key_dynamic",
    "passwordless_max_code_input_attempts",
    "passwordless_code_lifetime",
    "totp_max_attempts",
    "totp_rate_limit_cooldown_sec",
    "info_log_path",
    "error_log_path",
    "max_server_pool_size",
    "disable_telemetry",
    "password_hashing_alg",
    "bcrypt_log_rounds",
    "argon2_iterations",
    "argon2_memory_kb",
    "argon2_parallelism",
    "argon2_hashing_pool_size",
    "firebase_password_hashing_signer_key",
    "firebase_password_hashing_pool_size",
    "ip_allow_regex",
    "ip_deny_regex",
    "supertokens_saas_secret",
    "supertokens_saas_load_only_cud",
    "oauth_provider_public_service_url",
    "oauth_provider_admin_service_url",
    "oauth_provider_consent_login_base_url",
    "oauth_provider_url_configured_in_oauth_provider",
    "oauth_client_secret_encryption_key",
    "bulk_migration_parallelism",
    "bulk_migration_batch_size",
    "bulk_migration_sleep_between_rounds_in_batch_ms",
    "webauthn_recover_account_token_lifetime",
    "otel_collector_connection_uri",
    "saml_legacy_acs_url",
    "saml_sp_entity_id",
    "saml_claims_validity",
    "saml_relay_state_validity",
    "webserver_https_enabled",
    "deadlock_logger_enable",
];

/// How the keys begin that belong to the databases of the real core.
const OF_DATABASES: [&str; 3] = ["postgresql_", "mysql_", "mongodb_"];

/// Whether the real core has that key, and this one does not.
pub(super) fn is_inert(name: &str) -> bool {
    INERT.contains(&name) || OF_DATABASES.iter().any(|prefix| name.starts_with(prefix))
}
