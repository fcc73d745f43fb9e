//! Code as it stands while somebody types.

#[path = "missing-brace.rs"]
mod missing_brace;
#[path = "unfinished-body.rs"]
mod unfinished_body;
#[path = "unfinished-option.rs"]
mod unfinished_option;
#[path = "unfinished-parameter.rs"]
mod unfinished_parameter;
#[path = "unfinished-parameter-name.rs"]
mod unfinished_parameter_name;
#[path = "unfinished-policy.rs"]
mod unfinished_policy;
#[path = "unfinished-return-type.rs"]
mod unfinished_return_type;
