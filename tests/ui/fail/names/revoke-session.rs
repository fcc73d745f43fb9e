use rocket_supertokens::{Error, Session};

async fn log_out(session: Session) -> Result<(), Error> {
    session.revoke_session().await
}

fn main() {}
