//! What can go wrong with the database.

/// The database cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DatabaseError {
    /// SQLite reports an error.
    #[error("the database failed")]
    #[non_exhaustive]
    Sqlite {
        /// What SQLite reports.
        #[from]
        source: rusqlite::Error,
    },
    /// The file was written by a newer version of this crate.
    #[error(
        "the database has schema version {found}, but this core knows none above {newest}: use a newer core or another file"
    )]
    #[non_exhaustive]
    TooNew {
        /// The version of the file.
        found: i64,
        /// The newest version this core knows.
        newest: i64,
    },
    /// The file is an SQLite database of some other program.
    #[error("the file is a database of another program, refusing to write into it")]
    #[non_exhaustive]
    Foreign,
    /// A stored value cannot be read back.
    #[error("the database holds a damaged {what}")]
    #[non_exhaustive]
    Damaged {
        /// The kind of value.
        what: &'static str,
    },
}
