//! Roles, their permissions, and who has them. All lists are in the order of text.

use rusqlite::{Connection, OptionalExtension as _, Params, Transaction, params};

use super::error::DatabaseError;

/// Whether the app has the role.
pub(crate) fn exists(db: &Connection, app: &str, role: &str) -> Result<bool, DatabaseError> {
    let found = db
        .prepare_cached("SELECT 1 FROM roles WHERE app_id = ? AND role = ?")?
        .query_row(params![app, role], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// Adds the role if it is new, and permissions to it. Says whether it was new.
pub(crate) fn put(
    db: &Transaction<'_>,
    app: &str,
    role: &str,
    permissions: &[String],
) -> Result<bool, DatabaseError> {
    let created = db
        .prepare_cached("INSERT OR IGNORE INTO roles (app_id, role) VALUES (?, ?)")?
        .execute(params![app, role])?;
    let mut add = db.prepare_cached(
        "INSERT OR IGNORE INTO role_permissions (app_id, role, permission) VALUES (?, ?, ?)",
    )?;
    for permission in permissions {
        add.execute(params![app, role, permission])?;
    }
    Ok(created > 0)
}

/// Deletes the role and takes it from all users. Says whether there was one.
pub(crate) fn delete(db: &Transaction<'_>, app: &str, role: &str) -> Result<bool, DatabaseError> {
    Ok(db.execute(
        "DELETE FROM roles WHERE app_id = ? AND role = ?",
        params![app, role],
    )? > 0)
}

/// Takes permissions from a role; without a list all of them.
pub(crate) fn delete_permissions(
    db: &Transaction<'_>,
    app: &str,
    role: &str,
    permissions: Option<&[String]>,
) -> Result<(), DatabaseError> {
    let Some(permissions) = permissions else {
        db.execute(
            "DELETE FROM role_permissions WHERE app_id = ? AND role = ?",
            params![app, role],
        )?;
        return Ok(());
    };
    for permission in permissions {
        db.execute(
            "DELETE FROM role_permissions WHERE app_id = ? AND role = ? AND permission = ?",
            params![app, role, permission],
        )?;
    }
    Ok(())
}

/// All roles of the app.
pub(crate) fn all(db: &Connection, app: &str) -> Result<Vec<String>, DatabaseError> {
    texts(
        db,
        "SELECT role FROM roles WHERE app_id = ? ORDER BY role",
        params![app],
    )
}

/// The permissions of a role.
pub(crate) fn permissions(
    db: &Connection,
    app: &str,
    role: &str,
) -> Result<Vec<String>, DatabaseError> {
    texts(
        db,
        "SELECT permission FROM role_permissions WHERE app_id = ? AND role = ? ORDER BY permission",
        params![app, role],
    )
}

/// The roles that have a permission.
pub(crate) fn with_permission(
    db: &Connection,
    app: &str,
    permission: &str,
) -> Result<Vec<String>, DatabaseError> {
    texts(
        db,
        "SELECT role FROM role_permissions WHERE app_id = ? AND permission = ? ORDER BY role",
        params![app, permission],
    )
}

/// Gives a role to a user. Says whether it is news.
pub(crate) fn assign(
    db: &Transaction<'_>,
    (app, tenant): (&str, &str),
    user: &str,
    role: &str,
) -> Result<bool, DatabaseError> {
    let assigned = db
        .prepare_cached("INSERT OR IGNORE INTO user_roles (app_id, tenant_id, user_id, role) VALUES (?, ?, ?, ?)")?
        .execute(params![app, tenant, user, role])?;
    Ok(assigned > 0)
}

/// Takes a role from a user. Says whether the user had it.
pub(crate) fn unassign(
    db: &Transaction<'_>,
    (app, tenant): (&str, &str),
    user: &str,
    role: &str,
) -> Result<bool, DatabaseError> {
    let taken = db.execute(
        "DELETE FROM user_roles WHERE app_id = ? AND tenant_id = ? AND user_id = ? AND role = ?",
        params![app, tenant, user, role],
    )?;
    Ok(taken > 0)
}

/// Takes all roles from a user, in every tenant.
pub(crate) fn unassign_all(
    db: &Transaction<'_>,
    app: &str,
    user: &str,
) -> Result<(), DatabaseError> {
    db.execute(
        "DELETE FROM user_roles WHERE app_id = ? AND user_id = ?",
        params![app, user],
    )?;
    Ok(())
}

/// The roles of a user in a tenant.
pub(crate) fn of_user(
    db: &Connection,
    (app, tenant): (&str, &str),
    user: &str,
) -> Result<Vec<String>, DatabaseError> {
    texts(
        db,
        "SELECT role FROM user_roles WHERE app_id = ? AND tenant_id = ? AND user_id = ? ORDER BY role",
        params![app, tenant, user],
    )
}

/// The users of a tenant who have a role.
pub(crate) fn users(
    db: &Connection,
    (app, tenant): (&str, &str),
    role: &str,
) -> Result<Vec<String>, DatabaseError> {
    texts(
        db,
        "SELECT user_id FROM user_roles WHERE app_id = ? AND tenant_id = ? AND role = ? ORDER BY user_id",
        params![app, tenant, role],
    )
}

fn texts(
    db: &Connection,
    sql: &str,
    parameters: impl Params,
) -> Result<Vec<String>, DatabaseError> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
