//! The original APIs.

use async_trait::async_trait;

use crate::error::Error;
use crate::session::container::Session;
use crate::session::options::VerifyOptions;
use crate::session::overrides::{SessionApis, SignOut};
use crate::session::request::SessionRequest;

pub(super) struct OriginalApis;

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
        request.find_original(options).await
    }

    async fn refresh(&self, request: &SessionRequest<'_>) -> Result<Session, Error> {
        request.refresh_original().await
    }

    async fn sign_out(&self, _: &SessionRequest<'_>, session: Session) -> Result<SignOut, Error> {
        session.revoke().await?;
        Ok(SignOut::Done)
    }
}
