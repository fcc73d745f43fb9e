//! Users who sign in with email and password. A user has one login method or, once accounts were linked,
//! several; each has an id of its own.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, named_params, params};

use super::error::DatabaseError;
use crate::json::Json;

/// A user as responses show one.
pub(crate) struct User {
    /// The id of the primary user, or that of the only login method.
    pub(crate) id: String,
    pub(crate) is_primary: bool,
    /// Oldest first.
    pub(crate) methods: Vec<LoginMethod>,
}

/// One address with its password.
#[derive(Clone)]
pub(crate) struct LoginMethod {
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
    /// Beginnings of addresses or of their domains, in which `%` stands for any text and `_` for any letter; any of
    /// them suffices. Empty shows everyone.
    pub(crate) emails: &'a [String],
    pub(crate) limit: i64,
}

impl User {
    /// When the oldest login method was made.
    pub(crate) fn joined_at(&self) -> i64 {
        let times = self.methods.iter().map(|method| method.joined_at);
        times.min().unwrap_or_default()
    }
}

impl From<LoginMethod> for User {
    fn from(method: LoginMethod) -> Self {
        Self {
            id: method.id.clone(),
            is_primary: false,
            methods: vec![method],
        }
    }
}

const COLUMNS: &str = "user_id, tenant_id, email, joined_at, EXISTS (
    SELECT 1 FROM verified_emails v
    WHERE v.app_id = users.app_id AND v.user_id = users.user_id AND v.email = users.email)";

/// Stores a new login method. Says whether the address was free in the tenant.
pub(crate) fn insert(
    db: &Transaction<'_>,
    app: &str,
    new: &LoginMethod,
    password: &str,
) -> Result<bool, DatabaseError> {
    let inserted = db
        .prepare_cached(
            "INSERT INTO users (app_id, user_id, tenant_id, email, password, joined_at, primary_id, primary_joined_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?2, ?6) ON CONFLICT (app_id, tenant_id, email) DO NOTHING",
        )?
        .execute(params![app, new.id, new.tenant, new.email, password, new.joined_at])?;
    Ok(inserted > 0)
}

/// The user to whom that login method, or that id of a primary user, belongs.
pub(crate) fn find(db: &Connection, app: &str, id: &str) -> Result<Option<User>, DatabaseError> {
    primary_of(db, app, id)?
        .map(|(id, is_primary)| with_methods(db, app, id, is_primary))
        .transpose()
}

/// The user to whom that login method belongs. The id of a primary user whose own method is gone finds nobody.
pub(crate) fn find_by_method(
    db: &Connection,
    app: &str,
    id: &str,
) -> Result<Option<User>, DatabaseError> {
    let found = find(db, app, id)?;
    Ok(found.filter(|user| user.methods.iter().any(|method| method.id == id)))
}

/// The id of the user to whom a login method belongs, and whether that is a primary user.
pub(crate) fn primary_of(
    db: &Connection,
    app: &str,
    id: &str,
) -> Result<Option<(String, bool)>, DatabaseError> {
    Ok(db
        .prepare_cached(
            "SELECT primary_id, is_primary FROM users WHERE app_id = ?1 AND (user_id = ?2 OR primary_id = ?2)
             ORDER BY user_id = ?2 DESC LIMIT 1",
        )?
        .query_row(params![app, id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// The user of that address in a tenant, with the login method's id and the password's hash.
pub(crate) fn find_by_email(
    db: &Connection,
    app: &str,
    tenant: &str,
    email: &str,
) -> Result<Option<(User, String, String)>, DatabaseError> {
    let found: Option<(String, String)> = db
        .prepare_cached(
            "SELECT user_id, password FROM users WHERE app_id = ? AND tenant_id = ? AND email = ?",
        )?
        .query_row(params![app, tenant, email], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((id, password)) = found else {
        return Ok(None);
    };
    Ok(find(db, app, &id)?.map(|user| (user, id, password)))
}

/// A page of a tenant's users, by the time of joining.
pub(crate) fn list(
    db: &Connection,
    app: &str,
    tenant: &str,
    listing: &Listing<'_>,
) -> Result<Vec<User>, DatabaseError> {
    let (order, after) = if listing.descending {
        ("DESC", "<")
    } else {
        ("ASC", ">")
    };
    let sql = format!(
        "SELECT DISTINCT primary_joined_at, primary_id, is_primary FROM users
         WHERE app_id = :app AND tenant_id = :tenant
             AND (:id IS NULL OR primary_joined_at {after} :time
                 OR (primary_joined_at = :time AND primary_id <= :id))
             AND (:emails IS NULL OR EXISTS (
                 SELECT 1 FROM json_each(:emails)
                 WHERE email LIKE value || '%' OR email LIKE '%@' || value || '%'))
         ORDER BY primary_joined_at {order}, primary_id DESC LIMIT :limit"
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
        |row| Ok((row.get(1)?, row.get(2)?)),
    )?;
    let found: Vec<(String, bool)> = rows.collect::<Result<_, _>>()?;
    found
        .into_iter()
        .map(|(id, is_primary)| with_methods(db, app, id, is_primary))
        .collect()
}

/// How many users a tenant has, or the whole app.
pub(crate) fn count(
    db: &Connection,
    app: &str,
    tenant: Option<&str>,
) -> Result<i64, DatabaseError> {
    let sql = "SELECT count(DISTINCT primary_id) FROM users
               WHERE app_id = ? AND tenant_id = coalesce(?, tenant_id)";
    Ok(db
        .prepare_cached(sql)?
        .query_row(params![app, tenant], |row| row.get(0))?)
}

/// Deletes a login method.
pub(crate) fn delete(db: &Transaction<'_>, app: &str, id: &str) -> Result<(), DatabaseError> {
    db.execute(
        "DELETE FROM users WHERE app_id = ? AND user_id = ?",
        params![app, id],
    )?;
    Ok(())
}

/// Gives a login method another address. `false` if that is taken in its tenant.
pub(crate) fn set_email(
    db: &Transaction<'_>,
    app: &str,
    id: &str,
    email: &str,
) -> Result<bool, DatabaseError> {
    let changed = db
        .prepare_cached("UPDATE OR IGNORE users SET email = ? WHERE app_id = ? AND user_id = ?")?
        .execute(params![email, app, id])?;
    Ok(changed > 0)
}

/// Gives a login method another password, by its hash.
pub(crate) fn set_password(
    db: &Transaction<'_>,
    app: &str,
    id: &str,
    password: &str,
) -> Result<(), DatabaseError> {
    db.prepare_cached("UPDATE users SET password = ? WHERE app_id = ? AND user_id = ?")?
        .execute(params![password, app, id])?;
    Ok(())
}

fn with_methods(
    db: &Connection,
    app: &str,
    id: String,
    is_primary: bool,
) -> Result<User, DatabaseError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM users WHERE app_id = ? AND primary_id = ? ORDER BY joined_at, rowid"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map(params![app, id], from_row)?;
    let methods = rows.collect::<Result<_, _>>()?;
    Ok(User {
        id,
        is_primary,
        methods,
    })
}

fn from_row(row: &Row<'_>) -> rusqlite::Result<LoginMethod> {
    Ok(LoginMethod {
        id: row.get(0)?,
        tenant: row.get(1)?,
        email: row.get(2)?,
        joined_at: row.get(3)?,
        verified: row.get(4)?,
    })
}
