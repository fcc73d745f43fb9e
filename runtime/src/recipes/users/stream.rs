//! Users of all pages.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::stream::try_unfold;

use super::list::ListUsers;
use crate::cdi::User;
use crate::error::Error;
use crate::session::SuperTokens;

/// Users of all pages, a `Stream` of `Result<User, Error>`; see [`ListUsers::stream`].
///
/// It ends with the first error. Users who sign up or are deleted meanwhile make no other one come twice.
///
/// ```
/// use rocket::futures::TryStreamExt;
/// use rocket_supertokens::{Error, SuperTokens};
///
/// async fn export(super_tokens: &SuperTokens) -> Result<(), Error> {
///     let mut users = super_tokens.users().oldest_first().stream();
///     while let Some(user) = users.try_next().await? {
///         println!("{}", user.id);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "the core is asked when the stream is read"]
pub struct UserStream<'a>(Pin<Box<dyn Stream<Item = Result<User, Error>> + Send + 'a>>);

/// What is still to come.
struct Rest<'a> {
    users: std::vec::IntoIter<User>,
    /// The page after these users, if there is one.
    page: Option<ListUsers<'a>>,
}

impl<'a> ListUsers<'a> {
    /// Returns the users of this page and of all pages after it. Pages are read when they are needed.
    pub fn stream(self) -> UserStream<'a> {
        let super_tokens = self.super_tokens;
        UserStream::new(super_tokens, self)
    }
}

impl<'a> UserStream<'a> {
    fn new(super_tokens: &'a SuperTokens, first: ListUsers<'a>) -> Self {
        let all = Rest {
            users: Vec::new().into_iter(),
            page: Some(first),
        };
        Self(Box::pin(try_unfold(all, move |mut rest| async move {
            loop {
                if let Some(user) = rest.users.next() {
                    return Ok(Some((user, rest)));
                }
                let Some(page) = rest.page.take() else {
                    return Ok(None);
                };
                // A request would remember every page until it ends.
                let read = page.read(&super_tokens.afresh()).await?;
                rest.users = read.users.into_iter();
                rest.page = read.next_page.map(|next| page.page(next));
            }
        })))
    }
}

impl Stream for UserStream<'_> {
    type Item = Result<User, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl fmt::Debug for UserStream<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserStream").finish_non_exhaustive()
    }
}
