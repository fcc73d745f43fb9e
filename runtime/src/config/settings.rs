//! What is made from the declaration of the settings: values as given, values with defaults, documentation.

use std::time::Duration;

use serde::Deserialize;

use super::choices::{AntiCsrf, EmailVerificationMode, SameSite};
use super::declaration::for_each_setting;
use super::values::{Given, Secret, Value, setting};
use crate::error::ConfigError;

macro_rules! declare {
    ($($(#[$doc:meta])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+) => {
        /// The settings as the user gave them, in `Rocket.toml` or through the builder.
        #[derive(Debug, Clone, Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub(crate) struct Settings {
            $(#[serde(deserialize_with = "setting")] pub(crate) $name: Option<$type>,)+
        }

        /// The settings with their defaults. A setting is an `Option` only if it has no default.
        pub(super) struct CompleteSettings {
            $(pub(super) $name: complete!(type $type = $default $(($unset))?),)+
        }

        impl Settings {
            /// Takes from `other` what is not set here.
            pub(crate) fn or(self, other: Self) -> Self {
                Self { $($name: self.$name.or(other.$name),)+ }
            }

            /// Adds the defaults. The names of required settings that are not given go to `missing`.
            pub(super) fn complete(self, missing: &mut Vec<&'static str>) -> Result<CompleteSettings, ConfigError> {
                Ok(CompleteSettings {
                    $($name: complete!(value (self, missing) $name = $default $(($unset))?),)+
                })
            }
        }
    };
}

/// Type and value of a setting in [`CompleteSettings`], by its default.
macro_rules! complete {
    (type $type:ident = unset($unset:literal)) => { Option<$type> };
    (type $type:ident = $default:tt) => { $type };
    (value ($settings:ident, $missing:ident) $name:ident = unset($unset:literal)) => {
        $settings.$name
    };
    (value ($settings:ident, $missing:ident) $name:ident = required) => {
        given_or_missing(stringify!($name), $settings.$name, $missing)
    };
    (value ($settings:ident, $missing:ident) $name:ident = $default:literal) => {
        match $settings.$name {
            Some(value) => value,
            None => default(stringify!($name), &Given::from($default))?,
        }
    };
}

for_each_setting!(declare);

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

macro_rules! settings_rows {
    ($($(#[$doc:meta])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+) => {
        concat!(
            "| setting | value | default |\n|---|---|---|\n",
            $(
                "| [`", stringify!($name), "`](crate::Builder::", stringify!($name), ") | ",
                $crate::config::toml_values!($type), " | ",
                $crate::config::default_text!($default $(($unset))?), " |\n",
            )+
        )
    };
}

pub(crate) use {default_text, settings_rows, settings_table, toml_values};

#[cfg(test)]
mod tests {
    use figment::Figment;
    use figment::providers::Serialized;
    use serde_json::{Map, Value as Json, json};

    use super::*;
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
            .filter_map(|line| line.strip_prefix("    ")?.strip_suffix(": None,"));
        let mut rows = table.lines().skip(2);
        for field in fields {
            let row = rows.next().expect(field);
            let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            let link = format!("[`{field}`](crate::Builder::{field})");
            assert_eq!(cells.first(), Some(&link.as_str()), "{row}");
            assert!(
                cells.len() == 3 && cells.iter().all(|cell| !cell.is_empty()),
                "{row}"
            );
        }
        assert_eq!(rows.next(), None);
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
