//! The command line.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, Error, value_parser};
use serde_json::{Map, Value};
use supertokens_dev_core::{DevCore, DevCoreBuilder, config_keys};

/// What the user wants.
pub(crate) enum Action {
    /// Run a core. The text says where its data is.
    Serve(DevCoreBuilder, String),
    /// Print an access token.
    Token(TokenOrder),
}

/// Whose token, and from where.
pub(crate) struct TokenOrder {
    pub(crate) user: String,
    pub(crate) roles: Vec<String>,
    pub(crate) claims: Map<String, Value>,
    pub(crate) tenant: String,
    pub(crate) source: Source,
    pub(crate) api_key: Option<String>,
    pub(crate) url: String,
}

/// Where the session is made.
pub(crate) enum Source {
    /// In a database file, by a core that runs for a moment.
    Database(PathBuf),
    /// In a running core.
    Running(String),
}

const ABOUT: &str =
    "A small SuperTokens core over SQLite, for development and tests. Never for production.";

const AFTER: &str = "\
Every key may also stand in the file of --config, in the real core's form (`access_token_validity: 600`). \
The command line wins over the file.

The log goes to standard error; RUST_LOG sets what is in it (RUST_LOG=debug, RUST_LOG=off). It never \
holds tokens.";

/// Reads the command line. The error is to be shown; it may be the help.
pub(crate) fn parse() -> Result<Action, Error> {
    action(&command().try_get_matches()?)
}

fn command() -> Command {
    let keys = config_keys().map(|key| {
        let dashed = |name: &str| name.replace('_', "-");
        Arg::new(key.name)
            .long(dashed(key.name))
            .alias(key.name)
            .aliases(
                key.alias
                    .into_iter()
                    .flat_map(|alias| [alias.to_owned(), dashed(alias)]),
            )
            .value_name("VALUE")
            .help(key.help)
    });
    Command::new("supertokens-dev-core")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .after_help(AFTER)
        .args_conflicts_with_subcommands(true)
        .arg(file(
            "database",
            "Database file, made if it is not there [default: memory only]",
        ))
        .arg(file(
            "config",
            "YAML file with the real core's configuration keys",
        ))
        .arg(
            Arg::new("test-mode")
                .long("test-mode")
                .alias("test_mode")
                .action(ArgAction::SetTrue)
                .help("Allow settings that make sense in tests only, such as signing keys that change within seconds"),
        )
        .args(keys)
        .subcommand(token_command())
}

fn token_command() -> Command {
    Command::new("token")
        .about("Make a session and print its access token, and the curl line that uses it")
        .arg(text("user", "USER", "Id of the user; need not exist").required(true))
        .arg(
            text(
                "role",
                "ROLE",
                "Role to give to the user, made if there is none; may be repeated",
            )
            .action(ArgAction::Append),
        )
        .arg(
            text(
                "claim",
                "NAME=VALUE",
                "Claim of the token, its value as JSON or else as text; may be repeated",
            )
            .action(ArgAction::Append)
            .value_parser(claim),
        )
        .arg(text("tenant", "TENANT", "Tenant of the session").default_value("public"))
        .arg(
            text("connection-uri", "URI", "The running core to ask")
                .default_value("http://127.0.0.1:3567")
                .conflicts_with("database"),
        )
        .arg(file(
            "database",
            "Ask no running core, but write into this database file",
        ))
        .arg(text("api-key", "KEY", "API key of the running core"))
        .arg(
            text(
                "url",
                "URL",
                "Address of your application for the curl line",
            )
            .default_value("http://localhost:8000/"),
        )
}

fn file(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
        .help(help)
}

fn text(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

fn claim(text: &str) -> Result<(String, Value), String> {
    let (name, value) = text
        .split_once('=')
        .ok_or("a claim has the form NAME=VALUE")?;
    let value = serde_json::from_str(value).unwrap_or_else(|_| Value::String(value.to_owned()));
    Ok((name.to_owned(), value))
}

fn action(matches: &ArgMatches) -> Result<Action, Error> {
    if let Some(("token", matches)) = matches.subcommand() {
        return Ok(Action::Token(order(matches)));
    }
    let mut builder = DevCore::builder().port(3567);
    let mut place = "in memory only".to_owned();
    if let Some(file) = matches.get_one::<PathBuf>("config") {
        builder = builder.config_file(file);
    }
    if let Some(file) = matches.get_one::<PathBuf>("database") {
        place = format!("in {}", file.display());
        builder = builder.database(file);
    }
    if matches.get_flag("test-mode") {
        builder = builder.test_mode();
    }
    for key in config_keys() {
        if let Some(value) = matches.get_one::<String>(key.name) {
            builder = builder.set(key.name, value);
        }
    }
    Ok(Action::Serve(builder, place))
}

fn order(matches: &ArgMatches) -> TokenOrder {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let source = match matches.get_one::<PathBuf>("database") {
        Some(file) => Source::Database(file.clone()),
        None => Source::Running(text("connection-uri").unwrap_or_default()),
    };
    TokenOrder {
        user: text("user").unwrap_or_default(),
        roles: matches
            .get_many("role")
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        claims: matches
            .get_many::<(String, Value)>("claim")
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        tenant: text("tenant").unwrap_or_default(),
        source,
        api_key: text("api-key"),
        url: text("url").unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Action, Error> {
        action(&command().try_get_matches_from(line.split(' '))?)
    }

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
        assert!(matches!(parsed("core --test-mode"), Ok(Action::Serve(..))));
    }

    #[test]
    fn every_key_is_an_option_in_both_spellings() {
        for key in config_keys() {
            let dashed = key.name.replace('_', "-");
            for name in [key.name, dashed.as_str()].into_iter().chain(key.alias) {
                assert!(
                    matches!(parsed(&format!("core --{name} 5")), Ok(Action::Serve(..))),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn a_token_order_keeps_json_values() {
        let Ok(Action::Token(order)) =
            parsed("core token --user u --claim n=1 --claim t=text --role a --role b")
        else {
            panic!("a token order");
        };
        assert_eq!(
            Value::Object(order.claims),
            serde_json::json!({"n": 1, "t": "text"})
        );
        assert_eq!(order.roles, ["a", "b"]);
        assert!(matches!(order.source, Source::Running(uri) if uri == "http://127.0.0.1:3567"));
    }

    #[test]
    fn contradictions_are_refused() {
        assert!(parsed("core token --user u --database f --connection-uri http://x").is_err());
        assert!(parsed("core token").is_err());
        assert!(parsed("core --prot 5").is_err_and(|error| error.to_string().contains("--port")));
    }
}
