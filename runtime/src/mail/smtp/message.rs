//! The e-mail as it is sent.

use aws_lc_rs::digest;
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};

use crate::mail::content::{Content, one_line};
use crate::mail::email::Email;
use crate::mail::send::SendError;

/// All that a header has goes through the types of lettre, so that no value begins another header.
pub(super) fn of(
    email: &Email,
    content: &Content,
    from_name: &str,
    from: Address,
) -> Result<Message, SendError> {
    let to: Address = email.recipient().parse()?;
    let id = format!("<{}@{}>", id_of(email), from.domain());
    let name = Some(one_line(from_name)).filter(|name| !name.trim().is_empty());
    // lettre would read the addresses from the header, and takes some for none that it has written itself.
    let envelope = Envelope::new(Some(from.clone()), vec![to.clone()])?;
    let message = Message::builder()
        .envelope(envelope)
        .from(Mailbox::new(name, from))
        .to(Mailbox::new(None, to))
        .subject(one_line(&content.subject))
        .message_id(Some(id))
        .raw_header(HeaderValue::new(
            // So that nobody's absence note comes back.
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
    Ok(match &content.html {
        Some(html) => message.multipart(MultiPart::alternative_plain_html(
            content.text.clone(),
            html.clone(),
        ))?,
        None => message.singlepart(SinglePart::plain(content.text.clone()))?,
    })
}

/// The same for each attempt, so that a mailbox that gets it twice can tell.
fn id_of(email: &Email) -> String {
    let digest = digest::digest(&digest::SHA256, email.link().as_str().as_bytes());
    let bytes = digest.as_ref().iter().take(16);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}
