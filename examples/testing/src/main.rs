//! Serves the notes. It needs a core: `cargo run -p supertokens_dev_core` starts one.

#[rocket::launch]
fn launch() -> _ {
    testing_example::rocket()
}
