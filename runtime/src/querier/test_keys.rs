//! Keys of the testing kit, which no application accepts outside of tests.

use super::client::Querier;
use crate::cdi::Jwks;
use crate::error::CoreError;

/// Stands in the key ids of the testing kit, and of no real core.
pub(crate) const MARK: &str = "rocket-supertokens-test";

impl Querier {
    /// Refuses the whole set: a core that publishes such a key is no real one, whatever else it publishes.
    pub(super) fn refuse_test_keys(&self, published: &Jwks) -> Result<(), CoreError> {
        let mut ids = published.keys.iter().filter_map(|key| key.kid.as_deref());
        match ids.find(|id| !self.in_test && id.contains(MARK)) {
            Some(id) => Err(CoreError::TestKey {
                key_id: id.to_owned(),
            }),
            None => Ok(()),
        }
    }
}
