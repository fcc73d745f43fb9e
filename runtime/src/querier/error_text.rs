//! What the core says about a call that it refuses, made fit for a log.
//!
//! The core, or a proxy before it, may repeat the request in its response, and with it tokens and the API key.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use serde_json::Value;

use super::transport::CoreRequest;

/// In bytes; longer texts are cut.
const MAX_LENGTH: usize = 2048;
/// Shorter values of a request are words that the core may use itself.
const SHORTEST_VALUE: usize = 8;
/// From this length on a word with a digit in it counts as a token.
const SHORTEST_TOKEN: usize = 24;
const HIDDEN: &str = "[..]";

/// The text, cut, without values of `request` and without tokens.
pub(super) fn error_text(text: &[u8], request: &CoreRequest) -> String {
    let text = String::from_utf8_lossy(text);
    let text = without_tokens(&without_values(text, request));
    cut(text)
}

/// The core's message beside one of its own statuses, cut and without tokens.
pub(crate) fn fit_to_log(text: &str) -> String {
    cut(without_tokens(text))
}

fn without_values(text: Cow<'_, str>, request: &CoreRequest) -> String {
    let mut values = values(request);
    values.retain(|value| (SHORTEST_VALUE..=text.len()).contains(&value.len()));
    // One value may be part of another.
    values.sort_unstable_by_key(|value| std::cmp::Reverse(value.len()));
    let mut text = text.into_owned();
    for value in values {
        if text.contains(&value) {
            text = text.replace(&value, HIDDEN);
        }
    }
    text
}

/// All values of a request, as they are and as JSON writes them.
fn values(request: &CoreRequest) -> Vec<String> {
    let mut values = Vec::new();
    if let Ok(body) = serde_json::from_slice(&request.body) {
        collect(&body, &mut values);
    }
    if let Some((_, query)) = request.url.split_once('?') {
        for (_, value) in form_urlencoded::parse(query.as_bytes()) {
            values.push(value.into_owned());
        }
    }
    for (name, value) in &request.headers {
        if name != CONTENT_TYPE {
            values.push(String::from_utf8_lossy(value.as_bytes()).into_owned());
        }
    }
    values
}

fn collect(value: &Value, values: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            let json = value.to_string();
            let json = &json[1..json.len() - 1];
            if json != text {
                values.push(json.to_owned());
            }
            values.push(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, values)),
        Value::Object(members) => members.values().for_each(|item| collect(item, values)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Hides long words with digits in them, that is tokens of any form. The names of Java classes have no digits.
fn without_tokens(text: &str) -> String {
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || "-_+/=.%~".contains(c);
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c| !is_of_token(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        if word.len() >= SHORTEST_TOKEN && word.bytes().any(|byte| byte.is_ascii_digit()) {
            clean.push_str(HIDDEN);
        } else {
            clean.push_str(word);
        }
        let end = after.find(is_of_token).unwrap_or(after.len());
        clean.push_str(&after[..end]);
        rest = &after[end..];
    }
    clean
}

fn cut(mut text: String) -> String {
    if text.len() > MAX_LENGTH {
        let end = (0..=MAX_LENGTH).rfind(|end| text.is_char_boundary(*end));
        text.truncate(end.unwrap_or(0));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Method};
    use serde_json::json;

    use super::*;

    const JWT: &str =
        "eyJraWQiOiJkLTE3MzI2MTQ0MDAwMDAifQ.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLTEyMzQ1Njc4OTA";

    fn request(body: &Value) -> CoreRequest {
        let mut request = CoreRequest::get("http://core/recipe/x?email=alice%40example.com".into());
        request.method = Method::POST;
        request.body = body.to_string().into_bytes();
        let key = HeaderValue::from_static("Key-without-digits");
        request.headers.insert("api-key", key);
        request
    }

    fn said(text: &str, body: &Value) -> String {
        error_text(text.as_bytes(), &request(body))
    }

    #[test]
    fn the_cores_own_words_stay_as_they_are() {
        let body = json!({ "userDataInJWT": { "sub": "somebody", "n": 1 } });
        for text in [
            "The user payload contains protected field\\n",
            "cdi-version 5.6 not supported\n",
            "AppId or tenantId not found => Tenant with the following connectionURIDomain, appId and tenantId combination not found: (, public, t1)\n",
            "io.supertokens.pluginInterface.exceptions.StorageQueryException: org.postgresql.util.PSQLException\n",
            "Field name 'userDataInJWT' is invalid in JSON input\n",
            "Überlastet 💥",
            "",
        ] {
            assert_eq!(said(text, &body), text);
        }
    }

    #[test]
    fn nothing_of_the_request_comes_back() {
        let body = json!({
            "accessToken": JWT,
            "nested": [{ "name": "Alice \"Al\" Liddell" }],
            "secret": "correct horse battery",
        });
        let sent = request(&body);
        let echo = format!(
            "<pre>POST /recipe/x?email=alice@example.com api-key: Key-without-digits\n{}</pre>",
            String::from_utf8_lossy(&sent.body)
        );
        let text = said(&echo, &body);
        for secret in ["eyJ", "Liddell", "horse", "alice@", "Key-without"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert!(text.contains(r#"{"accessToken":"[..]","nested""#), "{text}");
    }

    #[test]
    fn tokens_are_hidden_wherever_they_come_from() {
        for token in [
            JWT,
            "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "AB12/cd+EF34/gh+IJ56/kl+MN78==",
            "eyJhbGciOiJSUzI1NiJ9%2EeyJzdWIiOiJ4In0",
        ] {
            let text = said(&format!("bad token '{token}'."), &json!({}));
            assert_eq!(text, "bad token '[..]'.", "{token}");
        }
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        let text = said(&"ü!".repeat(5000), &json!({}));
        assert!((MAX_LENGTH - 3..MAX_LENGTH + 4).contains(&text.len()));
        assert!(text.ends_with('…'));
        assert_eq!(
            error_text(&[0xff; 4], &request(&json!(null))),
            "\u{fffd}".repeat(4)
        );
    }
}
