//! Primary users, and linking login methods to them.

use super::app::App;
use super::core::Core;
use super::refusal::Refusal;
use crate::store::users::{self, User};
use crate::store::{DatabaseError, linking, sessions};

/// What came of making a primary user, or of linking a login method to one.
pub(crate) enum LinkOutcome {
    Done {
        user: User,
        /// Whether it was so before.
        already: bool,
    },
    /// The login method is that of another primary user.
    Taken(User),
    /// Another primary user has the same address in the same tenant.
    Conflict(String),
    /// There is no primary user of that id.
    NotPrimary,
}

impl Core {
    /// Makes the user of a login method a primary user.
    pub(crate) fn make_primary(&self, app: &App, id: &str) -> Result<LinkOutcome, Refusal> {
        self.store.write(|db| {
            let user = known(users::find(db, &app.id, id)?)?;
            if user.is_primary {
                return Ok(if user.id == id {
                    LinkOutcome::Done {
                        user,
                        already: true,
                    }
                } else {
                    LinkOutcome::Taken(user)
                });
            }
            if let Some(other) = linking::other_primary(db, &app.id, &user.methods, id)? {
                return Ok(LinkOutcome::Conflict(other));
            }
            linking::link(db, &app.id, id, id)?;
            Ok(LinkOutcome::Done {
                user: known(users::find(db, &app.id, id)?)?,
                already: false,
            })
        })
    }

    /// Links a login method to a primary user, which may also be named by another of its login methods.
    /// What was the user's id is none any more, so the sessions end.
    pub(crate) fn link_accounts(
        &self,
        app: &App,
        id: &str,
        primary: &str,
    ) -> Result<LinkOutcome, Refusal> {
        self.store.write(|db| {
            let user = known(users::find(db, &app.id, id)?)?;
            let primary = known(users::find(db, &app.id, primary)?)?;
            if !primary.is_primary {
                return Ok(LinkOutcome::NotPrimary);
            }
            if user.is_primary {
                return Ok(if user.id == primary.id {
                    LinkOutcome::Done {
                        user,
                        already: true,
                    }
                } else {
                    LinkOutcome::Taken(user)
                });
            }
            let together = [primary.methods, user.methods].concat();
            if let Some(other) = linking::other_primary(db, &app.id, &together, &primary.id)? {
                return Ok(LinkOutcome::Conflict(other));
            }
            linking::link(db, &app.id, id, &primary.id)?;
            sessions::delete_of_user(db, &app.id, id)?;
            Ok(LinkOutcome::Done {
                user: known(users::find(db, &app.id, id)?)?,
                already: false,
            })
        })
    }

    /// The id of the user to whom a login method belongs; an unknown one is a user of its own.
    pub(crate) fn primary_id(&self, app: &App, id: &str) -> Result<String, DatabaseError> {
        let found = self.store.read(|db| users::primary_of(db, &app.id, id))?;
        Ok(found.map_or_else(|| id.to_owned(), |(primary, _)| primary))
    }
}

fn known(user: Option<User>) -> Result<User, Refusal> {
    user.ok_or_else(|| Refusal::BadRequest("Unknown user ID provided".into()))
}
