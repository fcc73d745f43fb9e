//! The corrected twin of every case in `../fail`, and cases that have none.

#[path = "anti-csrf-check-without-value.rs"]
mod anti_csrf_check_without_value;
#[path = "applied-twice.rs"]
mod applied_twice;
#[path = "below-route-attribute.rs"]
mod below_route_attribute;
#[path = "beside-other-macros.rs"]
mod beside_other_macros;
#[path = "check-database-is-a-number.rs"]
mod check_database_is_a_number;
#[path = "claim-set-fetch-of-wrong-type.rs"]
mod claim_set_fetch_of_wrong_type;
#[path = "claim-set-field-is-no-claim.rs"]
mod claim_set_field_is_no_claim;
#[path = "claim-set-keys.rs"]
mod claim_set_keys;
#[path = "claim-set-on-enum.rs"]
mod claim_set_on_enum;
#[path = "claim-set-on-generic-struct.rs"]
mod claim_set_on_generic_struct;
#[path = "claim-set-on-tuple-struct.rs"]
mod claim_set_on_tuple_struct;
#[path = "claim-set-unknown-option.rs"]
mod claim_set_unknown_option;
#[path = "claims-assigned.rs"]
mod claims_assigned;
#[path = "claims-async-block.rs"]
mod claims_async_block;
#[path = "claims-borrowed-local.rs"]
mod claims_borrowed_local;
#[path = "claims-empty.rs"]
mod claims_empty;
#[path = "claims-handler-parameter.rs"]
mod claims_handler_parameter;
#[path = "claims-in-their-module.rs"]
mod claims_in_their_module;
#[path = "claims-is-no-validator.rs"]
mod claims_is_no_validator;
#[path = "claims-without-list.rs"]
mod claims_without_list;
#[path = "crate-is-a-string.rs"]
mod crate_is_a_string;
#[path = "every-kind-of-route.rs"]
mod every_kind_of_route;
#[path = "fetch-and-set-without-fetch.rs"]
mod fetch_and_set_without_fetch;
#[path = "function-without-body.rs"]
mod function_without_body;
#[path = "generic-const.rs"]
mod generic_const;
#[path = "generic-type.rs"]
mod generic_type;
#[path = "max-age-without-fetch.rs"]
mod max_age_without_fetch;
#[path = "missing-brace.rs"]
mod missing_brace;
#[path = "misspelled-claim.rs"]
mod misspelled_claim;
#[path = "misspelled-option.rs"]
mod misspelled_option;
#[path = "misspelled-parameter-type.rs"]
mod misspelled_parameter_type;
#[path = "misspelled-validator.rs"]
mod misspelled_validator;
#[path = "no-route-attribute.rs"]
mod no_route_attribute;
#[path = "on-catcher.rs"]
mod on_catcher;
#[path = "on-impl-block.rs"]
mod on_impl_block;
#[path = "on-struct.rs"]
mod on_struct;
#[path = "open-policy-with-session.rs"]
mod open_policy_with_session;
#[path = "option-in-parentheses.rs"]
mod option_in_parentheses;
#[path = "optional-with-aliased-session.rs"]
mod optional_with_aliased_session;
#[path = "optional-with-session.rs"]
mod optional_with_session;
#[path = "optional-with-session-of-a-macro.rs"]
mod optional_with_session_of_a_macro;
#[path = "options-as-route-argument.rs"]
mod options_as_route_argument;
#[path = "options-route.rs"]
mod options_route;
#[path = "override-claims-beside-global-claims.rs"]
mod override_claims_beside_global_claims;
#[path = "override-claims-of-wrong-signature.rs"]
mod override_claims_of_wrong_signature;
#[path = "policy-beside-options.rs"]
mod policy_beside_options;
#[path = "policy-is-no-policy.rs"]
mod policy_is_no_policy;
#[path = "policy-of-no-policies.rs"]
mod policy_of_no_policies;
#[path = "ranks-and-forwards.rs"]
mod ranks_and_forwards;
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
#[path = "route-attribute-renamed.rs"]
mod route_attribute_renamed;
#[path = "second-route-attribute.rs"]
mod second_route_attribute;
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
#[path = "unfinished-body.rs"]
mod unfinished_body;
#[path = "unfinished-option.rs"]
mod unfinished_option;
#[path = "unfinished-parameter.rs"]
mod unfinished_parameter;
#[path = "unfinished-parameter-name.rs"]
mod unfinished_parameter_name;
#[path = "unfinished-return-type.rs"]
mod unfinished_return_type;
#[path = "unknown-option.rs"]
mod unknown_option;
#[path = "unnamed-option.rs"]
mod unnamed_option;
#[path = "unnamed-parameter.rs"]
mod unnamed_parameter;
#[path = "unsafe-function.rs"]
mod unsafe_function;
#[path = "validator-of-wrong-value-type.rs"]
mod validator_of_wrong_value_type;
#[path = "verify-by-hand.rs"]
mod verify_by_hand;

use rocket::http::{Cookie, Method, Status};
use rocket::local::asynchronous::Client;
use rocket::serde::json::{Json, Value};
use rocket::{Build, Config, Rocket, Route};
use rocket_supertokens::{Builder, Error, Sessions, SuperTokens};
use rocket_supertokens_tests::{App, Cdi, Core};

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

/// An application with a core, for requests that carry a session.
struct Running {
    client: Client,
    _core: Core,
}

#[rocket::post("/login", data = "<payload>")]
async fn login(payload: Json<Value>, sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create("alice").payload(&*payload).await?;
    Ok(())
}

impl Running {
    async fn start(routes: Vec<Route>) -> Self {
        Self::start_with(routes, |settings| settings).await
    }

    async fn start_with(routes: Vec<Route>, change: impl FnOnce(Builder) -> Builder) -> Self {
        let core = Core::start(Cdi::V5_6).await;
        let rocket = App::rocket()
            .attach(change(core.settings()).fairing())
            .mount("/", rocket::routes![login])
            .mount("/", routes);
        Self {
            client: Client::untracked(rocket).await.expect("the app launches"),
            _core: core,
        }
    }

    /// How it answers a new session whose access token has this payload.
    async fn status(&self, payload: Value, uri: &'static str) -> Status {
        self.get(payload, uri).await.0
    }

    /// The same with the body.
    async fn get(&self, payload: Value, uri: &'static str) -> (Status, String) {
        let login = self.client.post("/login").json(&payload).dispatch().await;
        let token = login
            .headers()
            .get_one("st-access-token")
            .expect("a token")
            .to_owned();
        let request = self
            .client
            .get(uri)
            .cookie(Cookie::new("sAccessToken", token));
        let answer = request.dispatch().await;
        let status = answer.status();
        (status, answer.into_string().await.unwrap_or_default())
    }
}

/// A claim as it stands in a payload, fetched just now.
fn claim(key: &str, value: impl serde::Serialize) -> Value {
    let now = std::time::UNIX_EPOCH.elapsed().expect("after 1970");
    rocket::serde::json::json!({ key: { "v": value, "t": now.as_millis() as u64 } })
}
