//! Primary users, and linking login methods to them.

use super::user_json::user_members;
use crate::http::call::Call;
use crate::http::reply::Reply;
use crate::json::{Object, object};
use crate::service::account_linking::LinkOutcome;

/// `POST /recipe/accountlinking/user/primary`.
pub(crate) fn make_primary(call: &Call<'_>) -> Result<Reply, Reply> {
    let id = call.request.body()?.text("recipeUserId")?;
    let outcome = call.core.make_primary(&*call.app_only()?, &id)?;
    let was_so = "wasAlreadyAPrimaryUser";
    Ok(reply(call, outcome, was_so, |user| {
        refused(
            "RECIPE_USER_ID_ALREADY_LINKED_WITH_PRIMARY_USER_ID_ERROR",
            &user.id,
            "This user ID is already linked to another user ID",
        )
    }))
}

/// `POST /recipe/accountlinking/user/link`.
pub(crate) fn link(call: &Call<'_>) -> Result<Reply, Reply> {
    let body = call.request.body()?;
    let id = body.text("recipeUserId")?;
    let primary = body.text("primaryUserId")?;
    let outcome = call.core.link_accounts(&*call.app_only()?, &id, &primary)?;
    let was_so = "accountsAlreadyLinked";
    Ok(reply(call, outcome, was_so, |user| {
        let mut members = refused(
            "RECIPE_USER_ID_ALREADY_LINKED_WITH_ANOTHER_PRIMARY_USER_ID_ERROR",
            &user.id,
            "The input recipe user ID is already linked to another user ID",
        );
        members.insert("user".into(), user_members(&user, call.cdi).into());
        members
    }))
}

fn reply(
    call: &Call<'_>,
    outcome: LinkOutcome,
    was_so: &str,
    taken: impl FnOnce(crate::store::users::User) -> Object,
) -> Reply {
    Reply::json(&match outcome {
        LinkOutcome::Done { user, already } => object([
            ("status", "OK".into()),
            (was_so, already.into()),
            ("user", user_members(&user, call.cdi).into()),
        ]),
        LinkOutcome::Taken(user) => taken(user),
        LinkOutcome::Conflict(other) => refused(
            "ACCOUNT_INFO_ALREADY_ASSOCIATED_WITH_ANOTHER_PRIMARY_USER_ID_ERROR",
            &other,
            "This user's email is already associated with another user ID",
        ),
        LinkOutcome::NotPrimary => object([("status", "INPUT_USER_IS_NOT_A_PRIMARY_USER".into())]),
    })
}

fn refused(status: &str, primary: &str, why: &str) -> Object {
    object([
        ("status", status.into()),
        ("primaryUserId", primary.into()),
        ("description", why.into()),
    ])
}
