//! `Access-Control-Expose-Headers` beside other fairings that write it.

use std::collections::HashSet;

use reqwest::Method;
use rocket::Response;
use rocket::fairing::AdHoc;
use rocket_cors::{AllowedHeaders, AllowedOrigins, Cors, CorsOptions};
use rocket_supertokens::SuperTokens;
use rocket_supertokens_tests::{App, Cdi, Core, Reply};

use crate::{fixture, in_both_generations};

in_both_generations!(
    a_cors_fairing_before_ours_keeps_its_list,
    a_cors_fairing_after_ours_keeps_its_list,
    the_cors_fairing_responds_to_a_preflight,
    a_fairing_that_replaces_the_header_takes_nothing_away,
    a_name_is_listed_once_and_never_as_a_part_of_another,
    a_response_without_tokens_exposes_nothing,
    the_list_of_headers_to_allow,
);

const ORIGIN: &str = "http://localhost:3000";

fn cors() -> Cors {
    CorsOptions {
        allowed_origins: AllowedOrigins::some_exact(&[ORIGIN]),
        allowed_headers: AllowedHeaders::some(&SuperTokens::all_cors_headers()),
        allow_credentials: true,
        expose_headers: HashSet::from(["X-Total".to_owned()]),
        ..CorsOptions::default()
    }
    .to_cors()
    .expect("a policy")
}

async fn with_cors(cdi: Cdi, before: bool) -> (Core, App) {
    let core = Core::share(cdi).await;
    let ours = core.settings().fairing();
    let rocket = match before {
        true => App::rocket().attach(cors()).attach(ours),
        false => App::rocket().attach(ours).attach(cors()),
    };
    let app = App::launch(rocket.mount("/", fixture::routes())).await;
    (core, app)
}

async fn log_in_from(app: &App, origin: &str) -> Reply {
    let mut client = app.client();
    let request = client
        .bare(Method::POST, "/create")
        .header("origin", origin)
        .header("content-type", "application/json")
        .body(r#"{"user_id":"alice"}"#);
    client.send(request).await
}

fn assert_merged(reply: &Reply) {
    assert_eq!(
        reply.header("access-control-expose-headers"),
        Some("X-Total, front-token, st-access-token, st-refresh-token"),
        "{reply:?}"
    );
    assert_eq!(reply.header("access-control-allow-origin"), Some(ORIGIN));
    assert_eq!(
        reply.header("access-control-allow-credentials"),
        Some("true")
    );
}

async fn a_cors_fairing_before_ours_keeps_its_list(cdi: Cdi) {
    let (_core, app) = with_cors(cdi, true).await;
    assert_merged(&log_in_from(&app, ORIGIN).await);
}

async fn a_cors_fairing_after_ours_keeps_its_list(cdi: Cdi) {
    let (_core, app) = with_cors(cdi, false).await;
    assert_merged(&log_in_from(&app, ORIGIN).await);
}

async fn the_cors_fairing_responds_to_a_preflight(cdi: Cdi) {
    let (_core, app) = with_cors(cdi, true).await;
    for path in ["/session", "/auth/session/refresh", "/auth/signout"] {
        let mut client = app.client();
        let request = client
            .plain(Method::OPTIONS, path)
            .header("origin", ORIGIN)
            .header("access-control-request-method", "POST")
            .header(
                "access-control-request-headers",
                SuperTokens::all_cors_headers().join(","),
            );
        let reply = client.send(request).await;
        assert_eq!(reply.status, 204, "{path}: {reply:?}");
        assert_eq!(reply.header("access-control-allow-origin"), Some(ORIGIN));
        reply.assert_no_tokens();
    }
}

/// One that knows nothing of other fairings.
async fn a_fairing_that_replaces_the_header_takes_nothing_away(cdi: Cdi) {
    let core = Core::share(cdi).await;
    let replaces = || {
        AdHoc::on_response("Replaces", |_, response: &mut Response<'_>| {
            Box::pin(async move {
                response.set_raw_header("Access-Control-Expose-Headers", "X-Total");
            })
        })
    };
    let rocket = App::rocket()
        .attach(replaces())
        .attach(core.settings().fairing())
        .attach(replaces());
    let app = App::launch(rocket.mount("/", fixture::routes())).await;
    let reply = log_in_from(&app, ORIGIN).await;
    assert_eq!(
        reply.header("access-control-expose-headers"),
        Some("X-Total, front-token, st-access-token, st-refresh-token")
    );
    let reply = app.client().get("/optional").await;
    assert_eq!(
        reply.header("access-control-expose-headers"),
        Some("X-Total")
    );
}

async fn a_name_is_listed_once_and_never_as_a_part_of_another(cdi: Cdi) {
    for (given, expected) in [
        (
            &["Front-Token, x"] as &[&str],
            "Front-Token, x, st-access-token, st-refresh-token",
        ),
        (
            &["x-front-token"],
            "x-front-token, front-token, st-access-token, st-refresh-token",
        ),
        (
            &["x", "st-access-token"],
            "x, st-access-token, front-token, st-refresh-token",
        ),
    ] {
        let core = Core::share(cdi).await;
        let writes = AdHoc::on_response("Writes", move |_, response: &mut Response<'_>| {
            Box::pin(async move {
                for value in given {
                    response.adjoin_raw_header("Access-Control-Expose-Headers", *value);
                }
            })
        });
        let rocket = App::rocket()
            .attach(writes)
            .attach(core.settings().fairing());
        let app = App::launch(rocket.mount("/", fixture::routes())).await;
        let reply = log_in_from(&app, ORIGIN).await;
        let exposed = reply.header("access-control-expose-headers");
        assert_eq!(exposed, Some(expected), "{given:?}");
    }
}

async fn a_response_without_tokens_exposes_nothing(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    fixture::log_in(&mut client, "alice").await;
    for reply in [
        client.get("/session").await,
        app.client().get("/session").await,
    ] {
        reply.assert_no_tokens();
        assert_eq!(reply.header("access-control-expose-headers"), None);
    }
}

async fn the_list_of_headers_to_allow(_: Cdi) {
    assert_eq!(
        SuperTokens::all_cors_headers(),
        [
            "rid",
            "fdi-version",
            "anti-csrf",
            "authorization",
            "st-auth-mode"
        ]
    );
}
