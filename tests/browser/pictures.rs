//! Pictures of pages, for the README.
//!
//! They are written to `target/pictures` each time, and to `examples/pictures` only where `BLESS` is set: times and names
//! of sessions differ from one run to the next, and so would the files.

use std::path::Path;
use std::{env, fs};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::browser::Browser;

/// What a reader of the README loads with it at most, per picture.
const LARGEST: usize = 120 * 1024;

/// Fewer colours than this, and there is no text on it.
const FEWEST_COLOURS: u64 = 30;

const DRAWN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/pictures");
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/pictures");

/// What the user prefers: `prefers-color-scheme`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    pub(crate) const BOTH: [Self; 2] = [Self::Light, Self::Dark];

    /// As CSS spells it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// From now on the page is this large, in CSS pixels, and the user prefers this scheme.
pub(crate) async fn look(browser: &Browser, (width, height): (u32, u32), scheme: Scheme) {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    let resize = "Emulation.setDeviceMetricsOverride";
    browser.cdp(resize, size).await;
    let hidden = json!({ "hidden": true });
    let scrollbars = "Emulation.setScrollbarsHidden";
    browser.cdp(scrollbars, hidden).await;
    let preferred = json!([
        { "name": "prefers-color-scheme", "value": scheme.name() },
        { "name": "prefers-reduced-motion", "value": "reduce" },
    ]);
    let media = json!({ "features": preferred });
    browser.cdp("Emulation.setEmulatedMedia", media).await;
}

/// Draws the page as it is now, at its present size, into `NAME.png`. Fails if the picture is blank or large.
pub(crate) async fn draw(browser: &Browser, name: &str) {
    let format = json!({ "format": "png" });
    let drawn = browser.cdp("Page.captureScreenshot", format).await;
    let text = drawn["data"].as_str().expect("base64");
    // The browser knows how to read what it wrote.
    let count = format!(
        "const bytes = Uint8Array.from(atob('{text}'), (character) => character.charCodeAt(0));
        const picture = await createImageBitmap(new Blob([bytes], {{ type: 'image/png' }}));
        const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
        canvas.drawImage(picture, 0, 0);
        const pixels = canvas.getImageData(0, 0, picture.width, picture.height).data;
        return new Set(new Uint32Array(pixels.buffer)).size;"
    );
    let colours = browser.run(&count).await.as_u64().expect("a number");
    assert!(
        colours >= FEWEST_COLOURS,
        "{name} is blank: {colours} colours"
    );
    let bytes = STANDARD.decode(text).expect("base64");
    save(DRAWN, name, &bytes);
    if env::var_os("BLESS").is_some() {
        save(COMMITTED, name, &bytes);
    }
    assert!(
        bytes.len() <= LARGEST,
        "{name} is too large: {} bytes",
        bytes.len()
    );
}

fn save(folder: &str, name: &str, picture: &[u8]) {
    let folder = Path::new(folder);
    fs::create_dir_all(folder).expect("the folder is made");
    let file = folder.join(name).with_extension("png");
    fs::write(&file, picture).expect("the picture is written");
}
