//! Who sends e-mails: what code and settings say together.

use crate::config::Config;
use crate::error::ConfigError;
use crate::mail::{LogEmails, Postbox};
use crate::querier::Context;
use crate::session::SuperTokens;

/// Fails where a route would post e-mails that nobody sends.
pub(super) fn someone_sends(super_tokens: &SuperTokens) -> Result<(), ConfigError> {
    match super_tokens.context::<Postbox>() {
        None if super_tokens.config().sends_emails() => Err(ConfigError::NobodySendsEmails),
        _ => Ok(()),
    }
}

/// Where e-mails go by the settings, unless the application has said so in code. A release build writes no links into its
/// log.
pub(super) fn postbox(config: &Config, context: &Context) -> Result<Option<Postbox>, ConfigError> {
    if let Some(own) = context.get::<Postbox>() {
        own.check()?;
        return Ok(None);
    }
    if config.log_emails && cfg!(debug_assertions) {
        return Ok(Some(Postbox::new(LogEmails)));
    }
    let Some(smtp) = &config.smtp else {
        return Ok(None);
    };
    #[cfg(feature = "smtp")]
    {
        let postbox = Postbox::new(crate::mail::Smtp::configured(smtp));
        postbox.check()?;
        Ok(Some(postbox))
    }
    #[cfg(not(feature = "smtp"))]
    {
        let _ = smtp;
        Err(ConfigError::NoSmtp)
    }
}

#[cfg(test)]
mod tests {
    use figment::Figment;
    use figment::providers::Serialized;
    use serde_json::{Value, json};

    use super::*;
    use crate::mail::Email;
    use crate::web::Builder;

    /// The application with this section, as it would launch.
    fn launched(builder: Builder, section: Value) -> Result<SuperTokens, ConfigError> {
        let mut all = json!({
            "connection_uri": "http://127.0.0.1:3567", "app_name": "Comments",
            "api_domain": "https://api.example.com", "website_domain": "https://example.com",
        });
        for (name, value) in section.as_object().into_iter().flatten() {
            all[name] = value.clone();
        }
        let figment = Figment::from(Serialized::default("supertokens", all));
        builder
            .build_managed(&figment)
            .map(|(super_tokens, _)| super_tokens)
    }

    #[test]
    fn a_route_that_sends_e_mails_needs_somebody_who_does() {
        for (section, needed) in [
            (json!({}), false),
            (json!({ "email_password": {} }), true),
            (
                json!({ "email_password": { "password_reset_token_route": false } }),
                false,
            ),
            (
                json!({ "email_password": { "password_reset_token_route": false }, "email_verification": "optional" }),
                true,
            ),
            (
                json!({
                    "email_password": { "password_reset_token_route": false },
                    "email_verification": "required",
                    "email_verification_routes": false,
                }),
                false,
            ),
            (json!({ "email_verification": "required" }), false),
            (json!({ "email_verification_routes": true }), true),
        ] {
            let result = launched(Builder::default(), section.clone());
            let missing = matches!(&result, Err(ConfigError::NobodySendsEmails));
            assert_eq!((missing, result.is_ok()), (needed, !needed), "{section}");
            let own = Builder::default().send_email(|_: Email| async { Ok(()) });
            launched(own, section.clone()).expect("somebody does");
            let mut logged = section.clone();
            logged["log_emails"] = json!(true);
            launched(Builder::default(), logged).expect("a debug build writes them into the log");
        }
    }

    /// Nothing is served there, so nobody has to be named.
    #[test]
    fn a_program_without_rocket_launches() {
        let builder = Builder::default()
            .connection_uri("http://127.0.0.1:3567")
            .app_name("Comments")
            .api_domain("https://api.example.com")
            .website_domain("https://example.com")
            .email_verification_routes(true);
        let super_tokens = builder.build().expect("valid");
        let error = super_tokens.postbox().expect_err("nobody sends");
        assert_eq!(error.to_string(), "sending an e-mail failed");
    }

    #[cfg(not(feature = "smtp"))]
    #[test]
    fn the_section_smtp_needs_the_feature() {
        let smtp = json!({ "smtp": { "host": "a.example.com", "from_email": "a@example.com" } });
        let error = launched(Builder::default(), smtp).expect_err("no SMTP");
        assert!(
            error.to_string().contains("add \"smtp\" to its features"),
            "{error}"
        );
    }

    #[cfg(feature = "smtp")]
    mod smtp {
        use std::time::Duration;

        use super::*;
        use crate::config::SmtpEncryption;
        use crate::mail::{EmailLink, PasswordResetEmail, SmtpServer};

        #[tokio::test]
        async fn the_section_is_enough() {
            let server = SmtpServer::new(SmtpEncryption::None).await;
            let section = json!({
                "email_password": {},
                "smtp": {
                    "host": "localhost", "port": server.port, "encryption": "none",
                    "from_email": "no-reply@example.com", "password": "secret-password",
                },
            });
            let super_tokens = launched(Builder::default(), section).expect("valid");
            let postbox = super_tokens.postbox().expect("the server");
            postbox.post(Email::PasswordReset(PasswordResetEmail {
                email: "ada@example.com".to_owned(),
                user_id: "u".to_owned(),
                recipe_user_id: "u".to_owned(),
                tenant_id: "public".to_owned(),
                app_name: "Comments".to_owned(),
                link: EmailLink::new("https://example.com/auth/reset-password?token=abc", "abc"),
            }));
            postbox.close(Duration::from_secs(60)).await;
            let seen = server.seen();
            assert_eq!(seen.messages.len(), 1);
            assert!(seen.messages[0].contains("From: Comments <no-reply@example.com>"));
            // Base64 of the sender's address and the password.
            let login = "AUTH PLAIN AG5vLXJlcGx5QGV4YW1wbGUuY29tAHNlY3JldC1wYXNzd29yZA==";
            assert!(
                seen.commands.iter().any(|it| it == login),
                "{:?}",
                seen.commands
            );
        }

        #[test]
        fn what_is_wrong_in_it_stops_the_launch() {
            for (smtp, expected) in [
                (json!({ "host": "a.example.com" }), "from_email = "),
                (
                    json!({ "host": "a.example.com", "from_email": "nobody" }),
                    "`from_email` is \"nobody\"",
                ),
                (
                    json!({ "host": "a.example.com", "from_email": "a@b.co", "encryption": "none" }),
                    "is another machine",
                ),
                (
                    json!({ "host": "a.example.com", "from_email": "a@b.co", "timeout": 0 }),
                    "`smtp.timeout` is zero",
                ),
            ] {
                let error =
                    launched(Builder::default(), json!({ "smtp": smtp })).expect_err(expected);
                assert!(error.to_string().contains(expected), "{error}");
            }
        }
    }
}
