//! The corrected twin of every case in `../fail`, and cases that have none.

#[path = "anti-csrf-check-without-value.rs"]
mod anti_csrf_check_without_value;
#[path = "applied-twice.rs"]
mod applied_twice;
#[path = "below-route-attribute.rs"]
mod below_route_attribute;
#[path = "check-database-is-a-number.rs"]
mod check_database_is_a_number;
#[path = "every-kind-of-route.rs"]
mod every_kind_of_route;
#[path = "function-without-body.rs"]
mod function_without_body;
#[path = "generic-const.rs"]
mod generic_const;
#[path = "generic-type.rs"]
mod generic_type;
#[path = "misspelled-option.rs"]
mod misspelled_option;
#[path = "no-route-attribute.rs"]
mod no_route_attribute;
#[path = "on-catcher.rs"]
mod on_catcher;
#[path = "on-impl-block.rs"]
mod on_impl_block;
#[path = "on-struct.rs"]
mod on_struct;
#[path = "option-in-parentheses.rs"]
mod option_in_parentheses;
#[path = "optional-with-aliased-session.rs"]
mod optional_with_aliased_session;
#[path = "optional-with-session.rs"]
mod optional_with_session;
#[path = "options-as-route-argument.rs"]
mod options_as_route_argument;
#[path = "options-route.rs"]
mod options_route;
#[path = "repeated-option.rs"]
mod repeated_option;
#[path = "required-is-a-string.rs"]
mod required_is_a_string;
#[path = "required-with-aliased-optional-session.rs"]
mod required_with_aliased_optional_session;
#[path = "required-with-optional-session.rs"]
mod required_with_optional_session;
#[path = "reserved-name-in-body.rs"]
mod reserved_name_in_body;
#[path = "reserved-name-in-path.rs"]
mod reserved_name_in_path;
#[path = "reserved-parameter-name.rs"]
mod reserved_parameter_name;
#[path = "self-receiver.rs"]
mod self_receiver;
#[path = "session-before-all-else.rs"]
mod session_before_all_else;
#[path = "several-mistakes-at-once.rs"]
mod several_mistakes_at_once;
#[path = "trace-route.rs"]
mod trace_route;
#[path = "undocumented-neighbour.rs"]
mod undocumented_neighbour;
#[path = "unknown-option.rs"]
mod unknown_option;
#[path = "unnamed-option.rs"]
mod unnamed_option;
#[path = "unnamed-parameter.rs"]
mod unnamed_parameter;
#[path = "unsafe-function.rs"]
mod unsafe_function;

use rocket::http::{Method, Status};
use rocket::local::asynchronous::Client;
use rocket::{Build, Config, Rocket};
use rocket_supertokens::SuperTokens;

/// An application whose core cannot be reached, so that nothing here depends on one.
fn app() -> Rocket<Build> {
    let super_tokens = SuperTokens::builder()
        .connection_uri("http://127.0.0.1:9")
        .app_name("Likes")
        .api_domain("http://localhost:8000")
        .website_domain("http://localhost:8000");
    let quiet = Config::figment().merge(("log_level", "off"));
    rocket::custom(quiet).attach(super_tokens.fairing())
}

/// How `app` answers a request that carries no token.
async fn status(app: Rocket<Build>, method: Method, uri: &'static str) -> Status {
    let client = Client::untracked(app).await.expect("the app launches");
    client.req(method, uri).dispatch().await.status()
}
