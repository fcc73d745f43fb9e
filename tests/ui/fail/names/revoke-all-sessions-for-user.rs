use rocket_supertokens::{Error, SuperTokens};

async fn log_out(super_tokens: &SuperTokens, user_id: &str) -> Result<Vec<String>, Error> {
    super_tokens.revoke_all_sessions_for_user(user_id).await
}

fn main() {}
