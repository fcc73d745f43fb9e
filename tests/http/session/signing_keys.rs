//! Access tokens signed with keys that rotate, and with one that does not.

use reqwest::Method;
use rocket_supertokens_tests::{App, Behaviour, Cdi, Core, claims};

use crate::fixture::{self, log_in};
use crate::in_both_generations;

in_both_generations!(
    the_setting_chooses_the_key,
    a_token_of_the_other_kind_calls_for_a_refresh,
    a_refresh_changes_the_kind,
    the_keys_are_served_while_the_core_is_away,
    keys_that_a_reader_has_are_not_sent_again,
);

/// Applications of one core: one with each setting.
async fn start(cdi: Cdi) -> (Core, App, App) {
    let core = Core::share(cdi).await;
    let serve = |dynamic| {
        let settings = core
            .settings()
            .use_dynamic_access_token_signing_key(dynamic);
        App::serve(settings, fixture::routes())
    };
    let (with_dynamic, with_static) = (serve(true).await, serve(false).await);
    (core, with_dynamic, with_static)
}

/// The first letter of the key id.
fn kind(token: &Option<String>) -> char {
    let token = token.as_deref().expect("a token");
    // The header stands where the claims are read from here.
    let header = claims(&format!("x.{}", token.split('.').next().expect("a part")));
    let kid = header["kid"].as_str().expect("a key id");
    kid.chars().next().expect("a letter")
}

async fn the_setting_chooses_the_key(cdi: Cdi) {
    let (core, with_dynamic, with_static) = start(cdi).await;
    core.take_calls();
    let mut client = with_dynamic.client();
    log_in(&mut client, "alice").await;
    assert_eq!(kind(&client.access_token), 'd');
    let mut client = with_static.client();
    log_in(&mut client, "alice").await;
    assert_eq!(kind(&client.access_token), 's');
    assert_eq!(client.get("/session").await.status, 200);
    let calls = core.take_whole_calls().into_iter();
    let told: Vec<_> = calls
        .filter(|call| call.path == "/public/recipe/session")
        .map(|call| call.body["useDynamicSigningKey"].clone())
        .collect();
    assert_eq!(told, [true, false]);
}

async fn a_token_of_the_other_kind_calls_for_a_refresh(cdi: Cdi) {
    let (_core, with_dynamic, with_static) = start(cdi).await;
    for (made_by, used_by) in [(&with_dynamic, &with_static), (&with_static, &with_dynamic)] {
        let mut client = made_by.client();
        log_in(&mut client, "alice").await;
        let mut client = client.at(used_by);
        for path in ["/session", "/optional", "/checked"] {
            let reply = client.get(path).await;
            reply.assert_refused("try refresh token", false);
        }
    }
}

async fn a_refresh_changes_the_kind(cdi: Cdi) {
    let (_core, with_dynamic, with_static) = start(cdi).await;
    let mut client = with_dynamic.client();
    log_in(&mut client, "alice").await;
    let mut client = client.at(&with_static);
    assert_eq!(client.refresh().await.status, 200);
    assert_eq!(kind(&client.access_token), 's');
    assert_eq!(client.get("/session").await.status, 200);
    let mut client = client.at(&with_dynamic);
    let reply = client.get("/session").await;
    reply.assert_refused("try refresh token", false);
    assert_eq!(client.refresh().await.status, 200);
    assert_eq!(kind(&client.access_token), 'd');
}

const KEYS: &str = "/auth/jwt/jwks.json";

async fn the_keys_are_served_while_the_core_is_away(cdi: Cdi) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    log_in(&mut client, "alice").await;
    assert_eq!(client.get("/session").await.status, 200);
    core.take_calls();
    core.behave(Behaviour::Breaks);
    let reply = client.get(KEYS).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    assert!(reply.json()["keys"][0]["kid"].is_string(), "{reply:?}");
    assert!(app.super_tokens().jwks().await.is_ok());
    assert_eq!(core.take_calls(), [""; 0], "those at hand are good");
}

async fn keys_that_a_reader_has_are_not_sent_again(cdi: Cdi) {
    let (_core, app) = fixture::start(cdi, |settings| settings).await;
    let mut client = app.client();
    let whole = client.get(KEYS).await;
    let etag = whole.header("etag").expect("an ETag").to_owned();
    for (known, status) in [
        (etag.clone(), 304),
        (format!("W/{etag}"), 304),
        (format!("\"other\", {etag}"), 304),
        ("*".to_owned(), 304),
        ("\"other\"".to_owned(), 200),
        (etag.trim_matches('"').to_owned(), 200),
        (String::new(), 200),
    ] {
        let request = client.plain(Method::GET, KEYS);
        let request = request.header("if-none-match", &known);
        let reply = client.send(request).await;
        assert_eq!(reply.status, status, "{known}");
        assert_eq!(reply.header("etag"), Some(&*etag));
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert!(reply.header("cache-control").is_some());
        assert_eq!(reply.text.is_empty(), status == 304);
        reply.assert_no_tokens();
    }
}
