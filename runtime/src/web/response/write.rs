//! Writes the response to a refusal over the one that is there.

use std::io::Cursor;

use rocket::Response;
use rocket::http::{ContentType, Status};

use crate::config::RefusalResponse;

/// Seconds after which a client may ask again when the core is away.
const RETRY_AFTER: &str = "5";

const CACHE_CONTROL: &str = "Cache-Control";

/// What describes a body and goes with it when the body is replaced.
const OF_THE_BODY: [&str; 10] = [
    "Accept-Ranges",
    "Content-Digest",
    "Content-Disposition",
    "Content-Encoding",
    "Content-Language",
    "Content-Length",
    "Content-MD5",
    "Content-Range",
    "ETag",
    "Last-Modified",
];

/// Writes status, body and headers over whatever is there.
pub(in crate::web) fn write(refused: &RefusalResponse, response: &mut Response<'_>) {
    for name in OF_THE_BODY {
        response.remove_header(name);
    }
    response.set_status(Status::new(refused.status));
    response.set_header(ContentType::JSON);
    let body = refused.body_text();
    response.set_sized_body(body.len(), Cursor::new(body));
    write_headers(refused, response);
}

/// No cache may keep the response, whatever the route or another fairing said: of a browser, of a proxy, of a network.
pub(in crate::web) fn forbid_storing(response: &mut Response<'_>) {
    let allowing: Vec<String> = response
        .headers()
        .iter()
        .filter(|header| allows_storing(header.name().as_str()))
        .map(|header| header.name.to_string())
        .collect();
    for name in allowing {
        response.remove_header(&name);
    }
    response.set_raw_header(CACHE_CONTROL, "no-store");
}

/// Some caches have a header of their own, such as `CDN-Cache-Control`, which goes before `Cache-Control`.
fn allows_storing(name: &str) -> bool {
    let end = name.as_bytes().last_chunk::<{ OF_ONE_CACHE.len() }>();
    end.is_some_and(|end| end.eq_ignore_ascii_case(OF_ONE_CACHE))
        || ALLOW_STORING
            .iter()
            .any(|other| name.eq_ignore_ascii_case(other))
}

const OF_ONE_CACHE: &[u8] = b"-cache-control";

const ALLOW_STORING: [&str; 4] = [
    "Edge-Control",
    "Expires",
    "Surrogate-Control",
    "X-Accel-Expires",
];

/// The headers that every refusal has, those that the application added and, where the core is away, when the client may
/// ask again.
pub(in crate::web) fn write_headers(refused: &RefusalResponse, response: &mut Response<'_>) {
    // Or the client would be refused again when nothing is missing any more.
    forbid_storing(response);
    if refused.status == 503 {
        response.set_raw_header("Retry-After", RETRY_AFTER);
    }
    write_own(refused, response, |_| true);
}

/// Whether the response may be stored: no, unless the application itself said otherwise of this refusal.
pub(in crate::web) fn write_storing(refused: &RefusalResponse, response: &mut Response<'_>) {
    forbid_storing(response);
    write_own(refused, response, |name| {
        name.eq_ignore_ascii_case(CACHE_CONTROL) || allows_storing(name)
    });
}

/// Those headers that the application added to the refusal.
fn write_own(
    refused: &RefusalResponse,
    response: &mut Response<'_>,
    wanted: impl Fn(&str) -> bool,
) {
    for (name, value) in refused.headers.iter().filter(|(name, _)| wanted(name)) {
        let valid = (
            http::HeaderName::try_from(name),
            http::HeaderValue::try_from(value),
        );
        match valid {
            (Ok(_), Ok(_)) => put(name, value, response),
            _ => tracing::error!(name, "a refusal cannot have this header, it is left out"),
        }
    }
}

/// What each may add to, and nobody may take from another.
const LISTS: [&str; 4] = ["Link", "Set-Cookie", "Vary", "WWW-Authenticate"];

fn put(name: &str, value: &str, response: &mut Response<'_>) {
    let (name, value) = (name.to_owned(), value.to_owned());
    if !LISTS.iter().any(|list| list.eq_ignore_ascii_case(&name)) {
        response.set_raw_header(name, value);
    } else if response.headers().get(&name).all(|there| there != value) {
        response.adjoin_raw_header(name, value);
    }
}
