use super::verify::Checks;
use super::{Session, SuperTokens};
use crate::error::{Error, RefreshReason, TokenDefect, UnauthorisedReason};
use crate::token::AccessToken;
use crate::transfer::{Incoming, Outbox, TokenKind, TransferMethod};

/// What a route demands of a request's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Requirements {
    pub(crate) required: bool,
    pub(crate) check_database: bool,
    /// None: every method but GET.
    pub(crate) anti_csrf_check: Option<bool>,
}

impl Requirements {
    fn wants_anti_csrf(&self, request: &Incoming<'_>) -> bool {
        self.anti_csrf_check.unwrap_or(!request.is_get)
    }
}

impl SuperTokens {
    /// Finds and verifies the request's session. `None` only where none is required and no token came.
    pub(crate) async fn session_of_request(
        &self,
        request: &Incoming<'_>,
        requirements: Requirements,
        outbox: &Outbox,
    ) -> Result<Option<Session>, Error> {
        if request.has_legacy_cookie() {
            return Err(RefreshReason::LegacySession.into());
        }
        let (access_token, method) = match find_token(request)? {
            Found::Token(access_token, method) => (access_token, method),
            Found::Nothing if !requirements.required => return Ok(None),
            Found::Unusable(_) if !requirements.required => return Ok(None),
            // The tokens stay: a refresh may be under way that brings new ones.
            Found::Nothing => return Err(Error::unauthorised(UnauthorisedReason::NoToken, false)),
            Found::Unusable(defect) => {
                return Err(Error::unauthorised(
                    UnauthorisedReason::Unusable(defect),
                    false,
                ));
            }
        };
        let checks = self.checks(request, requirements, method)?;
        let session = self.verify(access_token, checks).await?;
        session.attach(outbox, method);
        Ok(Some(session))
    }

    /// Checks what `requirements` demand of an already verified session beyond what was checked before.
    pub(crate) async fn check_difference(
        &self,
        session: &Session,
        request: &Incoming<'_>,
        before: Requirements,
        requirements: Requirements,
    ) -> Result<(), Error> {
        let method = session.transfer_method().unwrap_or(TransferMethod::Header);
        let mut checks = self.checks(request, requirements, method)?;
        self.check_anti_csrf(&session.access_token(), checks)?;
        checks.database &= !before.check_database;
        if checks.database {
            self.confirm(session, checks).await
        } else {
            Ok(())
        }
    }

    /// The checks for this request. The custom header is looked at right here.
    fn checks<'a>(
        &self,
        request: &Incoming<'a>,
        requirements: Requirements,
        method: TransferMethod,
    ) -> Result<Checks<'a>, Error> {
        // A foreign site cannot set the Authorization header.
        let mut anti_csrf =
            method == TransferMethod::Cookie && requirements.wants_anti_csrf(request);
        if anti_csrf && self.config.session.anti_csrf.uses_custom_header() {
            if request.rid.is_none() {
                return Err(RefreshReason::CustomHeaderMissing.into());
            }
            anti_csrf = false;
        }
        Ok(Checks {
            database: requirements.check_database,
            anti_csrf,
            anti_csrf_token: request.anti_csrf,
        })
    }
}

enum Found {
    Token(AccessToken, TransferMethod),
    /// A text where a token could be, for instance one of another service.
    Unusable(TokenDefect),
    Nothing,
}

/// Header before cookie. What is no token of ours is passed over, so that a foreign bearer token does not
/// hide a cookie session.
fn find_token(request: &Incoming<'_>) -> Result<Found, Error> {
    let mut defect = None;
    for method in [TransferMethod::Header, TransferMethod::Cookie] {
        let Some(text) = request.token(TokenKind::Access, method) else {
            continue;
        };
        match AccessToken::parse(&text) {
            Ok(_)
                if method == TransferMethod::Cookie
                    && request.has_duplicates(TokenKind::Access) =>
            {
                return Err(RefreshReason::DuplicateCookies.into());
            }
            Ok(token) => return Ok(Found::Token(token, method)),
            Err(found) => {
                tracing::debug!(?method, reason = %found, "passing over a token that is not ours");
                defect.get_or_insert(found);
            }
        }
    }
    Ok(defect.map_or(Found::Nothing, Found::Unusable))
}
