//! The page to try the example with. Its files are in the binary; nothing is built and nothing is fetched from elsewhere.
//!
//! The page uses SuperTokens' own front-end SDK, `supertokens-web-js`, if npm has brought it, and otherwise a small client
//! of its own.

use std::fs;
use std::path::{Path, PathBuf};

use rocket::fs::NamedFile;
use rocket::http::{ContentType, Header};
use rocket::response::content::RawHtml;
use rocket::{Build, Responder, Rocket, State, get, routes};

/// Where `npm ci` in `examples/web` puts the SDK.
const BUNDLES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/web/node_modules/supertokens-web-js/bundle"
);

/// The parts of the SDK that the page needs, in the order in which they are loaded.
const PARTS: [&str; 4] = ["website", "dateprovider", "supertokens", "session"];

/// Nothing from elsewhere, and no scripts or styles between the lines of the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The bundles of the unmodified front-end SDK.
#[derive(Debug, Clone)]
pub struct Sdk {
    parts: Vec<(&'static str, PathBuf)>,
}

impl Sdk {
    /// Looks for the SDK. There is none before `npm ci` was run in `examples/web`.
    pub fn find() -> Option<Self> {
        let parts = PARTS.map(|name| bundle(name).map(|file| (name, file)));
        let parts = parts.into_iter().collect::<Option<_>>()?;
        Some(Self { parts })
    }
}

/// The file of a bundle. Its name has a hash behind: `session.1e8cb79cef1389b3f612.js`.
fn bundle(name: &str) -> Option<PathBuf> {
    let files = fs::read_dir(BUNDLES).ok()?.filter_map(Result::ok);
    let mut paths = files.map(|file| file.path());
    paths.find(|path| is_bundle(path, name))
}

fn is_bundle(path: &Path, name: &str) -> bool {
    let file = path.file_name().and_then(|file| file.to_str());
    let parts = file.map(|file| file.split('.').collect::<Vec<_>>());
    matches!(parts.as_deref(), Some([first, _, "js"]) if *first == name)
}

struct Site {
    html: String,
    sdk: Option<Sdk>,
}

/// Adds the page at `/`, with the SDK or without it.
pub fn with_page(rocket: Rocket<Build>, sdk: Option<Sdk>) -> Rocket<Build> {
    let parts = sdk.iter().flat_map(|sdk| &sdk.parts);
    let scripts: String = parts
        .map(|(name, _)| format!("<script src=\"/sdk/{name}.js\"></script>\n"))
        .collect();
    let html = include_str!("index.html").replace("<!-- The SDK. -->", scripts.trim_end());
    rocket
        .manage(Site { html, sdk })
        .mount("/", routes![page, file, part_of_sdk])
}

#[derive(Responder)]
struct Page {
    html: RawHtml<String>,
    policy: Header<'static>,
}

#[get("/")]
fn page(site: &State<Site>) -> Page {
    Page {
        html: RawHtml(site.html.clone()),
        policy: Header::new("content-security-policy", POLICY),
    }
}

#[get("/page/<name>")]
fn file(name: &str) -> Option<(ContentType, &'static str)> {
    Some(match name {
        "style.css" => (ContentType::CSS, include_str!("style.css")),
        "parts.css" => (ContentType::CSS, include_str!("parts.css")),
        "icon.svg" => (ContentType::SVG, include_str!("icon.svg")),
        "main.js" => (ContentType::JavaScript, include_str!("main.js")),
        "requests.js" => (ContentType::JavaScript, include_str!("requests.js")),
        "view.js" => (ContentType::JavaScript, include_str!("view.js")),
        "sdk_client.js" => (ContentType::JavaScript, include_str!("sdk_client.js")),
        "own_client.js" => (ContentType::JavaScript, include_str!("own_client.js")),
        "front_token.js" => (ContentType::JavaScript, include_str!("front_token.js")),
        _ => return None,
    })
}

#[get("/sdk/<name>")]
async fn part_of_sdk(name: &str, site: &State<Site>) -> Option<NamedFile> {
    let name = name.strip_suffix(".js")?;
    let mut parts = site.sdk.as_ref()?.parts.iter();
    let (_, file) = parts.find(|(known, _)| *known == name)?;
    NamedFile::open(file).await.ok()
}
