//! Users with an e-mail address and a password.

use http::Method;
use serde::{Deserialize, Serialize};

use super::call::{Call, Repeated};
use super::tenant::TenantId;
use super::user::User;

const RECIPE: Option<&str> = Some("emailpassword");

/// How the core calls the login method of this recipe.
pub(crate) const EMAIL_PASSWORD: &str = "emailpassword";

/// `POST /<tenant>/recipe/signup`
#[derive(Serialize)]
pub(crate) struct SignUp<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) email: &'a str,
    pub(crate) password: &'a str,
}

#[derive(Deserialize)]
#[serde(
    tag = "status",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub(crate) enum SignUpResponse {
    Ok {
        user: Box<User>,
        recipe_user_id: String,
    },
    EmailAlreadyExistsError,
}

impl Call for SignUp<'_> {
    type Response = SignUpResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/signup";
    /// The first one takes the address; a second would be told that it is another's.
    const REPEATED: Repeated = Repeated::Never;

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

/// `POST /<tenant>/recipe/signin`
#[derive(Serialize)]
pub(crate) struct SignIn<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) email: &'a str,
    pub(crate) password: &'a str,
}

#[derive(Deserialize)]
#[serde(
    tag = "status",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub(crate) enum SignInResponse {
    Ok {
        user: Box<User>,
        recipe_user_id: String,
    },
    WrongCredentialsError,
}

impl Call for SignIn<'_> {
    type Response = SignInResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/signin";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

/// `POST /<tenant>/recipe/user/password/reset/token`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CreatePasswordResetToken<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    /// The recipe user id.
    pub(crate) user_id: &'a str,
    /// Kept with the token as it is: neither compared with the user's nor normalised.
    pub(crate) email: &'a str,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum CreatePasswordResetTokenResponse {
    Ok { token: String },
    UnknownUserIdError,
}

impl Call for CreatePasswordResetToken<'_> {
    type Response = CreatePasswordResetTokenResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/user/password/reset/token";

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

/// `POST /<tenant>/recipe/user/password/reset/token/consume`. It finds the tokens of all tenants.
#[derive(Serialize)]
pub(crate) struct ConsumePasswordResetToken<'a> {
    #[serde(skip)]
    pub(crate) tenant_id: TenantId<'a>,
    pub(crate) token: &'a str,
}

#[derive(Deserialize)]
#[serde(
    tag = "status",
    rename_all = "SCREAMING_SNAKE_CASE",
    rename_all_fields = "camelCase"
)]
pub(crate) enum ConsumePasswordResetTokenResponse {
    Ok { user_id: String, email: String },
    ResetPasswordInvalidTokenError,
}

impl Call for ConsumePasswordResetToken<'_> {
    type Response = ConsumePasswordResetTokenResponse;
    const METHOD: Method = Method::POST;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/user/password/reset/token/consume";
    /// The first one uses up the token; a second would be told that it is invalid.
    const REPEATED: Repeated = Repeated::Never;

    fn tenant_id(&self) -> Option<TenantId<'_>> {
        Some(self.tenant_id)
    }
}

/// `PUT /recipe/user`: changes the address, the password or both of a login method.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UpdateUser<'a> {
    pub(crate) recipe_user_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password: Option<&'a str>,
}

#[derive(Deserialize)]
#[serde(tag = "status", rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum UpdateUserResponse {
    Ok,
    UnknownUserIdError,
    EmailAlreadyExistsError,
    EmailChangeNotAllowedError {
        #[serde(default)]
        reason: String,
    },
}

impl Call for UpdateUser<'_> {
    type Response = UpdateUserResponse;
    const METHOD: Method = Method::PUT;
    const RECIPE: Option<&'static str> = RECIPE;
    const PATH: &'static str = "/recipe/user";
    // A host that still works on an older password would set it last.
    const REPEATED: Repeated = Repeated::WhenLost;
}
