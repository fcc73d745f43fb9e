//! The page of the example.

use crate::browser::{Browser, Profile};
use crate::pictures::{self, Scheme};
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("example_page").once("pictures", pictures)
}

async fn pictures() {
    let browser = Browser::open(Profile::default()).await;
    browser
        .visit("data:text/html,<h1>x</h1>a<p>hello world")
        .await;
    for scheme in Scheme::BOTH {
        pictures::look(&browser, (1200, 900), scheme).await;
        pictures::draw(&browser, &format!("example-{}", scheme.name())).await;
    }
}
