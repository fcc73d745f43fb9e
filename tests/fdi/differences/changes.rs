//! What is different, as changes of recorded exchanges.

use rocket_supertokens_tests::claims;
use serde_json::{Value, json};

/// Why a tenant without passwords does not reset one.
const REASON: &str = "Here nobody logs in with a password. Please use another way to log in.";

pub(super) fn tenant_is_asked_first(exchange: &mut Value) {
    let first = calls(exchange).first().cloned();
    let path = first.as_ref().map_or("/public", path);
    let tenant = path.split('/').nth(1).unwrap_or_default();
    let asked = tenant_call(tenant);
    calls(exchange).retain(|call| *call != asked);
    calls(exchange).insert(0, asked);
}

pub(super) fn only_the_tenant_is_asked(exchange: &mut Value) {
    tenant_is_asked_first(exchange);
    calls(exchange).truncate(1);
}

pub(super) fn user_is_at_hand(exchange: &mut Value) {
    calls(exchange).retain(|call| path(call) != "/user/id");
}

pub(super) fn nobody_else_is_looked_for(exchange: &mut Value) {
    calls(exchange).retain(|call| call["query"]["doUnionOfAccountInfo"] != "true");
}

pub(super) fn nothing_is_read_afterwards(exchange: &mut Value) {
    nobody_else_is_looked_for(exchange);
    let changes =
        |call: &Value| call["method"] == "PUT" || path(call) == "/public/recipe/user/email/verify";
    let changed = calls(exchange).iter().position(changes);
    let mut read = 0;
    calls(exchange).retain(|call| {
        read += 1;
        path(call) != "/user/id" || changed.is_none_or(|changed| read <= changed)
    });
}

pub(super) fn payload_is_read_before_it_changes(exchange: &mut Value) {
    let calls = calls(exchange);
    let change = calls
        .iter()
        .position(|call| path(call) == "/recipe/session/regenerate")
        .expect("a change");
    let token = calls[change]["body"]["accessToken"].as_str();
    let query = json!({ "sessionHandle": claims(token.expect("a token"))["sessionHandle"] });
    let read = json!({ "method": "GET", "path": "/recipe/session", "query": query });
    calls.insert(change, read);
}

pub(super) fn unknown_tenant_is_the_clients_mistake(exchange: &mut Value) {
    bad_request(exchange, "there is no tenant \"nosuch\"");
}

pub(super) fn linking_is_the_clients_mistake(exchange: &mut Value) {
    bad_request(
        exchange,
        "Accounts cannot be linked here: send shouldTryLinkingWithSessionUser as false",
    );
    calls(exchange).clear();
}

pub(super) fn password_is_too_long(exchange: &mut Value) {
    let too_long = json!({
        "error": "Password's length must be lesser than 73 bytes",
        "id": "password",
    });
    match exchange["body"]["formFields"].as_array_mut() {
        Some(errors) => errors.insert(0, too_long),
        None => field_error(exchange, too_long),
    }
}

pub(super) fn email_is_invalid(exchange: &mut Value) {
    field_error(
        exchange,
        json!({ "error": "Email is invalid", "id": "email" }),
    );
}

pub(super) fn credentials_are_wrong(exchange: &mut Value) {
    without_session(exchange);
    exchange["body"] = json!({ "status": "WRONG_CREDENTIALS_ERROR" });
    calls(exchange).truncate(2);
}

pub(super) fn login_method_is_off(exchange: &mut Value) {
    exchange["status"] = json!(401);
    exchange["body"] = json!({ "message": "unauthorised" });
}

pub(super) fn session_goes_on(exchange: &mut Value) {
    exchange["headers"] = json!({ "content-type": "application/json" });
    exchange["cookies"] = json!([]);
}

pub(super) fn reset_is_not_allowed(exchange: &mut Value) {
    exchange["body"] = json!({ "status": "PASSWORD_RESET_NOT_ALLOWED", "reason": REASON });
    exchange["mails"] = json!([]);
}

pub(super) fn nobody_has_the_address(exchange: &mut Value) {
    exchange["body"] = json!({ "status": "OK", "exists": false });
}

pub(super) fn address_is_the_stored_one(exchange: &mut Value) {
    for call in calls(exchange) {
        stored(call.pointer_mut("/body/email"));
    }
    for mail in exchange["mails"].as_array_mut().into_iter().flatten() {
        stored(mail.pointer_mut("/to"));
    }
}

pub(super) fn nobody_hears_of_the_mail(exchange: &mut Value) {
    exchange["status"] = json!(200);
    exchange["headers"] = json!({ "content-type": "application/json" });
    exchange["body"] = json!({ "status": "OK" });
}

pub(super) fn refresh_token_has_no_parent(exchange: &mut Value) {
    exchange["front"]["up"]["parentRefreshTokenHash1"] = Value::Null;
}

fn calls(exchange: &mut Value) -> &mut Vec<Value> {
    exchange["core"].as_array_mut().expect("calls")
}

fn path(call: &Value) -> &str {
    call["path"].as_str().expect("a path")
}

fn tenant_call(tenant: &str) -> Value {
    let path = format!("/{tenant}/recipe/multitenancy/tenant/v2");
    json!({ "method": "GET", "path": path, "query": {} })
}

/// The address as the core stores it.
fn stored(address: Option<&mut Value>) {
    if let Some(address) = address {
        *address = address.as_str().expect("a text").to_lowercase().into();
    }
}

fn bad_request(exchange: &mut Value, message: &str) {
    exchange["status"] = json!(400);
    exchange["headers"] = json!({ "content-type": "application/json" });
    exchange["body"] = json!({ "message": message });
}

fn field_error(exchange: &mut Value, error: Value) {
    without_session(exchange);
    exchange["body"] = json!({ "status": "FIELD_ERROR", "formFields": [error] });
    calls(exchange).clear();
}

fn without_session(exchange: &mut Value) {
    exchange["headers"] = json!({ "content-type": "application/json" });
    exchange["cookies"] = json!([]);
    let members = exchange.as_object_mut().expect("an exchange");
    members.shift_remove("front");
}
