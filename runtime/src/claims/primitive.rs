//! Claims of plain values and of lists of them.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::claim::{Claim, ClaimFuture, FetchClaim, FetchError};
use super::context::ClaimContext;
use super::test::Test;
use super::validator::Validator;

/// A claim whose value is plain JSON, such as a text or a number. `F` says whether the value can be fetched:
/// [`NoFetch`] or [`Fetches`].
///
/// ```
/// use rocket_supertokens::claims::PrimitiveClaim;
///
/// const PLAN: PrimitiveClaim<String> = PrimitiveClaim::new("plan");
///
/// let pro = PLAN.has_value("pro");
/// # drop(pro);
/// ```
pub struct PrimitiveClaim<T, F = NoFetch> {
    key: &'static str,
    fetch: F,
    value: PhantomData<fn() -> T>,
}

/// A claim that is true or false.
pub type BooleanClaim<F = NoFetch> = PrimitiveClaim<bool, F>;

/// A claim that is a list of plain values.
pub type PrimitiveArrayClaim<T, F = NoFetch> = PrimitiveClaim<Vec<T>, F>;

/// The value is set by the application only.
#[derive(Debug, Clone, Copy)]
pub struct NoFetch;

/// The value is fetched by a function.
pub struct Fetches<T>(Arc<dyn Fn(ClaimContext) -> ClaimFuture<'static, T> + Send + Sync>);

impl<T> fmt::Debug for Fetches<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fetches(..)")
    }
}

impl<T, F: fmt::Debug> fmt::Debug for PrimitiveClaim<T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PrimitiveClaim")
            .field("key", &self.key)
            .field("fetch", &self.fetch)
            .finish()
    }
}

impl<T> Clone for Fetches<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T, F: Clone> Clone for PrimitiveClaim<T, F> {
    fn clone(&self) -> Self {
        Self {
            key: self.key,
            fetch: self.fetch.clone(),
            value: PhantomData,
        }
    }
}

impl<T> PrimitiveClaim<T> {
    /// Makes a claim whose value is not fetched.
    pub const fn new(key: &'static str) -> Self {
        Self {
            key,
            fetch: NoFetch,
            value: PhantomData,
        }
    }

    /// Adds a function that fetches the value. `Ok(None)` leaves the payload unchanged.
    ///
    /// ```
    /// use rocket_supertokens::claims::PrimitiveClaim;
    ///
    /// let plan = PrimitiveClaim::<String>::new("plan")
    ///     .fetched_by(|context| async move { Ok(Some(format!("the plan of {}", context.user_id))) });
    /// # drop(plan);
    /// ```
    pub fn fetched_by<Fut>(
        self,
        fetch: impl Fn(ClaimContext) -> Fut + Send + Sync + 'static,
    ) -> PrimitiveClaim<T, Fetches<T>>
    where
        Fut: Future<Output = Result<Option<T>, FetchError>> + Send + 'static,
    {
        let fetch = Fetches(Arc::new(move |context| -> ClaimFuture<'static, T> {
            Box::pin(fetch(context))
        }));
        PrimitiveClaim {
            key: self.key,
            fetch,
            value: PhantomData,
        }
    }
}

impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> Claim for PrimitiveClaim<T, NoFetch> {
    type Value = T;

    fn key(&self) -> &str {
        self.key
    }
}

impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> Claim
    for PrimitiveClaim<T, Fetches<T>>
{
    type Value = T;

    fn key(&self) -> &str {
        self.key
    }

    fn fetcher(&self) -> Option<&dyn FetchClaim<Value = T>> {
        Some(self)
    }
}

impl<T: Serialize + DeserializeOwned + Send + Sync + 'static> FetchClaim
    for PrimitiveClaim<T, Fetches<T>>
{
    fn fetch(&self, context: ClaimContext) -> ClaimFuture<'_, T> {
        (self.fetch.0)(context)
    }
}

impl<T: Serialize, F: Clone> PrimitiveClaim<T, F>
where
    Self: Claim,
{
    /// Demands that the claim has this value.
    #[doc(alias = "hasValue")]
    pub fn has_value(&self, value: impl Into<T>) -> Validator<Self> {
        Validator::new(self.clone(), Test::has_value(&value.into()))
    }
}

impl<F: Clone> BooleanClaim<F>
where
    Self: Claim,
{
    /// Demands that the claim is true.
    #[doc(alias = "isTrue")]
    pub fn is_true(&self) -> Validator<Self> {
        self.has_value(true)
    }

    /// Demands that the claim is false.
    #[doc(alias = "isFalse")]
    pub fn is_false(&self) -> Validator<Self> {
        self.has_value(false)
    }
}

impl<T: Serialize, F: Clone> PrimitiveArrayClaim<T, F>
where
    Self: Claim,
{
    /// Demands that the list contains this value.
    pub fn includes(&self, value: impl Into<T>) -> Validator<Self> {
        Validator::new(self.clone(), Test::includes(&value.into()))
    }

    /// Demands that the list does not contain this value.
    pub fn excludes(&self, value: impl Into<T>) -> Validator<Self> {
        Validator::new(self.clone(), Test::excludes(&value.into()))
    }

    /// Demands that the list contains all these values.
    #[doc(alias = "includesAll")]
    pub fn includes_all<V: Into<T>>(&self, values: impl IntoIterator<Item = V>) -> Validator<Self> {
        Validator::new(self.clone(), Test::includes_all(&list(values)))
    }

    /// Demands that the list contains at least one of these values.
    #[doc(alias = "includesAny")]
    pub fn includes_any<V: Into<T>>(&self, values: impl IntoIterator<Item = V>) -> Validator<Self> {
        Validator::new(self.clone(), Test::includes_any(&list(values)))
    }

    /// Demands that the list does not contain any of these values.
    #[doc(alias = "excludesAll")]
    pub fn excludes_all<V: Into<T>>(&self, values: impl IntoIterator<Item = V>) -> Validator<Self> {
        Validator::new(self.clone(), Test::excludes_all(&list(values)))
    }
}

fn list<T, V: Into<T>>(values: impl IntoIterator<Item = V>) -> Vec<T> {
    values.into_iter().map(Into::into).collect()
}
