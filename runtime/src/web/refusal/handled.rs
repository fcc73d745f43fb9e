//! Tells a handler's response from a catcher's, where an `Option<Session>` may have swallowed a refusal.

use rocket::http::Cookie;
use rocket::{Request, Response};

use crate::web::response::NotedRefusals;

/// A cookie that no client ever sees.
const HANDLED: &str = "__supertokens_handled";

/// Marks the response of the handler, if it still runs: Rocket forgets the pending cookies when it calls a catcher,
/// and there is no other way to see later whether it did.
pub(super) fn mark_handled(request: &Request<'_>) {
    request.cookies().add(Cookie::new(HANDLED, ""));
}

/// Whether a handler made this response although a `Session` failed, and no catcher did. Removes the mark.
pub(super) fn take_handled(noted: &NotedRefusals, response: &mut Response<'_>) -> bool {
    if !noted.may_have_swallowed() {
        return false;
    }
    let is_ours = |line: &str| line.starts_with(HANDLED);
    let lines: Vec<_> = response.headers().get("Set-Cookie").collect();
    if !lines.iter().any(|line| is_ours(line)) {
        return false;
    }
    let others = lines.into_iter().filter(|line| !is_ours(line));
    let others: Vec<_> = others.map(str::to_owned).collect();
    response.remove_header("Set-Cookie");
    for line in others {
        response.adjoin_raw_header("Set-Cookie", line);
    }
    true
}
