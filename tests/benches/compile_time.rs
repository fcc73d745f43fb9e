//! What the attribute adds to the compile time of an application: 200 routes that are protected by it, by a guard
//! written by hand, and by none. Each is compiled by itself, in turn, with its dependencies built before.
//!
//! `cargo bench --profile dev -p rocket_supertokens_tests --bench compile_time`

#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::env;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rocket_supertokens_tests::Package;

const ROUTES: usize = 200;
const ROUNDS: usize = 7;

/// A form of the application: its name, and what stands in its file once, above a route, and among its parameters.
struct Form {
    name: &'static str,
    head: &'static str,
    attribute: fn(usize) -> &'static str,
    guard: &'static str,
}

const FORMS: [Form; 4] = [
    Form {
        name: "attribute",
        head: "use rocket_supertokens::verify_session;",
        attribute: |_| "#[verify_session]",
        guard: "",
    },
    Form {
        name: "attribute-with-options",
        head: "use rocket_supertokens::verify_session; use rocket_supertokens::claims::UserRole;",
        attribute: |route| match route % 3 {
            0 => "#[verify_session(check_database, claims(UserRole::includes(\"admin\")))]",
            1 => "#[verify_session(required, anti_csrf_check = false)]",
            _ => "#[verify_session]",
        },
        guard: "",
    },
    Form {
        name: "by-hand",
        head: "
            use rocket::request::{FromRequest, Outcome};
            use rocket_supertokens::Error;
            pub struct Protected;
            #[rocket::async_trait]
            impl<'r> FromRequest<'r> for Protected {
                type Error = Error;
                async fn from_request(request: &'r rocket::Request<'_>) -> Outcome<Self, Error> {
                    request.guard::<Session>().await.map(|_| Protected)
                }
            }",
        attribute: |_| "",
        guard: "_protected: Protected, ",
    },
    Form {
        name: "unprotected",
        head: "",
        attribute: |_| "",
        guard: "",
    },
];

fn main() {
    // `cargo test --benches` runs it too, without that argument.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    let packages = FORMS.map(|form| {
        let package = Package::new(Path::new(env!("CARGO_TARGET_TMPDIR")), form.name);
        (package, source(&form))
    });
    for (package, source) in &packages {
        build(package, source);
    }
    let mut times = [const { Vec::new() }; FORMS.len()];
    for _ in 0..ROUNDS {
        for ((package, source), times) in packages.iter().zip(&mut times) {
            times.push(build(package, source));
        }
    }
    let measured = times.map(|mut times| {
        times.sort();
        [times[0], times[ROUNDS / 2]]
    });
    let by_hand = FORMS.iter().position(|form| form.name == "by-hand");
    let by_hand = measured[by_hand.expect("it is one of them")];
    println!("{ROUTES} routes, {ROUNDS} builds each, against the same with a guard by hand");
    for (form, times) in FORMS.iter().zip(measured) {
        print!("{:<24}", form.name);
        for (name, (time, by_hand)) in ["fastest", "median"]
            .into_iter()
            .zip(times.into_iter().zip(by_hand))
        {
            let more = (time.as_secs_f64() / by_hand.as_secs_f64() - 1.0) * 100.0;
            print!("  {name} {:>6.2} s {more:>+6.1} %", time.as_secs_f64());
        }
        println!();
    }
}

fn source(form: &Form) -> String {
    let mut source = format!(
        "use rocket::serde::json::{{Json, Value, json}};\nuse rocket::{{Build, Rocket, get, routes}};\n\
         use rocket_supertokens::Session;\n{}\n",
        form.head
    );
    for route in 0..ROUTES {
        source += &format!(
            "{}\n#[get(\"/route{route}/<id>?<page>\")]\n\
             async fn route{route}({}id: u32, page: Option<&str>, session: Session) -> Json<Value> {{\n\
             Json(json!({{ \"user\": session.user_id(), \"id\": id, \"page\": page, \"route\": {route} }}))\n}}\n",
            (form.attribute)(route),
            form.guard,
        );
    }
    let routes: Vec<_> = (0..ROUTES).map(|route| format!("route{route}")).collect();
    source += &format!(
        "pub fn rocket() -> Rocket<Build> {{ rocket::build().mount(\"/\", routes![{}]) }}\n",
        routes.join(", ")
    );
    source
}

/// Compiles the package anew, and nothing that it depends on but the first time.
fn build(package: &Package, source: &str) -> Duration {
    // Newer than what was built of it.
    package.write("src/lib.rs", source);
    let start = Instant::now();
    let status = package
        .command(env!("CARGO"))
        .args(["build", "--quiet"])
        .env("CARGO_INCREMENTAL", "0")
        .stderr(Stdio::inherit())
        .status();
    assert!(status.expect("cargo runs").success());
    start.elapsed()
}
