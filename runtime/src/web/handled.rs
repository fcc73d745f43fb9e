//! Tells a handler's response from a catcher's, where a guard of the application may have swallowed a failure of ours.

use rocket::http::Cookie;
use rocket::{Request, Response};

/// A cookie that no client ever sees.
const HANDLED: &str = "__supertokens_handled";

/// Marks the response of the handler, if it still runs: Rocket forgets the pending cookies when it calls a catcher,
/// and there is no other way to see later whether it did.
pub(super) fn mark_handled(request: &Request<'_>) {
    request.cookies().add(Cookie::new(HANDLED, ""));
}

/// Whether a handler made this response after the mark was set, and no catcher did. Removes the mark.
pub(super) fn take_handled(response: &mut Response<'_>) -> bool {
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
