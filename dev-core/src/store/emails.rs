//! Verified addresses, and the tokens by which they are verified.

use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::error::DatabaseError;

/// A verification token as it is stored.
pub(crate) struct EmailToken {
    pub(crate) user_id: String,
    pub(crate) email: String,
    pub(crate) expires_at: i64,
}

/// Whether the user's address is verified.
pub(crate) fn is_verified(
    db: &Connection,
    app: &str,
    user: &str,
    email: &str,
) -> Result<bool, DatabaseError> {
    let found = db
        .prepare_cached(
            "SELECT 1 FROM verified_emails WHERE app_id = ? AND user_id = ? AND email = ?",
        )?
        .query_row(params![app, user, email], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// Notes that the user's address is verified, or no longer.
pub(crate) fn set_verified(
    db: &Transaction<'_>,
    app: &str,
    user: &str,
    email: &str,
    verified: bool,
) -> Result<(), DatabaseError> {
    let sql = if verified {
        "INSERT OR IGNORE INTO verified_emails (app_id, user_id, email) VALUES (?, ?, ?)"
    } else {
        "DELETE FROM verified_emails WHERE app_id = ? AND user_id = ? AND email = ?"
    };
    db.execute(sql, params![app, user, email])?;
    Ok(())
}

/// Stores a token by its hash.
pub(crate) fn insert_token(
    db: &Transaction<'_>,
    (app, tenant): (&str, &str),
    hash: [u8; 32],
    token: &EmailToken,
) -> Result<(), DatabaseError> {
    db.execute(
        "INSERT INTO email_tokens (app_id, tenant_id, user_id, email, token_hash, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
        params![app, tenant, token.user_id, token.email, hash, token.expires_at],
    )?;
    Ok(())
}

/// The token of that hash.
pub(crate) fn find_token(
    db: &Connection,
    (app, tenant): (&str, &str),
    hash: [u8; 32],
) -> Result<Option<EmailToken>, DatabaseError> {
    Ok(db
        .prepare_cached(
            "SELECT user_id, email, expires_at FROM email_tokens
             WHERE app_id = ? AND tenant_id = ? AND token_hash = ?",
        )?
        .query_row(params![app, tenant, hash], |row| {
            Ok(EmailToken {
                user_id: row.get(0)?,
                email: row.get(1)?,
                expires_at: row.get(2)?,
            })
        })
        .optional()?)
}

/// Deletes all tokens for a user's address in a tenant.
pub(crate) fn delete_tokens(
    db: &Transaction<'_>,
    (app, tenant): (&str, &str),
    user: &str,
    email: &str,
) -> Result<(), DatabaseError> {
    db.execute(
        "DELETE FROM email_tokens WHERE app_id = ? AND tenant_id = ? AND user_id = ? AND email = ?",
        params![app, tenant, user, email],
    )?;
    Ok(())
}

/// Deletes the tokens that have expired.
pub(crate) fn delete_expired(db: &Transaction<'_>, now: i64) -> Result<(), DatabaseError> {
    db.execute("DELETE FROM email_tokens WHERE expires_at < ?", [now])?;
    Ok(())
}

/// Deletes all that is known of a user's addresses.
pub(crate) fn forget_user(
    db: &Transaction<'_>,
    app: &str,
    user: &str,
) -> Result<(), DatabaseError> {
    db.execute(
        "DELETE FROM verified_emails WHERE app_id = ? AND user_id = ?",
        params![app, user],
    )?;
    db.execute(
        "DELETE FROM email_tokens WHERE app_id = ? AND user_id = ?",
        params![app, user],
    )?;
    Ok(())
}
