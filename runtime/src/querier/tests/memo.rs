//! Reads that are remembered for one request.

use super::*;

#[tokio::test]
async fn a_request_reads_once_until_it_writes() {
    let (querier, core) = ready([gone(), gone(), removed(), gone()]).await;
    let (memo, other_request) = (Memo::default(), Memo::default());
    for _ in 0..3 {
        assert!(querier.call(&READ, Some(&memo)).await.is_ok());
    }
    assert_eq!(core.urls().len(), 2);
    assert!(querier.call(&READ, Some(&other_request)).await.is_ok());
    assert!(querier.call(&WRITE, Some(&memo)).await.is_ok());
    assert!(querier.call(&READ, Some(&memo)).await.is_ok());
    assert!(querier.call(&READ, Some(&other_request)).await.is_ok());
    assert_eq!(
        core.urls().len(),
        5,
        "only the request that wrote asks again"
    );
}

#[tokio::test]
async fn a_write_without_a_request_ends_what_all_requests_remember() {
    let (querier, core) = ready([gone(), removed(), gone()]).await;
    let memo = Memo::default();
    assert!(querier.call(&READ, Some(&memo)).await.is_ok());
    assert!(querier.call(&WRITE, None).await.is_ok());
    assert!(querier.call(&READ, Some(&memo)).await.is_ok());
    assert_eq!(core.urls().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_caller_has_gone_ends_it_too() {
    let (querier, core) = ready([gone(), hangs(), gone()]).await;
    let memo = Memo::default();
    assert!(querier.call(&READ, Some(&memo)).await.is_ok());
    let write = querier.call(&WRITE, None);
    let patience = std::time::Duration::from_secs(1);
    assert!(tokio::time::timeout(patience, write).await.is_err());
    assert!(querier.call(&READ, Some(&memo)).await.is_ok());
    assert_eq!(core.urls().len(), 4);
}
