//! What an application configures counts without a form, too: overrides, the rules for passwords, the link, the e-mail.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use rocket_supertokens::mail::Email;
use rocket_supertokens::recipes::email_password::{
    Credentials, EmailPassword, EmailPasswordFunctions, FieldInput, FormField, ResetPassword,
    SignIn, SignUp, Update,
};
use rocket_supertokens::{Error, SuperTokens, async_trait};
use rocket_supertokens_tests::{App, Cdi, Core, eventually};

use super::{PASSWORD, new_tenant, sign_up};
use crate::{fixture, in_both_generations};

in_both_generations!(
    overrides_are_called,
    the_policy_holds_without_a_form,
    the_link_and_the_mail_are_those_of_the_form,
);

/// An application that gives its e-mails to `send`.
async fn start(
    cdi: Cdi,
    email_password: EmailPassword,
    send: impl Fn(Email) + Send + Sync + 'static,
) -> (Core, App) {
    fixture::start(cdi, |settings| {
        let settings = settings.email_password(email_password);
        settings.send_email(move |email: Email| {
            send(email);
            async { Ok(()) }
        })
    })
    .await
}

struct Counting {
    original: Arc<dyn EmailPasswordFunctions>,
    sign_ins: Arc<AtomicU32>,
}

#[async_trait]
impl EmailPasswordFunctions for Counting {
    fn original(&self) -> &dyn EmailPasswordFunctions {
        &*self.original
    }

    async fn sign_up(&self, mut new: Credentials, st: &SuperTokens) -> Result<SignUp, Error> {
        new.email = format!("staff+{}", new.email);
        self.original().sign_up(new, st).await
    }

    async fn sign_in(&self, credentials: Credentials, st: &SuperTokens) -> Result<SignIn, Error> {
        self.sign_ins.fetch_add(1, Ordering::SeqCst);
        self.original().sign_in(credentials, st).await
    }

    async fn verify_credentials(
        &self,
        credentials: Credentials,
        st: &SuperTokens,
    ) -> Result<SignIn, Error> {
        if credentials.password == "master key" {
            return Ok(SignIn::WrongCredentials);
        }
        self.original().verify_credentials(credentials, st).await
    }
}

async fn overrides_are_called(cdi: Cdi) {
    let sign_ins = Arc::<AtomicU32>::default();
    let counts = Arc::clone(&sign_ins);
    let email_password = EmailPassword::new().override_functions(|original| Counting {
        original,
        sign_ins: counts,
    });
    let (core, app) = start(cdi, email_password, |_| {}).await;
    let tenant = new_tenant(&core).await;
    let recipe = app.super_tokens().email_password().in_tenant(&tenant);
    let new = sign_up(app.super_tokens(), &tenant, "ann@example.com").await;
    assert_eq!(new.user.emails, ["staff+ann@example.com"]);

    let verified = recipe.verify_credentials("staff+ann@example.com", PASSWORD);
    assert!(verified.await.expect("a response"));
    assert_eq!(sign_ins.load(Ordering::SeqCst), 0, "this is no log-in");
    let signed_in = recipe.sign_in("staff+ann@example.com", PASSWORD).await;
    assert_eq!(signed_in.expect("a response"), SignIn::Done(new));
    assert_eq!(sign_ins.load(Ordering::SeqCst), 1);
    // The original function calls the other one that is overridden.
    core.take_calls();
    let refused = recipe.sign_in("staff+ann@example.com", "master key").await;
    assert_eq!(refused.expect("a response"), SignIn::WrongCredentials);
    assert_eq!(core.take_calls(), [""; 0]);
}

async fn the_policy_holds_without_a_form(cdi: Cdi) {
    let password = FormField::new("password").validate(|field: FieldInput| async move {
        match (field.text(), field.tenant_id.as_str()) {
            ("secret", _) => Err("Too well known".into()),
            ("public", "public") => Err("Not here".into()),
            _ => Ok(()),
        }
    });
    let email_password = EmailPassword::new().form_field(password);
    let (core, app) = start(cdi, email_password, |_| {}).await;
    let tenant = new_tenant(&core).await;
    let super_tokens = app.super_tokens();
    let recipe = super_tokens.email_password();
    let ann = sign_up(super_tokens, &tenant, "ann@example.com").await;
    let id = &ann.recipe_user_id;
    let here = recipe.in_tenant(&tenant);
    let token = here.create_reset_token(id, "ann@example.com").await;
    let token = token.expect("a response").expect("a token");
    core.take_calls();

    let long = "é".repeat(40);
    for (recipe, password, why) in [
        (here, "secret", Some("Too well known")),
        (recipe, "public", Some("Not here")),
        (here, &*long, None),
        (here, "", None),
    ] {
        match recipe.update(id).password(password).await {
            Ok(Update::PasswordPolicyViolated { reason }) => {
                assert_eq!(why.unwrap_or(&reason), reason);
            }
            other => panic!("{password}: {other:?}"),
        }
        match recipe.reset_password_using_token(&token, password).await {
            Ok(ResetPassword::PasswordPolicyViolated { reason }) => {
                assert_eq!(why.unwrap_or(&reason), reason);
            }
            other => panic!("{password}: {other:?}"),
        }
    }
    assert_eq!(core.take_calls(), [""; 0]);
    let reset = here.reset_password_using_token(&token, "public").await;
    assert_eq!(
        reset.expect("a response"),
        ResetPassword::Done,
        "the token is good"
    );
    let update = recipe
        .update(id)
        .password("secret")
        .without_password_policy();
    assert_eq!(update.await.expect("a response"), Update::Done);
    let verified = here.verify_credentials("ann@example.com", "secret").await;
    assert!(verified.expect("a response"));
}

async fn the_link_and_the_mail_are_those_of_the_form(cdi: Cdi) {
    let sent = Arc::<Mutex<Vec<Email>>>::default();
    let keep = Arc::clone(&sent);
    for (base, own_page) in [("http", false), ("https://example.com/new", true)] {
        let keep = Arc::clone(&keep);
        let mut email_password = EmailPassword::new();
        if own_page {
            email_password = email_password
                .reset_link(move |link| format!("{base}#{}&{}", link.token(), link.tenant_id));
        }
        let (core, app) = start(cdi, email_password, move |email| {
            keep.lock().expect("no panic").push(email);
        })
        .await;
        let tenant = new_tenant(&core).await;
        let recipe = app.super_tokens().email_password().in_tenant(&tenant);
        let ann = sign_up(app.super_tokens(), &tenant, "ann@example.com").await;
        let id = &ann.recipe_user_id;

        let link = recipe.create_reset_link(id, "ann@example.com").await;
        let link = link.expect("a response").expect("a link");
        assert!(link.as_str().starts_with(base), "{}", link.as_str());
        assert_eq!(link.as_str().contains("/reset-password?token="), !own_page);
        assert!(link.as_str().ends_with(&tenant));

        for (user, email) in [
            ("nobody", "ann@example.com"),
            (id, "bob@example.com"),
            (id, ""),
        ] {
            assert!(
                !recipe
                    .send_reset_email(user, email)
                    .await
                    .expect("a response")
            );
            let link = recipe.create_reset_link("nobody", email).await;
            assert!(link.expect("a response").is_none());
        }
        // Typed with capitals, and sent to the address as it is stored.
        let posted = recipe.send_reset_email(id, " ANN@example.com").await;
        assert!(posted.expect("a response"));
        eventually(|| async { sent.lock().expect("no panic").len() == 1 }).await;
        let email = sent.lock().expect("no panic").pop().expect("an e-mail");
        let Email::PasswordReset(email) = email else {
            panic!("{email:?}");
        };
        assert_eq!(email.email, "ann@example.com");
        assert_eq!((&email.user_id, &email.recipe_user_id), (id, id));
        assert_eq!(email.tenant_id, tenant);
        assert!(email.link.as_str().starts_with(base));
        if !own_page {
            let token = email.link.token();
            let reset = recipe
                .reset_password_using_token(token, "battery-staple-2")
                .await;
            assert_eq!(reset.expect("a response"), ResetPassword::Done);
        }
    }
}
