//! What stands against the assertion that all routes are protected but some.

use super::route::{AuditedRoute, Protection};

/// What is wrong, as blocks of lines. Nothing if all is well.
pub(super) fn objections(routes: &[AuditedRoute], exceptions: &[&str]) -> Vec<String> {
    let unprotected = |route: &&AuditedRoute| !route.is_protected();
    let mut forgotten: Vec<_> = routes.iter().filter(unprotected).collect();
    let mut objections = Vec::new();
    for exception in exceptions {
        let (method, uri) = parts(exception);
        let is_meant = |route: &&AuditedRoute| {
            route.uri == uri && method.is_none_or(|method| route.method.as_str() == method)
        };
        let meant: Vec<_> = routes.iter().filter(is_meant).collect();
        let excepted: Vec<_> = meant.iter().copied().filter(unprotected).collect();
        forgotten.retain(|route| !is_meant(route));
        let several = excepted
            .iter()
            .any(|route| route.method != excepted[0].method);
        if meant.is_empty() {
            objections.push(format!("the exception {exception:?} is no route"));
        } else if excepted.is_empty() {
            objections.push(format!(
                "the exception {exception:?} is protected, so it is none"
            ));
        } else if several {
            let methods = excepted
                .iter()
                .map(|route| format!("\"{} {uri}\"", route.method));
            let methods: Vec<_> = methods.collect();
            objections.push(format!(
                "the exception {exception:?} is more than one route: say {}",
                methods.join(" or ")
            ));
        }
    }
    if !forgotten.is_empty() {
        objections.insert(0, of_forgotten(&forgotten));
    }
    objections
}

/// The method, where it is given, and the URI.
fn parts(exception: &str) -> (Option<&str>, &str) {
    match exception.split_once(' ') {
        Some((method, uri)) => (Some(method), uri.trim_start()),
        None => (None, exception),
    }
}

fn of_forgotten(forgotten: &[&AuditedRoute]) -> String {
    let mut text = "these routes run without a session, and are no exceptions:".to_owned();
    for route in forgotten {
        text += &format!("\n    {route}");
    }
    text += "\nprotect them with `#[verify_session]` or `protect`, or name them as exceptions";
    let has = |is: fn(&Protection) -> bool| forgotten.iter().any(|route| is(&route.protection));
    if has(|protection| matches!(protection, Protection::Optional(_))) {
        text += "\n(optional: anonymous requests are let through)";
    }
    text
}
