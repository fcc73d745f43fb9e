//! The sessions.

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::error::DatabaseError;
use crate::json::{Object, parse};

/// A session as it is stored. Hashes are those of the refresh token's hash, see `token::refresh`.
pub(crate) struct SessionRow {
    pub(crate) handle: String,
    pub(crate) user_id: String,
    /// The login method by which the user signed in.
    pub(crate) recipe_user_id: String,
    pub(crate) current_hash: [u8; 32],
    pub(crate) prev_hash: Option<[u8; 32]>,
    pub(crate) rotated_at: Option<i64>,
    pub(crate) session_data: Object,
    pub(crate) jwt_payload: Object,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) static_key: bool,
}

/// What a new session begins with.
pub(crate) struct NewSession<'a> {
    pub(crate) handle: &'a str,
    pub(crate) recipe_user_id: &'a str,
    pub(crate) current_hash: [u8; 32],
    pub(crate) session_data: &'a Object,
    pub(crate) jwt_payload: &'a Object,
    pub(crate) created_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) static_key: bool,
}

/// The columns that a rotation or promotion changes.
pub(crate) struct Rotation {
    pub(crate) current_hash: [u8; 32],
    pub(crate) prev_hash: Option<[u8; 32]>,
    pub(crate) rotated_at: Option<i64>,
    pub(crate) expires_at: i64,
    pub(crate) static_key: bool,
}

/// A session belongs to a login method; whose that is may change.
const COLUMNS: &str = "handle, user_id, current_hash, prev_hash, rotated_at, session_data, \
                       jwt_payload, created_at, expires_at, static_key, \
                       coalesce((SELECT primary_id FROM users u WHERE u.app_id = sessions.app_id \
                           AND u.user_id = sessions.user_id), user_id)";

impl SessionRow {
    /// The session of that handle, expired or not.
    pub(crate) fn find(
        db: &Connection,
        app: &str,
        tenant: &str,
        handle: &str,
    ) -> Result<Option<Self>, DatabaseError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sessions WHERE app_id = ? AND tenant_id = ? AND handle = ?"
        );
        let raw = db
            .prepare_cached(&sql)?
            .query_row(params![app, tenant, handle], |row| {
                Ok((Self::from_row(row)?, row.get(5)?, row.get(6)?))
            })
            .optional()?;
        let Some((mut session, data, payload)) = raw else {
            return Ok(None);
        };
        session.session_data = members(data)?;
        session.jwt_payload = members(payload)?;
        Ok(Some(session))
    }

    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            handle: row.get(0)?,
            user_id: row.get(10)?,
            recipe_user_id: row.get(1)?,
            current_hash: row.get(2)?,
            prev_hash: row.get(3)?,
            rotated_at: row.get(4)?,
            session_data: Object::new(),
            jwt_payload: Object::new(),
            created_at: row.get(7)?,
            expires_at: row.get(8)?,
            static_key: row.get(9)?,
        })
    }
}

/// Stores a new session.
pub(crate) fn insert(
    db: &Transaction<'_>,
    app: &str,
    tenant: &str,
    new: &NewSession<'_>,
) -> Result<(), DatabaseError> {
    db.prepare_cached(
        "INSERT INTO sessions (app_id, tenant_id, handle, user_id, current_hash, session_data,
             jwt_payload, created_at, expires_at, static_key)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        app,
        tenant,
        new.handle,
        new.recipe_user_id,
        new.current_hash,
        text(new.session_data),
        text(new.jwt_payload),
        new.created_at,
        new.expires_at,
        new.static_key,
    ])?;
    Ok(())
}

/// Writes what a rotation or promotion changes.
pub(crate) fn rotate(
    db: &Transaction<'_>,
    app: &str,
    tenant: &str,
    handle: &str,
    to: &Rotation,
) -> Result<(), DatabaseError> {
    db.prepare_cached(
        "UPDATE sessions SET current_hash = ?, prev_hash = ?, rotated_at = ?, expires_at = ?, static_key = ?
         WHERE app_id = ? AND tenant_id = ? AND handle = ?",
    )?
    .execute(params![
        to.current_hash,
        to.prev_hash,
        to.rotated_at,
        to.expires_at,
        to.static_key,
        app,
        tenant,
        handle
    ])?;
    Ok(())
}

/// Replaces the data and the payload, where given, of a session that has not expired. Says whether
/// there was one.
pub(crate) fn replace_data(
    db: &Transaction<'_>,
    (app, tenant, handle): (&str, &str, &str),
    now: i64,
    data: Option<&Object>,
    payload: Option<&Object>,
) -> Result<bool, DatabaseError> {
    let changed = db
        .prepare_cached(
            "UPDATE sessions SET session_data = coalesce(?, session_data), jwt_payload = coalesce(?, jwt_payload)
             WHERE app_id = ? AND tenant_id = ? AND handle = ? AND expires_at > ?",
        )?
        .execute(params![data.map(text), payload.map(text), app, tenant, handle, now])?;
    Ok(changed > 0)
}

/// Deletes a session. Says whether there was one.
pub(crate) fn delete(
    db: &Transaction<'_>,
    app: &str,
    tenant: &str,
    handle: &str,
) -> Result<bool, DatabaseError> {
    let deleted = db
        .prepare_cached("DELETE FROM sessions WHERE app_id = ? AND tenant_id = ? AND handle = ?")?
        .execute(params![app, tenant, handle])?;
    Ok(deleted > 0)
}

/// Deletes every session of the app's login method, expired or not.
pub(crate) fn delete_of_user(
    db: &Transaction<'_>,
    app: &str,
    user: &str,
) -> Result<(), DatabaseError> {
    db.prepare_cached("DELETE FROM sessions WHERE app_id = ? AND user_id = ?")?
        .execute(params![app, user])?;
    Ok(())
}

/// Deletes the sessions of all apps that have expired by the given time.
pub(crate) fn delete_expired(db: &Transaction<'_>, now: i64) -> Result<(), DatabaseError> {
    db.prepare_cached("DELETE FROM sessions WHERE expires_at <= ?")?
        .execute([now])?;
    Ok(())
}

/// The tenants and handles of the sessions that have not expired, oldest first: those of one login method
/// or, if wanted, of all that are linked with it; of one tenant or of all.
pub(crate) fn of_user(
    db: &Connection,
    app: &str,
    tenant: Option<&str>,
    (user, linked): (&str, bool),
    now: i64,
) -> Result<Vec<(String, String)>, DatabaseError> {
    let mut statement = db.prepare_cached(
        "SELECT tenant_id, handle FROM sessions
         WHERE app_id = ?1 AND expires_at >= ?3 AND tenant_id = coalesce(?4, tenant_id)
             AND user_id IN (
                 SELECT ?2 UNION SELECT m.user_id FROM users u JOIN users m USING (app_id, primary_id)
                 WHERE ?5 AND u.app_id = ?1 AND u.user_id = ?2)
         ORDER BY rowid",
    )?;
    let rows = statement.query_map(params![app, user, now, tenant, linked], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn text(members: &Object) -> String {
    crate::json::object_text(members)
}

fn members(text: String) -> Result<Object, DatabaseError> {
    parse(&text)
        .ok()
        .and_then(|json| match json {
            crate::json::Json::Object(members) => Some(members),
            _ => None,
        })
        .ok_or(DatabaseError::Damaged { what: "session" })
}
