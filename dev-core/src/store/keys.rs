//! Signing keys, and the secrets of apps.

use rusqlite::{Connection, Transaction, params};

use super::error::DatabaseError;

/// A signing key as it is stored.
pub(crate) struct StoredKey {
    pub(crate) kid: String,
    pub(crate) created_at: i64,
    pub(crate) pkcs8: Vec<u8>,
}

impl StoredKey {
    /// The app's keys of one kind, newest first.
    pub(crate) fn list(
        db: &Connection,
        app: &str,
        is_static: bool,
    ) -> Result<Vec<Self>, DatabaseError> {
        let mut statement = db.prepare_cached(
            "SELECT kid, created_at, pkcs8 FROM signing_keys
             WHERE app_id = ? AND is_static = ? ORDER BY created_at DESC, rowid DESC",
        )?;
        let rows = statement.query_map(params![app, is_static], |row| {
            Ok(Self {
                kid: row.get(0)?,
                created_at: row.get(1)?,
                pkcs8: row.get(2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Stores a new key.
    pub(crate) fn insert(
        &self,
        db: &Transaction<'_>,
        app: &str,
        is_static: bool,
    ) -> Result<(), DatabaseError> {
        db.prepare_cached("INSERT INTO signing_keys (app_id, kid, is_static, created_at, pkcs8) VALUES (?, ?, ?, ?, ?)")?
            .execute(params![app, self.kid, is_static, self.created_at, self.pkcs8])?;
        Ok(())
    }

    /// Deletes the app's dynamic keys made before the given time.
    pub(crate) fn delete_dynamic_before(
        db: &Transaction<'_>,
        app: &str,
        time: i64,
    ) -> Result<(), DatabaseError> {
        db.prepare_cached(
            "DELETE FROM signing_keys WHERE app_id = ? AND NOT is_static AND created_at < ?",
        )?
        .execute(params![app, time])?;
        Ok(())
    }
}
