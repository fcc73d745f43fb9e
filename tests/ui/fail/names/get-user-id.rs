use rocket_supertokens::{Error, Session};

async fn name(session: &Session) -> Result<String, Error> {
    Ok(session.get_user_id().to_owned())
}

fn main() {}
