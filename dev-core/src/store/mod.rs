//! The SQLite database: one connection, so one writer; whatever changes together does so in one
//! transaction.

pub(crate) mod emails;
mod error;
mod keys;
pub(crate) mod linking;
pub(crate) mod resets;
pub(crate) mod roles;
mod schema;
pub(crate) mod sessions;
pub(crate) mod tenants;
pub(crate) mod users;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, MAIN_DB, Transaction, TransactionBehavior};

pub use error::DatabaseError;
pub(crate) use keys::StoredKey;

/// How long a statement waits for another process that has the same file open.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The pages of a database in which there are only tables. Taking the steps of the schema is most of the time that a
/// core in memory needs to open, and a test may open a thousand.
static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();

/// The open database.
pub(crate) struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    /// A database that ends with the process.
    pub(crate) fn in_memory() -> Result<Self, DatabaseError> {
        let mut connection = Connection::open_in_memory()?;
        match EMPTY.get() {
            Some(pages) => {
                connection.deserialize_read_exact(MAIN_DB, &pages[..], pages.len(), false)?;
            }
            None => {
                schema::bring_up_to_date(&mut connection)?;
                let pages = connection.serialize(MAIN_DB)?.to_vec();
                EMPTY.get_or_init(|| pages);
            }
        }
        Self::prepare(connection)
    }

    /// A database file, made if it is not there.
    ///
    /// Commits reach the operating system before they are acknowledged, so a killed process loses
    /// nothing. They are not forced to the disk one by one: a machine that loses power may lose the last
    /// moments, but not the file.
    pub(crate) fn open(path: &Path) -> Result<Self, DatabaseError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        schema::refuse_foreign(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        Self::prepare(connection)
    }

    /// Runs statements that only read.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        work(&self.lock())
    }

    /// Runs a transaction: all of it is stored, or on an error nothing.
    pub(crate) fn write<T, E: From<DatabaseError>>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut connection = self.lock();
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(DatabaseError::from)?;
        let result = work(&transaction)?;
        transaction.commit().map_err(DatabaseError::from)?;
        Ok(result)
    }

    fn prepare(mut connection: Connection) -> Result<Self, DatabaseError> {
        connection.set_prepared_statement_cache_capacity(64);
        schema::bring_up_to_date(&mut connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// A transaction that a panic cut short was rolled back when it was dropped, so the connection stays
    /// usable.
    fn lock(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn databases_in_memory_begin_empty_and_share_nothing() -> Result<(), DatabaseError> {
        for _ in 0..3 {
            let store = Store::in_memory()?;
            assert_eq!(store.read(tenants::apps)?, []);
            store.write(|db| tenants::insert_app(db, "a", "secret"))?;
            assert_eq!(store.read(tenants::apps)?.len(), 1);
        }
        Ok(())
    }
}
