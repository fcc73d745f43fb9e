//! The settings as a whole: defaults, mistakes, and what is made of them.

use std::time::Duration;

use super::*;
use crate::doctor::Finding;
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

fn domains(api: &str, website: &str) -> Settings {
    Settings {
        api_domain: Some(api.to_owned()),
        website_domain: Some(website.to_owned()),
        ..settings()
    }
}

/// What is said of these settings, which launch.
fn found(settings: Settings) -> Vec<String> {
    let findings = config(settings).expect("it launches").findings();
    let line = |finding: Finding| format!("{}: {finding}", finding.code());
    findings.into_iter().map(line).collect()
}

const CROSS_SITE_HTTP: &str = "cross_site_http: API and front end are different sites, and browsers keep such cookies \
    only with https: sessions in cookies cannot begin, but sessions in headers can. Use https in `api_domain` and leave \
    `cookie_secure` alone";

#[test]
fn of_harmless_settings_nothing_is_said() {
    for harmless in [
        settings(),
        domains("http://localhost:8000", "http://localhost:3000"),
        domains("http://192.168.1.4:8000", "http://192.168.1.4:3000"),
        domains("http://api.shop.test", "http://shop.test"),
        domains("https://api.example.com", "https://example.org"),
        Settings {
            anti_csrf: Some(AntiCsrf::None),
            ..settings()
        },
        Settings {
            cookie_same_site: Some(SameSite::Strict),
            ..settings()
        },
        Settings {
            cookie_same_site: Some(SameSite::None),
            cookie_secure: Some(true),
            ..domains("http://localhost:8000", "http://127.0.0.1:3000")
        },
        Settings {
            connection_uri: Some("http://core.internal:3567".to_owned()),
            api_key: Some("the-key".to_owned().into()),
            ..settings()
        },
    ] {
        assert_eq!(found(harmless.clone()), [""; 0], "{harmless:?}");
    }
}

#[test]
fn the_cookie_domain_of_production_on_a_developers_machine() {
    let settings = |older: &str| Settings {
        cookie_domain: Some(".example.com".to_owned()),
        older_cookie_domain: Some(older.to_owned()),
        ..domains("http://localhost:8000", "http://localhost:3000")
    };
    let line = "cookie_domain_elsewhere: `cookie_domain` is \".example.com\", which does not contain the local host of \
                `api_domain`, \"localhost\": browsers drop such cookies, and sessions in cookies cannot begin. Write the \
                setting only in the profile of production, such as `[release.supertokens]`";
    assert_eq!(found(settings("")), [line]);
    let both = found(settings("api.example.com"));
    assert_eq!(both.len(), 2, "{both:?}");
    assert_eq!(
        both[1],
        "cookie_domain_elsewhere: `older_cookie_domain` is \"api.example.com\", which does not contain the local host of \
         `api_domain`, \"localhost\": browsers do not clear such cookies. Write the setting only in the profile of \
         production, such as `[release.supertokens]`"
    );
    let public = Settings {
        cookie_domain: Some(".example.org".to_owned()),
        ..domains("https://api.example.com", "https://example.com")
    };
    let refused = config(public).map(drop);
    assert!(
        matches!(refused, Err(ConfigError::CookieDomainElsewhere { .. })),
        "{refused:?}"
    );
}

#[test]
fn http_on_a_public_host() {
    let public = "public_http: `api_domain` is http on a public host: others on the network can read the tokens. Write \
                  `api_domain = \"https://api.example.com:8000\"`, even if only a proxy in front of this server uses https";
    assert_eq!(
        found(domains("http://api.example.com:8000", "http://example.com")),
        [public]
    );
    // Only a session in cookies needs what is missing here, so it is that which fails.
    let both = found(domains(
        "http://api.example.com:8000",
        "https://example.com",
    ));
    assert_eq!(both, [public, CROSS_SITE_HTTP]);
}

#[test]
fn cookies_without_secure_behind_https() {
    let insecure = Settings {
        cookie_secure: Some(false),
        ..settings()
    };
    assert_eq!(
        found(insecure),
        [
            "cookie_secure_off: `cookie_secure` is false although `api_domain` is https: browsers will send the tokens over \
          http too. Remove the setting"
        ]
    );
}

#[test]
fn another_site_over_http() {
    let shops = domains("http://api.shop.test", "http://www.store.test");
    assert_eq!(found(shops), [CROSS_SITE_HTTP]);
}

#[test]
fn cookies_for_other_sites_over_http_on_this_machine() {
    let begins = "same_site_none_http: the cookies are SameSite=None without Secure, and browsers drop such cookies, also on \
                  this machine: sessions in cookies cannot begin, but sessions in headers can. ";
    for (api, website) in [
        ("http://localhost:8000", "http://localhost:3000"),
        ("http://api.shop.test", "http://shop.test"),
    ] {
        let chosen = Settings {
            cookie_same_site: Some(SameSite::None),
            ..domains(api, website)
        };
        let remove = "Remove `cookie_same_site`";
        assert_eq!(found(chosen), [format!("{begins}{remove}")]);
    }
    let schemes = domains("http://localhost:8000", "https://localhost:3000");
    let same = "Write the same scheme in `api_domain` and `website_domain`";
    assert_eq!(found(schemes), [format!("{begins}{same}")]);
}

#[test]
fn cookies_that_stay_away_from_another_site() {
    for (same_site, website) in [
        (SameSite::Lax, "https://example.org"),
        (SameSite::Strict, "https://example.org"),
        // Another scheme is another site.
        (SameSite::Lax, "http://example.com"),
    ] {
        let chosen = Settings {
            cookie_same_site: Some(same_site),
            ..domains("https://api.example.com", website)
        };
        assert_eq!(
            found(chosen),
            [format!(
                "same_site_other_site: `cookie_same_site` is \"{same_site}\", but API and front end are different sites: \
                 browsers do not send the cookies with the front end's requests. Remove the setting, or serve both from \
                 one site with one scheme"
            )]
        );
    }
}

#[test]
fn one_machine_under_two_names() {
    assert_eq!(
        found(domains("http://127.0.0.1:8000", "http://localhost:3000")),
        [
            "local_hosts_differ: API and front end have different hosts, 127.0.0.1 and localhost: for browsers they are \
          different sites, and the cookies are not sent. Write the same host in `api_domain` and `website_domain`"
        ]
    );
}

#[test]
fn no_protection_where_other_sites_can_act() {
    let unprotected = Settings {
        anti_csrf: Some(AntiCsrf::None),
        ..domains("https://api.example.com", "https://example.org")
    };
    assert_eq!(
        found(unprotected),
        [
            "no_anti_csrf: `anti_csrf` is \"none\" although the cookies are SameSite=None: any site can act in the name of \
          your users. Remove the setting"
        ]
    );
}

#[test]
fn a_connection_may_not_take_longer_than_the_request() {
    let slow = Settings {
        connect_timeout: Some(Duration::from_secs(11)),
        ..settings()
    };
    assert_eq!(
        found(slow),
        [
            "connect_timeout_too_long: `connect_timeout` is longer than `request_timeout`, which includes it: it has no \
          effect. Write a shorter time, or remove the setting"
        ]
    );
}

#[test]
fn an_api_key_that_strangers_can_read() {
    let uri = "http://core.example.com:3567/appid-x;https://core.example.com";
    let key = Settings {
        connection_uri: Some(uri.to_owned()),
        api_key: Some("the-key".to_owned().into()),
        ..settings()
    };
    assert_eq!(
        found(key.clone()),
        [
            "api_key_over_http: `connection_uri` has http and the public host core.example.com:3567: others on the network \
          can read the API key and all tokens. Write `connection_uri = \"https://core.example.com:3567\"`"
        ]
    );
    let without_key = Settings {
        api_key: None,
        ..key
    };
    assert_eq!(found(without_key), [""; 0]);
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
