//! Users with several login methods, as far as sessions are concerned.

mod support;

use serde_json::{Value, json};
use supertokens_dev_core::DevCore;
use support::{Caller, text};

const CDI: &str = "5.6";
const PRIMARY: &str = "/recipe/accountlinking/user/primary";
const LINK: &str = "/recipe/accountlinking/user/link";

async fn core() -> (DevCore, Caller) {
    let core = DevCore::builder().start().await.expect("the core starts");
    let caller = Caller::new(&core);
    (core, caller)
}

async fn sign_up(caller: &Caller, email: &str) -> String {
    sign_up_in(caller, "", email).await
}

async fn sign_up_in(caller: &Caller, tenant: &str, email: &str) -> String {
    let body = json!({"email": email, "password": "pw"});
    let made = caller
        .post(&format!("{tenant}/recipe/signup"), CDI, body)
        .await;
    text(&made, &["recipeUserId"]).to_owned()
}

async fn make_primary(caller: &Caller, user: &str) -> Value {
    caller
        .post(PRIMARY, CDI, json!({"recipeUserId": user}))
        .await
}

async fn link(caller: &Caller, user: &str, primary: &str) -> Value {
    let body = json!({"recipeUserId": user, "primaryUserId": primary});
    caller.post(LINK, CDI, body).await
}

/// A primary user, and a second one that is linked to it.
async fn pair(caller: &Caller) -> (String, String) {
    let primary = sign_up(caller, "a@example.com").await;
    make_primary(caller, &primary).await;
    let linked = sign_up(caller, "b@example.com").await;
    link(caller, &linked, &primary).await;
    (primary, linked)
}

fn ids(session: &Value) -> (&str, &str) {
    (text(session, &["userId"]), text(session, &["recipeUserId"]))
}

async fn handles(caller: &Caller, user: &str, linked: bool) -> usize {
    let path =
        format!("/recipe/session/user?userId={user}&fetchSessionsForAllLinkedAccounts={linked}");
    let found = caller.get(&path, CDI).await;
    found["sessionHandles"].as_array().map_or(0, Vec::len)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_primary_user_has_the_login_methods_that_are_linked_to_it() {
    let (_core, caller) = core().await;
    let primary = sign_up(&caller, "a@example.com").await;
    let other = sign_up(&caller, "b@example.com").await;

    let refused = link(&caller, &other, &primary).await;
    assert_eq!(
        refused,
        json!({"status": "INPUT_USER_IS_NOT_A_PRIMARY_USER"})
    );
    for already in [false, true] {
        let made = make_primary(&caller, &primary).await;
        assert_eq!(made["wasAlreadyAPrimaryUser"], already);
        assert_eq!(made["user"]["isPrimaryUser"], true);
        assert_eq!(made["user"]["id"], primary.as_str());
    }
    for already in [false, true] {
        let linked = link(&caller, &other, &primary).await;
        let names: Vec<&String> = linked.as_object().expect("an object").keys().collect();
        assert_eq!(names, ["status", "accountsAlreadyLinked", "user"]);
        assert_eq!(linked["accountsAlreadyLinked"], already);
        let user = &linked["user"];
        assert_eq!(user["id"], primary.as_str());
        assert_eq!(user["emails"], json!(["a@example.com", "b@example.com"]));
        assert_eq!(user["loginMethods"][1]["recipeUserId"], other.as_str());
    }
    // Either id leads to the whole user, and so does signing in.
    for id in [&primary, &other] {
        let found = caller.get(&format!("/user/id?userId={id}"), CDI).await;
        assert_eq!(found["user"]["id"], primary.as_str());
    }
    let body = json!({"email": "b@example.com", "password": "pw"});
    let signed_in = caller.post("/recipe/signin", CDI, body).await;
    assert_eq!(signed_in["user"]["id"], primary.as_str());
    assert_eq!(signed_in["recipeUserId"], other.as_str());
    // It is one user.
    assert_eq!(caller.get("/users/count", CDI).await["count"], 1);
    let listed = caller.get("/users", CDI).await;
    assert_eq!(listed["users"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        listed["users"][0]["loginMethods"].as_array().map(Vec::len),
        Some(2)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_be_linked_is_told_why() {
    let (_core, caller) = core().await;
    let (primary, linked) = pair(&caller).await;
    let refused = make_primary(&caller, &linked).await;
    assert_eq!(
        refused,
        json!({
            "status": "RECIPE_USER_ID_ALREADY_LINKED_WITH_PRIMARY_USER_ID_ERROR",
            "primaryUserId": primary,
            "description": "This user ID is already linked to another user ID"
        })
    );
    let second = sign_up(&caller, "c@example.com").await;
    make_primary(&caller, &second).await;
    let refused = link(&caller, &linked, &second).await;
    assert_eq!(
        refused["status"],
        "RECIPE_USER_ID_ALREADY_LINKED_WITH_ANOTHER_PRIMARY_USER_ID_ERROR"
    );
    assert_eq!(refused["primaryUserId"], primary.as_str());
    assert_eq!(refused["user"]["id"], primary.as_str());
    // Somebody linked leads to the primary user as well as that user's own id.
    let third = sign_up(&caller, "d@example.com").await;
    assert_eq!(
        link(&caller, &third, &linked).await["user"]["id"],
        primary.as_str()
    );
    for (path, body) in [
        (PRIMARY, json!({"recipeUserId": "nobody"})),
        (
            LINK,
            json!({"recipeUserId": "nobody", "primaryUserId": primary}),
        ),
    ] {
        let refused = caller
            .text(reqwest::Method::POST, path, CDI, Some(&body))
            .await;
        assert_eq!(refused, (400, "Unknown user ID provided\n".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_belongs_to_one_primary_user_in_each_of_its_tenants() {
    let (_core, caller) = core().await;
    let tenant = json!({"tenantId": "t", "firstFactors": null});
    let path = "/recipe/multitenancy/tenant/v2";
    caller
        .call(reqwest::Method::PUT, path, CDI, Some(&tenant))
        .await;
    let primary = sign_up(&caller, "a@example.com").await;
    make_primary(&caller, &primary).await;
    let elsewhere = sign_up_in(&caller, "/t", "b@example.com").await;
    link(&caller, &elsewhere, &primary).await;
    let second = sign_up(&caller, "b@example.com").await;
    let refused = make_primary(&caller, &second).await;
    assert_eq!(
        refused,
        json!({
            "status": "ACCOUNT_INFO_ALREADY_ASSOCIATED_WITH_ANOTHER_PRIMARY_USER_ID_ERROR",
            "primaryUserId": primary,
            "description": "This user's email is already associated with another user ID"
        })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_name_the_primary_user_and_the_login_method() {
    for cdi in ["5.3", "5.6"] {
        let (_core, caller) = core().await;
        let (primary, linked) = pair(&caller).await;
        let both = (primary.as_str(), linked.as_str());
        let made = caller.create(cdi, &linked).await;
        assert_eq!(ids(&made["session"]), both);
        let token = text(&made, &["accessToken", "token"]);
        for check_database in [false, true] {
            let verified = caller.verify(cdi, token, check_database).await;
            assert_eq!(ids(&verified["session"]), both);
        }
        let handle = text(&made, &["session", "handle"]);
        let path = format!("/recipe/session?sessionHandle={handle}");
        assert_eq!(ids(&caller.get(&path, cdi).await), both);
        let refresh_token = text(&made, &["refreshToken", "token"]);
        let refreshed = caller.refresh(cdi, refresh_token).await;
        assert_eq!(ids(&refreshed["session"]), both);
        // Using the second child retires the first token for good, in either generation.
        let second = caller
            .refresh(cdi, text(&refreshed, &["refreshToken", "token"]))
            .await;
        caller
            .refresh(cdi, text(&second, &["refreshToken", "token"]))
            .await;
        let theft = caller.refresh(cdi, refresh_token).await;
        assert_eq!(text(&theft, &["status"]), "TOKEN_THEFT_DETECTED");
        assert_eq!(ids(&theft["session"]), both);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_for_one_login_method_or_for_all() {
    for remove_linked in [None, Some(false)] {
        let (_core, caller) = core().await;
        let (primary, linked) = pair(&caller).await;
        caller.create(CDI, &primary).await;
        caller.create(CDI, &linked).await;
        assert_eq!(handles(&caller, &linked, true).await, 2);
        assert_eq!(handles(&caller, &linked, false).await, 1);
        assert_eq!(handles(&caller, &primary, false).await, 1);
        let mut body = json!({"userId": linked});
        if let Some(switch) = remove_linked {
            body["revokeSessionsForLinkedAccounts"] = switch.into();
        }
        caller.post("/recipe/session/remove", CDI, body).await;
        let left = usize::from(remove_linked.is_some());
        assert_eq!(handles(&caller, &primary, true).await, left);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn linking_ends_the_sessions_of_the_user_whose_id_changes() {
    let (_core, caller) = core().await;
    let primary = sign_up(&caller, "a@example.com").await;
    make_primary(&caller, &primary).await;
    let other = sign_up(&caller, "b@example.com").await;
    caller.create(CDI, &primary).await;
    caller.create(CDI, &other).await;
    link(&caller, &other, &primary).await;
    assert_eq!(handles(&caller, &primary, true).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_is_removed_as_a_whole_or_by_login_method() {
    let remove = async |caller: &Caller, user: &str, all: Option<bool>| {
        let mut body = json!({"userId": user});
        if let Some(all) = all {
            body["removeAllLinkedAccounts"] = all.into();
        }
        caller.post("/user/remove", CDI, body).await;
    };
    let (_core, caller) = core().await;
    let (primary, linked) = pair(&caller).await;
    caller.create(CDI, &primary).await;
    caller.create(CDI, &linked).await;
    remove(&caller, &linked, Some(false)).await;
    assert_eq!(handles(&caller, &primary, true).await, 1);
    let found = caller.get(&format!("/user/id?userId={primary}"), CDI).await;
    assert_eq!(found["user"]["emails"], json!(["a@example.com"]));

    let linked = sign_up(&caller, "c@example.com").await;
    link(&caller, &linked, &primary).await;
    caller.create(CDI, &linked).await;
    remove(&caller, &linked, None).await;
    assert_eq!(caller.get("/users/count", CDI).await["count"], 0);
    for id in [&primary, &linked] {
        assert_eq!(handles(&caller, id, false).await, 0);
    }
}
