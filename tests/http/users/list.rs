//! Users page by page, as a stream, searched, counted.

use rocket::futures::TryStreamExt as _;
use rocket::serde::json::{Json, Value, json};
use rocket::{State, get, routes};
use rocket_supertokens::error::InputDefect;
use rocket_supertokens::overrides::SessionRequest;
use rocket_supertokens::recipes::User;
use rocket_supertokens::recipes::users::UserPage;
use rocket_supertokens::{Error, SuperTokens};
use rocket_supertokens_tests::Cdi;

use super::{new_tenant, sign_up, start};
use crate::{fixture, in_both_generations};

in_both_generations!(
    pages_and_stream_hold_every_user_once,
    who_is_deleted_meanwhile_is_missed_by_nobody,
    a_page_that_nobody_named_is_a_bad_request,
    users_are_searched_and_counted,
    a_request_keeps_no_pages,
    an_unknown_tenant_has_no_users,
);

fn ids(users: &[User]) -> Vec<&str> {
    users.iter().map(|user| user.id.as_str()).collect()
}

async fn pages_and_stream_hold_every_user_once(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let users = super_tokens.users().in_tenant(&tenant);
    let page = users.newest_first().await.expect("a page");
    assert_eq!((page.users, page.next_page), (Vec::new(), None));

    for n in 0..5 {
        sign_up(super_tokens, &tenant, &format!("u{n}@example.com")).await;
    }
    let all = users.oldest_first().await.expect("a page");
    assert_eq!(all.next_page, None);
    assert_eq!(all.users.len(), 5);
    assert!(all.users.iter().all(|user| user.tenant_ids == [&*tenant]));
    let mut newest_first = all.users.clone();
    newest_first.sort_by_key(|user| std::cmp::Reverse(user.time_joined));

    for (list, mut expected) in [
        (users.oldest_first(), all.users.clone()),
        (users.newest_first(), newest_first),
    ] {
        core.take_calls();
        let mut paged = Vec::new();
        let mut next = None;
        loop {
            let page = list.clone().limit(2).page(next).await.expect("a page");
            assert!(page.users.len() <= 2);
            paged.extend(page.users);
            next = page.next_page;
            if next.is_none() {
                break;
            }
        }
        let calls = core.take_whole_calls();
        assert_eq!(calls.len(), 3);
        assert_eq!(calls[0].method, "GET");
        assert_eq!(calls[0].path, format!("/{tenant}/users"));
        let streamed: Vec<_> = list.limit(2).stream().try_collect().await.expect("users");
        assert_eq!(ids(&streamed), ids(&paged));
        assert_eq!(core.take_calls().len(), 3);
        // Who joined within the same millisecond may come in any order.
        let joined = |user: &User| user.time_joined;
        assert!(paged.iter().map(joined).eq(expected.iter().map(joined)));
        paged.sort_by(|a, b| a.id.cmp(&b.id));
        expected.sort_by(|a, b| a.id.cmp(&b.id));
        assert_eq!(paged, expected);
    }
    // A limit that no page can have is brought to one that it can.
    for (limit, expected) in [(0, 1), (u16::MAX, 5)] {
        let page = users.newest_first().limit(limit).await.expect("a page");
        assert_eq!(page.users.len(), expected);
    }
}

async fn who_is_deleted_meanwhile_is_missed_by_nobody(cdi: Cdi) {
    let (_core, app, tenant) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let users = super_tokens.users().in_tenant(&tenant);
    for n in 0..5 {
        sign_up(super_tokens, &tenant, &format!("u{n}@example.com")).await;
    }
    let UserPage { users: all, .. } = users.oldest_first().await.expect("a page");
    let mut seen = Vec::new();
    let mut stream = users.oldest_first().limit(2).stream();
    while let Some(user) = stream.try_next().await.expect("users") {
        if seen.is_empty() {
            // The third one begins the next page, and the first one was seen already.
            for gone in [&all[0], &all[2]] {
                users.delete(&gone.id).await.expect("a response");
            }
        }
        seen.push(user);
    }
    assert_eq!(ids(&seen), [&all[0].id, &all[1].id, &all[3].id, &all[4].id]);
}

#[get("/page?<next>")]
async fn page(
    next: Option<String>,
    super_tokens: &State<SuperTokens>,
) -> Result<Json<Value>, Error> {
    let page = super_tokens.users().newest_first().page(next).await?;
    Ok(Json(json!({ "next": page.next_page })))
}

async fn a_page_that_nobody_named_is_a_bad_request(cdi: Cdi) {
    let (_core, app) = fixture::start_with(cdi, |settings| settings, routes![page]).await;
    for next in [
        "nonsense",
        "pagination",
        "YTti",
        "%00",
        "%F0%9F%92%A5",
        "invalid+pagination+token",
    ] {
        let reply = app.client().get(&format!("/page?next={next}")).await;
        assert_eq!(reply.status, 400, "{next}: {reply:?}");
        let text = json!({ "message": InputDefect::UnknownPage.to_string() });
        assert_eq!(reply.json(), text, "{next}");
    }
}

async fn users_are_searched_and_counted(cdi: Cdi) {
    let (core, app, tenant) = start(cdi).await;
    let super_tokens = app.super_tokens();
    let users = super_tokens.users().in_tenant(&tenant);
    let before = users.count().in_all_tenants().await.expect("a number");
    for email in ["ann@example.com", "annika@other.org", "bob@example.com"] {
        sign_up(super_tokens, &tenant, email).await;
    }
    for (list, expected) in [
        (users.oldest_first().email("ann"), 2),
        (users.oldest_first().email("ANN"), 2),
        (users.oldest_first().email("example.com"), 2),
        (users.oldest_first().email("%nik"), 1),
        (users.oldest_first().email("annika").email("bob"), 2),
        (users.oldest_first().email("nobody"), 0),
        (users.oldest_first().email("ann").provider("google"), 0),
        (users.oldest_first().phone("+49"), 0),
        (users.oldest_first().recipe("emailpassword"), 3),
        (users.oldest_first().recipe("thirdparty"), 0),
        (
            users
                .oldest_first()
                .recipe("thirdparty")
                .recipe("emailpassword"),
            3,
        ),
    ] {
        let found = list.clone().await.expect("a page").users;
        assert_eq!(found.len(), expected, "{list:?}");
    }
    core.take_calls();
    assert_eq!(users.count().await.expect("a number"), 3);
    assert_eq!(
        users
            .count()
            .recipe("emailpassword")
            .await
            .expect("a number"),
        3
    );
    assert_eq!(
        users.count().recipe("thirdparty").await.expect("a number"),
        0
    );
    let after = users.count().in_all_tenants().await.expect("a number");
    assert!(after >= before + 3, "{before} {after}");
    let counts = format!("/{tenant}/users/count");
    assert_eq!(
        core.take_calls(),
        [&*counts, &*counts, &*counts, "/users/count"]
    );
}

#[get("/twice?<tenant>")]
async fn twice(tenant: &str, request: SessionRequest<'_>) -> Result<Json<usize>, Error> {
    let users = request.super_tokens().users().in_tenant(tenant);
    let mut count = 0;
    for _ in 0..2 {
        let all: Vec<_> = users.newest_first().stream().try_collect().await?;
        count += all.len();
    }
    Ok(Json(count))
}

/// What a request has read is remembered until it ends. A stream may be larger than memory.
async fn a_request_keeps_no_pages(cdi: Cdi) {
    let (core, app) = fixture::start_with(cdi, |settings| settings, routes![twice]).await;
    let tenant = new_tenant(&core).await;
    sign_up(app.super_tokens(), &tenant, "ann@example.com").await;
    core.take_calls();
    let reply = app.client().get(&format!("/twice?tenant={tenant}")).await;
    assert_eq!(reply.json(), 2);
    assert_eq!(core.take_calls().len(), 2);
}

async fn an_unknown_tenant_has_no_users(cdi: Cdi) {
    let (core, app, _) = start(cdi).await;
    let users = app.super_tokens().users();
    for (tenant, unknown) in [("no-such", true), ("..", false)] {
        let users = users.in_tenant(tenant);
        let failed = [
            users.newest_first().await.err(),
            users.oldest_first().page("x".to_owned()).await.err(),
            users.newest_first().stream().try_next().await.err(),
            users.count().await.err(),
            users.by_email("ann@example.com").await.err(),
        ];
        for error in failed {
            let expected = match &error {
                Some(Error::UnknownTenant { tenant_id }) => unknown && tenant_id == tenant,
                Some(Error::TenantId { .. }) => !unknown,
                _ => false,
            };
            assert!(expected, "{error:?}");
        }
    }
    assert_eq!(core.take_calls().len(), 5);
}
