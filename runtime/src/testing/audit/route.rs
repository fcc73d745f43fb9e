//! A route, and what it demands.

use std::fmt;

use rocket::http::Method;

/// A mounted route, and what it demands of a session.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AuditedRoute {
    /// The method.
    pub method: Method,
    /// The URI as it is mounted, with its parameters: `/comments/<id>`.
    pub uri: String,
    /// The rank. Routes with lower ranks are tried first.
    pub rank: isize,
    /// The format that the route takes or makes.
    pub format: Option<String>,
    /// The name: that of the function, for routes with an attribute of Rocket.
    pub name: Option<String>,
    /// What the route demands.
    pub protection: Protection,
}

/// What a route demands of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protection {
    /// Its handler runs only with a session. These are the demands, in the order in which they are checked. Behind a
    /// demand of a mount or an attribute that requires a session, further ones are not seen.
    Required(Vec<Demand>),
    /// Anonymous requests are let through.
    Optional(Vec<Demand>),
    /// A guard looks for a session, but the request goes on without one: the route takes an `Option<Session>`, or the
    /// guard is one of the application's that does something else than to fail.
    Unclear(Vec<Demand>),
    /// Nothing of this crate stands before the handler.
    Open,
    /// The request did not come to the route: this other one has answered it, or none was found.
    NotReached {
        /// Method and URI of the route that answered.
        answered_by: Option<String>,
    },
    /// The route is one that the fairing has mounted.
    OfSuperTokens,
}

/// One demand of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Demand {
    /// Where it stands.
    pub by: DemandedBy,
    /// The type of the policy, if it is one of the application's, without the modules that it is in.
    pub policy: Option<String>,
    /// Whether a session is required.
    pub required: bool,
    /// Whether the core is asked if the session still exists.
    pub check_database: bool,
    /// Whether the request is checked for forgery, if that does not depend on the method.
    pub anti_csrf_check: Option<bool>,
    /// The ids of the validators of claims that are checked, the global ones included.
    pub claims: Vec<String>,
}

/// Where a demand stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum DemandedBy {
    /// [`#[verify_session]`](macro@crate::verify_session)
    Attribute,
    /// [`protect`](crate::protect)
    Mount,
    /// A parameter of the route: a `Session`, a `Verify`, or a guard that asks for one of them.
    Guard,
}

impl AuditedRoute {
    /// Whether the handler runs only with a session, or the route is one of SuperTokens itself.
    pub fn is_protected(&self) -> bool {
        matches!(
            self.protection,
            Protection::Required(_) | Protection::OfSuperTokens
        )
    }

    pub(super) fn method_column(&self) -> String {
        self.method.to_string()
    }

    pub(super) fn uri_column(&self) -> String {
        let mut uri = self.uri.clone();
        if let Some(format) = &self.format {
            uri += &format!(" {format}");
        }
        // As in Rocket's own list: what a route has by default is not of interest.
        if self.rank >= 0 {
            uri += &format!(" [{}]", self.rank);
        }
        uri
    }

    pub(super) fn name_column(&self) -> String {
        self.name.clone().unwrap_or_else(|| "-".to_owned())
    }
}

impl fmt::Display for AuditedRoute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {} ({}): {}",
            self.method,
            self.uri_column(),
            self.name_column(),
            self.protection
        )
    }
}

impl fmt::Display for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, demands) = match self {
            Self::Required(demands) => ("", demands),
            Self::Optional(demands) => ("", demands),
            Self::Unclear(demands) => ("not seen to end a request without a session; ", demands),
            Self::Open => return f.write_str("open"),
            Self::OfSuperTokens => return f.write_str("SuperTokens"),
            Self::NotReached { answered_by: None } => {
                return f.write_str("not reached: no route was found");
            }
            Self::NotReached {
                answered_by: Some(other),
            } => return write!(f, "not reached: {other} answered"),
        };
        f.write_str(text)?;
        for (index, demand) in demands.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{demand}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.by {
            DemandedBy::Attribute => "attribute",
            DemandedBy::Mount => "mount",
            DemandedBy::Guard => "guard",
        })?;
        if let Some(policy) = &self.policy {
            write!(f, " {policy}")?;
        }
        let presence = if self.required {
            "required"
        } else {
            "optional"
        };
        write!(f, ": {presence}")?;
        if self.check_database {
            f.write_str(", database")?;
        }
        match self.anti_csrf_check {
            None => {}
            Some(true) => f.write_str(", anti-csrf")?,
            Some(false) => f.write_str(", no anti-csrf")?,
        }
        if !self.claims.is_empty() {
            write!(f, ", claims {}", self.claims.join(" "))?;
        }
        Ok(())
    }
}
