//! Access tokens that the core has just made.

use crate::cdi::Token;
use crate::error::{CoreError, Error};
use crate::token::AccessToken;

pub(super) fn access_token(token: &Token) -> Result<AccessToken, Error> {
    AccessToken::parse(&token.token).map_err(|defect| CoreError::AccessToken(defect).into())
}
