//! What the routes and the guards do unless an application changes it.

use async_trait::async_trait;

use crate::error::Error;
use crate::session::container::Session;
use crate::session::options::VerifyOptions;
use crate::session::overrides::{SessionApis, SignOut};
use crate::session::request::SessionRequest;

/// The APIs that an override starts from.
pub(in crate::session) struct OriginalApis;

#[async_trait]
impl SessionApis for OriginalApis {
    fn original(&self) -> &dyn SessionApis {
        self
    }

    async fn verify_session(
        &self,
        request: &SessionRequest<'_>,
        options: VerifyOptions,
    ) -> Result<Option<Session>, Error> {
        if request.is_refresh() {
            return request
                .super_tokens()
                .apis()
                .refresh(request)
                .await
                .map(Some);
        }
        request.session(options).await
    }

    async fn refresh(&self, request: &SessionRequest<'_>) -> Result<Session, Error> {
        request.refresh().await
    }

    async fn sign_out(&self, _: &SessionRequest<'_>, session: Session) -> Result<SignOut, Error> {
        session.revoke().await?;
        Ok(SignOut::Done)
    }
}
