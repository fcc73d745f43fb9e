//! Primary users, whom another SDK on the same core has made.

use reqwest::Method;
use rocket_supertokens_tests::{Cdi, Core, claims, skip};
use serde_json::json;

use super::{PASSWORD, form, new_address, sign_in, sign_up, start, status};
use crate::in_both_generations;

in_both_generations!(
    a_linked_login_method_is_signed_in_to,
    a_link_that_could_take_an_account_over_is_not_sent,
);

/// Needs a licence, which only the dev-core does without.
fn licensed() -> bool {
    let real = std::env::var("SUPERTOKENS_CONNECTION_URI").is_ok();
    if real {
        skip("account linking needs a licence");
    }
    !real
}

async fn link(core: &Core, recipe_user_id: &str, primary: &str) {
    let body = json!({ "recipeUserId": primary });
    let path = "/recipe/accountlinking/user/primary";
    core.call(Method::POST, path, "5.3", &body).await;
    let body = json!({ "recipeUserId": recipe_user_id, "primaryUserId": primary });
    let path = "/recipe/accountlinking/user/link";
    core.call(Method::POST, path, "5.3", &body).await;
}

async fn a_linked_login_method_is_signed_in_to(cdi: Cdi) {
    if !licensed() {
        return;
    }
    let (core, app, _) = start(cdi, |it| it).await;
    let (first, second) = (new_address(), new_address());
    let id = async |email: &str| {
        let reply = sign_up(&mut app.client(), email).await;
        reply.json()["user"]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let (first, second_id) = (id(&first).await, id(&second).await);
    link(&core, &second_id, &first).await;
    let mut client = app.client();
    let reply = sign_in(&mut client, &second, PASSWORD).await;
    assert_eq!(status(&reply), "OK");
    let user = &reply.json()["user"];
    assert_eq!(
        (&user["id"], &user["isPrimaryUser"]),
        (&json!(first), &json!(true))
    );
    assert_eq!(user["loginMethods"].as_array().expect("a list").len(), 2);
    let token = claims(&client.access_token.clone().expect("a session"));
    assert_eq!(
        (&token["sub"], &token["rsub"]),
        (&json!(first), &json!(second_id))
    );
    // Older front ends know one login method.
    let request = app.client().bare(Method::POST, "/auth/signin");
    let request = request.header("fdi-version", "2.0");
    let form = super::credentials(&second, PASSWORD).to_string();
    let reply = app.client().send(request.body(form)).await;
    let user = &reply.json()["user"];
    assert_eq!(
        (&user["id"], &user["email"]),
        (&json!(first), &json!(second))
    );
}

async fn a_link_that_could_take_an_account_over_is_not_sent(cdi: Cdi) {
    if !licensed() {
        return;
    }
    let (core, app, sent) = start(cdi, |it| it).await;
    let (first, second) = (new_address(), new_address());
    let id = async |email: &str| {
        let reply = sign_up(&mut app.client(), email).await;
        reply.json()["user"]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let (first_id, second_id) = (id(&first).await, id(&second).await);
    let ask = async || {
        let form = form(&[("email", &second)]);
        let path = "/auth/user/password/reset/token";
        app.client().json(Method::POST, path, &form).await
    };
    ask().await;
    let before = sent.token().await;
    link(&core, &second_id, &first_id).await;

    let reply = ask().await;
    assert_eq!(
        reply.text,
        r#"{"status":"PASSWORD_RESET_NOT_ALLOWED","reason":"Reset password link was not created because of account take over risk. Please contact support. (ERR_CODE_001)"}"#
    );
    let reset = async |token: &str| {
        let mut new = form(&[("password", "password2")]);
        new["token"] = json!(token);
        let reply = app
            .client()
            .json(Method::POST, "/auth/user/password/reset", &new)
            .await;
        status(&reply)
    };
    // The link of before is no way around it.
    assert_eq!(reset(&before).await, "RESET_PASSWORD_INVALID_TOKEN_ERROR");

    // Whoever has proved that the address is theirs gets the link.
    let recipe = app.super_tokens().email_verification();
    recipe
        .mark_verified(&*second_id)
        .await
        .expect("the core responds");
    assert_eq!(status(&ask().await), "OK");
    let mail = sent.only().await;
    assert_eq!(
        (mail.user_id(), mail.recipe_user_id()),
        (&*first_id, &*second_id)
    );
    assert_eq!(mail.recipient(), second);
    assert_eq!(reset(mail.link().token()).await, "OK");
    assert_eq!(
        status(&sign_in(&mut app.client(), &second, "password2").await),
        "OK"
    );
    assert_eq!(
        status(&sign_in(&mut app.client(), &first, PASSWORD).await),
        "OK"
    );
}
