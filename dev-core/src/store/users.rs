//! Users who sign in with email and password.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};

use super::error::DatabaseError;
use crate::json::Json;

/// A user as answers show one.
pub(crate) struct UserRow {
    pub(crate) id: String,
    pub(crate) tenant: String,
    pub(crate) email: String,
    pub(crate) joined_at: i64,
    pub(crate) verified: bool,
}

/// Which users a listing shows, and from where on.
pub(crate) struct Listing<'a> {
    pub(crate) descending: bool,
    /// The first user of the page: id and time of joining.
    pub(crate) from: Option<(&'a str, i64)>,
    /// Beginnings of addresses or of their domains; any of them suffices. Empty shows everyone.
    pub(crate) emails: &'a [String],
    pub(crate) limit: i64,
}

const COLUMNS: &str = "user_id, tenant_id, email, joined_at, EXISTS (
    SELECT 1 FROM verified_emails v
    WHERE v.app_id = users.app_id AND v.user_id = users.user_id AND v.email = users.email)";

/// Stores a new user. Says whether the address was free in the tenant.
pub(crate) fn insert(
    db: &Transaction<'_>,
    app: &str,
    user: &UserRow,
    password: &str,
) -> Result<bool, DatabaseError> {
    let inserted = db
        .prepare_cached(
            "INSERT INTO users (app_id, user_id, tenant_id, email, password, joined_at) VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (app_id, tenant_id, email) DO NOTHING",
        )?
        .execute(params![app, user.id, user.tenant, user.email, password, user.joined_at])?;
    Ok(inserted > 0)
}

/// The user of that id.
pub(crate) fn find(db: &Connection, app: &str, id: &str) -> Result<Option<UserRow>, DatabaseError> {
    let sql = format!("SELECT {COLUMNS} FROM users WHERE app_id = ? AND user_id = ?");
    Ok(db
        .prepare_cached(&sql)?
        .query_row(params![app, id], from_row)
        .optional()?)
}

/// The user of that address in a tenant, with the password's hash.
pub(crate) fn find_by_email(
    db: &Connection,
    app: &str,
    tenant: &str,
    email: &str,
) -> Result<Option<(UserRow, String)>, DatabaseError> {
    let sql = format!(
        "SELECT {COLUMNS}, password FROM users WHERE app_id = ? AND tenant_id = ? AND email = ?"
    );
    let with_password = |row: &Row<'_>| Ok((from_row(row)?, row.get(5)?));
    Ok(db
        .prepare_cached(&sql)?
        .query_row(params![app, tenant, email], with_password)
        .optional()?)
}

/// A page of a tenant's users, by the time of joining.
pub(crate) fn list(
    db: &Connection,
    app: &str,
    tenant: &str,
    listing: &Listing<'_>,
) -> Result<Vec<UserRow>, DatabaseError> {
    let (order, after) = if listing.descending {
        ("DESC", "<")
    } else {
        ("ASC", ">")
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM users
         WHERE app_id = :app AND tenant_id = :tenant
             AND (:id IS NULL OR joined_at {after} :time OR (joined_at = :time AND user_id <= :id))
             AND (:emails IS NULL OR EXISTS (
                 SELECT 1 FROM json_each(:emails)
                 WHERE instr(email, value) = 1 OR instr(email, '@' || value) > 0))
         ORDER BY joined_at {order}, user_id DESC LIMIT :limit"
    );
    let emails =
        (!listing.emails.is_empty()).then(|| Json::from(listing.emails.to_vec()).to_string());
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map(
        named_params! {
            ":app": app,
            ":tenant": tenant,
            ":id": listing.from.map(|(id, _)| id),
            ":time": listing.from.map(|(_, time)| time),
            ":emails": emails,
            ":limit": listing.limit,
        },
        from_row,
    )?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many users a tenant has, or the whole app.
pub(crate) fn count(
    db: &Connection,
    app: &str,
    tenant: Option<&str>,
) -> Result<i64, DatabaseError> {
    let sql = "SELECT count(*) FROM users WHERE app_id = ? AND tenant_id = coalesce(?, tenant_id)";
    Ok(db
        .prepare_cached(sql)?
        .query_row(params![app, tenant], |row| row.get(0))?)
}

/// Deletes a user. Says whether there was one.
pub(crate) fn delete(db: &Transaction<'_>, app: &str, id: &str) -> Result<bool, DatabaseError> {
    Ok(db.execute(
        "DELETE FROM users WHERE app_id = ? AND user_id = ?",
        params![app, id],
    )? > 0)
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<UserRow> {
    Ok(UserRow {
        id: row.get(0)?,
        tenant: row.get(1)?,
        email: row.get(2)?,
        joined_at: row.get(3)?,
        verified: row.get(4)?,
    })
}
