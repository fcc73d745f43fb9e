//! `ClaimSet`, derived.

#[path = "claim-set-fetch-of-wrong-type.rs"]
mod claim_set_fetch_of_wrong_type;
#[path = "claim-set-field-is-no-claim.rs"]
mod claim_set_field_is_no_claim;
#[path = "claim-set-keys.rs"]
mod claim_set_keys;
#[path = "claim-set-on-enum.rs"]
mod claim_set_on_enum;
#[path = "claim-set-on-generic-struct.rs"]
mod claim_set_on_generic_struct;
#[path = "claim-set-on-tuple-struct.rs"]
mod claim_set_on_tuple_struct;
#[path = "claim-set-unknown-option.rs"]
mod claim_set_unknown_option;
