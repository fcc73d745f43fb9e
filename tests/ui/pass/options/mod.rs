//! The options of the attribute.

#[path = "anti-csrf-check-without-value.rs"]
mod anti_csrf_check_without_value;
#[path = "check-database-is-a-number.rs"]
mod check_database_is_a_number;
#[path = "crate-is-a-string.rs"]
mod crate_is_a_string;
#[path = "misspelled-option.rs"]
mod misspelled_option;
#[path = "option-in-parentheses.rs"]
mod option_in_parentheses;
#[path = "override-global-claim-validators-of-node.rs"]
mod override_global_claim_validators_of_node;
#[path = "repeated-option.rs"]
mod repeated_option;
#[path = "required-is-a-string.rs"]
mod required_is_a_string;
#[path = "role-as-option.rs"]
mod role_as_option;
#[path = "session-required-of-node.rs"]
mod session_required_of_node;
#[path = "several-mistakes-at-once.rs"]
mod several_mistakes_at_once;
#[path = "unknown-option.rs"]
mod unknown_option;
#[path = "unnamed-option.rs"]
mod unnamed_option;
#[path = "validator-as-option.rs"]
mod validator_as_option;
