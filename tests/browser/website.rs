//! Where the page comes from: a server of its own, so that the API is another origin.

use std::path::Path;

use rocket::fs::NamedFile;
use rocket::http::ContentType;
use rocket::response::content::RawHtml;
use rocket::{Build, Rocket, Route, get, routes};
use rocket_supertokens_tests::App;

use crate::needs;

/// The website, until it is dropped.
pub(crate) struct Website {
    _app: App,
    port: u16,
}

impl Website {
    pub(crate) async fn launch() -> Self {
        Self::of(App::rocket().mount("/", pages())).await
    }

    /// A website that is this Rocket.
    pub(crate) async fn of(rocket: Rocket<Build>) -> Self {
        let app = App::launch(rocket).await;
        let port = app.port();
        Self { _app: app, port }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

/// The page and the scripts that it loads.
pub(crate) fn pages() -> Vec<Route> {
    routes![page, bare, script, sdk]
}

#[get("/")]
fn page() -> RawHtml<&'static str> {
    RawHtml(include_str!("page/page.html"))
}

/// Without the SDK.
#[get("/bare")]
fn bare() -> RawHtml<&'static str> {
    RawHtml("<!doctype html><title>A page</title>")
}

#[get("/page.js")]
fn script() -> (ContentType, &'static str) {
    (ContentType::JavaScript, include_str!("page/page.js"))
}

/// A bundle of the unmodified `supertokens-web-js`. The names of its files have a hash behind.
#[get("/sdk/<name>")]
async fn sdk(name: &str) -> Option<NamedFile> {
    let folder = Path::new(needs::WEB).join("node_modules/supertokens-web-js/bundle");
    let files = folder.read_dir().ok()?.filter_map(Result::ok);
    let mut paths = files.map(|file| file.path());
    let path = paths.find(|path| is_called(path, name))?;
    NamedFile::open(path).await.ok()
}

fn is_called(path: &Path, name: &str) -> bool {
    let file = path.file_name().and_then(|file| file.to_str());
    file.and_then(|file| file.split('.').next()) == Some(name)
}
