//! The ways to log in that a tenant allows.

use serde_json::{Value, json};

use crate::cdi::{EMAIL_PASSWORD, ReadTenant, ReadTenantResponse, TenantId};
use crate::error::{Error, UnauthorisedReason};
use crate::session::SuperTokens;

/// Ways to log in that a recipe has to be there for. Any other is one of the application's own.
const OTHER_RECIPES: [&str; 7] = [
    "thirdparty",
    "otp-email",
    "otp-phone",
    "link-email",
    "link-phone",
    "webauthn",
    "totp",
];

/// The first factors of a tenant, as far as there is a recipe for them. Calls
/// `GET /<tenant>/recipe/multitenancy/tenant/v2`.
async fn first_factors(super_tokens: &SuperTokens, tenant_id: &str) -> Result<Vec<String>, Error> {
    let call = ReadTenant {
        tenant_id: TenantId::new(tenant_id)?,
    };
    match super_tokens.call(&call).await? {
        ReadTenantResponse::Ok { first_factors } => {
            let mut factors = first_factors.unwrap_or_else(|| vec![EMAIL_PASSWORD.to_owned()]);
            factors.retain(|factor| !OTHER_RECIPES.contains(&factor.as_str()));
            Ok(factors)
        }
        ReadTenantResponse::TenantNotFoundError => Err(Error::UnknownTenant {
            tenant_id: tenant_id.to_owned(),
        }),
    }
}

/// Whether a tenant lets users log in with a password. The core does not look at it (from CDI 5.1 on).
pub(crate) async fn has_password(
    super_tokens: &SuperTokens,
    tenant_id: &str,
) -> Result<bool, Error> {
    let factors = first_factors(super_tokens, tenant_id).await?;
    Ok(factors.iter().any(|factor| factor == EMAIL_PASSWORD))
}

/// Fails where a tenant does not let users log in with a password: 401 for known and unknown users alike. A session that
/// the client has goes on: anybody's page can send this form, and so could log the user out.
pub(crate) async fn demand_password(
    super_tokens: &SuperTokens,
    tenant_id: &str,
) -> Result<(), Error> {
    if has_password(super_tokens, tenant_id).await? {
        Ok(())
    } else {
        Err(Error::unauthorised(
            UnauthorisedReason::LoginMethodOff,
            false,
        ))
    }
}

/// What the front end asks to know which forms it shows.
pub(crate) async fn login_methods(
    super_tokens: &SuperTokens,
    tenant_id: &str,
) -> Result<Value, Error> {
    let factors = first_factors(super_tokens, tenant_id).await?;
    Ok(json!({
        "status": "OK",
        "emailPassword": { "enabled": factors.iter().any(|factor| factor == EMAIL_PASSWORD) },
        "thirdParty": { "enabled": false, "providers": [] },
        "webauthn": { "enabled": false },
        "passwordless": { "enabled": false },
        "firstFactors": factors,
    }))
}
