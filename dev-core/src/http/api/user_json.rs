//! A user in an answer.

use crate::cdi::CdiVersion;
use crate::json::{Json, Object, object};
use crate::store::users::UserRow;

/// The members of a user object, in the real core's order.
pub(super) fn user_members(user: &UserRow, cdi: CdiVersion) -> Object {
    let tenants: Json = vec![user.tenant.as_str()].into();
    let method = object([
        ("tenantIds", tenants.clone()),
        ("recipeUserId", user.id.as_str().into()),
        ("verified", user.verified.into()),
        ("timeJoined", user.joined_at.into()),
        ("recipeId", "emailpassword".into()),
        ("email", user.email.as_str().into()),
    ]);
    let mut members = object([
        ("id", user.id.as_str().into()),
        ("isPrimaryUser", false.into()),
        ("tenantIds", tenants),
        ("timeJoined", user.joined_at.into()),
        ("emails", vec![user.email.as_str()].into()),
        ("phoneNumbers", Json::Array(Vec::new())),
        ("thirdParty", Json::Array(Vec::new())),
    ]);
    if cdi.shows_webauthn() {
        members.insert(
            "webauthn".into(),
            object([("credentialIds", Json::Array(Vec::new()))]).into(),
        );
    }
    members.insert("loginMethods".into(), Json::Array(vec![method.into()]));
    members
}
