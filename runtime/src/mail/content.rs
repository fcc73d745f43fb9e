//! What the user reads.

use super::email::Email;

/// Subject and body of an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Content {
    /// The subject, one line.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML, if there is one.
    pub html: Option<String>,
}

impl Content {
    /// Content without HTML.
    pub fn new(subject: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            text: text.into(),
            html: None,
        }
    }

    /// Adds a body in HTML. Escape all values in it: a user may have the address `"<b>x</b>"@example.com`.
    pub fn with_html(mut self, html: impl Into<String>) -> Self {
        self.html = Some(html.into());
        self
    }

    /// What is sent if the application writes nothing of its own.
    pub fn of(email: &Email) -> Self {
        let (app, address) = (one_line(email.app_name()), one_line(email.recipient()));
        let link = email.link().as_str();
        let (app_html, address_html, link_html) = (escaped(&app), escaped(&address), escaped(link));
        let (subject, text, html) = match email {
            Email::PasswordReset(_) => (
                "Password reset instructions",
                format!(
                    include_str!("templates/password_reset.txt"),
                    app = app,
                    address = address,
                    link = link
                ),
                format!(
                    include_str!("templates/password_reset.html"),
                    app = app_html,
                    address = address_html,
                    link = link_html
                ),
            ),
            Email::EmailVerification(_) => (
                "Email verification instructions",
                format!(
                    include_str!("templates/email_verification.txt"),
                    app = app,
                    address = address,
                    link = link
                ),
                format!(
                    include_str!("templates/email_verification.html"),
                    app = app_html,
                    address = address_html,
                    link = link_html
                ),
            ),
        };
        Self::new(subject, text).with_html(html)
    }
}

/// Without the characters that would begin another line.
pub(super) fn one_line(text: &str) -> String {
    let visible = |c: char| match c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
        true => ' ',
        false => c,
    };
    text.chars().map(visible).collect()
}

/// As text in HTML, and as a value in quotes.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::email::tests::{password_reset, verification};

    #[test]
    fn both_have_the_link_as_text_and_in_html() {
        for (email, subject) in [
            (
                password_reset("a@example.com"),
                "Password reset instructions",
            ),
            (
                verification("a@example.com"),
                "Email verification instructions",
            ),
        ] {
            let content = Content::of(&email);
            assert_eq!(content.subject, subject);
            let html = content.html.expect("HTML");
            for body in [&content.text, &html] {
                assert!(
                    body.contains("Comments") && body.contains("a@example.com"),
                    "{body}"
                );
                assert!(!body.contains(['{', '}']), "{body}");
            }
            assert!(
                content
                    .text
                    .contains(&format!("\n{}\n", email.link().as_str()))
            );
            let link = "https://example.com/auth/reset?token=abc&amp;tenantId=public";
            assert_eq!(html.matches(link).count(), 2, "{html}");
        }
    }

    #[test]
    fn nothing_in_it_is_markup_or_another_line() {
        let mut email = password_reset("\"<b>x</b>\"@b.co");
        let Email::PasswordReset(reset) = &mut email else {
            unreachable!("made above")
        };
        reset.app_name = "Tom's & \"<script>\"\r\nBcc: all@example.com {link}".to_owned();
        let content = Content::of(&email);
        let html = content.html.expect("HTML");
        assert!(
            html.contains("&quot;&lt;b&gt;x&lt;/b&gt;&quot;@b.co"),
            "{html}"
        );
        assert!(
            html.contains("Tom&#39;s &amp; &quot;&lt;script&gt;&quot;  Bcc"),
            "{html}"
        );
        assert!(!html.contains("<b>") && !html.contains("<script"), "{html}");
        assert!(content.text.lines().all(|line| !line.starts_with("Bcc")));
        assert!(
            content.text.contains("{link}"),
            "values are not read as a template"
        );
    }
}
