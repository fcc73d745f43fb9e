//! Validators put together with and, or, not.

use async_trait::async_trait;
use serde_json::json;

use super::built_in::MultiFactorAuthValidator;
use super::claim::{Claim, FetchError};
use super::context::ClaimContext;
use super::validator::{ClaimFailure, ClaimValidator, Validator};
use crate::cdi::JsonObject;

/// Both validators must pass. Every failed part is reported.
#[derive(Debug, Clone)]
pub struct And<A, B>(pub A, pub B);

/// One of the validators must pass. If both fail, both are reported.
///
/// ```
/// use rocket_supertokens::claims::{EmailVerified, UserRole};
/// use rocket_supertokens::verify_session;
///
/// #[verify_session(claims(UserRole::includes("admin").or(EmailVerified::is_verified())))]
/// #[rocket::post("/comments")]
/// fn write() {}
/// # rocket::routes![write];
/// ```
#[derive(Debug, Clone)]
pub struct Or<A, B>(pub A, pub B);

/// The validator must not pass.
#[derive(Debug, Clone)]
pub struct Not<A>(pub A);

/// The methods that combine our validators. They are inherent, so that no trait has to be imported. An application
/// combines its own validators with the types: `Or(Adult, UserRole::includes("guardian"))`.
macro_rules! combinable {
    ($($type:ty, <$($parameter:ident: $bound:path),*>);+ $(;)?) => { $(
        impl<$($parameter: $bound),*> $type {
            /// Both validators must pass.
            pub fn and<V: ClaimValidator>(self, other: V) -> And<Self, V> {
                And(self, other)
            }

            /// One of the validators must pass.
            pub fn or<V: ClaimValidator>(self, other: V) -> Or<Self, V> {
                Or(self, other)
            }

            /// The validator must not pass.
            #[allow(clippy::should_implement_trait, reason = "`!` before a validator would be overlooked")]
            pub fn not(self) -> Not<Self> {
                Not(self)
            }
        }
    )+ };
}

combinable! {
    Validator<C>, <C: Claim>;
    MultiFactorAuthValidator, <>;
    And<A, B>, <A: ClaimValidator, B: ClaimValidator>;
    Or<A, B>, <A: ClaimValidator, B: ClaimValidator>;
    Not<A>, <A: ClaimValidator>;
}

#[async_trait]
impl<A: ClaimValidator, B: ClaimValidator> ClaimValidator for And<A, B> {
    fn id(&self) -> &str {
        self.0.id()
    }

    fn should_refetch(&self, payload: &JsonObject) -> bool {
        self.0.should_refetch(payload) || self.1.should_refetch(payload)
    }

    async fn refetch(&self, context: ClaimContext) -> Result<JsonObject, FetchError> {
        refetch_both(&self.0, &self.1, context).await
    }

    fn validate(&self, payload: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
        match (self.0.validate(payload), self.1.validate(payload)) {
            (Ok(()), Ok(())) => Ok(()),
            (first, second) => Err(failures(first, second)),
        }
    }
}

#[async_trait]
impl<A: ClaimValidator, B: ClaimValidator> ClaimValidator for Or<A, B> {
    fn id(&self) -> &str {
        self.0.id()
    }

    /// A missing value does not matter if the other part passes.
    fn should_refetch(&self, payload: &JsonObject) -> bool {
        let needs = |part: &dyn ClaimValidator| part.should_refetch(payload);
        let holds = |part: &dyn ClaimValidator| {
            !part.should_refetch(payload) && part.validate(payload).is_ok()
        };
        (needs(&self.0) || needs(&self.1)) && !holds(&self.0) && !holds(&self.1)
    }

    async fn refetch(&self, context: ClaimContext) -> Result<JsonObject, FetchError> {
        refetch_both(&self.0, &self.1, context).await
    }

    fn validate(&self, payload: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
        match (self.0.validate(payload), self.1.validate(payload)) {
            (Ok(()), _) | (_, Ok(())) => Ok(()),
            (first, second) => Err(failures(first, second)),
        }
    }
}

#[async_trait]
impl<A: ClaimValidator> ClaimValidator for Not<A> {
    fn id(&self) -> &str {
        self.0.id()
    }

    fn should_refetch(&self, payload: &JsonObject) -> bool {
        self.0.should_refetch(payload)
    }

    async fn refetch(&self, context: ClaimContext) -> Result<JsonObject, FetchError> {
        self.0.refetch(context).await
    }

    fn validate(&self, payload: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
        match self.0.validate(payload) {
            Ok(()) => Err(vec![ClaimFailure::new(
                self.id(),
                json!({ "message": "must not hold" }),
            )]),
            Err(_) => Ok(()),
        }
    }
}

async fn refetch_both(
    first: &dyn ClaimValidator,
    second: &dyn ClaimValidator,
    context: ClaimContext,
) -> Result<JsonObject, FetchError> {
    let mut update = JsonObject::new();
    for part in [first, second] {
        if part.should_refetch(&context.payload) {
            update.extend(part.refetch(context.clone()).await?);
        }
    }
    Ok(update)
}

fn failures(
    first: Result<(), Vec<ClaimFailure>>,
    second: Result<(), Vec<ClaimFailure>>,
) -> Vec<ClaimFailure> {
    [first, second]
        .into_iter()
        .filter_map(Result::err)
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::PrimitiveClaim;

    const A: PrimitiveClaim<u8> = PrimitiveClaim::new("a");
    const B: PrimitiveClaim<u8> = PrimitiveClaim::new("b");

    fn payload(a: u8, b: u8) -> JsonObject {
        let payload = json!({ "a": { "v": a, "t": 1 }, "b": { "v": b, "t": 1 } });
        payload.as_object().expect("an object").clone()
    }

    fn failed(validator: &dyn ClaimValidator, payload: &JsonObject) -> Vec<String> {
        validator
            .validate(payload)
            .err()
            .into_iter()
            .flatten()
            .map(|failure| failure.id)
            .collect()
    }

    #[test]
    fn parts_are_reported_as_if_they_stood_alone() {
        let both = A.has_value(1).and(B.has_value(1));
        let one = A.has_value(1).or(B.has_value(1));
        for (a, b, of_both, of_one) in [
            (1, 1, vec![], vec![]),
            (1, 0, vec!["b"], vec![]),
            (0, 1, vec!["a"], vec![]),
            (0, 0, vec!["a", "b"], vec!["a", "b"]),
        ] {
            assert_eq!(failed(&both, &payload(a, b)), of_both);
            assert_eq!(failed(&one, &payload(a, b)), of_one);
        }
        let reason = |failures: Vec<ClaimFailure>| failures[0].reason.clone();
        let failure = one.validate(&payload(0, 0)).expect_err("neither");
        assert_eq!(
            reason(failure),
            Some(json!({ "message": "wrong value", "expectedValue": 1, "actualValue": 0 }))
        );
    }

    #[test]
    fn not_turns_it_round() {
        let not = A.has_value(1).not();
        assert_eq!(failed(&not, &payload(1, 0)), ["a"]);
        assert!(failed(&not, &payload(2, 0)).is_empty());
        assert!(failed(&not.not(), &payload(1, 0)).is_empty());
    }

    #[test]
    fn what_is_not_needed_is_not_fetched() {
        let fetched = PrimitiveClaim::<u8>::new("fetched").fetched_by(|_| async { Ok(Some(1)) });
        let either = A.has_value(1).or(fetched.has_value(1));
        assert!(!either.should_refetch(&payload(1, 0)));
        assert!(either.should_refetch(&payload(0, 0)));
        assert!(
            A.has_value(1)
                .and(fetched.has_value(1))
                .should_refetch(&payload(1, 0))
        );
    }
}
