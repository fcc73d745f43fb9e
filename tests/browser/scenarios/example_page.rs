//! The page of the example, with the SDK and with the client of its own.

use rocket_example::page::Sdk;
use serde_json::json;
use thirtyfour::Key;

use crate::example::{Example, sdk};
use crate::lifetime::{LONGER, SHORT};
use crate::mode::Mode;
use crate::pictures::{self, Scheme};
use crate::scenario::Scenarios;

pub(crate) fn scenarios() -> Scenarios {
    Scenarios::new("example_page")
        .both("all_calls_with_sdk", |mode| all_calls(sdk(), mode))
        .both("all_calls_without_sdk", |mode| all_calls(None, mode))
        .both("expired_with_sdk", |mode| expired(sdk(), mode))
        .both("expired_without_sdk", |mode| expired(None, mode))
        .both("keyboard_alone", keyboard_alone)
        .once("to_be_read", to_be_read)
        .once("pictures", draw)
}

async fn all_calls(sdk: Option<Sdk>, mode: Mode) {
    let with_sdk = sdk.is_some();
    let example = Example::start(sdk).await;
    let front_end = example.shows("#front-end").await;
    assert_eq!(front_end.contains("unmodified"), with_sdk, "{front_end}");
    assert_eq!(front_end.contains("npm ci"), !with_sdk, "{front_end}");

    example.press("/like-comment").await;
    assert!(
        example
            .requests()
            .await
            .contains(&"POST /like-comment 401 no change".to_owned())
    );
    assert_eq!(example.shows("#outcome").await, "POST /like-comment: 401.");
    example.press("/comments").await;
    assert_eq!(example.newest().await, "GET /comments 200 no change");

    let user = example.somebody();
    example.log_in(&user, mode).await;
    assert_eq!(example.newest().await, "POST /login 200 session begun");
    assert_eq!(example.shows("#user").await, user);
    let kept = "return /\\bst-access-token/.test(document.cookie + JSON.stringify(localStorage));";
    assert_eq!(example.browser.run(kept).await, mode == Mode::Header);
    example.press("/like-comment").await;
    assert_eq!(example.newest().await, "POST /like-comment 200 no change");
    assert!(example.shows("#response").await.contains(&user));
    example.press("/sensitive").await;
    assert_eq!(example.newest().await, "GET /sensitive 200 no change");

    // What was fetched for the refusal comes with it.
    assert_eq!(example.shows("#roles").await, "not in the token yet");
    example.press("/admin-area").await;
    assert_eq!(
        example.newest().await,
        "GET /admin-area 403 payload changed"
    );
    let invalid = example.shows("#invalid-claims").await;
    assert!(
        invalid.starts_with("Claim st-role: wrong value."),
        "{invalid}"
    );
    assert_eq!(example.shows("#roles").await, "none");
    example.press("/become-admin").await;
    assert_eq!(
        example.newest().await,
        "POST /become-admin 200 payload changed"
    );
    assert_eq!(example.shows("#roles").await, "admin");
    example.press("/admin-area").await;
    assert_eq!(example.newest().await, "GET /admin-area 200 no change");

    example.press("/access-token-payload").await;
    assert_eq!(
        example.newest().await,
        "PATCH /access-token-payload 200 payload changed"
    );
    let marked = example.shows("#payload .new:last-child").await;
    assert!(
        marked.contains("plan") && marked.contains("\"pro\""),
        "{marked}"
    );
    example.press("/session-data").await;
    example.press("/me").await;
    assert!(example.shows("#response").await.contains("\"cart\""));
    example.press("/auth/session/refresh").await;
    assert_eq!(
        example.newest().await,
        "POST /auth/session/refresh 200 tokens renewed"
    );
    assert!(example.shows("#payload").await.contains("plan"));

    example.press("/auth/signout").await;
    assert_eq!(
        example.newest().await,
        "POST /auth/signout 200 tokens removed"
    );
    assert_eq!(example.focus().await, "user-id");

    let mut phone = example.app.client();
    phone.login(&user).await;
    example.log_in(&user, mode).await;
    example.press("/revoke-all").await;
    assert_eq!(
        example.newest().await,
        "POST /revoke-all 200 tokens removed"
    );
    assert_eq!(
        example.shows("#outcome").await,
        "POST /revoke-all: 200. Tokens removed."
    );
    assert_eq!(phone.get("/sensitive").await.status, 401);
    assert_eq!(example.focus().await, "user-id");
    example.assert_in_order().await;
}

async fn expired(sdk: Option<Sdk>, mode: Mode) {
    let example = Example::start_short_lived(sdk, SHORT).await;
    example.log_in("alice", mode).await;
    example.expire().await;
    let before = example.requests().await.len();
    example.click("[data-times='10']").await;
    example.comes_to_rest().await;

    let requests = example.requests().await.split_off(before);
    let sent = |line: &str| requests.iter().filter(|request| *request == line).count();
    assert_eq!(
        sent("POST /auth/session/refresh 200 tokens renewed *"),
        1,
        "{requests:?}"
    );
    let renewals = requests
        .iter()
        .filter(|request| request.contains("refresh"));
    assert_eq!(renewals.count(), 1, "{requests:?}");
    let refused = sent("POST /like-comment 401 no change");
    assert!(refused > 0, "{requests:?}");
    assert_eq!(
        sent("POST /like-comment 200 no change *"),
        refused,
        "{requests:?}"
    );
    assert_eq!(
        sent("POST /like-comment 200 no change"),
        10 - refused,
        "{requests:?}"
    );
    let outcome = example.shows("#outcome").await;
    assert_eq!(
        outcome,
        "POST /like-comment, 10 times at once: 200. Tokens renewed."
    );
    assert!(example.shows("#left").await.starts_with("expires in"));
    example.assert_in_order().await;
}

async fn keyboard_alone(mode: Mode) {
    let example = Example::start(sdk()).await;
    example.tab_to("#user-id").await;
    let user = example.somebody();
    for letter in user.chars() {
        example.keys(letter).await;
    }
    example.tab_to("[name=mode]").await;
    if mode == Mode::Header {
        example.keys(Key::Right).await;
    }
    example.keys(Key::Enter).await;
    example
        .browser
        .until("document.querySelector('#signed-in:not([hidden])')")
        .await;
    example.comes_to_rest().await;
    assert_eq!(example.focus().await, "session-title");
    // A tabulator into a field selects what is in it.
    assert_eq!(example.shows("#user").await, user);
    let carried = example.shows("#mode").await;
    assert_eq!(carried, format!("{mode}s"));

    for (path, key, newest) in [
        (
            "/like-comment",
            Key::Enter,
            "POST /like-comment 200 no change",
        ),
        (
            "/admin-area",
            Key::Space,
            "GET /admin-area 403 payload changed",
        ),
        (
            "/become-admin",
            Key::Space,
            "POST /become-admin 200 payload changed",
        ),
    ] {
        example.tab_to(&format!("button[data-path='{path}']")).await;
        example.keys(key).await;
        example.comes_to_rest().await;
        assert_eq!(example.newest().await, newest);
    }
    example.tab_to("#update").await;
    example
        .tab_to("form[data-path='/access-token-payload'] button")
        .await;
    example.keys(Key::Enter).await;
    example.comes_to_rest().await;
    assert_eq!(
        example.newest().await,
        "PATCH /access-token-payload 200 payload changed"
    );
    example.tab_to("button[data-path='/auth/signout']").await;
    example.keys(Key::Enter).await;
    example.comes_to_rest().await;
    assert_eq!(
        example.newest().await,
        "POST /auth/signout 200 tokens removed"
    );
    assert_eq!(example.focus().await, "user-id");
    example.assert_in_order().await;
}

/// On a phone, in the dark, with a screen reader.
async fn to_be_read() {
    let example = Example::start(None).await;
    let mut colours = Vec::new();
    for scheme in Scheme::BOTH {
        pictures::look(&example.browser, (360, 740), scheme).await;
        for session in [false, true] {
            if session {
                example.log_in(&example.somebody(), Mode::Cookie).await;
                for path in [
                    "/like-comment",
                    "/admin-area",
                    "/me",
                    "/access-token-payload",
                ] {
                    example.press(path).await;
                }
            }
            let wider = "const page = document.documentElement; return page.scrollWidth - page.clientWidth;";
            assert_eq!(example.browser.run(wider).await, 0);
            assert_eq!(
                example.browser.run(TOO_FAINT).await,
                json!([]),
                "{scheme:?}"
            );
            assert_eq!(example.browser.run(NAMELESS).await, json!([]));
        }
        let colour = "return getComputedStyle(document.body).backgroundColor;";
        colours.push(example.browser.run(colour).await);
        example.press("/auth/signout").await;
    }
    assert_ne!(colours[0], colours[1]);
    let headings =
        "return [...document.querySelectorAll('h1, h2')].map(({ localName }) => localName);";
    let headings = example.browser.run(headings).await;
    assert_eq!(headings, json!(["h1", "h2", "h2", "h2", "h2", "h2", "h2"]));
    let live = "return ['outcome', 'announcement'].every((id) => document.getElementById(id).role === 'status');";
    assert_eq!(example.browser.run(live).await, true);
}

/// Texts with a contrast below 4.5, as the WCAG count it.
const TOO_FAINT: &str = "
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const channels = (colour) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    };
    const luminance = (colour) => {
        const [red, green, blue] = channels(colour).map((value) => value / 255)
            .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element) => {
        const colour = getComputedStyle(element).backgroundColor;
        return channels(colour)[3] === 255 ? colour : behind(element.parentElement);
    };
    const texts = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility()
        && (element.matches('input, textarea') || [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())));
    if (texts.length < 30) throw new Error('there is hardly a text');
    return texts.flatMap((element) => {
        const both = [luminance(getComputedStyle(element).color), luminance(behind(element))];
        const contrast = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
        return contrast < 4.5 ? [`${contrast.toFixed(2)}: ${element.outerHTML}`] : [];
    });
";

/// Fields without a label, buttons without a text, and parts of the page without a title.
const NAMELESS: &str = "
    const fields = [...document.querySelectorAll('input, textarea, progress')].filter(({ labels }) => labels.length === 0);
    const buttons = [...document.querySelectorAll('button')].filter(({ textContent }) => !textContent.trim());
    const parts = [...document.querySelectorAll('section')]
        .filter((part) => !document.getElementById(part.getAttribute('aria-labelledby')));
    return [...fields, ...buttons, ...parts].map(({ outerHTML }) => outerHTML);
";

async fn draw() {
    let example = Example::start_short_lived(sdk(), LONGER).await;
    let browser = &example.browser;
    pictures::look(browser, (1000, 715), Scheme::Light).await;
    example.log_in("alice", Mode::Cookie).await;
    for path in ["/like-comment", "/admin-area", "/become-admin"] {
        example.press(path).await;
    }
    example.expire().await;
    for path in ["/admin-area", "/access-token-payload", "/comments"] {
        example.press(path).await;
    }
    browser
        .run("document.activeElement.blur(); scrollTo(0, 0);")
        .await;
    example.move_away().await;
    for scheme in Scheme::BOTH {
        let name = scheme.name();
        pictures::look(browser, (1000, 715), scheme).await;
        pictures::draw(browser, &format!("example-{name}")).await;
        pictures::look(browser, (360, 740), scheme).await;
        pictures::draw(browser, &format!("example-phone-{name}")).await;
    }
}
