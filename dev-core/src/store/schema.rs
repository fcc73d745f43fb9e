//! The tables, and their version.

use rusqlite::{Connection, TransactionBehavior};

use super::error::DatabaseError;

/// Marks a file as ours: `STdc` in ASCII.
const APPLICATION_ID: i64 = 0x5354_6463;

/// The steps that lead from an empty database to the newest version, one for each version.
const STEPS: [&str; 3] = ["
    CREATE TABLE apps (
        app_id      TEXT PRIMARY KEY NOT NULL,
        refresh_key TEXT NOT NULL
    );
    CREATE TABLE tenants (
        app_id      TEXT NOT NULL REFERENCES apps ON DELETE CASCADE,
        tenant_id   TEXT NOT NULL,
        settings    TEXT NOT NULL,
        UNIQUE (app_id, tenant_id)
    );
    CREATE TABLE signing_keys (
        app_id      TEXT NOT NULL REFERENCES apps ON DELETE CASCADE,
        kid         TEXT NOT NULL,
        is_static   INTEGER NOT NULL,
        created_at  INTEGER NOT NULL,
        pkcs8       BLOB NOT NULL,
        UNIQUE (app_id, kid)
    );
    CREATE TABLE sessions (
        app_id       TEXT NOT NULL,
        tenant_id    TEXT NOT NULL,
        handle       TEXT NOT NULL,
        user_id      TEXT NOT NULL,
        current_hash BLOB NOT NULL,
        prev_hash    BLOB,
        rotated_at   INTEGER,
        session_data TEXT NOT NULL,
        jwt_payload  TEXT NOT NULL,
        created_at   INTEGER NOT NULL,
        expires_at   INTEGER NOT NULL,
        static_key   INTEGER NOT NULL,
        UNIQUE (app_id, tenant_id, handle),
        FOREIGN KEY (app_id, tenant_id) REFERENCES tenants (app_id, tenant_id) ON DELETE CASCADE
    );
    CREATE INDEX sessions_by_user ON sessions (app_id, user_id);
    CREATE INDEX sessions_by_expiry ON sessions (expires_at);
    CREATE TABLE users (
        app_id      TEXT NOT NULL REFERENCES apps ON DELETE CASCADE,
        user_id     TEXT NOT NULL,
        tenant_id   TEXT NOT NULL,
        email       TEXT NOT NULL,
        password    TEXT NOT NULL,
        joined_at   INTEGER NOT NULL,
        UNIQUE (app_id, user_id),
        UNIQUE (app_id, tenant_id, email),
        FOREIGN KEY (app_id, tenant_id) REFERENCES tenants (app_id, tenant_id) ON DELETE CASCADE
    );
    CREATE INDEX users_by_joining ON users (app_id, tenant_id, joined_at, user_id);
    CREATE TABLE verified_emails (
        app_id      TEXT NOT NULL REFERENCES apps ON DELETE CASCADE,
        user_id     TEXT NOT NULL,
        email       TEXT NOT NULL,
        UNIQUE (app_id, user_id, email)
    );
    CREATE TABLE email_tokens (
        app_id      TEXT NOT NULL,
        tenant_id   TEXT NOT NULL,
        user_id     TEXT NOT NULL,
        email       TEXT NOT NULL,
        token_hash  BLOB NOT NULL,
        expires_at  INTEGER NOT NULL,
        UNIQUE (app_id, tenant_id, token_hash),
        FOREIGN KEY (app_id, tenant_id) REFERENCES tenants (app_id, tenant_id) ON DELETE CASCADE
    );
    CREATE INDEX email_tokens_by_user ON email_tokens (app_id, tenant_id, user_id, email);
    CREATE TABLE roles (
        app_id      TEXT NOT NULL REFERENCES apps ON DELETE CASCADE,
        role        TEXT NOT NULL,
        UNIQUE (app_id, role)
    );
    CREATE TABLE role_permissions (
        app_id      TEXT NOT NULL,
        role        TEXT NOT NULL,
        permission  TEXT NOT NULL,
        UNIQUE (app_id, role, permission),
        FOREIGN KEY (app_id, role) REFERENCES roles (app_id, role) ON DELETE CASCADE
    );
    CREATE TABLE user_roles (
        app_id      TEXT NOT NULL,
        tenant_id   TEXT NOT NULL,
        user_id     TEXT NOT NULL,
        role        TEXT NOT NULL,
        UNIQUE (app_id, tenant_id, user_id, role),
        FOREIGN KEY (app_id, role) REFERENCES roles (app_id, role) ON DELETE CASCADE,
        FOREIGN KEY (app_id, tenant_id) REFERENCES tenants (app_id, tenant_id) ON DELETE CASCADE
    );
", "
    -- A row of users is a login method. Those of one user share its id and the time when the first joined.
    ALTER TABLE users ADD COLUMN primary_id        TEXT NOT NULL DEFAULT '';
    ALTER TABLE users ADD COLUMN primary_joined_at INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE users ADD COLUMN is_primary        INTEGER NOT NULL DEFAULT 0;
    UPDATE users SET primary_id = user_id, primary_joined_at = joined_at;
    DROP INDEX users_by_joining;
    CREATE INDEX users_by_joining ON users (app_id, tenant_id, primary_joined_at, primary_id);
    CREATE INDEX users_by_primary ON users (app_id, primary_id);
", "
    CREATE TABLE reset_tokens (
        app_id      TEXT NOT NULL,
        user_id     TEXT NOT NULL,
        email       TEXT NOT NULL,
        token_hash  BLOB NOT NULL,
        expires_at  INTEGER NOT NULL,
        UNIQUE (app_id, token_hash),
        FOREIGN KEY (app_id, user_id) REFERENCES users (app_id, user_id) ON DELETE CASCADE
    );
    CREATE INDEX reset_tokens_by_user ON reset_tokens (app_id, user_id);
"];

/// Refuses a file that a newer version or another program wrote, before anything in it changes.
pub(super) fn refuse_foreign(connection: &Connection) -> Result<(), DatabaseError> {
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let application: i64 = pragma(connection, "application_id")?;
    if tables > 0 && application != APPLICATION_ID {
        return Err(DatabaseError::Foreign);
    }
    let found = pragma(connection, "user_version")?;
    if found > newest() {
        return Err(DatabaseError::TooNew {
            found,
            newest: newest(),
        });
    }
    Ok(())
}

/// Takes the steps that the database has not seen, all of them in one transaction.
pub(super) fn bring_up_to_date(connection: &mut Connection) -> Result<(), DatabaseError> {
    connection.pragma_update(None, "foreign_keys", true)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = pragma(&transaction, "user_version")?;
    let taken = usize::try_from(found).map_err(|_| DatabaseError::Damaged {
        what: "schema version",
    })?;
    for step in STEPS.iter().skip(taken) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", newest())?;
    transaction.commit()?;
    Ok(())
}

fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

fn pragma(connection: &Connection, name: &str) -> Result<i64, DatabaseError> {
    Ok(connection.pragma_query_value(None, name, |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;

    fn scratch() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("core.db");
        (folder, file)
    }

    #[test]
    fn a_file_opens_again() {
        let (_folder, file) = scratch();
        for _ in 0..2 {
            assert!(Store::open(&file).is_ok());
        }
    }

    #[test]
    fn users_of_an_older_file_are_users_of_their_own() -> Result<(), DatabaseError> {
        let (_folder, file) = scratch();
        let old = Connection::open(&file)?;
        old.execute_batch(STEPS[0])?;
        old.execute_batch(
            "INSERT INTO apps VALUES ('public', 'k');
             INSERT INTO tenants VALUES ('public', 'public', '{}');
             INSERT INTO users VALUES ('public', 'u', 'public', 'a@example.com', 'p', 5);",
        )?;
        old.pragma_update(None, "application_id", APPLICATION_ID)?;
        old.pragma_update(None, "user_version", 1)?;
        drop(old);
        let store = Store::open(&file)?;
        let user = store.read(|db| super::super::users::find(db, "public", "u"))?;
        assert!(user.is_some_and(|user| user.id == "u" && !user.is_primary));
        Ok(())
    }

    #[test]
    fn a_file_from_a_newer_version_is_refused_and_left_alone() -> Result<(), DatabaseError> {
        let (_folder, file) = scratch();
        drop(Store::open(&file)?);
        Connection::open(&file)?.pragma_update(None, "user_version", newest() + 1)?;
        let before = std::fs::read(&file).ok();
        let error = Store::open(&file).map(drop).map_err(|e| e.to_string());
        let version = format!("schema version {}", newest() + 1);
        assert!(error.is_err_and(|text| text.contains(&version) && text.contains("newer core")));
        assert_eq!(std::fs::read(&file).ok(), before);
        Ok(())
    }

    #[test]
    fn the_database_of_another_program_is_refused() -> Result<(), DatabaseError> {
        let (_folder, file) = scratch();
        Connection::open(&file)?.execute_batch("CREATE TABLE mine (x)")?;
        assert!(matches!(Store::open(&file), Err(DatabaseError::Foreign)));
        Ok(())
    }
}
