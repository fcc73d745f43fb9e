//! The port that the environment names is the one that clients are told.

use figment::Jail;
use rocket::local::blocking::Client;

#[test]
#[expect(clippy::result_large_err, reason = "figment's own error")]
fn the_api_domain_has_the_configured_port() {
    Jail::expect_with(|jail| {
        jail.set_env("ROCKET_PORT", 9000);
        let settings = email_password_example::settings().connection_uri("http://127.0.0.1:9");
        let settings = settings.check_core_at_launch(false);
        let rocket = email_password_example::rocket(settings);
        let client = Client::untracked(rocket).expect("it launches");
        let discovery = client.get("/auth/.well-known/openid-configuration");
        let text = discovery.dispatch().into_string().expect("a text");
        assert!(
            text.contains(r#""issuer":"http://localhost:9000/auth""#),
            "{text}"
        );
        Ok(())
    });
}
