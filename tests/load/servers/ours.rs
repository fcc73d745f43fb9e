//! An application as the README shows it.

use rocket::serde::json::Json;
use rocket::{Build, Rocket, get, routes};
use rocket_supertokens::{Session, verify_session};

use super::{User, open_routes};

/// How many verified tokens are kept.
pub(super) enum Cache {
    Default,
    Off,
    Tiny,
    Large,
}

#[verify_session]
#[get("/me")]
fn me(session: Session) -> Json<Me> {
    Json(Me(session))
}

/// Writes the user id without a copy.
struct Me(Session);

impl serde::Serialize for Me {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let user_id = self.0.user_id();
        User { user_id }.serialize(serializer)
    }
}

pub(super) fn rocket(rocket: Rocket<Build>, core: &str, cache: Cache) -> Rocket<Build> {
    let settings = rocket_example::settings(core, None);
    let settings = match cache {
        Cache::Default => settings,
        Cache::Off => settings.verified_token_cache_entries(0),
        // Of 20,000 tokens in turn, one in a hundred can be found again.
        Cache::Tiny => settings.verified_token_cache_entries(200),
        Cache::Large => settings
            .verified_token_cache_entries(200_000)
            .verified_token_cache_bytes(512 << 20),
    };
    rocket
        .attach(settings.fairing())
        .mount("/", open_routes())
        .mount("/", routes![me])
}
