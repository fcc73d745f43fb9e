//! How tests call over HTTP.

use reqwest::ClientBuilder;

/// A client for this address. To read the certificates of the machine takes longer than many a test, and over http
/// nobody needs them.
pub(crate) fn client_to(url: &str) -> ClientBuilder {
    let client = reqwest::Client::builder();
    if url.starts_with("https:") {
        client
    } else {
        client.tls_certs_only([])
    }
}
