//! The settings that stand in sections of their own, declared as the [others](super::declaration) are.

/// The names of the sections, and the settings in each.
pub(super) const SUB_SECTIONS: [(&str, &[&str]); 2] =
    [("email_password", EMAIL_PASSWORD), ("smtp", SMTP)];

/// Of the section `email_password`, which switches the recipe on, also where it is empty.
macro_rules! for_each_email_password_setting {
    ($($callback:tt)+) => {
        $($callback)+! {
            /// Whether `POST {api_base_path}/signup` is served, also with a tenant's id before `/signup`.
            sign_up_route: bool = true;

            /// Whether `POST {api_base_path}/signin` is served, also with a tenant's id before it.
            sign_in_route: bool = true;

            /// Whether `GET {api_base_path}/emailpassword/email/exists` and `GET {api_base_path}/signup/email/exists`
            /// are served, also with a tenant's id. They tell everybody which addresses have an account.
            email_exists_route: bool = true;

            /// Whether `POST {api_base_path}/user/password/reset/token` is served, also with a tenant's id. It sends the
            /// e-mail with the link.
            password_reset_token_route: bool = true;

            /// Whether `POST {api_base_path}/user/password/reset` is served, also with a tenant's id. It sets the new
            /// password.
            password_reset_route: bool = true;

            /// Whether `GET {api_base_path}/loginmethods` is served, also with a tenant's id.
            login_methods_route: bool = true;

            /// Whether a new password, set by the link of an e-mail, ends all sessions of the user.
            revoke_sessions_on_reset: bool = false;

            /// Whether attempts to sign in, to sign up and to reset a password are limited, by address and by client.
            limit_attempts: bool = true;
        }
    };
}

/// Of the section `smtp`.
macro_rules! for_each_smtp_setting {
    ($($callback:tt)+) => {
        $($callback)+! {
            /// Name of the server.
            host: String = required;

            /// Port of the server.
            port: u16 = unset("465 with `\"tls\"`, 587 with `\"starttls\"`, 25 with `\"none\"`");

            /// How the connection is protected. Without protection, only a server on this machine is used.
            encryption: SmtpEncryption = "starttls";

            /// With which name this application logs in to the server.
            #[doc(alias = "authUsername")]
            username: String = unset("`from_email` if there is a `password`, else it does not log in");

            /// The password for it.
            password: Secret = unset("none");

            /// The address that e-mails come from.
            from_email: String = required;

            /// The name that e-mails come from.
            from_name: String = unset("`app_name`");

            /// Longest wait for the server to send one e-mail, more than zero.
            timeout: Duration = "10s";

            /// Most connections to the server at a time, more than zero.
            pool_size: u16 = 4;
        }
    };
}

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident: $type:ident = $default:tt $(($unset:literal))?;)+) => {
        &[$(stringify!($name),)+]
    };
}

const EMAIL_PASSWORD: &[&str] = for_each_email_password_setting!(names);
const SMTP: &[&str] = for_each_smtp_setting!(names);

pub(crate) use {for_each_email_password_setting, for_each_smtp_setting};
