use rocket::{get, routes};
use rocket_supertokens::claims::PrimitiveClaim;
use rocket_supertokens::{Error, Session, verify_session};

static PLAN: PrimitiveClaim<String> = PrimitiveClaim::new("plan");

#[verify_session]
#[get("/likes")]
async fn likes(session: Session) -> Result<&'static str, Error> {
    session.fetch_and_set_claim(&PLAN).await?;
    Ok("3")
}

fn main() {
    let _ = routes![likes];
}
