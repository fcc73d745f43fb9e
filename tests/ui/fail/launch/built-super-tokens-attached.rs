use rocket_supertokens::SuperTokens;

#[rocket::launch]
fn rocket() -> _ {
    rocket::build().attach(SuperTokens::builder().build().expect("the settings are right"))
}
