# The parts of .ci/run, one by one.

default:
    @just --list

# Everything that has to pass
ci:
    .ci/run

fmt:
    cargo fmt --all

lint:
    cargo clippy --locked --workspace --all-targets -- -D warnings

test:
    cargo test --locked --workspace

# The library without its default features, as far as it differs
without-tls:
    cargo test --locked -p rocket_supertokens --no-default-features --lib -- tls section_smtp

# Licences, duplicates and sources of the dependencies, and advisories about them; cargo-deny has to be installed
deny:
    cargo deny --locked check

# Whether the public API still fits the last release; cargo-semver-checks has to be installed
semver-checks:
    #!/usr/bin/env bash
    set -euo pipefail
    if ! tag=$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null); then
        echo "NOT CHECKED: there is no release yet to compare with, no tag v[0-9]*" >&2
        exit 0
    fi
    cargo semver-checks --baseline-rev "$tag" -p rocket_supertokens -p supertokens_dev_core

# What a new user's first build costs: crates and CPU seconds more than Rocket alone
build-cost:
    tests/build-cost

docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --workspace --no-deps

# Renews the expected compile errors; look at the difference before you commit it
ui:
    TRYBUILD=overwrite cargo test --locked -p rocket_supertokens_tests --test ui

# Renews the expected expansions of the macros; look at the difference before you commit it
goldens:
    BLESS=1 cargo test --locked -p rocket_supertokens_codegen --lib

# What rust-analyzer shows of half-written code; it has to be installed
editor:
    cargo test --locked -p rocket_supertokens_tests --test ui -- --ignored editor

# What the attribute adds to the compile time of 200 routes
compile-time:
    cargo bench --locked --profile dev -p rocket_supertokens_tests --bench compile_time

# Unmodified front ends in Chromium, those whose name contains a word: `just browser theft`; `just browser --list` names them
browser *arguments: front-end
    cargo test --locked -p rocket_supertokens_browser_tests -- {{arguments}}

# Renews the pictures of the README; look at them before you commit them
pictures: front-end
    BLESS=1 cargo test --locked -p rocket_supertokens_browser_tests -- pictures

# The packages of the front end, once
[private]
front-end:
    test -d examples/web/node_modules || (cd examples/web && npm ci --ignore-scripts)

# Stampedes, outages of the core, and kills, for some minutes: `just soak --minutes 2 --only outages`
soak *arguments:
    cargo bench --locked --profile dev -p rocket_supertokens_tests --bench soak -- {{arguments}}

# What the parts of a protected request cost, all of them or those whose name contains a word: `just bench guard`
bench *arguments:
    cargo bench --locked --profile measure -p rocket_supertokens_benches -- {{arguments}}

# Protected routes against open ones and against a guard by hand, over sockets; `just load --growth` for memory and workers
load *arguments:
    cargo bench --locked --profile measure -p rocket_supertokens_tests --bench load -- {{arguments}}

# One fuzz target for some seconds: access_token, request, front_token, core_response, address
fuzz target seconds="1200":
    cd runtime && cargo +nightly fuzz run {{target}} -- -max_total_time={{seconds}}

example:
    cargo run --locked -p rocket_example

# What `cargo publish` would do with the three packages, their builds included
publish-dry-run:
    cargo publish --dry-run --locked -p rocket_supertokens_codegen -p rocket_supertokens -p supertokens_dev_core
