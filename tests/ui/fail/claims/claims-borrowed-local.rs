use rocket::{get, routes};
use rocket_supertokens::claims::{ClaimFailure, ClaimValidator};
use rocket_supertokens::{JsonObject, Session, verify_session};

struct Present<'a>(&'a str);

impl ClaimValidator for Present<'static> {
    fn id(&self) -> &str {
        self.0
    }

    fn validate(&self, _payload: &JsonObject) -> Result<(), Vec<ClaimFailure>> {
        Ok(())
    }
}

#[verify_session(claims(Present(&String::from("plan"))))]
#[get("/likes")]
fn likes(_session: Session) -> &'static str {
    "3"
}

fn main() {
    let _ = routes![likes];
}
