//! Policies of the application's own.

#[path = "declared-claims-is-no-validator.rs"]
mod declared_claims_is_no_validator;
#[path = "declared-generic.rs"]
mod declared_generic;
#[path = "declared-in-every-form.rs"]
mod declared_in_every_form;
#[path = "declared-of-another-policy.rs"]
mod declared_of_another_policy;
#[path = "declared-two-at-once.rs"]
mod declared_two_at_once;
#[path = "declared-with-keyword.rs"]
mod declared_with_keyword;
#[path = "declared-with-unknown-option.rs"]
mod declared_with_unknown_option;
#[path = "declared-without-equals-sign.rs"]
mod declared_without_equals_sign;
#[path = "declared-without-name.rs"]
mod declared_without_name;
#[path = "declared-without-options.rs"]
mod declared_without_options;
#[path = "policy-as-option.rs"]
mod policy_as_option;
#[path = "policy-beside-options.rs"]
mod policy_beside_options;
#[path = "policy-is-no-policy.rs"]
mod policy_is_no_policy;
#[path = "policy-of-no-policies.rs"]
mod policy_of_no_policies;
#[path = "verify-by-hand.rs"]
mod verify_by_hand;
