//! Refusals in the company of fairings that look at responses and change them.

use std::io::{Cursor, Read as _, Write as _};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use reqwest::Method;
use rocket::fairing::AdHoc;
use rocket::http::{ContentType, Status};
use rocket::{Build, Response, Rocket, catch, catchers, get, routes};
use rocket_supertokens::claims::UserRole;
use rocket_supertokens::{Error, verify_session};
use rocket_supertokens_tests::{App, Cdi, Core, Reply};

use crate::fixture;
use crate::in_both_generations;

in_both_generations!(
    a_compressed_refusal_can_be_read,
    what_described_a_replaced_body_goes_with_it,
    a_fairing_that_looks_at_the_content_type_sees_json,
    a_page_put_in_the_place_of_a_refusal_is_none,
    errors_of_the_applications_own_go_to_its_catchers,
    rocket_responds_where_the_application_has_no_catcher,
    a_fairing_attached_by_stages_within_stages_comes_before_ours,
);

#[verify_session(claims(UserRole::includes("admin")))]
#[get("/admin")]
fn admin() {}

#[get("/broken")]
fn broken() -> Status {
    Status::InternalServerError
}

#[get("/broken-here")]
fn broken_here() -> Result<(), Error> {
    Err(Error::CustomHeaderUncheckable)
}

#[get("/forbidden")]
fn forbidden() -> Status {
    Status::Forbidden
}

async fn start(
    cdi: Cdi,
    prepare: impl FnOnce(Rocket<Build>, &Core) -> Rocket<Build>,
) -> (Core, App) {
    let core = Core::share(cdi).await;
    let rocket = prepare(App::rocket(), &core);
    let rocket = rocket
        .mount("/", fixture::routes())
        .mount("/", routes![admin, broken, broken_here, forbidden]);
    (core, App::launch(rocket).await)
}

/// The three kinds of refusal: by the attribute, for a claim, and by a route of ours.
async fn refusals(app: &App) -> [Reply; 3] {
    let mut client = app.client();
    let unauthorised = client.get("/session").await;
    let refresh = client.refresh().await;
    fixture::log_in(&mut client, "alice").await;
    [unauthorised, client.get("/admin").await, refresh]
}

/// Compresses every body, as the compression crate does.
fn gzip() -> AdHoc {
    AdHoc::on_response("Gzip", |_, response: &mut Response<'_>| {
        Box::pin(async move {
            let body = response.body_mut().to_bytes().await.expect("a body");
            let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&body).expect("memory");
            let body = encoder.finish().expect("memory");
            response.set_raw_header("Content-Encoding", "gzip");
            response.set_raw_header("ETag", "\"of-the-compressed\"");
            response.set_sized_body(body.len(), Cursor::new(body));
        })
    })
}

async fn a_compressed_refusal_can_be_read(cdi: Cdi) {
    for before in [true, false] {
        let (_core, app) = start(cdi, |rocket, core| match before {
            true => rocket.attach(gzip()).attach(core.settings().fairing()),
            false => rocket.attach(core.settings().fairing()).attach(gzip()),
        })
        .await;
        for path in ["/session", "/auth/signout", "/auth/session/refresh"] {
            let method = match path {
                "/session" => Method::GET,
                _ => Method::POST,
            };
            let request = app.client().plain(method, path);
            let response = request.send().await.expect("a response");
            assert_eq!(response.status(), 401, "{path}");
            assert_eq!(response.headers()["content-encoding"], "gzip");
            let body = response.bytes().await.expect("a body");
            let mut text = String::new();
            let mut decoder = GzDecoder::new(&*body);
            decoder
                .read_to_string(&mut text)
                .unwrap_or_else(|error| panic!("{path}, attached before: {before}: {error}"));
            assert_eq!(text, r#"{"message":"unauthorised"}"#);
        }
    }
}

#[catch(401)]
fn page() -> (ContentType, &'static str) {
    (ContentType::HTML, "<p>Please log in.</p>")
}

/// With a catcher of the application's, the body is replaced after the fairing has compressed it.
async fn what_described_a_replaced_body_goes_with_it(cdi: Cdi) {
    let (_core, app) = start(cdi, |rocket, core| {
        rocket
            .attach(gzip())
            .attach(core.settings().fairing())
            .register("/", catchers![page])
    })
    .await;
    let reply = app.client().get("/session").await;
    reply.assert_refused("unauthorised", false);
    assert_eq!(reply.header("content-encoding"), None);
    assert_eq!(reply.header("etag"), None);
    assert_eq!(reply.header("content-length"), Some("26"));
}

async fn a_fairing_that_looks_at_the_content_type_sees_json(cdi: Cdi) {
    let cors = AdHoc::on_response("CORS for JSON", |_, response: &mut Response<'_>| {
        Box::pin(async move {
            if response.content_type() == Some(ContentType::JSON) {
                let status = response.status().to_string();
                response.set_raw_header("Access-Control-Allow-Origin", "http://localhost:3000");
                response.set_raw_header("X-Status", status);
            }
        })
    });
    let (_core, app) = start(cdi, |rocket, core| {
        rocket.attach(cors).attach(core.settings().fairing())
    })
    .await;
    for reply in refusals(&app).await {
        let origin = reply.header("access-control-allow-origin");
        assert_eq!(origin, Some("http://localhost:3000"), "{reply:?}");
        let status = reply.header("x-status").expect("JSON");
        assert!(status.starts_with(&reply.status.to_string()), "{reply:?}");
    }
}

async fn a_page_put_in_the_place_of_a_refusal_is_none(cdi: Cdi) {
    let pages = AdHoc::on_response("Error pages", |_, response: &mut Response<'_>| {
        Box::pin(async move {
            if response.status().code >= 400 {
                response.set_header(ContentType::HTML);
                response.set_sized_body(None, Cursor::new("<p>An error.</p>"));
            }
        })
    });
    let (_core, app) = start(cdi, |rocket, core| {
        rocket.attach(core.settings().fairing()).attach(pages)
    })
    .await;
    let [unauthorised, claim, refresh] = refusals(&app).await;
    unauthorised.assert_refused("unauthorised", false);
    refresh.assert_refused("unauthorised", false);
    assert_eq!(claim.json()["message"], "invalid claim");
    let mut client = app.client();
    assert_eq!(client.get("/broken").await.text, "<p>An error.</p>");
    // Nor does a front end read what is wrong inside.
    let reply = client.get("/broken-here").await;
    assert_eq!(
        (reply.status, reply.text.as_str()),
        (500, "<p>An error.</p>")
    );
}

#[catch(500)]
fn own_500() -> &'static str {
    "own 500"
}

#[catch(default)]
fn own_default(status: Status, _: &rocket::Request<'_>) -> String {
    format!("own default for {}", status.code)
}

async fn errors_of_the_applications_own_go_to_its_catchers(cdi: Cdi) {
    let (_core, app) = start(cdi, |rocket, core| {
        rocket
            .attach(core.settings().fairing())
            .register("/", catchers![own_500, own_default])
    })
    .await;
    let mut client = app.client();
    assert_eq!(client.get("/broken").await.text, "own 500");
    let forbidden = client.get("/forbidden").await;
    assert_eq!(
        (forbidden.status, forbidden.text.as_str()),
        (403, "own default for 403")
    );
    assert_eq!(client.get("/nowhere").await.text, "own default for 404");
    client
        .get("/session")
        .await
        .assert_refused("unauthorised", false);
}

async fn rocket_responds_where_the_application_has_no_catcher(cdi: Cdi) {
    let (_core, app) = start(cdi, |rocket, core| rocket.attach(core.settings().fairing())).await;
    let mut client = app.client();
    for (path, status) in [("/broken", 500), ("/forbidden", 403), ("/nowhere", 404)] {
        let reply = client.get(path).await;
        let html = Some("text/html; charset=utf-8");
        assert_eq!((reply.status, reply.header("content-type")), (status, html));
        assert!(reply.text.contains(&status.to_string()), "{reply:?}");
    }
    let request = client
        .plain(Method::GET, "/forbidden")
        .header("accept", "application/json");
    let reply = client.send(request).await;
    assert_eq!(reply.json()["error"]["code"], 403);
}

/// A stage that attaches a stage, and so on, and in the end a fairing that knows nothing of others.
fn stages(depth: u32) -> AdHoc {
    AdHoc::on_ignite("Stage", move |rocket| async move {
        if depth > 0 {
            return rocket.attach(stages(depth - 1));
        }
        let replaces = AdHoc::on_response("Replaces", |_, response: &mut Response<'_>| {
            Box::pin(async move {
                response.set_raw_header("Access-Control-Expose-Headers", "X-Total");
            })
        });
        rocket.attach(replaces).register("/", catchers![own_500])
    })
}

async fn a_fairing_attached_by_stages_within_stages_comes_before_ours(cdi: Cdi) {
    for depth in 0..3 {
        let (_core, app) = start(cdi, |rocket, core| {
            rocket
                .attach(core.settings().fairing())
                .attach(stages(depth))
        })
        .await;
        let mut client = app.client();
        let reply = fixture::log_in(&mut client, "alice").await;
        assert_eq!(
            reply.header("access-control-expose-headers"),
            Some("X-Total, front-token, st-access-token, st-refresh-token"),
            "{depth} stages within the first"
        );
        assert_eq!(client.get("/broken").await.text, "own 500");
    }
}
