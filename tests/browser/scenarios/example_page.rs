//! The page of the example.

use rocket_example::page::{Sdk, with_page};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::browser::{Browser, Profile};
use crate::pictures::{self, Scheme};
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("example_page").once("pictures", pictures)
}

async fn pictures() {
    let core = Core::start_dev_core(Cdi::V5_6, |core| core.access_token_validity(30)).await;
    let rocket = rocket_example::rocket_with(App::rocket(), core.settings());
    let app = App::launch(with_page(rocket, Sdk::find())).await;
    let browser = Browser::open(Profile::default()).await;
    browser
        .visit(&format!("http://localhost:{}", app.port()))
        .await;
    browser
        .until("document.querySelector('#log-in:not([hidden])')")
        .await;
    pictures::look(&browser, (1080, 780), Scheme::Light).await;
    pictures::draw(&browser, "example-out").await;
    browser
        .run("document.querySelector('#log-in button').click()")
        .await;
    browser
        .until("document.querySelector('#signed-in:not([hidden])')")
        .await;
    for path in [
        "/like-comment",
        "/admin-area",
        "/become-admin",
        "/admin-area",
        "/auth/session/refresh",
        "/comments",
        "/access-token-payload",
        "/admin-area",
    ] {
        browser.run(&format!("document.querySelector('[data-path=\"{path}\"] button, button[data-path=\"{path}\"]').click(); await new Promise(go => setTimeout(go, 300))")).await;
    }
    for scheme in Scheme::BOTH {
        pictures::look(&browser, (1080, 780), scheme).await;
        pictures::draw(&browser, &format!("example-{}", scheme.name())).await;
        pictures::look(&browser, (360, 2400), scheme).await;
        pictures::draw(&browser, &format!("example-phone-{}", scheme.name())).await;
    }
}
