//! Printing an access token for a user.

use std::error::Error;
use std::io::{self, Write as _};
use std::time::{SystemTime, UNIX_EPOCH};

use hyper::Method;
use serde_json::{Map, Value, json};
use supertokens_dev_core::DevCore;

use crate::client::Client;
use crate::options::{Source, TokenOrder};

/// Makes the session and prints its token.
pub(crate) async fn run(order: &TokenOrder) -> Result<(), Box<dyn Error>> {
    let token = match &order.source {
        Source::Running(uri) => make(&Client::new(uri, order.api_key.clone())?, order).await?,
        Source::Database(file) => {
            let core = DevCore::builder().database(file).start().await?;
            let token = make(&Client::new(&core.connection_uri(), None)?, order).await;
            core.shutdown().await;
            token?
        }
    };
    let quoted = order.url.replace('\'', "'\\''");
    writeln!(
        io::stdout(),
        "{token}\n\ncurl -H 'Authorization: Bearer {token}' '{quoted}'"
    )?;
    Ok(())
}

async fn make(client: &Client, order: &TokenOrder) -> Result<String, Box<dyn Error>> {
    let prefix = if order.tenant == "public" {
        String::new()
    } else {
        format!("/{}", order.tenant)
    };
    for role in &order.roles {
        client
            .send(Method::PUT, "/recipe/role", &json!({"role": role}))
            .await?;
        let assignment = json!({"userId": order.user, "role": role});
        client
            .send(
                Method::PUT,
                &format!("{prefix}/recipe/user/role"),
                &assignment,
            )
            .await?;
    }
    let mut claims = role_claims(&order.roles)?;
    claims.extend(order.claims.clone());
    let session = json!({
        "userId": order.user,
        "userDataInJWT": claims,
        "userDataInDatabase": {},
        "enableAntiCsrf": false,
        "useDynamicSigningKey": true,
    });
    let response = client
        .send(Method::POST, &format!("{prefix}/recipe/session"), &session)
        .await?;
    let token = response["accessToken"]["token"]
        .as_str()
        .ok_or("the core sent no token")?;
    Ok(token.to_owned())
}

/// What SuperTokens' back-end SDKs put into a token for the user's roles.
fn role_claims(roles: &[String]) -> Result<Map<String, Value>, Box<dyn Error>> {
    let mut claims = Map::new();
    if !roles.is_empty() {
        let now = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
        claims.insert("st-role".into(), json!({"v": roles, "t": now}));
    }
    Ok(claims)
}
