use rocket_supertokens::claims::UserRole;
use rocket_supertokens::{Error, Session};

async fn roles(session: &Session) -> Result<(), Error> {
    let roles = session.get_claim_value(&UserRole).await?;
    println!("{roles:?}");
    Ok(())
}

fn main() {}
