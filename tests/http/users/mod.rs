//! Users: listed, searched, counted, found, deleted; and what an application does with their passwords.

mod delete;
mod find;
mod in_use;
mod list;
mod passwords;
mod sign_in;

use reqwest::Method;
use rocket_supertokens::SuperTokens;
use rocket_supertokens::recipes::email_password::{SignUp, SignedIn};
use rocket_supertokens_tests::{App, Cdi, Core};
use serde_json::json;

use crate::fixture;

const PASSWORD: &str = "correct-horse-1";

/// An application, and a tenant that no other test knows.
async fn start(cdi: Cdi) -> (Core, App, String) {
    let (core, app) = fixture::start(cdi, |settings| settings).await;
    let tenant = new_tenant(&core).await;
    // The first call asks for the version, too.
    let nobody = app.super_tokens().users().by_id("nobody").await;
    assert_eq!(nobody.expect("a response"), None);
    core.take_calls();
    (core, app, tenant)
}

async fn new_tenant(core: &Core) -> String {
    let tenant = fixture::somebody();
    let body = json!({ "tenantId": tenant, "firstFactors": ["emailpassword"] });
    let path = "/recipe/multitenancy/tenant/v2";
    core.call(Method::PUT, path, "5.3", &body).await;
    tenant
}

/// A new user of the tenant.
async fn sign_up(super_tokens: &SuperTokens, tenant: &str, email: &str) -> SignedIn {
    let recipe = super_tokens.email_password().in_tenant(tenant);
    match recipe.sign_up(email, PASSWORD).await {
        Ok(SignUp::Done(new)) => new,
        other => panic!("{email}: {other:?}"),
    }
}
