//! Where the attribute stands: below or above a route attribute, and on what.

#[path = "applied-twice.rs"]
mod applied_twice;
#[path = "below-route-attribute.rs"]
mod below_route_attribute;
#[path = "beside-other-macros.rs"]
mod beside_other_macros;
#[path = "every-kind-of-route.rs"]
mod every_kind_of_route;
#[path = "no-route-attribute.rs"]
mod no_route_attribute;
#[path = "on-catcher.rs"]
mod on_catcher;
#[path = "on-impl-block.rs"]
mod on_impl_block;
#[path = "on-struct.rs"]
mod on_struct;
#[path = "options-as-route-argument.rs"]
mod options_as_route_argument;
#[path = "options-route.rs"]
mod options_route;
#[path = "ranks-and-forwards.rs"]
mod ranks_and_forwards;
#[path = "route-attribute-renamed.rs"]
mod route_attribute_renamed;
#[path = "second-route-attribute.rs"]
mod second_route_attribute;
#[path = "trace-route.rs"]
mod trace_route;
