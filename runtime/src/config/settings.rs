//! What is made from the declaration of the settings: values as given, values with defaults, documentation.

use std::time::Duration;

use serde::Deserialize;

use super::choices::{AntiCsrf, EmailVerificationMode, SameSite, SmtpEncryption};
use super::declaration::for_each_setting;
use super::sub_sections::{for_each_email_password_setting, for_each_smtp_setting};
use super::values::{Given, Secret, Value, setting};
use crate::error::ConfigError;

/// `$prefix` stands before the names in messages. The sub-sections are settings as well, and their defaults are added
/// where a sub-section is given.
macro_rules! declare {
    (
        #[doc = $given:literal] $settings:ident,
        $(#[$with_defaults:meta])+ $complete:ident,
        $prefix:literal { $($sub_section:ident: $sub_settings:ident => $sub_complete:ident,)* }
        $($(#[$doc:meta])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+
    ) => {
        #[doc = $given]
        #[derive(Debug, Clone, Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub(crate) struct $settings {
            $(#[serde(deserialize_with = "setting")] pub(crate) $name: Option<$type>,)+
            $(pub(crate) $sub_section: Option<$sub_settings>,)*
        }

        $(#[$with_defaults])+
        #[derive(Debug, Clone)]
        pub(crate) struct $complete {
            $(pub(crate) $name: complete!(type $type = $default $(($unset))?),)+
            $(pub(crate) $sub_section: Option<$sub_complete>,)*
        }

        impl $settings {
            /// Takes from `other` what is not set here.
            pub(crate) fn or(self, other: Self) -> Self {
                Self {
                    $($name: self.$name.or(other.$name),)+
                    $($sub_section: match (self.$sub_section, other.$sub_section) {
                        (Some(own), Some(other)) => Some(own.or(other)),
                        (own, other) => own.or(other),
                    },)*
                }
            }

            /// Adds the defaults. The names of required settings that are not given go to `missing`.
            pub(super) fn complete(self, missing: &mut Vec<&'static str>) -> Result<$complete, ConfigError> {
                // A section may have no required settings.
                let _ = &missing;
                Ok($complete {
                    $($name: complete!(
                        value (self, missing) (concat!($prefix, stringify!($name))) $name = $default $(($unset))?
                    ),)+
                    $($sub_section: self.$sub_section.map(|it| it.complete(missing)).transpose()?,)*
                })
            }
        }
    };
}

/// Type and value of a setting with defaults, by its default.
macro_rules! complete {
    (type $type:ident = unset($unset:literal)) => { Option<$type> };
    (type $type:ident = $default:tt) => { $type };
    (value ($settings:ident, $missing:ident) $full_name:tt $name:ident = unset($unset:literal)) => {
        $settings.$name
    };
    (value ($settings:ident, $missing:ident) $full_name:tt $name:ident = required) => {
        given_or_missing($full_name, $settings.$name, $missing)
    };
    (value ($settings:ident, $missing:ident) $full_name:tt $name:ident = $default:literal) => {
        match $settings.$name {
            Some(value) => value,
            None => default($full_name, &Given::from($default))?,
        }
    };
}

macro_rules! declare_settings {
    ($($settings:tt)+) => {
        declare! {
            /// The settings as the user gave them, in `Rocket.toml` or through the builder.
            Settings,
            /// The settings with their defaults. A setting is an `Option` only if it has no default.
            CompleteSettings,
            "" {
                email_password: EmailPasswordSettings => EmailPasswordConfig,
                smtp: SmtpSettings => SmtpConfig,
            }
            $($settings)+
        }
    };
}

macro_rules! declare_email_password_settings {
    ($($settings:tt)+) => {
        declare! {
            /// The section `email_password` as the user gave it.
            EmailPasswordSettings,
            /// The section `email_password` with its defaults.
            EmailPasswordConfig,
            "email_password." {}
            $($settings)+
        }
    };
}

macro_rules! declare_smtp_settings {
    ($($settings:tt)+) => {
        declare! {
            /// The section `smtp` as the user gave it.
            SmtpSettings,
            /// The section `smtp` with its defaults.
            #[cfg_attr(not(feature = "smtp"), expect(dead_code, reason = "without the feature it stops the launch"))]
            SmtpConfig,
            "smtp." {}
            $($settings)+
        }
    };
}

for_each_setting!(declare_settings);
for_each_email_password_setting!(declare_email_password_settings);
for_each_smtp_setting!(declare_smtp_settings);

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+) => {
        &[$(stringify!($name),)+]
    };
}

/// The names of all settings but those in sub-sections.
pub(super) const NAMES: &[&str] = for_each_setting!(names);

fn given_or_missing(
    name: &'static str,
    value: Option<String>,
    missing: &mut Vec<&'static str>,
) -> String {
    value.filter(|text| !is_blank(text)).unwrap_or_else(|| {
        missing.push(name);
        String::new()
    })
}

pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// The default as the declaration spells it, read as if it stood in `Rocket.toml`.
fn default<T: Value>(name: &'static str, value: &Given) -> Result<T, ConfigError> {
    T::read(value).map_err(|problem| ConfigError::Section {
        problem: format!("the default of {name}: {problem}"),
    })
}

/// How the values of a type are written in `Rocket.toml`.
macro_rules! toml_values {
    (String) => {
        "text"
    };
    (Secret) => {
        "text"
    };
    (bool) => {
        "`true` or `false`"
    };
    (u16) => {
        "whole number"
    };
    (u64) => {
        "whole number"
    };
    (Duration) => {
        "seconds, or text such as `\"250ms\"`, `\"4h\"`"
    };
    (SameSite) => {
        "`\"strict\"`, `\"lax\"` or `\"none\"`"
    };
    (AntiCsrf) => {
        "`\"none\"`, `\"via-custom-header\"` or `\"via-token\"`"
    };
    (EmailVerificationMode) => {
        "`\"off\"`, `\"optional\"` or `\"required\"`"
    };
    (SmtpEncryption) => {
        "`\"tls\"`, `\"starttls\"` or `\"none\"`"
    };
}

/// The default as the documentation shows it.
macro_rules! default_text {
    (required) => {
        "required"
    };
    (unset($unset:literal)) => {
        $unset
    };
    ($default:literal) => {
        concat!("`", stringify!($default), "`")
    };
}

/// The settings as a table in Markdown, for a `#[doc = ..]`.
macro_rules! settings_table {
    () => {
        $crate::config::for_each_setting!($crate::config::settings_rows)
    };
}

/// Those of the sub-sections, each with a heading.
macro_rules! sub_sections_table {
    () => {
        concat!(
            "# Sub-section `email_password`\nThe section `[default.supertokens.email_password]` switches the recipe on, also where it is empty.\n\n",
            $crate::config::for_each_email_password_setting!($crate::config::sub_section_rows),
            "\n# Sub-section `smtp`\nThe section `[default.supertokens.smtp]` names the server that sends e-mails; the feature `smtp` has to be on.\n\n",
            $crate::config::for_each_smtp_setting!($crate::config::sub_section_rows),
        )
    };
}

macro_rules! sub_section_rows {
    ($($(#[doc = $line:literal])+ $(#[doc(alias = $alias:literal)])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+) => {
        concat!(
            "| setting | meaning | value | default |\n|---|---|---|---|\n",
            $(
                "| `", stringify!($name), "` |", $($line,)+ " | ",
                $crate::config::toml_values!($type), " | ",
                $crate::config::default_text!($default $(($unset))?), " |\n",
            )+
        )
    };
}

macro_rules! settings_rows {
    ($($(#[doc = $line:literal])+ $(#[doc(alias = $alias:literal)])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+) => {
        concat!(
            "| setting | meaning | value | default |\n|---|---|---|---|\n",
            $(
                "| [`", stringify!($name), "`](crate::Builder::", stringify!($name), ") |", $($line,)+ " | ",
                $crate::config::toml_values!($type), " | ",
                $crate::config::default_text!($default $(($unset))?), " |\n",
            )+
        )
    };
}

pub(crate) use {
    default_text, settings_rows, settings_table, sub_section_rows, sub_sections_table, toml_values,
};

#[cfg(test)]
mod tests {
    use figment::Figment;
    use figment::providers::Serialized;
    use serde_json::{Map, Value as Json, json};

    use super::*;
    use crate::config::sub_sections::SUB_SECTIONS;
    use crate::config::{Config, RequestFunctions};

    /// Names and declared defaults, as one would write them in `Rocket.toml`.
    macro_rules! names_and_defaults {
        ($($(#[$doc:meta])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+) => {
            [$((stringify!($name), stringify!($default)),)+]
        };
    }

    fn required() -> Map<String, Json> {
        let settings = json!({
            "connection_uri": "http://127.0.0.1:3567", "app_name": "Test",
            "api_domain": "https://api.example.com", "website_domain": "https://example.com",
        });
        settings.as_object().cloned().expect("an object")
    }

    fn config(section: Map<String, Json>) -> Config {
        let figment = Figment::from(Serialized::default("supertokens", section));
        let settings = Settings::from_figment(&figment).expect("a section");
        Config::new(settings, RequestFunctions::default()).expect("valid")
    }

    #[test]
    fn the_documented_defaults_are_those_in_force() {
        let without = format!("{:?}", config(required()));
        let mut written = 0;
        for (name, default) in for_each_setting!(names_and_defaults) {
            if matches!(default, "required" | "unset") {
                continue;
            }
            let mut section = required();
            // A value in JSON is the same value in TOML.
            section.insert(
                name.to_owned(),
                serde_json::from_str(default).expect(default),
            );
            assert_eq!(format!("{:?}", config(section)), without, "{name}");
            written += 1;
        }
        assert!(written > 20, "{written}");
    }

    #[test]
    fn the_table_has_a_line_for_each_setting() {
        let table = settings_table!();
        let fields = format!("{:#?}", Settings::default());
        let fields = fields
            .lines()
            .filter_map(|line| line.strip_prefix("    ")?.strip_suffix(": None,"))
            .filter(|field| !SUB_SECTIONS.iter().any(|(name, _)| name == field));
        let mut rows = table.lines().skip(2);
        for field in fields {
            let row = rows.next().expect(field);
            let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            let link = format!("[`{field}`](crate::Builder::{field})");
            assert_eq!(cells.first(), Some(&link.as_str()), "{row}");
            assert!(
                cells.len() == 4 && cells.iter().all(|cell| !cell.is_empty()),
                "{row}"
            );
        }
        assert_eq!(rows.next(), None);
    }

    #[test]
    fn the_documented_defaults_of_sub_sections_are_those_in_force() {
        let given = [
            ("email_password", json!({})),
            (
                "smtp",
                json!({ "host": "smtp.example.com", "from_email": "a@example.com" }),
            ),
        ];
        let declared = [
            for_each_email_password_setting!(names_and_defaults).as_slice(),
            for_each_smtp_setting!(names_and_defaults).as_slice(),
        ];
        for ((section, given), declared) in given.into_iter().zip(declared) {
            let with = |given: &Json| {
                let mut settings = required();
                settings.insert(section.to_owned(), given.clone());
                format!("{:?}", config(settings))
            };
            let without = with(&given);
            for (name, default) in declared {
                assert!(
                    sub_sections_table!().contains(&format!("| `{name}` |")),
                    "{name}"
                );
                if matches!(*default, "required" | "unset") {
                    continue;
                }
                let mut written = given.clone();
                written[*name] = serde_json::from_str(default).expect(default);
                assert_eq!(with(&written), without, "{section}.{name}");
            }
        }
    }

    #[test]
    fn what_is_missing_in_a_sub_section_is_named_with_it() {
        let mut section = required();
        section.remove("website_domain");
        section.remove("app_name");
        section.insert("smtp".to_owned(), json!({ "from_email": "a@example.com" }));
        let figment = Figment::from(Serialized::default("supertokens", section));
        let settings = Settings::from_figment(&figment).expect("a section");
        let error = Config::new(settings, RequestFunctions::default()).expect_err("missing");
        let expected = "\n    [default.supertokens]\n    app_name = \"My App\"\n    website_domain = \"https://example.com\"\n    [default.supertokens.smtp]\n    host = \"smtp.example.com\"";
        assert!(error.to_string().ends_with(expected), "{error}");
    }

    #[test]
    fn what_is_set_wins_over_what_is_filled_in() {
        let named = |name: &str| Settings {
            app_name: Some(name.to_owned()),
            ..Settings::default()
        };
        let file = Settings {
            api_domain: Some("file.com".to_owned()),
            ..named("file")
        };
        let merged = named("code").or(file);
        assert_eq!(merged.app_name.as_deref(), Some("code"));
        assert_eq!(merged.api_domain.as_deref(), Some("file.com"));
    }
}
