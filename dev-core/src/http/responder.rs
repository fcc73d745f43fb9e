//! From a request that was read to its end to its reply, wherever the request comes from.

use super::counters::Counters;
use super::endpoint::Endpoint;
use super::gate;
use super::reply::Reply;
use super::request::Request;
use super::route::resolve;
use crate::service::core::Core;

/// A core with the counts of what it was asked.
pub(crate) struct Responder {
    pub(crate) core: Core,
    pub(crate) counters: Counters,
}

impl Responder {
    pub(crate) fn new(core: Core) -> Self {
        Self {
            core,
            counters: Counters::default(),
        }
    }

    /// Responds, and counts that. Signing and SQLite block.
    pub(crate) fn respond(&self, request: &Request) -> (Endpoint, Reply) {
        let route = resolve(&request.path, &self.core.base.base_path);
        let reply = gate::respond(&self.core, request, &route);
        self.counters.count(route.endpoint.path());
        (route.endpoint, reply)
    }
}
