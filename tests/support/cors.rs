//! CORS as the README shows it.

use rocket_cors::{AllowedHeaders, AllowedOrigins, CorsOptions};
use rocket_supertokens::SuperTokens;

/// Pages of these origins may call the API with the headers of the front-end SDK.
pub fn cors<S: AsRef<str>>(origins: &[S]) -> CorsOptions {
    let own = ["content-type"];
    let headers: Vec<&str> = own
        .into_iter()
        .chain(SuperTokens::all_cors_headers())
        .collect();
    CorsOptions {
        allowed_origins: AllowedOrigins::some_exact(origins),
        allowed_headers: AllowedHeaders::some(&headers),
        allow_credentials: true,
        ..CorsOptions::default()
    }
}
