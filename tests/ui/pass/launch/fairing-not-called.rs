use rocket::local::asynchronous::Client;
use rocket::{Build, Config, Rocket};
use rocket_supertokens::SuperTokens;

fn rocket(quiet: rocket::figment::Figment) -> Rocket<Build> {
    rocket::custom(quiet).attach(SuperTokens::fairing())
}

#[rocket::async_test]
async fn it_launches() {
    let settings = rocket::figment::util::map! {
        "connection_uri" => "http://127.0.0.1:9",
        "app_name" => "Likes",
        "api_domain" => "http://localhost:8000",
        "website_domain" => "http://localhost:8000",
    };
    let quiet = Config::figment()
        .merge(("log_level", "off"))
        .merge(("supertokens", settings));
    Client::untracked(rocket(quiet))
        .await
        .expect("the app launches");
}
