//! Tenants and apps.

use hyper::StatusCode;

use crate::http::call::Call;
use crate::http::input::Body;
use crate::http::reply::Reply;
use crate::http::route::NO_TENANTS;
use crate::json::{Json, Object, object};
use crate::service::app::{App, PUBLIC, TenantConfig};
use crate::service::tenancy::TenantChange;
use crate::text::trim;

/// `PUT /recipe/multitenancy/tenant/v2`.
pub(crate) fn put_tenant(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let target = match body.optional_text("tenantId")? {
        Some(id) => tenant_name(&id)?,
        None => PUBLIC.into(),
    };
    let source = call.tenant()?;
    let change = read_change(&body)?;
    if target != PUBLIC && !source.is_public() && source.id != target {
        return Err(forbidden(
            "You must use the public or same tenant to add/update a tenant",
        ));
    }
    let created = call.core.put_tenant(&source.app, &target, change)?;
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("createdNew", created.into()),
    ])))
}

/// `GET /recipe/multitenancy/tenant/v2`.
pub(crate) fn get_tenant(call: &Call<'_>) -> Result<Reply, Reply> {
    let found = call.tenant().ok().and_then(|tenant| {
        let config = tenant.app.tenant_config(&tenant.id)?;
        Some(tenant_members(&tenant.id, &config))
    });
    let Some(mut members) = found else {
        return Ok(Reply::status("TENANT_NOT_FOUND_ERROR"));
    };
    members.insert("status".into(), "OK".into());
    Ok(Reply::json(&members))
}

/// `GET /recipe/multitenancy/tenant/list/v2`.
pub(crate) fn list_tenants(call: &Call<'_>) -> Result<Reply, Reply> {
    let tenant = call.tenant()?;
    if !tenant.is_public() {
        return Err(forbidden(
            "Only the public tenantId is allowed to list all tenants associated with this app",
        ));
    }
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("tenants", all_tenants(&tenant.app)),
    ])))
}

/// `POST /recipe/multitenancy/tenant/remove`.
pub(crate) fn remove_tenant(call: &Call<'_>) -> Result<Reply, Reply> {
    let id = tenant_name(&call.request.body()?.text("tenantId")?)?;
    if id == PUBLIC {
        return Err(forbidden(
            "Cannot delete public tenant, use remove app API instead",
        ));
    }
    let source = call.tenant()?;
    if !source.is_public() {
        return Err(forbidden(
            "Only the public tenantId is allowed to delete a tenant",
        ));
    }
    removed(call.core.remove_tenant(&source.app, &id)?)
}

/// `PUT /recipe/multitenancy/app/v2`.
pub(crate) fn put_app(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let target = match body.optional_text("appId")? {
        Some(id) => name("appId", &id)?,
        None => PUBLIC.into(),
    };
    let source = call.tenant()?;
    let change = read_change(&body)?;
    let from_app = source.app.id.as_str();
    if target != PUBLIC && !(source.is_public() && (from_app == PUBLIC || from_app == target)) {
        return Err(forbidden(
            "You must use the public or same app to add/update an app",
        ));
    }
    let created = call.core.put_app(&target, change)?;
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("createdNew", created.into()),
    ])))
}

/// `GET /recipe/multitenancy/app/list/v2`.
pub(crate) fn list_apps(call: &Call<'_>) -> Result<Reply, Reply> {
    only_public_app(
        call,
        "Only the public tenantId and public appId is allowed to list all apps associated with this connection uri domain",
    )?;
    let apps = call.core.apps.all();
    let apps = apps
        .iter()
        .map(|app| {
            object([
                ("appId", app.id.as_str().into()),
                ("tenants", all_tenants(app)),
            ])
            .into()
        })
        .collect();
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("apps", Json::Array(apps)),
    ])))
}

/// `POST /recipe/multitenancy/app/remove`.
pub(crate) fn remove_app(call: &Call<'_>) -> Result<Reply, Reply> {
    let id = name("appId", &call.request.body()?.text("appId")?)?;
    if id == PUBLIC {
        return Err(forbidden(
            "Cannot delete the public app, use remove connection uri domain API instead",
        ));
    }
    only_public_app(
        call,
        "Only the public tenantId and public appId is allowed to delete an app",
    )?;
    removed(call.core.remove_app(&id)?)
}

fn only_public_app(call: &Call<'_>, otherwise: &str) -> Result<(), Reply> {
    let source = call.tenant()?;
    if source.is_public() && source.app.id == PUBLIC {
        Ok(())
    } else {
        Err(forbidden(otherwise))
    }
}

fn removed(existed: bool) -> Result<Reply, Reply> {
    Ok(Reply::json(&object([
        ("status", "OK".into()),
        ("didExist", existed.into()),
    ])))
}

/// Made later stands later, but the public tenant comes last.
fn all_tenants(app: &App) -> Json {
    let mut tenants = app.tenants();
    tenants.sort_by_key(|(id, _)| id == PUBLIC);
    Json::Array(
        tenants
            .iter()
            .map(|(id, config)| tenant_members(id, config).into())
            .collect(),
    )
}

fn tenant_members(id: &str, config: &TenantConfig) -> Object {
    let providers = object([("providers", Json::Array(Vec::new()))]);
    let mut members = object([("tenantId", id.into()), ("thirdParty", providers.into())]);
    if let Some(factors) = &config.first_factors {
        members.insert("firstFactors".into(), factors.clone().into());
    }
    if let Some(factors) = &config.required_secondary_factors {
        members.insert("requiredSecondaryFactors".into(), factors.clone().into());
    }
    members.insert("coreConfig".into(), config.core_config.clone().into());
    members
}

fn read_change(body: &Body) -> Result<TenantChange, Reply> {
    let core_config = body.optional_object("coreConfig")?;
    Ok(TenantChange {
        first_factors: factors(body, "firstFactors")?,
        required_secondary_factors: factors(body, "requiredSecondaryFactors")?,
        core_config,
    })
}

/// Here, and only here, null has a meaning: it removes the list.
fn factors(body: &Body, name: &str) -> Result<Option<Option<Vec<String>>>, Reply> {
    if body.is_null(name) {
        return Ok(Some(None));
    }
    let Some(list) = body.optional_texts(name)? else {
        return Ok(None);
    };
    let repeated = list
        .iter()
        .enumerate()
        .any(|(i, factor)| list[..i].contains(factor));
    if repeated {
        return Err(Reply::bad_request(&format!(
            "{name} input should not contain duplicate values"
        )));
    }
    Ok(Some(Some(list)))
}

fn tenant_name(given: &str) -> Result<String, Reply> {
    let lower = trim(given).to_lowercase();
    if NO_TENANTS.contains(&lower.as_str()) {
        return Err(Reply::bad_request(&format!(
            "Cannot use '{lower}' as a tenantId"
        )));
    }
    name("tenantId", &lower)
}

fn name(field: &str, given: &str) -> Result<String, Reply> {
    let lower = trim(given).to_lowercase();
    if lower.is_empty() {
        return Err(Reply::bad_request(&format!(
            "{field} should not be an empty String"
        )));
    }
    if lower.starts_with("appid-") {
        return Err(Reply::bad_request(&format!(
            "{field} must not start with 'appid-'"
        )));
    }
    if !lower
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        return Err(Reply::bad_request(&format!(
            "{field} can only contain letters, numbers and hyphens"
        )));
    }
    Ok(lower)
}

fn forbidden(line: &str) -> Reply {
    Reply::text(StatusCode::FORBIDDEN, line)
}
