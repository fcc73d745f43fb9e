//! The application in one configuration.

use std::sync::Arc;

use conformance_front_door::figment;
use rocket::http::uri::Origin;
use rocket::{Build, Request, Rocket, catch, catchers};
use rocket_supertokens::claims::{Fetches, PrimitiveClaim};
use rocket_supertokens::overrides::CoreRequest;
use rocket_supertokens::{Builder, SuperTokens};
use serde_json::{Map, Value, json};
use url::Url;

use crate::core::Core;
use crate::record::Record;
use crate::routes;
use crate::setup::Setup;
use crate::trouble::tell_of_errors;

/// The application in one configuration, on a port that the system chooses.
pub(crate) fn rocket(setup: Setup) -> Rocket<Build> {
    let record = Arc::new(Record::default());
    rocket::custom(figment())
        .manage(Core::new(&setup.core_url))
        .attach(super_tokens(setup, &record).fairing())
        .mount("/", routes::all())
        .register("/", catchers![not_found])
        .manage(record)
}

fn super_tokens(setup: Setup, record: &Arc<Record>) -> Builder {
    let mut builder = SuperTokens::builder()
        .connection_uri(setup.core_url)
        // The suite counts the calls.
        .check_core_at_launch(false)
        .check_cors_at_launch(false)
        .app_name(setup.app_info.app_name)
        .api_domain(setup.app_info.api_domain)
        .website_domain(setup.app_info.website_domain)
        .email_verification(setup.email_verification)
        .on_refusal(tell_of_errors)
        .core_interceptor(interceptor(setup.counts_core_calls, Arc::clone(record)));
    if let Some(anti_csrf) = setup.session.anti_csrf {
        builder = builder.anti_csrf(anti_csrf);
    }
    if let Some(transfer) = setup.session.get_token_transfer_method {
        builder = builder.token_transfer_method(move |_, _| transfer.method());
    }
    if setup.session.overridden.functions.is_some() {
        builder = builder.claim_for_new_sessions(remembering_claim(Arc::clone(record)));
    }
    builder
}

/// The one override of the session tests: it puts a claim into new sessions that has no value, and remembers whose
/// claim it was to fetch.
fn remembering_claim(record: Arc<Record>) -> PrimitiveClaim<Value, Fetches<Value>> {
    PrimitiveClaim::new("some-key").fetched_by(move |context| {
        record.callback(&context.user_id, &context.recipe_user_id);
        async { Ok(None) }
    })
}

fn interceptor(
    counts: bool,
    record: Arc<Record>,
) -> impl Fn(&mut CoreRequest) + Send + Sync + 'static {
    move |request| {
        if counts {
            record.count_core_call();
        }
        let seen = seen(request);
        record.call("networkInterceptor", seen.clone());
        // The e-mail verification recipe has no function that an application could override, so that the call
        // shows only here.
        if request.method == "GET" && seen["url"].as_str().is_some_and(asks_for_verification) {
            let name = "EmailVerification.override.functions.isEmailVerified";
            record.call(name, seen["params"].clone());
        }
        record.result("networkInterceptor", Some(seen));
    }
}

fn asks_for_verification(url: &str) -> bool {
    url.ends_with("/recipe/user/email/verify")
}

/// A request to the core as the suite reads it: the query apart from the address, and no headers, which carry the
/// API key.
fn seen(request: &CoreRequest) -> Value {
    let (url, params) = match Url::parse(&request.url) {
        Ok(mut url) => {
            let params: Map<String, Value> = url
                .query_pairs()
                .map(|(name, value)| (name.into_owned(), value.into_owned().into()))
                .collect();
            url.set_query(None);
            (url.to_string(), params)
        }
        Err(_) => (request.url.clone(), Map::new()),
    };
    let body: Option<Value> = serde_json::from_slice(&request.body).ok();
    json!({
        "url": url,
        "method": request.method.as_str().to_lowercase(),
        "params": params,
        "body": body,
    })
}

#[catch(404)]
fn not_found(request: &Request<'_>) -> String {
    let uri: &Origin<'_> = request.uri();
    format!("route not found: {} {}", request.method(), uri.path())
}
