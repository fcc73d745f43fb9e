//! A user in a response.

use crate::cdi::CdiVersion;
use crate::json::{Json, Object, object};
use crate::store::users::{LoginMethod, User};

/// A list of users.
pub(super) fn all_members(users: &[User], cdi: CdiVersion) -> Json {
    Json::Array(
        users
            .iter()
            .map(|user| user_members(user, cdi).into())
            .collect(),
    )
}

/// The members of a user object, in the real core's order.
pub(super) fn user_members(user: &User, cdi: CdiVersion) -> Object {
    let mut members = object([
        ("id", user.id.as_str().into()),
        ("isPrimaryUser", user.is_primary.into()),
        ("tenantIds", each(user, |method| &method.tenant)),
        ("timeJoined", user.joined_at().into()),
        ("emails", each(user, |method| &method.email)),
        ("phoneNumbers", Json::Array(Vec::new())),
        ("thirdParty", Json::Array(Vec::new())),
    ]);
    if cdi.shows_webauthn() {
        members.insert(
            "webauthn".into(),
            object([("credentialIds", Json::Array(Vec::new()))]).into(),
        );
    }
    let methods = user.methods.iter().map(method_members).collect();
    members.insert("loginMethods".into(), Json::Array(methods));
    members
}

fn method_members(method: &LoginMethod) -> Json {
    object([
        ("tenantIds", vec![method.tenant.as_str()].into()),
        ("recipeUserId", method.id.as_str().into()),
        ("verified", method.verified.into()),
        ("timeJoined", method.joined_at.into()),
        ("recipeId", "emailpassword".into()),
        ("email", method.email.as_str().into()),
    ])
    .into()
}

/// What the login methods have, each once.
fn each(user: &User, part: fn(&LoginMethod) -> &String) -> Json {
    let mut found: Vec<&str> = Vec::new();
    for text in user.methods.iter().map(part) {
        if !found.contains(&text.as_str()) {
            found.push(text);
        }
    }
    found.into()
}
