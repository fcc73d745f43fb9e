//! The function below the attribute: its signature, its names, its body.

#[path = "function-without-body.rs"]
mod function_without_body;
#[path = "generic-const.rs"]
mod generic_const;
#[path = "generic-type.rs"]
mod generic_type;
#[path = "misspelled-parameter-type.rs"]
mod misspelled_parameter_type;
#[path = "reserved-name-in-body.rs"]
mod reserved_name_in_body;
#[path = "reserved-name-in-path.rs"]
mod reserved_name_in_path;
#[path = "reserved-parameter-name.rs"]
mod reserved_parameter_name;
#[path = "self-receiver.rs"]
mod self_receiver;
#[path = "session-before-all-else.rs"]
mod session_before_all_else;
#[path = "undocumented-neighbour.rs"]
mod undocumented_neighbour;
#[path = "unnamed-parameter.rs"]
mod unnamed_parameter;
#[path = "unsafe-function.rs"]
mod unsafe_function;
