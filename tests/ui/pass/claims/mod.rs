//! The validators of `claims` and `override_claims`.

#[path = "claims-assigned.rs"]
mod claims_assigned;
#[path = "claims-async-block.rs"]
mod claims_async_block;
#[path = "claims-borrowed-local.rs"]
mod claims_borrowed_local;
#[path = "claims-empty.rs"]
mod claims_empty;
#[path = "claims-handler-parameter.rs"]
mod claims_handler_parameter;
#[path = "claims-in-their-module.rs"]
mod claims_in_their_module;
#[path = "claims-is-no-validator.rs"]
mod claims_is_no_validator;
#[path = "claims-without-list.rs"]
mod claims_without_list;
#[path = "fetch-and-set-without-fetch.rs"]
mod fetch_and_set_without_fetch;
#[path = "max-age-without-fetch.rs"]
mod max_age_without_fetch;
#[path = "misspelled-claim.rs"]
mod misspelled_claim;
#[path = "misspelled-validator.rs"]
mod misspelled_validator;
#[path = "override-claims-beside-global-claims.rs"]
mod override_claims_beside_global_claims;
#[path = "override-claims-of-wrong-signature.rs"]
mod override_claims_of_wrong_signature;
#[path = "validator-of-wrong-value-type.rs"]
mod validator_of_wrong_value_type;
