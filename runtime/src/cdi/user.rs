//! A user, as the core and the front end both write one. The order of the members is that of the front-end driver
//! interface.

use serde::{Deserialize, Serialize};

/// A user and the ways in which the user logs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct User {
    /// The user id. If accounts are linked, it is the id of the primary user.
    pub id: String,
    /// Whether other login methods may be linked to this user.
    #[serde(default)]
    pub is_primary_user: bool,
    /// The tenants in which the user can log in.
    #[serde(default)]
    pub tenant_ids: Vec<String>,
    /// The addresses of all login methods.
    #[serde(default)]
    pub emails: Vec<String>,
    /// The phone numbers of all login methods.
    #[serde(default)]
    pub phone_numbers: Vec<String>,
    /// The accounts at other services of all login methods.
    #[serde(default)]
    pub third_party: Vec<ThirdPartyAccount>,
    /// The passkeys of all login methods. `None` if the core is older than passkeys (CDI 5.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webauthn: Option<Passkeys>,
    /// The login methods.
    pub login_methods: Vec<LoginMethod>,
    /// When the user signed up first, in milliseconds since 1970 (Unix time).
    #[serde(default)]
    pub time_joined: u64,
}

/// One way in which a user logs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LoginMethod {
    /// The recipe, such as `emailpassword`.
    #[serde(default)]
    pub recipe_id: String,
    /// The id of this login method.
    pub recipe_user_id: String,
    /// The tenants in which this login method can be used.
    #[serde(default)]
    pub tenant_ids: Vec<String>,
    /// The address, as the core stores it: without spaces around it, in lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The account at another service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub third_party: Option<ThirdPartyAccount>,
    /// The passkeys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webauthn: Option<Passkeys>,
    /// When the user signed up by this method, in milliseconds since 1970 (Unix time).
    #[serde(default)]
    pub time_joined: u64,
    /// Whether the address or phone number is verified.
    #[serde(default)]
    pub verified: bool,
}

/// An account at another service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ThirdPartyAccount {
    /// The service, such as `google`.
    pub id: String,
    /// The id of the user there.
    pub user_id: String,
}

/// Passkeys.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Passkeys {
    /// The ids of the credentials.
    #[serde(default)]
    pub credential_ids: Vec<String>,
}
