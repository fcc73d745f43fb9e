//! From a path to the endpoint, app and tenant it names.

use super::endpoint::Endpoint;
use crate::service::app::PUBLIC;

/// First parts of paths that are no tenants.
pub(crate) const NO_TENANTS: [&str; 4] = ["recipe", "config", "users", "hello"];

/// A path taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) endpoint: Endpoint,
    pub(crate) app: Option<String>,
    /// The tenant, unless it is the public one.
    pub(crate) tenant: Option<String>,
}

/// Takes a path apart: `[/appid-<app>][/<tenant>]<endpoint>[/]`, in any case of letters.
pub(crate) fn resolve(path: &str, base_path: &str) -> Route {
    let path = path.to_lowercase();
    let unknown = Route {
        endpoint: Endpoint::Unknown,
        app: None,
        tenant: None,
    };
    let Some(path) = path.strip_prefix(base_path) else {
        return unknown;
    };
    let path = path.strip_suffix('/').unwrap_or(path);
    let (app, rest) = match path.strip_prefix("/appid-") {
        Some(rest) => {
            let (app, rest) = split_name(rest);
            (
                Some(app).filter(|app| *app != PUBLIC).map(str::to_owned),
                rest,
            )
        }
        None => (None, path),
    };
    if let Some(endpoint) = Endpoint::at(rest) {
        return Route {
            endpoint,
            app,
            tenant: None,
        };
    }
    let (name, rest) = rest.strip_prefix('/').map_or(("", rest), split_name);
    let tenant_like = !name.is_empty() && !NO_TENANTS.contains(&name);
    match Endpoint::at(rest).filter(|_| tenant_like) {
        Some(endpoint) => Route {
            endpoint,
            app,
            tenant: (name != PUBLIC).then(|| name.to_owned()),
        },
        None => unknown,
    }
}

/// Splits after the longest run of characters that a name may have.
fn split_name(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'))
        .unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(path: &str) -> (Endpoint, Option<String>, Option<String>) {
        let route = resolve(path, "");
        (route.endpoint, route.app, route.tenant)
    }

    #[test]
    fn app_and_tenant_are_optional() {
        let session = Endpoint::Session;
        assert_eq!(parts("/recipe/session"), (session, None, None));
        assert_eq!(parts("/RECIPE/Session/"), (session, None, None));
        assert_eq!(
            parts("/T1/recipe/session"),
            (session, None, Some("t1".into()))
        );
        assert_eq!(
            parts("/appid-a/recipe/session"),
            (session, Some("a".into()), None)
        );
        assert_eq!(
            parts("/appid-a/t1/recipe/session"),
            (session, Some("a".into()), Some("t1".into()))
        );
        assert_eq!(
            parts("/appid-public/public/recipe/session"),
            (session, None, None)
        );
    }

    #[test]
    fn the_root_and_what_looks_like_it() {
        assert_eq!(parts("/"), (Endpoint::Root, None, None));
        assert_eq!(parts("/appid-a/"), (Endpoint::Root, Some("a".into()), None));
        assert_eq!(parts("/t1"), (Endpoint::Root, None, Some("t1".into())));
    }

    #[test]
    fn everything_else_is_unknown() {
        for path in [
            "/no/such/path",
            "/recipe/nothing",
            "/recipe",
            "/a b/hello",
            "/t1/t2/hello",
            "//hello",
            "/config",
        ] {
            assert_eq!(parts(path).0, Endpoint::Unknown, "{path}");
        }
    }

    #[test]
    fn a_base_path_comes_first() {
        assert_eq!(resolve("/st/hello", "/st").endpoint, Endpoint::Hello);
        assert_eq!(resolve("/hello", "/st").endpoint, Endpoint::Unknown);
    }
}
