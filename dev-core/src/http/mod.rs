//! HTTP: from the socket to the operations and back.

mod api;
mod call;
mod counters;
mod dispatch;
mod endpoint;
mod faults;
mod gate;
mod input;
mod reply;
mod request;
mod responder;
mod route;
mod server;

pub(crate) use faults::Faults;
pub(crate) use request::Request;
pub(crate) use responder::Responder;
pub(crate) use server::{Server, Shared};
