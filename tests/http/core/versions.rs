//! The version of the core driver interface follows the core, which may be replaced while the application runs.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};

use rocket_supertokens_tests::{App, Client};
use supertokens_dev_core::{DevCore, DevCoreBuilder};
use tempfile::TempDir;

use crate::fixture::{self, log_in};

/// Cores that share a database.
struct Cores(TempDir);

impl Cores {
    fn new() -> Self {
        Self(TempDir::new().expect("a folder"))
    }

    fn newest(&self) -> DevCoreBuilder {
        let builder = DevCore::builder().database(self.0.path().join("core.db"));
        builder.port(port_of_our_own())
    }

    async fn up_to(&self, version: &str) -> DevCore {
        let builder = self.newest().max_cdi_version(version);
        builder.start().await.expect("the dev-core starts")
    }
}

async fn serve(uri: &str) -> App {
    let settings = rocket_example::settings(uri, None);
    App::serve(settings, fixture::routes()).await
}

async fn assert_all_works(client: &mut Client) {
    log_in(client, "alice").await;
    for _ in 0..2 {
        let reply = client.get("/checked").await;
        assert_eq!(reply.status, 200, "{reply:?}");
        let reply = client.refresh().await;
        assert_eq!(reply.status, 200, "{reply:?}");
    }
}

/// A port that no other test is given by chance while nobody listens: they lie above.
fn port_of_our_own() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + u16::try_from(std::process::id() % 8_000).expect("small");
    let free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    let ports = std::iter::repeat_with(|| first + NEXT.fetch_add(1, Ordering::Relaxed));
    ports.take(1_000).find(free).expect("a free port")
}

fn port(core: &DevCore) -> u16 {
    let uri = core.connection_uri();
    let port = uri.rsplit(':').next().expect("a port");
    port.parse().expect("a number")
}

/// Ends `core` and starts another in its place.
async fn replace(core: DevCore, with: DevCoreBuilder) -> DevCore {
    let port = port(&core);
    core.shutdown().await;
    with.port(port).start().await.expect("the port is free")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_core_that_is_rolled_back() {
    let cores = Cores::new();
    let core = cores.newest().start().await.expect("the dev-core starts");
    let app = serve(&core.connection_uri()).await;
    let mut client = app.client();
    assert_all_works(&mut client).await;
    let older = cores.newest().max_cdi_version("5.4");
    let core = replace(core, older).await;
    assert_eq!(client.refresh().await.status, 200);
    assert_all_works(&mut app.client()).await;

    // And one that takes only what the application has left behind.
    let newer = cores.newest().min_cdi_version("5.5");
    let _core = replace(core, newer).await;
    assert_eq!(client.get("/checked").await.status, 200);
    assert_all_works(&mut app.client()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_of_different_versions() {
    let cores = Cores::new();
    let newest = cores.newest().start().await.expect("the dev-core starts");
    // Its keys are in the database before the other one looks for some.
    let app = serve(&newest.connection_uri()).await;
    assert_all_works(&mut app.client()).await;
    let older = cores.up_to("5.4").await;
    for (first, second) in [(&newest, &older), (&older, &newest)] {
        let uri = format!("{};{}", first.connection_uri(), second.connection_uri());
        let app = serve(&uri).await;
        for _ in 0..3 {
            assert_all_works(&mut app.client()).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_that_comes_back_with_less() {
    let cores = Cores::new();
    let newest = cores.newest().start().await.expect("the dev-core starts");
    let other = cores.up_to("5.6").await;
    let (uri, other_port) = (other.connection_uri(), port(&other));
    let app = serve(&format!("{};{uri}", newest.connection_uri())).await;
    other.shutdown().await;
    let mut client = app.client();
    assert_all_works(&mut client).await;
    let less = cores.newest().max_cdi_version("5.3").port(other_port);
    let _less = less.start().await.expect("the port is free");
    for _ in 0..2 {
        assert_eq!(client.refresh().await.status, 200);
        assert_all_works(&mut app.client()).await;
    }
}
