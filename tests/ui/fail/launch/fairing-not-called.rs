use rocket_supertokens::SuperTokens;

#[rocket::launch]
fn rocket() -> _ {
    rocket::build().attach(SuperTokens::fairing)
}
