//! Apps and tenants.

use rusqlite::{Connection, Transaction, params};

use super::error::DatabaseError;

/// The names of all apps, each with the secret of its refresh tokens.
pub(crate) fn apps(db: &Connection) -> Result<Vec<(String, String)>, DatabaseError> {
    let mut statement = db.prepare("SELECT app_id, refresh_key FROM apps ORDER BY rowid")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Stores a new app.
pub(crate) fn insert_app(
    db: &Transaction<'_>,
    app: &str,
    secret: &str,
) -> Result<(), DatabaseError> {
    db.execute(
        "INSERT INTO apps (app_id, refresh_key) VALUES (?, ?)",
        params![app, secret],
    )?;
    Ok(())
}

/// Deletes an app with all that belongs to it.
pub(crate) fn delete_app(db: &Transaction<'_>, app: &str) -> Result<(), DatabaseError> {
    db.execute("DELETE FROM apps WHERE app_id = ?", [app])?;
    Ok(())
}

/// The tenants of an app with their settings, in the order in which they were made.
pub(crate) fn tenants(db: &Connection, app: &str) -> Result<Vec<(String, String)>, DatabaseError> {
    let mut statement =
        db.prepare("SELECT tenant_id, settings FROM tenants WHERE app_id = ? ORDER BY rowid")?;
    let rows = statement.query_map([app], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Stores a tenant, new or not.
pub(crate) fn put_tenant(
    db: &Transaction<'_>,
    app: &str,
    tenant: &str,
    settings: &str,
) -> Result<(), DatabaseError> {
    db.execute(
        "INSERT INTO tenants (app_id, tenant_id, settings) VALUES (?, ?, ?)
         ON CONFLICT (app_id, tenant_id) DO UPDATE SET settings = excluded.settings",
        params![app, tenant, settings],
    )?;
    Ok(())
}

/// Deletes a tenant with its sessions, users and assignments.
pub(crate) fn delete_tenant(
    db: &Transaction<'_>,
    app: &str,
    tenant: &str,
) -> Result<(), DatabaseError> {
    db.execute(
        "DELETE FROM tenants WHERE app_id = ? AND tenant_id = ?",
        params![app, tenant],
    )?;
    Ok(())
}
