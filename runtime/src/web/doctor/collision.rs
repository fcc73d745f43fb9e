//! Routes of the application that Rocket could not tell from ours.

use rocket::{Build, Rocket, Route};

use crate::web::routes::{OwnRoutes, is_same, setting_of};

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

impl Collision {
    /// The first collision. Rocket would only say that two routes collide.
    pub(in crate::web) fn first(rocket: &Rocket<Build>) -> Option<Self> {
        let own = rocket.state::<OwnRoutes>()?;
        own.iter().find_map(|ours| {
            // Our route is one of them.
            let mut alike: Vec<_> = rocket.routes().filter(|it| collide(it, ours)).collect();
            if alike.len() < 2 {
                return None;
            }
            let one_of_ours = alike.iter().position(|it| is_same(it, ours))?;
            alike.remove(one_of_ours);
            Some(Self {
                theirs: shown(alike.first()?),
                ours: format!("{} {}", ours.method, ours.uri),
                setting: setting_of(ours),
                base: own.base().to_owned(),
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
