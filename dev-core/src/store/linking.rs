//! Login methods that belong to a primary user.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::error::DatabaseError;
use super::users::LoginMethod;
use crate::json::Json;

/// Makes a login method one of a primary user; of itself, to make it primary.
pub(crate) fn link(
    db: &Transaction<'_>,
    app: &str,
    id: &str,
    primary: &str,
) -> Result<(), DatabaseError> {
    db.execute(
        "UPDATE users SET primary_id = ?, is_primary = 1 WHERE app_id = ? AND user_id = ?",
        params![primary, app, id],
    )?;
    note_joining(db, app, primary)
}

/// Notes anew when the oldest login method of a user was made.
pub(crate) fn note_joining(
    db: &Transaction<'_>,
    app: &str,
    primary: &str,
) -> Result<(), DatabaseError> {
    db.execute(
        "UPDATE users SET primary_joined_at =
             (SELECT min(joined_at) FROM users WHERE app_id = ?1 AND primary_id = ?2)
         WHERE app_id = ?1 AND primary_id = ?2",
        params![app, primary],
    )?;
    Ok(())
}

/// Another primary user that has one of these addresses and is in one of these tenants.
pub(crate) fn other_primary(
    db: &Connection,
    app: &str,
    methods: &[LoginMethod],
    except: &str,
) -> Result<Option<String>, DatabaseError> {
    let list = |part: fn(&LoginMethod) -> &String| {
        Json::from(methods.iter().map(part).cloned().collect::<Vec<_>>()).to_string()
    };
    Ok(db
        .prepare_cached(
            "SELECT t.primary_id FROM users t JOIN users e USING (app_id, primary_id)
             WHERE t.app_id = ? AND t.is_primary AND t.primary_id <> ?
                 AND t.tenant_id IN (SELECT value FROM json_each(?))
                 AND e.email IN (SELECT value FROM json_each(?))
             LIMIT 1",
        )?
        .query_row(
            params![app, except, list(|m| &m.tenant), list(|m| &m.email)],
            |row| row.get(0),
        )
        .optional()?)
}
