//! The suites' pages.

use std::fs;

use crate::browser::Browser;
use crate::server::{Server, dev_core, options};
use frontend_integration_server::Options;

#[tokio::test(flavor = "multi_thread")]
async fn pages_come_from_the_static_folder_and_from_nowhere_else() {
    let parent = tempfile::tempdir().expect("a folder");
    let folder = parent.path().join("static");
    fs::create_dir_all(folder.join("angular/deep")).expect("folders");
    for (file, text) in [
        ("index.html", "<p>page"),
        ("angular/main.js", "1"),
        ("angular/deep/x.js", "2"),
        ("../secret", "3"),
    ] {
        fs::write(folder.join(file), text).expect("a file");
    }
    let core = dev_core().await;
    let options = Options {
        static_dir: Some(folder),
        ..options(&core.connection_uri())
    };
    let server = Server::start_with(options).await;
    let mut browser = Browser::new(&server);

    let page = browser.get("/index.html").await;
    page.assert_is(200, "<p>page");
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let script = browser.get("/angular/main.js").await;
    script.assert_is(200, "1");
    assert_eq!(script.header("content-type"), Some("text/javascript"));
    browser.get("/angular/deep/x.js").await.assert_is(200, "2");
    browser.get("/angular/missing.js").await.assert_is(404, "");
    let outside = browser.get("/angular/%2e%2e/%2e%2e/secret").await;
    assert_ne!(outside.text, "3");
    assert!(outside.status >= 400, "{outside:?}");
}
