use rocket_supertokens::{Error, Sessions};

async fn begin(sessions: Sessions<'_>) -> Result<(), Error> {
    sessions.create_new_session("alice").await?;
    Ok(())
}

fn main() {}
