//! Where the settings stand: the section `supertokens`, and names of the environment that begin like it.

use figment::error::{Actual, Kind};
use figment::value::{Dict, Map, Value};
use figment::{Error, Figment, Metadata, Profile, Provider};

use super::settings::{NAMES, Settings};
use super::sub_sections::SUB_SECTIONS;
use crate::error::ConfigError;

const SECTION: &str = "supertokens";
const PREFIX: &str = "supertokens_";

impl Settings {
    /// Reads the section; a missing one counts as empty. `ROCKET_SUPERTOKENS_COOKIE_DOMAIN` and the like, which
    /// are `supertokens_cookie_domain` by now, win over what stands in it.
    pub(crate) fn from_figment(figment: &Figment) -> Result<Self, ConfigError> {
        if let Ok(section) = figment.find_value(SECTION)
            && section.as_dict().is_none()
        {
            return Err(ConfigError::NoSection);
        }
        let single = SingleNames::of(figment);
        if single.0.is_empty() && !figment.contains(SECTION) {
            return Ok(Self::default());
        }
        let figment = figment.clone().merge(single);
        refuse_unknown(&figment)?;
        figment.extract_inner(SECTION).map_err(|error| {
            let errors = error.into_iter();
            unreadable(
                errors
                    .map(|error| without_value(error).to_string())
                    .collect(),
            )
        })
    }
}

/// The file that the API key was read from, without its folder. `None` if it stands in the environment or in code, or if
/// the profile is that of a developer's own machine.
pub(crate) fn file_of_api_key(figment: &Figment) -> Option<String> {
    if figment.profile() == "debug" || SingleNames::of(figment).0.contains_key("api_key") {
        return None;
    }
    let place = figment.find_metadata(&format!("{SECTION}.api_key"))?;
    let file = place.source.as_ref()?.file_path()?.file_name()?;
    Some(file.to_string_lossy().into_owned())
}

/// Names all settings that do not exist, with where they stand and what was meant.
fn refuse_unknown(figment: &Figment) -> Result<(), ConfigError> {
    let section = figment.find_value(SECTION).ok();
    let section = section.and_then(Value::into_dict).unwrap_or_default();
    let place = |value: &Value| {
        let place = figment.get_metadata(value.tag());
        place.map_or(String::new(), |place| format!(" in {}", place.name))
    };
    let mut problems = Vec::new();
    for (name, value) in &section {
        if let Some((_, known)) = SUB_SECTIONS.iter().find(|(it, _)| it == name) {
            let Some(sub_section) = value.as_dict() else {
                problems.push(format!(
                    "`{name}`{} is a section and not one value: write `[default.{SECTION}.{name}]` below the other settings",
                    place(value)
                ));
                continue;
            };
            for (inner, value) in sub_section
                .iter()
                .filter(|(it, _)| !known.contains(&it.as_str()))
            {
                problems.push(format!(
                    "there is no setting `{name}.{inner}`{}: {}",
                    place(value),
                    meant_in_sub_section(inner, known)
                ));
            }
        } else if !NAMES.contains(&name.as_str()) {
            problems.push(format!(
                "there is no setting `{name}`{}: {}",
                place(value),
                meant(name)
            ));
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    Err(unreadable(problems))
}

fn unreadable(problems: Vec<String>) -> ConfigError {
    ConfigError::Section {
        problem: problems.join("; "),
    }
}

/// What somebody meant who wrote this name.
fn meant(name: &str) -> String {
    if IN_CODE_ONLY.contains(&name) {
        return format!("it can only be set in code, with `SuperTokens::builder().{name}(..)`");
    }
    let in_section = nearest(name, NAMES).map(|(known, like)| (format!("`{known}`"), like));
    let in_sub_sections = SUB_SECTIONS.iter().filter_map(|(section, known)| {
        let inner = name.strip_prefix(section);
        let (inner, like) = nearest(inner.unwrap_or(name).trim_start_matches('_'), known)?;
        let place = format!("`{inner}` in the section `[default.{SECTION}.{section}]`");
        Some((place, like))
    });
    let all = in_section.into_iter().chain(in_sub_sections);
    match all.max_by(|a, b| a.1.total_cmp(&b.1)) {
        Some((known, _)) => format!("did you mean {known}?"),
        None => LISTED.to_owned(),
    }
}

/// The same for a name in a sub-section with these settings.
fn meant_in_sub_section(name: &str, known: &[&str]) -> String {
    if NAMES.contains(&name) {
        return format!("`{name}` belongs to `[default.{SECTION}]`, above the sub-section");
    }
    match nearest(name, known) {
        Some((known, _)) => format!("did you mean `{known}`?"),
        None => LISTED.to_owned(),
    }
}

const LISTED: &str = "the documentation of `rocket_supertokens::config` lists all settings";

/// The known name that is most like this one, and how much; `None` if no name is like it.
fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<(&'a str, f64)> {
    let all = known.iter().map(|known| {
        let likeness = strsim::normalized_damerau_levenshtein(name, known);
        (*known, likeness)
    });
    all.max_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|(_, likeness)| *likeness > 0.7)
}

/// Methods of the builder that are not settings.
const IN_CODE_ONLY: [&str; 16] = [
    "claim_for_new_sessions",
    "context_value",
    "core_interceptor",
    "email_for_recipe_user_id",
    "email_verification_link",
    "error_responses",
    "global_claim_validator",
    "on_refusal",
    "origin_fn",
    "override_apis",
    "override_email_verification_apis",
    "override_email_verification_functions",
    "override_functions",
    "send_email",
    "token_names",
    "token_transfer_method",
];

/// The settings that stand outside of the section.
struct SingleNames(Dict);

impl SingleNames {
    fn of(figment: &Figment) -> Self {
        let all: Dict = figment.extract().unwrap_or_default();
        let mut ours = Dict::new();
        for (name, value) in all {
            // Two underscores often stand for a step into a section.
            let Some(name) = name
                .strip_prefix(PREFIX)
                .map(|it| it.trim_start_matches('_'))
            else {
                continue;
            };
            let in_sub_section = SUB_SECTIONS.iter().find_map(|(section, _)| {
                let inner = name.strip_prefix(section)?.strip_prefix('_')?;
                Some((*section, inner.trim_start_matches('_')))
            });
            match in_sub_section {
                Some((section, inner)) => {
                    let section = ours.entry(section.to_owned());
                    let section = section.or_insert_with(|| Dict::new().into());
                    // A single name wins over that of the whole sub-section, which comes before it.
                    if let Value::Dict(_, section) = section {
                        section.insert(inner.to_owned(), value);
                    }
                }
                None => {
                    ours.insert(name.to_owned(), value);
                }
            }
        }
        Self(ours)
    }
}

impl Provider for SingleNames {
    fn metadata(&self) -> Metadata {
        Metadata::named("`ROCKET_SUPERTOKENS_` environment variable(s)")
    }

    fn data(&self) -> Result<Map<Profile, Dict>, Error> {
        let section = Dict::from([(SECTION.to_owned(), self.0.clone().into())]);
        Ok(if self.0.is_empty() {
            Map::new()
        } else {
            Map::from([(Profile::Global, section)])
        })
    }
}

/// Figment's messages show the value that is wrong, and it may be the API key.
fn without_value(mut error: Error) -> Error {
    if let Kind::InvalidType(actual, _)
    | Kind::InvalidValue(actual, _)
    | Kind::Unsupported(actual) = &mut error.kind
    {
        *actual = Actual::Other("something else".to_owned());
    }
    error
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use figment::providers::Serialized;
    use serde_json::{Value, json};

    use super::*;
    use crate::config::{AntiCsrf, EmailVerificationMode, SameSite, SmtpEncryption};

    fn figment(all: Value) -> Figment {
        Figment::from(Serialized::defaults(all))
    }

    fn read(section: Value) -> Result<Settings, ConfigError> {
        Settings::from_figment(&figment(json!({ "supertokens": section })))
    }

    #[test]
    fn no_section_is_an_empty_one() {
        let settings = Settings::from_figment(&Figment::new()).expect("empty");
        assert!(settings.app_name.is_none());
    }

    #[test]
    fn every_kind_of_value_is_read() {
        let settings = read(json!({
            "cookie_same_site": "strict",
            "anti_csrf": "via-token",
            "connect_timeout": 3,
            "jwks_refresh_interval": "2h",
            "max_cdi_version": 5.5,
            "cookie_secure": "true",
            "session_expired_status_code": "440",
        }))
        .expect("valid");
        assert_eq!(settings.cookie_same_site, Some(SameSite::Strict));
        assert_eq!(settings.anti_csrf, Some(AntiCsrf::ViaToken));
        assert_eq!(settings.connect_timeout, Some(Duration::from_secs(3)));
        assert_eq!(
            settings.jwks_refresh_interval,
            Some(Duration::from_secs(7200))
        );
        assert_eq!(settings.max_cdi_version.as_deref(), Some("5.5"));
        assert_eq!(settings.cookie_secure, Some(true));
        assert_eq!(settings.session_expired_status_code, Some(440));
    }

    #[test]
    fn choices_are_read_in_any_case_and_with_spaces() {
        for (given, expected) in [
            ("Lax", SameSite::Lax),
            (" strict ", SameSite::Strict),
            ("NONE", SameSite::None),
        ] {
            let settings = read(json!({ "cookie_same_site": given })).expect("valid");
            assert_eq!(settings.cookie_same_site, Some(expected), "{given}");
        }
        let settings =
            read(json!({ "anti_csrf": " via_Custom_header", "email_verification": "required" }));
        let settings = settings.expect("valid");
        assert_eq!(settings.anti_csrf, Some(AntiCsrf::ViaCustomHeader));
        assert_eq!(
            settings.email_verification,
            Some(EmailVerificationMode::Required)
        );
        let error = read(json!({ "cookie_same_site": "laxx" })).expect_err("none of them");
        let text = error.to_string();
        assert!(
            text.contains("\"laxx\" is not one of \"strict\", \"lax\", \"none\""),
            "{text}"
        );
        assert!(text.contains("cookie_same_site"), "{text}");
    }

    #[test]
    fn a_misspelt_setting_is_named() {
        for error in [
            read(json!({ "api_domian": "x" })).expect_err("unknown"),
            Settings::from_figment(&figment(json!({ "supertokens_api_domian": "x" })))
                .expect_err("unknown"),
        ] {
            let text = error.to_string();
            let expected = "`api_domian` in ";
            assert!(text.contains(expected), "{text}");
            assert!(text.contains("did you mean `api_domain`?"), "{text}");
        }
    }

    #[test]
    fn sub_sections_are_read_from_file_and_environment() {
        let all = figment(json!({
            "supertokens": {
                "email_password": {},
                "smtp": { "host": "file.example.com", "from_email": "a@example.com", "timeout": "3s" },
            },
            "supertokens_smtp_host": "env.example.com",
            "supertokens_smtp_password": "secret",
            "supertokens_smtp__encryption": "TLS",
            "supertokens_email_password": { "sign_up_route": "false" },
        }));
        let settings = Settings::from_figment(&all).expect("valid");
        let smtp = settings.smtp.expect("a section");
        assert_eq!(smtp.host.as_deref(), Some("env.example.com"));
        assert_eq!(smtp.from_email.as_deref(), Some("a@example.com"));
        assert_eq!(smtp.timeout, Some(Duration::from_secs(3)));
        assert_eq!(smtp.encryption, Some(SmtpEncryption::Tls));
        assert_eq!(
            smtp.password.map(|it| it.expose().to_owned()).as_deref(),
            Some("secret")
        );
        let email_password = settings.email_password.expect("a section");
        assert_eq!(email_password.sign_up_route, Some(false));
        assert_eq!(email_password.sign_in_route, None);
        for empty in [
            json!({ "supertokens": { "email_password": {} } }),
            json!({ "supertokens_email_password": {} }),
        ] {
            let settings = Settings::from_figment(&figment(empty.clone())).expect("valid");
            assert!(settings.email_password.is_some(), "{empty}");
        }
        let none = read(json!({ "app_name": "A" })).expect("valid");
        assert!(none.email_password.is_none() && none.smtp.is_none());
    }

    #[test]
    fn what_is_wrong_with_a_sub_section_is_named() {
        for (all, expected) in [
            (
                json!({ "supertokens": { "smtp": { "hsot": "a" } } }),
                "no setting `smtp.hsot`",
            ),
            (
                json!({ "supertokens": { "smtp": { "hsot": "a" } } }),
                "did you mean `host`?",
            ),
            (
                json!({ "supertokens_smtp_pasword": "12345" }),
                "no setting `smtp.pasword` in serde_json::value::Value: did you mean `password`?",
            ),
            (
                json!({ "supertokens": { "smtp_host": "a" } }),
                "did you mean `host` in the section `[default.supertokens.smtp]`?",
            ),
            (
                json!({ "supertokens": { "sign_up_rout": true } }),
                "did you mean `sign_up_route` in the section `[default.supertokens.email_password]`?",
            ),
            (
                json!({ "supertokens": { "sign_out_rout": true } }),
                "did you mean `sign_out_route`?",
            ),
            (
                json!({ "supertokens": { "smtp": { "app_name": "A" } } }),
                "`app_name` belongs to `[default.supertokens]`, above the sub-section",
            ),
            (
                json!({ "supertokens": { "email_password": true } }),
                "is a section and not one value: write `[default.supertokens.email_password]` below the other settings",
            ),
            (
                json!({ "supertokens": { "smtp": "{password=12345" } }),
                "is a section and not one value: write `[default.supertokens.smtp]` below the other settings",
            ),
            (
                json!({ "supertokens": { "smtp": { "password": 12345 } } }),
                "this must be a text",
            ),
            (
                json!({ "supertokens": { "smtp": { "encryption": "ssl" } } }),
                "\"ssl\" is not one of \"tls\", \"starttls\", \"none\"",
            ),
        ] {
            let text = Settings::from_figment(&figment(all.clone())).expect_err("wrong");
            let text = text.to_string();
            assert!(text.contains(expected) && !text.contains("12345"), "{text}");
        }
    }

    #[test]
    fn all_that_is_misspelt_is_named_at_once() {
        let section =
            json!({ "cookie_domian": "a", "colour": "red", "error_responses": "Catchers" });
        let text = read(section).expect_err("unknown").to_string();
        for expected in [
            "did you mean `cookie_domain`?",
            "`colour`",
            "lists all settings",
            "`SuperTokens::builder().error_responses(..)`",
        ] {
            assert!(text.contains(expected), "{text}");
        }
    }

    #[test]
    fn what_only_code_can_set_is_a_method_and_not_a_setting() {
        let methods = include_str!("../web/builder/functions.rs");
        let is_method = |name: &str| {
            let defined = [format!("pub fn {name}("), format!("pub fn {name}<")];
            defined.iter().any(|text| methods.contains(text))
        };
        for name in IN_CODE_ONLY {
            assert!(!NAMES.contains(&name), "{name}");
            assert!(is_method(name), "{name}");
        }
        // Such a method takes what stands in the sub-section, and more.
        let sub_sections = SUB_SECTIONS.iter().filter(|(name, _)| is_method(name));
        assert_eq!(
            methods.matches("    pub fn ").count(),
            IN_CODE_ONLY.len() + sub_sections.count()
        );
    }

    #[test]
    fn names_of_the_environment_win_over_the_section() {
        let settings = Settings::from_figment(&figment(json!({
            "port": 8000,
            "supertokens": { "app_name": "section", "api_domain": "section.com" },
            "supertokens_app_name": "single",
            "supertokens__cookie_domain": ".example.com",
        })))
        .expect("valid");
        assert_eq!(settings.app_name.as_deref(), Some("single"));
        assert_eq!(settings.api_domain.as_deref(), Some("section.com"));
        assert_eq!(settings.cookie_domain.as_deref(), Some(".example.com"));
        let alone = figment(json!({ "supertokens_cookie_secure": true }));
        let settings = Settings::from_figment(&alone).expect("valid");
        assert_eq!(settings.cookie_secure, Some(true));
    }

    #[test]
    fn no_value_that_may_be_a_key_is_shown() {
        for all in [
            json!({ "supertokens": { "api_key": 98765 } }),
            json!({ "supertokens": { "api_key": ["98765"] } }),
            json!({ "supertokens": { "connection_uri": ["http://98765"] } }),
            json!({ "supertokens": "{api_key=98765" }),
            json!({ "supertokens": 98765 }),
            json!({ "supertokens_api_key": 98765 }),
        ] {
            let error = Settings::from_figment(&figment(all.clone())).expect_err("wrong");
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("98765"), "{all}: {shown}");
            assert!(shown.contains("supertokens"), "{all}: {shown}");
        }
    }
}
