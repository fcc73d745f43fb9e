//! Sessions of a user.

use rocket::serde::json::{Json, json};
use rocket::{State, get, routes};
use rocket_supertokens::overrides::NewSession;
use rocket_supertokens::session::SessionsOfUser;
use rocket_supertokens::{Error, SuperTokens};
use rocket_supertokens_tests::{App, Cdi, Core};

use crate::{fixture, in_both_generations};

in_both_generations!(
    a_handler_finds_them_in_the_state,
    sessions_are_listed_and_revoked_by_user,
);

#[get("/sessions-of/<user>")]
async fn count_sessions(
    user: &str,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<usize>, Error> {
    Ok(Json(
        super_tokens.session_handles_of_user(user).await?.len(),
    ))
}

async fn start(cdi: Cdi) -> (Core, App) {
    fixture::start_with(cdi, |settings| settings, routes![count_sessions]).await
}

async fn a_handler_finds_them_in_the_state(cdi: Cdi) {
    let (_core, app) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let user = fixture::somebody();
    let before = app
        .client()
        .get(&format!("/sessions-of/{user}"))
        .await
        .json();
    let new = NewSession::new(&user);
    let session = super_tokens.create_session(new).await.expect("a session");
    let after = app
        .client()
        .get(&format!("/sessions-of/{user}"))
        .await
        .json();
    assert_eq!(before.as_u64().map(|count| count + 1), after.as_u64());
    let revoked = super_tokens.revoke_session(session.handle()).await;
    assert!(revoked.expect("a response"));
}

async fn sessions_are_listed_and_revoked_by_user(cdi: Cdi) {
    let (core, app) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let user = fixture::somebody();
    let mut handles = Vec::new();
    for _ in 0..2 {
        let session = super_tokens.create_session(NewSession::new(&user)).await;
        handles.push(session.expect("a session").handle().to_owned());
    }
    handles.sort_unstable();
    core.take_calls();
    let mut listed = super_tokens
        .session_handles_of_user(&user)
        .await
        .expect("a response");
    listed.sort_unstable();
    assert_eq!(listed, handles);
    let call = &core.take_whole_calls()[0];
    assert_eq!(
        (call.method.as_str(), call.path.as_str()),
        ("GET", "/recipe/session/user")
    );
    assert!(
        call.query
            .ends_with("&fetchSessionsForAllLinkedAccounts=true&fetchAcrossAllTenants=true")
    );

    let mut revoked = super_tokens
        .revoke_sessions_of_user(user.clone())
        .await
        .expect("a response");
    revoked.sort_unstable();
    assert_eq!(revoked, handles);
    let call = &core.take_whole_calls()[0];
    assert_eq!(
        (call.method.as_str(), call.path.as_str()),
        ("POST", "/recipe/session/remove")
    );
    assert_eq!(
        call.body,
        json!({ "userId": user, "revokeSessionsForLinkedAccounts": true, "revokeAcrossAllTenants": true })
    );
    let alone = SessionsOfUser::all(&user).without_linked_accounts();
    assert_eq!(
        super_tokens
            .session_handles_of_user(alone.clone())
            .await
            .expect("a response"),
        [""; 0]
    );
    let query = core.take_whole_calls()[0].query.clone();
    assert!(query.ends_with("&fetchSessionsForAllLinkedAccounts=false&fetchAcrossAllTenants=true"));
    assert_eq!(
        super_tokens
            .revoke_sessions_of_user(alone)
            .await
            .expect("a response"),
        [""; 0]
    );
}
