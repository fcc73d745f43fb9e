//! A small SuperTokens core for development and tests, over SQLite.
//!
//! It speaks the core driver interface (CDI) as the real, Java core does, so that an application or its
//! tests need neither Java nor Docker to begin. **Never use it in production**: passwords are hashed
//! weakly, nothing is rate-limited, and it says so when it starts.
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use std::time::Duration;
//! use supertokens_dev_core::DevCore;
//!
//! let core = DevCore::builder().in_memory().start().await?;
//! println!("configure your back end with {}", core.connection_uri());
//!
//! core.clock().advance(Duration::from_secs(101 * 24 * 3600)); // every session has now expired
//! assert_eq!(core.request_count_of("/recipe/session/verify"), 0);
//! core.shutdown().await;
//! # Ok(())
//! # }
//! # tokio::runtime::Runtime::new()?.block_on(example())?;
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! ```
//!
//! The clock is the core's own: when it moves, sessions and refresh tokens expire, signing keys rotate, and the
//! core refuses access tokens that it is asked about. An SDK checks access tokens by itself and by its own
//! time, which for most is the real one: for them, access tokens expire only when they really do. Give such tokens
//! a short life instead ([`access_token_validity`](DevCoreBuilder::access_token_validity)). With the testing kit of
//! `rocket_supertokens` (feature `testing`) one clock moves both, so that access tokens expire too.
//!
//! Tests that need no network open the core within their process: [`DevCoreBuilder::in_process`] starts no
//! server, and with [`SigningKeys`] made once for all cores it is there in less than a millisecond.
//!
//! As a program: `supertokens-dev-core --database core.db` listens on port 3567, and
//! `supertokens-dev-core token --user alice --role admin` prints an access token and the `curl` line that
//! uses it. Who only wants the library builds it without the default features, which are
//! `program` and `config-file` (settings from a YAML file).
//!
//! # What it offers
//!
//! - CDI 5.0 to 5.6, chosen by each request's `cdi-version`. Up to 5.5 a refreshed token replaces its
//!   parent when it is first used; from 5.6 the core rotates at the refresh, with a grace period, and ends
//!   a session whose old token comes back. A session may meet both. With
//!   [`max_cdi_version`](DevCoreBuilder::max_cdi_version) the core plays an older one.
//! - Sessions, JWTs and JWKS, user roles, email verification, sign-up and sign-in with email and password,
//!   tokens that reset a password, changing addresses and passwords, primary users and login methods linked to
//!   them, listing, finding and removing users, tenants and apps. Each app has its own keys, settings, users and
//!   sessions.
//! - Dynamic signing keys that rotate with overlap, and one static key, kept in the database.
//! - API keys, a base path, the real core's configuration keys and its test mode, a clock that tests move,
//!   counts of requests, simulated outages and delays.
//!
//! Not offered: CDI below 5.0 and its handshake, unlinking accounts and the checks before linking, user id
//! mapping, other recipes (third party, passwordless, TOTP, WebAuthn, OAuth, SAML, dashboard, metadata), the
//! endpoints of older SDKs (tenants without `/v2`, reading a user by `/recipe/user`, a reset in one step),
//! connection URI domains, licences, telemetry and statistics, IP filters.
//!
//! # Where it differs from the real core on purpose
//!
//! The repository's test `replay` sends 1500 recorded requests again, over HTTP and by function call, and
//! compares the responses: 1079 of a core 11.0.0, and 423 of a core 12.1.1 with CDI 5.6. Of the former, 39 differ,
//! each listed with its reason in `tests/replay/recordings/differences.txt`; of the latter, none. Where nothing is
//! missing that is listed above, and no licence is asked for, they are these:
//!
//! - The response to a malformed access token is `TRY_REFRESH_TOKEN` at verify and `UNAUTHORISED` at
//!   regenerate, where the real core responds with 500: parts that are not base64, a header that is not JSON or
//!   has no `kid`, an unknown `version`, surrounding space, a refresh token. (Core 12.1 does so at verify.)
//! - A handle that is a single underscore is a session that does not exist (there: 500).
//! - Broken UTF-8, and an integer above 2^63-1 in the claims, are bad requests (there: 500). The latter is
//!   refused at `PUT /recipe/jwt/data` too, before it can spoil a refresh.
//! - A malformed `cdi-version` is a bad request, and the API key is checked for an unknown tenant too, both as
//!   in core 12.1.
//! - PATCH and TRACE are refused in plain text, not with a page of the web server.
//!
//! Besides, what no recording shows: configuration is stricter (an unknown or mistyped key stops the start),
//! a count of users is exact also where it is called approximate, and a body above 64 MiB is refused.
//!
//! # What is kept, and when
//!
//! One connection writes, in write-ahead mode, and every refresh is one transaction. A response goes out after
//! the commit has reached the operating system: a process that is killed at any instant has lost nothing it
//! acknowledged. Commits are not forced to the disk one by one, so a machine that loses power may lose the
//! last moments. A file written by a newer version of this crate, or by another program, is refused.
//!
//! # Numbers
//!
//! Measured by `cargo bench -p supertokens_dev_core` on a virtual machine with two cores, client and core on
//! the same machine, with CDI 5.6; every create and refresh signs an RSA-2048 token.
//!
//! | | |
//! |---|---|
//! | first start with a new file: first response, first session | 69 ms, 104 ms |
//! | later start with the file: first response, first session | 11 ms, 40 ms |
//! | in memory: creates and refreshes a second, one client | 1256, 858 |
//! | in memory: creates and refreshes a second, eight clients | 2611, 2034 |
//! | on a file: creates and refreshes a second, one client | 1064, 961 |
//! | on a file: creates and refreshes a second, eight clients | 2209, 1861 |
//! | refreshes a second, one client, with 1,000 and with 100,000 sessions in memory | 1080, 1031 |
//! | memory of the process with 1,000 and with 100,000 sessions | 11 MB, 47 MB |
//! | size of the program | 11 MB |

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod builder;
mod cdi;
mod clock;
mod config;
mod crypto;
mod dev_core;
mod error;
mod http;
mod in_process;
mod json;
mod service;
mod store;
mod text;
mod token;

pub use builder::DevCoreBuilder;
pub use cdi::CdiVersion;
pub use clock::Clock;
pub use config::{ConfigError, ConfigKey, RecentTokenReuse, config_keys};
pub use crypto::SigningKeys;
pub use dev_core::DevCore;
pub use error::StartError;
pub use in_process::InProcessCore;
pub use store::DatabaseError;
