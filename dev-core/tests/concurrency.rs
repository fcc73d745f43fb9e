//! Many clients at once: nothing is lost, nothing fails, and one token of a session lives.

mod support;

use serde_json::Value;
use supertokens_dev_core::{DevCore, DevCoreBuilder};
use support::{Caller, text};
use tokio::task::JoinSet;

const CLIENTS: usize = 64;
const ROUNDS: usize = 8;

/// The same in memory and in a file.
async fn with_cores<F: AsyncFn(&Caller)>(check: F) {
    let folder = tempfile::tempdir().expect("a folder");
    let in_file: DevCoreBuilder = DevCore::builder().database(folder.path().join("core.db"));
    for builder in [DevCore::builder().in_memory(), in_file] {
        let core = builder.start().await.expect("the core starts");
        check(&Caller::new(&core)).await;
        core.shutdown().await;
    }
}

/// Lets all clients do the same at once; every call within must be a 200.
async fn all_at_once<F, R>(work: impl Fn(usize) -> F) -> Vec<R>
where
    F: Future<Output = R> + Send + 'static,
    R: Send + 'static,
{
    let mut tasks = JoinSet::new();
    for client in 0..CLIENTS {
        tasks.spawn(work(client));
    }
    tasks.join_all().await
}

fn refresh_token(response: &Value) -> String {
    text(response, &["refreshToken", "token"]).to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn different_sessions_do_not_disturb_each_other() {
    with_cores(async |caller| {
        for cdi in ["5.5", "5.6"] {
            let ends = all_at_once(|client| {
                let caller = caller.clone();
                async move {
                    let made = caller.create(cdi, &format!("user-{client}")).await;
                    let mut token = refresh_token(&made);
                    for _ in 0..ROUNDS {
                        let response = caller.refresh(cdi, &token).await;
                        assert_eq!(text(&response, &["status"]), "OK", "{response}");
                        token = refresh_token(&response);
                    }
                    (client, token)
                }
            })
            .await;
            for (client, token) in ends {
                let listed = caller
                    .get(&format!("/recipe/session/user?userId=user-{client}"), cdi)
                    .await;
                assert!(
                    listed["sessionHandles"]
                        .as_array()
                        .is_some_and(|handles| !handles.is_empty())
                );
                assert_eq!(text(&caller.refresh(cdi, &token).await, &["status"]), "OK");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_one_token_refreshed_by_all_at_once_one_child_lives() {
    with_cores(async |caller| {
        let made = caller.create("5.6", "shared").await;
        let token = refresh_token(&made);
        let responses = all_at_once(|_| {
            let (caller, token) = (caller.clone(), token.clone());
            async move { caller.refresh("5.6", &token).await }
        })
        .await;
        let mut alive = Vec::new();
        for response in &responses {
            assert_eq!(
                text(response, &["status"]),
                "OK",
                "within the grace period every retry is served"
            );
            let verified = caller
                .verify("5.6", text(response, &["accessToken", "token"]), true)
                .await;
            match text(&verified, &["status"]) {
                "OK" => alive.push(response),
                other => assert_eq!(
                    (other, text(&verified, &["message"])),
                    ("UNAUTHORISED", "rotated-out token branch; refresh required")
                ),
            }
        }
        assert_eq!(alive.len(), 1, "exactly the last child lives");
        assert_eq!(
            text(
                &caller.refresh("5.6", &refresh_token(alive[0])).await,
                &["status"]
            ),
            "OK"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_unused_children_the_first_used_one_lives() {
    with_cores(async |caller| {
        let made = caller.create("5.5", "shared").await;
        let token = refresh_token(&made);
        let responses = all_at_once(|_| {
            let (caller, token) = (caller.clone(), token.clone());
            async move { caller.refresh("5.5", &token).await }
        })
        .await;
        // All use their child at once.
        let results = all_at_once(|client| {
            let (caller, child) = (caller.clone(), refresh_token(&responses[client]));
            async move { text(&caller.refresh("5.5", &child).await, &["status"]).to_owned() }
        })
        .await;
        let granted = results.iter().filter(|status| *status == "OK").count();
        let thefts = results
            .iter()
            .filter(|status| *status == "TOKEN_THEFT_DETECTED")
            .count();
        assert_eq!((granted, thefts), (1, CLIENTS - 1));
    })
    .await;
}
