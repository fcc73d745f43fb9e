//! The tokens by which passwords are reset. They go with their user.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::error::DatabaseError;

/// A reset token as it is stored.
pub(crate) struct ResetToken {
    /// The id of the login method.
    pub(crate) user_id: String,
    /// The address that the caller gave, as it was given.
    pub(crate) email: String,
    pub(crate) expires_at: i64,
}

/// Stores a token by its hash.
pub(crate) fn insert(
    db: &Transaction<'_>,
    app: &str,
    hash: [u8; 32],
    token: &ResetToken,
) -> Result<(), DatabaseError> {
    db.execute(
        "INSERT INTO reset_tokens (app_id, user_id, email, token_hash, expires_at) VALUES (?, ?, ?, ?, ?)",
        params![app, token.user_id, token.email, hash, token.expires_at],
    )?;
    Ok(())
}

/// The token of that hash.
pub(crate) fn find(
    db: &Connection,
    app: &str,
    hash: [u8; 32],
) -> Result<Option<ResetToken>, DatabaseError> {
    Ok(db
        .prepare_cached(
            "SELECT user_id, email, expires_at FROM reset_tokens WHERE app_id = ? AND token_hash = ?",
        )?
        .query_row(params![app, hash], |row| {
            Ok(ResetToken {
                user_id: row.get(0)?,
                email: row.get(1)?,
                expires_at: row.get(2)?,
            })
        })
        .optional()?)
}

/// Deletes all tokens of a login method.
pub(crate) fn delete_of_user(
    db: &Transaction<'_>,
    app: &str,
    user: &str,
) -> Result<(), DatabaseError> {
    db.execute(
        "DELETE FROM reset_tokens WHERE app_id = ? AND user_id = ?",
        params![app, user],
    )?;
    Ok(())
}

/// Deletes the tokens that have expired.
pub(crate) fn delete_expired(db: &Transaction<'_>, now: i64) -> Result<(), DatabaseError> {
    db.execute("DELETE FROM reset_tokens WHERE expires_at < ?", [now])?;
    Ok(())
}
