//! The page of the example, and what it is made of.

use rocket_example::page::{Sdk, with_page};
use rocket_supertokens_tests::{App, Cdi, Client, Core};

use crate::in_both_generations;

in_both_generations!(
    all_of_the_page_is_served,
    the_sdk_is_served_if_it_is_there,
    nothing_else_is,
);

async fn start(cdi: Cdi, sdk: Option<Sdk>) -> (App, Client) {
    let core = Core::share(cdi).await;
    let rocket = rocket_example::rocket_with(App::rocket(), core.settings());
    let app = App::launch(with_page(rocket, sdk)).await;
    let client = app.client();
    (app, client)
}

/// What is between these two, wherever that is.
fn all_between<'t>(text: &'t str, begin: &str, end: &str) -> Vec<&'t str> {
    let rests = text.split(begin).skip(1);
    rests
        .filter_map(|rest| Some(rest.split_once(end)?.0))
        .collect()
}

async fn all_of_the_page_is_served(cdi: Cdi) {
    let (_app, mut client) = start(cdi, None).await;
    let page = client.get("/").await;
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!page.text.contains("/sdk/"), "there is no SDK");

    let mut files = all_between(&page.text, "\"/page/", "\"");
    let main = client.get("/page/main.js").await;
    files.extend(all_between(&main.text, "from \"./", "\""));
    assert!(files.len() > 6, "{files:?}");
    for file in files {
        let reply = client.get(&format!("/page/{file}")).await;
        let expected = match file.rsplit_once('.').expect("a kind").1 {
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript",
            "svg" => "image/svg+xml",
            kind => panic!("{kind}"),
        };
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (200, Some(expected)),
            "{file}"
        );
    }
}

async fn the_sdk_is_served_if_it_is_there(cdi: Cdi) {
    let Some(sdk) = Sdk::find() else {
        // The browser tests insist on it.
        return;
    };
    let (_app, mut client) = start(cdi, Some(sdk)).await;
    let page = client.get("/").await;
    let scripts = all_between(&page.text, "src=\"/sdk/", "\"");
    assert_eq!(
        scripts,
        [
            "website.js",
            "dateprovider.js",
            "supertokens.js",
            "session.js"
        ]
    );
    for script in scripts {
        let reply = client.get(&format!("/sdk/{script}")).await;
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (200, Some("text/javascript"))
        );
    }
}

async fn nothing_else_is(cdi: Cdi) {
    let (_app, mut client) = start(cdi, None).await;
    for path in [
        "/sdk/session.js",
        "/page/mod.rs",
        "/page/index.html",
        "/page/..%2Fmod.rs",
        "/sdk/..%2F..%2Fpackage.json",
    ] {
        assert_eq!(client.get(path).await.status, 404, "{path}");
    }
}
