//! Whether the front end may read the responses, with the CORS fairing that most applications use.

use std::collections::HashSet;

use rocket::fairing::AdHoc;
use rocket::http::Method;
use rocket::local::asynchronous::Client;
use rocket::{Build, Response, Rocket, delete, get, put, routes};
use rocket_cors::{AllowedHeaders, AllowedOrigins, CorsOptions};
use rocket_supertokens::Builder;
use rocket_supertokens_tests::{App, Cdi, Core, cors, eventually};

use super::{lines, logged};
use crate::logged::Logged;

pub(super) const FRONT_END: &str = "http://localhost:3000";

/// What is said when nothing is wrong, where the log shows everything.
pub(super) const RIGHT: &str = "DEBUG the front end's origin may read the responses (CORS)";

pub(super) const NO_CREDENTIALS: &str = "WARN CORS does not allow credentials: browsers keep responses to requests with \
cookies from http://localhost:3000. Send `Access-Control-Allow-Credentials: true`; with rocket_cors, write \
`allow_credentials: true` code=\"cors_credentials\"";

const NO_DELETE: &str = "WARN CORS does not allow http://localhost:3000 the method \"DELETE\" (asked for at /data/<id>): \
browsers do not send such requests of the front end. Allow the method; if no browser calls such routes, it may stay as it \
is code=\"cors_methods\"";

const UNKNOWN: &str = "DEBUG it is not known whether the front end may read the responses (CORS)";

/// Settings with a front end on another port, which is another origin.
pub(super) fn settings(core: &Core) -> Builder {
    core.settings()
        .website_domain(FRONT_END)
        .check_cors_at_launch(true)
}

/// What the application finds out about itself.
pub(super) async fn found(rocket: Rocket<Build>) -> Vec<String> {
    let listening = Logged::everything();
    let app = App::launch(rocket).await;
    let is_done = |line: &String| line.trim() == RIGHT || line.contains("code=\"cors_");
    eventually(async || listening.lines().iter().any(is_done)).await;
    let found = lines(&app.super_tokens().check().await);
    assert_eq!(logged(&listening), found, "the log has the same");
    // Neither the core nor the log of refusals has heard of it.
    let all = listening.lines().concat();
    assert!(!all.contains("request refused"), "{all}");
    found
}

/// What the README shows.
pub(super) fn right() -> CorsOptions {
    cors(&[FRONT_END])
}

#[put("/data/<_>")]
fn replace() {}

#[delete("/data/<id>")]
fn remove(id: u64) -> String {
    panic!("no preflight runs a handler: {id}")
}

async fn with(options: CorsOptions) -> Vec<String> {
    let core = Core::share(Cdi::V5_6).await;
    let rocket = App::rocket()
        .attach(options.to_cors().expect("a policy"))
        .attach(settings(&core).fairing())
        .mount("/", routes![replace, remove]);
    let found = found(rocket).await;
    let calls = core.take_calls();
    // The check asks the core; CORS is asked of the application alone.
    assert_eq!(calls, ["/apiversion", "/.well-known/jwks.json"]);
    found
}

#[tokio::test]
async fn the_policy_of_the_readme_is_right() {
    assert_eq!(with(right()).await, [""; 0]);
}

/// Who forgets the front-end SDK.
fn without_our_own() -> CorsOptions {
    CorsOptions {
        allowed_headers: AllowedHeaders::some(&["content-type"]),
        allow_credentials: false,
        ..right()
    }
}

/// The fairing says nothing else to other origins.
#[tokio::test]
async fn another_origin() {
    for options in [right(), without_our_own()] {
        let options = CorsOptions {
            allowed_origins: AllowedOrigins::some_exact(&["http://localhost:5173"]),
            ..options
        };
        assert_eq!(
            with(options).await,
            [
                "WARN CORS allows other origins, but the front end is http://localhost:3000: browsers keep the responses from it. \
              Allow exactly \"http://localhost:3000\", or correct `website_domain` code=\"cors_origin\""
            ]
        );
    }
}

#[tokio::test]
async fn all_mistakes_at_once() {
    let options = CorsOptions {
        allowed_methods: [Method::Get, Method::Post, Method::Put]
            .map(Into::into)
            .into(),
        ..without_our_own()
    };
    assert_eq!(
        with(options).await,
        [
            NO_CREDENTIALS,
            "WARN CORS does not allow http://localhost:3000 to send the headers \"rid\", \"fdi-version\", \"anti-csrf\", \
          \"authorization\", \"st-auth-mode\": browsers do not send the requests of the front-end SDK. Allow the headers of \
          `SuperTokens::all_cors_headers()` code=\"cors_headers\"",
            NO_DELETE,
        ]
    );
}

#[tokio::test]
async fn every_origin_without_credentials() {
    let options = CorsOptions {
        allowed_origins: AllowedOrigins::all(),
        allow_credentials: false,
        send_wildcard: true,
        ..right()
    };
    assert_eq!(
        with(options).await,
        [
            "WARN CORS allows the origin \"*\", which browsers do not accept for requests with credentials, such as those of \
          the front-end SDK. Allow exactly \"http://localhost:3000\" code=\"cors_wildcard\"",
            NO_CREDENTIALS,
        ]
    );
}

#[tokio::test]
async fn no_credentials() {
    let options = CorsOptions {
        allow_credentials: false,
        ..right()
    };
    assert_eq!(with(options).await, [NO_CREDENTIALS]);
}

#[tokio::test]
async fn headers_that_are_forgotten() {
    let options = CorsOptions {
        allowed_headers: AllowedHeaders::some(&[
            "content-type",
            "authorization",
            "rid",
            "anti-csrf",
        ]),
        ..right()
    };
    assert_eq!(
        with(options).await,
        [
            "WARN CORS does not allow http://localhost:3000 to send the headers \"fdi-version\", \"st-auth-mode\": browsers do \
          not send the requests of the front-end SDK. Allow the headers of `SuperTokens::all_cors_headers()` \
          code=\"cors_headers\""
        ]
    );
}

#[tokio::test]
async fn methods_that_are_forgotten() {
    let methods = |methods: &[Method]| CorsOptions {
        allowed_methods: methods.iter().copied().map(Into::into).collect(),
        ..right()
    };
    assert_eq!(
        with(methods(&[Method::Get, Method::Post, Method::Put])).await,
        [NO_DELETE]
    );
    assert_eq!(
        with(methods(&[Method::Get])).await,
        [
            "WARN CORS does not allow http://localhost:3000 the methods \"POST\" (asked for at /auth/session/refresh), \"DELETE\" (asked for at \
          /data/<id>), \"PUT\" (asked for at /data/<_>): browsers do not send such requests of the front end. Allow the \
          methods; if no browser calls such routes, it may stay as it is code=\"cors_methods\""
        ]
    );
}

/// Attaches a fairing that is behind ours, which reaches behind three stages within each other.
fn behind_ours(rocket: Rocket<Build>, stages: u8) -> Rocket<Build> {
    if stages == 0 {
        return rocket.attach(AdHoc::on_response(
            "Replaces",
            |_, response: &mut Response<'_>| {
                Box::pin(async move {
                    response.set_raw_header(
                        "Access-Control-Expose-Headers",
                        "X-Total, st-access-token",
                    );
                })
            },
        ));
    }
    rocket.attach(AdHoc::on_ignite("Stage", move |rocket| async move {
        behind_ours(rocket, stages - 1)
    }))
}

#[tokio::test]
async fn a_fairing_that_hides_our_headers() {
    let core = Core::share(Cdi::V5_6).await;
    let options = CorsOptions {
        expose_headers: HashSet::from(["X-Total".to_owned()]),
        ..right()
    };
    let rocket = |stages| {
        let rocket = App::rocket()
            .attach(options.clone().to_cors().expect("a policy"))
            .attach(settings(&core).fairing());
        behind_ours(rocket, stages)
    };
    assert_eq!(found(rocket(0)).await, [""; 0]);
    assert_eq!(found(rocket(2)).await, [""; 0]);
    assert_eq!(
        found(rocket(6)).await,
        [
            "WARN a fairing removes the headers \"front-token\", \"st-refresh-token\" from `Access-Control-Expose-Headers`: the \
          front end cannot read the tokens. Let the fairing keep what the header has, or attach it before it: \
          `.attach(cors)` directly, and not within a stage of stages code=\"cors_hidden_headers\""
        ]
    );
}

#[get("/")]
fn index() {}

/// Rocket's local client has no port: whoever listens on the one of the settings is somebody else.
#[tokio::test]
async fn somebody_else_is_not_asked_about() {
    let core = Core::share(Cdi::V5_6).await;
    let another = App::launch(App::rocket().attach(core.settings().fairing())).await;
    let port: u16 = another
        .url()
        .rsplit(':')
        .next()
        .expect("a port")
        .parse()
        .expect("a port");
    let listening = Logged::everything();
    let rocket = rocket::custom(App::figment().merge(("port", port)))
        .attach(settings(&core).fairing())
        .mount("/", routes![index]);
    let _client = Client::untracked(rocket).await.expect("it launches");
    let is_done = |line: &String| line.trim() == UNKNOWN;
    eventually(async || listening.lines().iter().any(is_done)).await;
    // Nothing was sent that its refresh route would refuse.
    let all = listening.lines().concat();
    assert!(!all.contains("no_refresh_token"), "{all}");
    assert_eq!(logged(&listening), [""; 0]);
}

#[tokio::test]
async fn nothing_is_asked_where_it_is_switched_off_or_one_origin() {
    let core = Core::share(Cdi::V5_6).await;
    for settings in [
        settings(&core).check_cors_at_launch(false),
        settings(&core).website_domain("http://localhost:8000"),
        settings(&core).refresh_route(false),
        settings(&core).origin_fn(|_| FRONT_END.to_owned()),
    ] {
        let requests = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counted = std::sync::Arc::clone(&requests);
        let count = AdHoc::on_request("Count", move |_, _| {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Box::pin(async {})
        });
        let rocket = App::rocket().attach(settings.fairing()).attach(count);
        let app = App::launch(rocket).await;
        // What was to be asked would have begun before this comes back.
        app.client().get("/").await;
        assert_eq!(requests.load(std::sync::atomic::Ordering::Relaxed), 1);
    }
}
