//! The settings as a whole: defaults, mistakes, and what is made of them.

use std::time::Duration;

use super::warning::Warning;
use super::*;
use crate::error::ConfigError;

fn settings() -> Settings {
    Settings {
        connection_uri: Some("http://127.0.0.1:3567".to_owned()),
        app_name: Some("Test".to_owned()),
        api_domain: Some("https://api.example.com".to_owned()),
        website_domain: Some("https://example.com".to_owned()),
        ..Settings::default()
    }
}

fn config(settings: Settings) -> Result<Config, ConfigError> {
    Config::new(settings, RequestFunctions::default())
}

#[test]
fn defaults_are_those_of_the_other_sdks() {
    let config = config(settings()).expect("valid");
    let transfer = config.transfer.without_request();
    assert_eq!(config.app.issuer(), "https://api.example.com/auth");
    assert_eq!(
        (
            transfer.access_path.as_str(),
            transfer.refresh_path.as_str()
        ),
        ("/", "/auth/session/refresh")
    );
    assert_eq!((transfer.same_site, transfer.secure), (SameSite::Lax, true));
    assert_eq!(transfer.anti_csrf, AntiCsrf::None);
    assert_eq!(config.chosen_anti_csrf(), None);
    assert_eq!(
        (
            transfer.cookie_domain.as_deref(),
            transfer.older_cookie_domain.as_deref()
        ),
        (None, None)
    );
    assert_eq!(transfer.names, TokenNames::default());
    assert_eq!(config.session.session_expired_status_code, 401);
    assert_eq!(config.session.invalid_claim_status_code, 403);
    assert_eq!(
        config.session.jwks_refresh_interval,
        Duration::from_secs(14_400)
    );
}

#[test]
fn a_front_end_on_another_site_needs_none_and_the_custom_header() {
    // Another scheme is another site.
    for website in ["https://example.org", "http://example.com"] {
        let config = config(Settings {
            website_domain: Some(website.to_owned()),
            ..settings()
        })
        .expect("valid");
        let transfer = config.transfer.without_request();
        assert_eq!(transfer.same_site, SameSite::None);
        assert_eq!(transfer.anti_csrf, AntiCsrf::ViaCustomHeader);
        assert_eq!(config.chosen_anti_csrf(), None);
    }
}

#[test]
fn cookie_settings_are_normalised_and_checked() {
    let config = config(Settings {
        cookie_domain: Some(" .Example.com ".to_owned()),
        older_cookie_domain: Some(String::new()),
        access_token_path: Some("api/".to_owned()),
        access_token_cookie_name: Some("access".to_owned()),
        ..settings()
    })
    .expect("valid");
    let transfer = config.transfer.without_request();
    assert_eq!(transfer.cookie_domain.as_deref(), Some(".example.com"));
    assert_eq!(
        transfer.older_cookie_domain.as_deref(),
        Some(""),
        "empty is not unset"
    );
    assert_eq!(transfer.access_path, "/api");
    assert_eq!(transfer.names.access_cookie, "access");
    for name in ["", "a b", "a;b", "sRefreshToken"] {
        let wrong = Settings {
            access_token_cookie_name: Some(name.to_owned()),
            ..settings()
        };
        assert!(matches!(
            Config::new(wrong, RequestFunctions::default()),
            Err(ConfigError::TokenName { .. })
        ));
    }
}

#[test]
fn dangerous_combinations_are_named_and_launch() {
    let domains = |api: &str, website: &str| Settings {
        api_domain: Some(api.to_owned()),
        website_domain: Some(website.to_owned()),
        ..settings()
    };
    let warnings = |settings| config(settings).expect("it launches").warnings();
    for harmless in [
        settings(),
        domains("http://localhost:8000", "http://localhost:3000"),
        domains("http://localhost:8000", "https://localhost:3000"),
        domains("http://api.shop.test", "http://shop.test"),
        domains("https://api.example.com", "https://example.org"),
        Settings {
            anti_csrf: Some(AntiCsrf::None),
            ..settings()
        },
    ] {
        assert_eq!(warnings(harmless), []);
    }
    assert_eq!(
        warnings(domains("http://api.example.com", "http://example.com")),
        [Warning::PublicHttp]
    );
    // Only a session in cookies needs what is missing here, so it is that which fails.
    assert_eq!(
        warnings(domains("http://api.example.com", "https://example.com")),
        [Warning::PublicHttp, Warning::NoCookies]
    );
    assert_eq!(
        warnings(domains("http://api.shop.test", "http://www.store.test")),
        [Warning::NoCookies]
    );
    let insecure = Settings {
        cookie_secure: Some(false),
        ..settings()
    };
    assert_eq!(warnings(insecure), [Warning::InsecureCookies]);
    let unprotected = Settings {
        anti_csrf: Some(AntiCsrf::None),
        ..domains("https://api.example.com", "https://example.org")
    };
    assert_eq!(warnings(unprotected), [Warning::NoAntiCsrf]);
    let slow = Settings {
        connect_timeout: Some(Duration::from_secs(11)),
        ..settings()
    };
    assert_eq!(warnings(slow), [Warning::ConnectTimeout]);
}

#[test]
fn no_time_at_all_is_a_mistake() {
    let zero = Some(Duration::ZERO);
    for (name, wrong) in [
        (
            "connect_timeout",
            Settings {
                connect_timeout: zero,
                ..settings()
            },
        ),
        (
            "request_timeout",
            Settings {
                request_timeout: zero,
                ..settings()
            },
        ),
        (
            "jwks_refresh_interval",
            Settings {
                jwks_refresh_interval: zero,
                ..settings()
            },
        ),
    ] {
        let error = config(wrong).expect_err(name);
        assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
    }
}

#[test]
fn several_hosts_keep_their_paths() {
    let connection_uri = Some("https://a.core.io/appid-shop/;b.core.io:3567 ;".to_owned());
    let config = config(Settings {
        connection_uri,
        ..settings()
    })
    .expect("valid");
    let hosts: Vec<_> = config
        .core
        .hosts
        .iter()
        .map(|host| (host.domain.as_str(), host.base_path.as_str()))
        .collect();
    assert_eq!(
        hosts,
        [
            ("https://a.core.io", "/appid-shop"),
            ("https://b.core.io:3567", "")
        ]
    );
}

#[test]
fn mistakes_name_the_setting() {
    let missing = config(Settings::default()).expect_err("nothing is given");
    for name in ["connection_uri", "app_name", "api_domain", "website_domain"] {
        assert!(
            missing.to_string().contains(&format!("{name} = \"")),
            "{missing}"
        );
    }
    let one = config(Settings {
        app_name: Some(" ".to_owned()),
        ..settings()
    });
    assert!(matches!(one, Err(ConfigError::Missing { names }) if names == ["app_name"]));
    let blank = config(Settings {
        connection_uri: Some("http://a; ".to_owned()),
        ..settings()
    });
    assert!(matches!(
        blank,
        Err(ConfigError::Domain {
            name: "connection_uri",
            ..
        })
    ));
    let version = config(Settings {
        max_cdi_version: Some("4.0".to_owned()),
        ..settings()
    });
    assert!(matches!(version, Err(ConfigError::CdiVersion { .. })));
    let code = config(Settings {
        session_expired_status_code: Some(200),
        ..settings()
    });
    assert!(matches!(
        code,
        Err(ConfigError::StatusCode { code: 200, .. })
    ));
    let same = config(Settings {
        session_expired_status_code: Some(403),
        ..settings()
    });
    assert!(matches!(
        same,
        Err(ConfigError::SameStatusCodes { code: 403 })
    ));
}

#[test]
fn the_api_key_is_not_shown() {
    let api_key = Some("very-secret-key".to_owned().into());
    let settings = Settings {
        api_key,
        ..settings()
    };
    assert!(!format!("{settings:?}").contains("very-secret"));
    let config = config(settings).expect("valid");
    assert!(!format!("{config:?}").contains("very-secret"));
}
