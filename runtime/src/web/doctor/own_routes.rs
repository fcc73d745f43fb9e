//! Our routes, and those of the application that Rocket could not tell from them.

use rocket::http::uri::Origin;
use rocket::{Build, Rocket, Route};

use crate::web::routes::setting_of;

/// Our routes as they are mounted. Rocket keeps them for the comparison with the application's, which may be mounted
/// later.
pub(in crate::web) struct OwnRoutes {
    base: String,
    routes: Vec<Route>,
}

/// A route of the application is like one of ours.
#[derive(Debug, thiserror::Error)]
#[error(
    "the application has the route `{theirs}`, which collides with our {ours}. Remove it, write `{setting} = false`, or write another `api_base_path` than {base:?} here and in the front end"
)]
pub(in crate::web) struct Collision {
    theirs: String,
    ours: String,
    setting: &'static str,
    base: String,
}

impl OwnRoutes {
    /// `routes` are still to be mounted at `base`.
    pub(in crate::web) fn new(base: &Origin<'_>, routes: Vec<Route>) -> Self {
        let base = base.path().to_string();
        let mounted = |route: Route| {
            let at_base = |own: Origin<'_>| format!("{base}{own}");
            route.map_base(at_base).ok()
        };
        Self {
            routes: routes.into_iter().filter_map(mounted).collect(),
            base,
        }
    }

    /// The first collision. Rocket would only say that two routes collide.
    pub(in crate::web) fn collision(rocket: &Rocket<Build>) -> Option<Collision> {
        let own = rocket.state::<Self>()?;
        own.routes.iter().find_map(|ours| {
            // Our route is one of them.
            let mut alike: Vec<_> = rocket.routes().filter(|it| collide(it, ours)).collect();
            if alike.len() < 2 {
                return None;
            }
            let is_ours =
                |it: &&Route| it.name == ours.name && it.uri.as_str() == ours.uri.as_str();
            let one_of_ours = alike.iter().position(is_ours)?;
            alike.remove(one_of_ours);
            Some(Collision {
                theirs: shown(alike.first()?),
                ours: format!("{} {}", ours.method, ours.uri),
                setting: setting_of(ours),
                base: own.base.clone(),
            })
        })
    }
}

fn shown(route: &Route) -> String {
    let name = route.name.as_deref();
    let name = name.map_or(String::new(), |name| format!(" ({name})"));
    format!("{} {}{name}", route.method, route.uri)
}

/// Whether Rocket takes both for the same requests. Ours have no format, which is like every format.
fn collide(theirs: &Route, ours: &Route) -> bool {
    theirs.method == ours.method
        && theirs.rank == ours.rank
        && paths_collide(theirs.uri.path(), ours.uri.path())
}

fn paths_collide(one: &str, other: &str) -> bool {
    let is_trailing = |part: &str| part.starts_with('<') && part.ends_with("..>");
    let is_dynamic = |part: &str| part.starts_with('<') && part.ends_with('>');
    let (mut one, mut other) = (one.split('/'), other.split('/'));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(rest), None) | (None, Some(rest)) => return is_trailing(rest),
            (Some(a), Some(b)) if is_trailing(a) || is_trailing(b) => return true,
            (Some(a), Some(b)) if is_dynamic(a) || is_dynamic(b) || a == b => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_collide_as_in_rocket() {
        for (one, other, collide) in [
            ("/a/b", "/a/b", true),
            ("/a/b", "/a/c", false),
            ("/a/b", "/a", false),
            ("/a/b", "/a/b/c", false),
            ("/a/<x>", "/a/b", true),
            ("/<x>/b", "/a/<y>", true),
            ("/<x..>", "/a/b", true),
            ("/a/<x..>", "/a", true),
            ("/b/<x..>", "/a/b", false),
        ] {
            assert_eq!(paths_collide(one, other), collide, "{one} {other}");
            assert_eq!(paths_collide(other, one), collide, "{one} {other}");
        }
    }
}
