//! An exchange of ours, in the same form as the recorded ones.

use rocket_supertokens::mail::Email;
use rocket_supertokens_tests::{CoreCall, Reply};
use serde_json::{Map, Value, json};

use crate::application::NOT_OURS;
use crate::recording::{link_parts, parameters};

/// The headers that are compared.
const HEADERS: [&str; 6] = [
    "access-control-expose-headers",
    "anti-csrf",
    "content-type",
    "front-token",
    "st-access-token",
    "st-refresh-token",
];

/// All that came of one request.
pub(crate) fn exchange(reply: &Reply, calls: &[CoreCall], mails: &[Email]) -> Value {
    let handled = reply.text != NOT_OURS;
    let mut exchange = json!({ "handled": handled });
    if handled {
        exchange["status"] = reply.status.into();
        exchange["headers"] = headers(reply);
        exchange["cookies"] = reply.set_cookies().into_iter().map(cookie).collect();
        exchange["body"] = serde_json::from_str(&reply.text).unwrap_or_default();
    }
    if let Some(front) = reply.front_token() {
        exchange["front"] = front;
    }
    // Keys are fetched when they are needed, and node's own fetches were not recorded.
    let calls = calls
        .iter()
        .filter(|call| call.path != "/apiversion" && call.path != "/.well-known/jwks.json");
    exchange["core"] = calls.map(core_call).collect();
    exchange["mails"] = mails.iter().map(mail).collect();
    exchange
}

fn headers(reply: &Reply) -> Value {
    let mut headers = Map::new();
    for name in HEADERS {
        if let Some(value) = reply.header(name) {
            let set = name == "front-token" && value != "remove";
            headers.insert(name.into(), if set { "set" } else { value }.into());
        }
    }
    Value::Object(headers)
}

fn cookie(line: &str) -> Value {
    let mut parts = line.split("; ");
    let (name, value) = parts
        .next()
        .unwrap_or_default()
        .split_once('=')
        .expect("a cookie");
    let attributes: Vec<&str> = parts.collect();
    let attribute = |name: &str| {
        attributes
            .iter()
            .find_map(|attribute| attribute.strip_prefix(name)?.strip_prefix('='))
            .map(str::to_lowercase)
    };
    json!({
        "name": name,
        "empty": value.is_empty(),
        "path": attribute("Path"),
        "sameSite": attribute("SameSite"),
        "secure": attributes.contains(&"Secure"),
    })
}

fn core_call(call: &CoreCall) -> Value {
    let query = parameters(&call.query);
    let mut shown = json!({ "method": call.method, "path": call.path, "query": query });
    if !call.body.is_null() {
        shown["body"] = call.body.clone();
    }
    shown
}

fn mail(mail: &Email) -> Value {
    let kind = match mail {
        Email::PasswordReset(_) => "PASSWORD_RESET",
        Email::EmailVerification(_) => "EMAIL_VERIFICATION",
        other => panic!("an e-mail that node does not send: {other:?}"),
    };
    json!({
        "type": kind,
        "to": mail.recipient(),
        "userId": mail.user_id(),
        "recipeUserId": mail.recipe_user_id(),
        "tenantId": mail.tenant_id(),
        "link": link_parts(mail.link().as_str()),
    })
}
