//! The suites' own pages.

use std::path::{Path, PathBuf};

use rocket::fs::NamedFile;
use rocket::{Route, State, get, routes};

use crate::options::Options;

pub(super) fn routes() -> Vec<Route> {
    routes![index, angular]
}

#[get("/index.html")]
async fn index(options: &State<Options>) -> Option<NamedFile> {
    file(options, Path::new("index.html")).await
}

#[get("/angular/<path..>")]
async fn angular(path: PathBuf, options: &State<Options>) -> Option<NamedFile> {
    file(options, &Path::new("angular").join(path)).await
}

async fn file(options: &Options, path: &Path) -> Option<NamedFile> {
    NamedFile::open(options.static_dir.as_ref()?.join(path))
        .await
        .ok()
}
