//! Settings that work but are dangerous together. They do not stop the launch; the log names them.

use std::fmt;

use super::Config;
use super::choices::{AntiCsrf, SameSite};
use super::site::is_public;
use super::transfer::both_local;

/// One such combination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Warning {
    /// `api_domain` is http on a host that strangers can reach.
    PublicHttp,
    /// `cookie_secure = false` where the API is https.
    InsecureCookies,
    /// Another site's front end over http: browsers drop the cookies.
    NoCookies,
    /// `anti_csrf = "none"` with cookies that other sites' requests carry.
    NoAntiCsrf,
    /// `connect_timeout` is longer than `request_timeout`, of which it is a part.
    ConnectTimeout,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PublicHttp => {
                "`api_domain` is http on a public host: others on the network can read the tokens. Write https, \
                 even if only a proxy in front of this server uses it"
            }
            Self::InsecureCookies => {
                "`cookie_secure` is false although `api_domain` is https: browsers will send the tokens over http too. \
                 Remove the setting"
            }
            Self::NoCookies => {
                "API and front end are different sites, and browsers keep such cookies only with https: sessions in \
                 cookies cannot begin, but sessions in headers can. Use https in `api_domain` and leave `cookie_secure` alone"
            }
            Self::NoAntiCsrf => {
                "`anti_csrf` is \"none\" although the cookies are SameSite=None: any site can act in the name of your users. \
                 Remove the setting"
            }
            Self::ConnectTimeout => {
                "`connect_timeout` is longer than `request_timeout`, which includes it: it has no effect"
            }
        })
    }
}

impl Config {
    /// What the user should know before the first request.
    pub(crate) fn warnings(&self) -> Vec<Warning> {
        let (app, transfer) = (&self.app, self.transfer.without_request());
        let is_https = app.api_domain.is_https();
        let is_cross_site = transfer.same_site == SameSite::None;
        let is_foreign = |website| !both_local(&app.api_domain, website);
        let drops_cookies = is_cross_site && !transfer.secure;
        let cases = [
            (Warning::PublicHttp, !is_https && is_public(&app.api_domain)),
            (Warning::InsecureCookies, is_https && !transfer.secure),
            (
                Warning::NoCookies,
                drops_cookies && app.website_domain.as_ref().is_some_and(is_foreign),
            ),
            (
                Warning::NoAntiCsrf,
                is_cross_site && self.chosen_anti_csrf() == Some(AntiCsrf::None),
            ),
            (
                Warning::ConnectTimeout,
                self.core.connect_timeout > self.core.request_timeout,
            ),
        ];
        let apply = cases.into_iter().filter(|(_, applies)| *applies);
        apply.map(|(warning, _)| warning).collect()
    }
}
