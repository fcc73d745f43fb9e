//! Names of tenants.

use std::fmt;

use crate::error::Error;

/// A name that a tenant can have, so that the path which it becomes a part of is a tenant's.
///
/// For the core, a first segment that begins with `appid-` is an app, and the first word of one of its own paths is not
/// a tenant. `..` would be removed before. The core ignores upper and lower case.
#[derive(Clone, Copy)]
pub(crate) struct TenantId<'a>(&'a str);

/// The tenant of a user if no other is named.
pub(crate) const PUBLIC_TENANT: &str = "public";

/// Begin paths of the core.
const RESERVED: [&str; 4] = ["recipe", "config", "users", "hello"];
const APP_PREFIX: &str = "appid-";

impl<'a> TenantId<'a> {
    /// Fails with [`Error::TenantId`] for any other name.
    pub(crate) fn new(name: &'a str) -> Result<Self, Error> {
        let is_app = name
            .get(..APP_PREFIX.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(APP_PREFIX));
        let is_reserved = RESERVED.iter().any(|word| name.eq_ignore_ascii_case(word));
        if !Self::has_its_form(name) || is_app || is_reserved {
            return Err(Error::TenantId {
                tenant_id: name.to_owned(),
            });
        }
        Ok(Self(name))
    }

    /// Whether the name has the characters of a tenant's id. It may still be a word that the core reserves.
    pub(crate) fn has_its_form(name: &str) -> bool {
        let spelled = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !name.is_empty() && name.bytes().all(spelled)
    }

    /// Whether the core says that it knows no such tenant.
    pub(crate) fn is_unknown(status: u16, message: &str) -> bool {
        status == 400 && message.starts_with("AppId or tenantId not found")
    }
}

impl fmt::Display for TenantId<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_tenants_name_will_do() {
        for name in [
            "public", "t1", "Shop-1", "a", "-", "appid", "recipes", "hello-1", "1",
        ] {
            let tenant = TenantId::new(name).expect(name);
            assert_eq!(tenant.to_string(), name);
        }
        for name in [
            "", ".", "..", "a.b", "appid-", "appid-x", "AppId-x", "recipe", "RECIPE", "config",
            "users", "hello", "a/b", "a b", " a", "a\n", "a?b", "a%2e", "é", "a_b", "名前",
        ] {
            let error = TenantId::new(name).err();
            assert!(
                matches!(&error, Some(Error::TenantId { tenant_id }) if tenant_id == name),
                "{name}"
            );
        }
    }
}
