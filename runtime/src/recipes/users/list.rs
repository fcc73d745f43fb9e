//! Users page by page.

use std::pin::Pin;

use crate::cdi;
use crate::cdi::{TenantId, TimeJoinedOrder, User};
use crate::error::{CoreError, Error, InputDefect};
use crate::session::SuperTokens;

/// Users of a tenant, page by page; see [`Users::newest_first`](super::Users::newest_first).
///
/// Awaiting it calls `GET /<tenant>/users` of the core and returns a [`UserPage`]. [`stream`](Self::stream) gives the
/// users of all pages.
///
/// ```
/// use rocket::State;
/// use rocket::serde::json::{Value, json};
/// use rocket_supertokens::claims::UserRole;
/// use rocket_supertokens::{Error, SuperTokens, verify_session};
///
/// #[verify_session(claims(UserRole::includes("admin")))]
/// #[rocket::get("/users?<page>")]
/// async fn users(page: Option<String>, super_tokens: &State<SuperTokens>) -> Result<Value, Error> {
///     let page = super_tokens.users().newest_first().limit(50).page(page).await?;
///     Ok(json!({ "users": page.users, "next": page.next_page }))
/// }
/// # rocket::routes![users];
/// ```
///
/// # Searching
/// [`email`](Self::email), [`phone`](Self::phone) and [`provider`](Self::provider) search. Several texts of one kind are
/// alternatives, and a user must fit all kinds that are given. The core then gives whom it finds on one page, whatever
/// the limit.
///
/// # Errors
/// [`Error::Input`] if the page was not named by an earlier one. [`Error::TenantId`] if no tenant can have that name,
/// [`Error::UnknownTenant`] if the core does not know it. [`Error::Core`] if the core sends no usable response.
#[derive(Debug, Clone)]
#[must_use = "the core is asked when this is awaited"]
pub struct ListUsers<'a> {
    pub(super) super_tokens: &'a SuperTokens,
    tenant_id: &'a str,
    order: TimeJoinedOrder,
    limit: Option<u16>,
    page: Option<String>,
    recipes: Vec<String>,
    emails: Vec<String>,
    phones: Vec<String>,
    providers: Vec<String>,
}

/// Some users, and where there are more.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserPage {
    /// The users.
    pub users: Vec<User>,
    /// Names the next page, for [`ListUsers::page`]. `None` if this is the last page.
    #[doc(alias = "nextPaginationToken")]
    pub next_page: Option<String>,
}

impl<'a> ListUsers<'a> {
    pub(super) fn new(
        super_tokens: &'a SuperTokens,
        tenant_id: &'a str,
        order: TimeJoinedOrder,
    ) -> Self {
        Self {
            super_tokens,
            tenant_id,
            order,
            limit: None,
            page: None,
            recipes: Vec::new(),
            emails: Vec::new(),
            phones: Vec::new(),
            providers: Vec::new(),
        }
    }

    /// Sets how many users are on a page, from 1 to 500; another number counts as the nearest of these. Default: 100.
    pub fn limit(mut self, limit: u16) -> Self {
        self.limit = Some(limit.clamp(1, 500));
        self
    }

    /// Asks for the page that an earlier one names as its next. `None` is the first page.
    #[doc(alias = "paginationToken")]
    pub fn page(mut self, next_page: impl Into<Option<String>>) -> Self {
        self.page = next_page.into();
        self
    }

    /// Lists only users who log in by this recipe, such as `emailpassword`, or by another one that is named so.
    #[doc(alias = "includeRecipeIds")]
    pub fn recipe(mut self, recipe_id: impl Into<String>) -> Self {
        self.recipes.push(recipe_id.into());
        self
    }

    /// Searches for users whose address, or the domain of it, begins with this text. `%` stands for any text, and a
    /// semicolon stands between alternatives.
    pub fn email(mut self, start: impl Into<String>) -> Self {
        self.emails.push(start.into());
        self
    }

    /// Searches for users whose phone number begins with this text.
    pub fn phone(mut self, start: impl Into<String>) -> Self {
        self.phones.push(start.into());
        self
    }

    /// Searches for users who log in by this service, such as `google`.
    pub fn provider(mut self, id: impl Into<String>) -> Self {
        self.providers.push(id.into());
        self
    }

    /// Asks the core on behalf of `super_tokens`.
    pub(super) async fn read(&self, super_tokens: &SuperTokens) -> Result<UserPage, Error> {
        let joined = |texts: &[String], by| (!texts.is_empty()).then(|| texts.join(by));
        let call = cdi::ListUsers {
            tenant_id: TenantId::new(self.tenant_id)?,
            time_joined_order: self.order,
            limit: self.limit,
            pagination_token: self.page.as_deref(),
            include_recipe_ids: joined(&self.recipes, ","),
            email: joined(&self.emails, ";"),
            phone: joined(&self.phones, ";"),
            provider: joined(&self.providers, ";"),
        };
        match super_tokens.call(&call).await {
            Ok(page) => Ok(UserPage {
                users: page.users,
                next_page: page.next_pagination_token,
            }),
            // The core refuses nothing else from the second page on. Its text may have parts of the name in it.
            Err(Error::Core(CoreError::Status { status: 400, .. })) if self.page.is_some() => {
                Err(InputDefect::UnknownPage.into())
            }
            Err(error) => Err(error),
        }
    }
}

impl<'a> IntoFuture for ListUsers<'a> {
    type Output = Result<UserPage, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.read(self.super_tokens).await })
    }
}
