//! Whether every host of the core responds as it should.

use http::StatusCode;

use super::attempt::Trouble;
use super::client::Querier;
use crate::config::CoreHost;
use crate::error::CoreError;

/// What is wrong with one host of the core.
pub(crate) struct HostTrouble {
    /// Scheme, host and port.
    pub(crate) host: String,
    pub(crate) error: CoreError,
}

impl HostTrouble {
    /// Whether the host requires an API key, or another one.
    pub(crate) fn is_api_key(&self) -> bool {
        let unauthorized = StatusCode::UNAUTHORIZED.as_u16();
        matches!(self.error, CoreError::Status { status, .. } if status == unauthorized)
    }
}

impl Querier {
    /// Asks every host for its versions (`GET /apiversion`), which needs the API key. Normal calls go to any host that
    /// responds, so that a host that does not respond would go unnoticed.
    pub(crate) async fn check_hosts(&self) -> Vec<HostTrouble> {
        let mut troubles = Vec::new();
        for host in &self.config.core.hosts {
            if let Err(error) = self.check_host(host).await {
                let host = host.domain.clone();
                troubles.push(HostTrouble { host, error });
            }
        }
        troubles
    }

    async fn check_host(&self, host: &CoreHost) -> Result<(), CoreError> {
        let message = self.ask_for_versions();
        match self.offer_of(host, &message, self.deadline()).await {
            Ok(offer) => self.choose(&[offer.versions]).map(drop),
            Err(Trouble::Final(error)) => Err(error),
            Err(Trouble::Host(failure)) => Err(CoreError::Unreachable(vec![failure])),
            Err(Trouble::Busy) => Err(CoreError::RateLimited { path: message.path }),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::error::HostFailureKind;
    use crate::querier::scripted::{Scripted, querier};

    fn response(status: u16, body: &str) -> Scripted {
        Ok((status, body.to_owned()))
    }

    #[tokio::test]
    async fn each_host_is_asked_and_named() {
        let versions = r#"{"versions":["5.3"]}"#;
        let (querier, core) = querier([
            response(200, versions),
            response(200, versions),
            response(401, "Invalid API key"),
            Err(HostFailureKind::Connect),
            response(200, "<html>"),
            response(200, versions),
        ]);
        assert_eq!(querier.check_hosts().await.len(), 0);
        assert!(
            core.asked()
                .iter()
                .all(|request| request.headers["api-key"] == "the-key")
        );
        let found = querier.check_hosts().await;
        let found: Vec<_> = found
            .iter()
            .map(|trouble| (trouble.host.as_str(), trouble.is_api_key()))
            .collect();
        assert_eq!(found, [("http://a.core", true), ("http://b.core", false)]);
        let found = querier.check_hosts().await;
        assert_eq!((found.len(), found[0].host.as_str()), (1, "http://a.core"));
    }
}
