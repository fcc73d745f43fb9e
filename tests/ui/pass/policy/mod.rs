//! Policies of the application's own.

#[path = "policy-beside-options.rs"]
mod policy_beside_options;
#[path = "policy-is-no-policy.rs"]
mod policy_is_no_policy;
#[path = "policy-of-no-policies.rs"]
mod policy_of_no_policies;
#[path = "verify-by-hand.rs"]
mod verify_by_hand;
