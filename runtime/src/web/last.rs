//! What happens behind all other fairings: the routes are compared, and the writer of the responses is attached.

use rocket::fairing::{self, Fairing, Info, Kind};
use rocket::{Build, Rocket};

use super::doctor::{Collision, Mistake};
use super::refusal::{Writer, catchers};

/// Attaches the writer behind all other fairings, also behind those that stages attach while Rocket ignites.
///
/// Rocket calls response fairings in the order in which they were attached, and what a stage attaches comes after all
/// that was there. So this fairing attaches itself again, once for each level of stages within stages.
pub(super) struct Last {
    stages: u8,
}

impl Last {
    pub(super) fn behind_all_stages() -> Self {
        Self { stages: 3 }
    }
}

#[rocket::async_trait]
impl Fairing for Last {
    fn info(&self) -> Info {
        Info {
            name: "SuperTokens, behind all others",
            kind: Kind::Ignite,
        }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        if self.stages > 1 {
            let stages = self.stages - 1;
            return Ok(rocket.attach(Self { stages }));
        }
        if let Some(collision) = Collision::first(&rocket) {
            Mistake::from(collision).report(&rocket);
            return Err(rocket);
        }
        let catchers = catchers(&rocket);
        Ok(rocket.register("/", catchers).attach(Writer))
    }
}
