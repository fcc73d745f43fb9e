//! What the front end is told about an access token.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::cdi::JsonObject;

/// What the front end is told about the access token: standard Base64 of `{"uid", "ate", "up"}`. The claims keep their
/// order, because the front end compares their text.
pub(crate) fn front_token(
    user_id: &str,
    access_token_expiry_ms: u64,
    payload: &JsonObject,
) -> String {
    #[derive(Serialize)]
    struct FrontToken<'a> {
        uid: &'a str,
        ate: u64,
        up: &'a JsonObject,
    }
    let token = FrontToken {
        uid: user_id,
        ate: access_token_expiry_ms,
        up: payload,
    };
    let json = serde_json::to_vec(&token).expect("strings, numbers and JSON values can be written");
    STANDARD.encode(json)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn front_tokens_keep_the_order_of_claims() {
        let payload = json!({ "z": null, "a": "ü" });
        let token = front_token("user", 5, payload.as_object().expect("an object"));
        let json = STANDARD.decode(token).expect("base64");
        assert_eq!(
            String::from_utf8(json).expect("utf-8"),
            r#"{"uid":"user","ate":5,"up":{"z":null,"a":"ü"}}"#
        );
    }
}
