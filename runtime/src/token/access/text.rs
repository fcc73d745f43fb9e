//! The text that a token keeps: itself, and behind it the claims that are looked at by every request.

/// A place in a [`Text`].
#[derive(Clone, Copy)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

/// One allocation for a token and for what was read from it.
pub(super) struct Text {
    text: Box<str>,
    token: Span,
}

impl Text {
    /// The token alone.
    pub(super) fn token(&self) -> &str {
        self.get(self.token)
    }

    pub(super) fn get(&self, span: Span) -> &str {
        // A span comes from the same text, so it is always there.
        let place = span.start as usize..span.end as usize;
        self.text.get(place).unwrap_or_default()
    }

    /// How many bytes it occupies.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }
}

/// Puts a [`Text`] together.
pub(super) struct TextBuilder {
    text: String,
    token: Span,
}

impl TextBuilder {
    /// Begins with the token, and with room for so many bytes behind it.
    pub(super) fn new(token: &str, more: usize) -> Self {
        let mut text = String::with_capacity(token.len() + more);
        let token = append(&mut text, token);
        Self { text, token }
    }

    pub(super) fn push(&mut self, part: &str) -> Span {
        append(&mut self.text, part)
    }

    pub(super) fn build(self) -> Text {
        Text {
            text: self.text.into_boxed_str(),
            token: self.token,
        }
    }
}

/// Tokens and claims are far shorter than four gigabytes.
fn append(text: &mut String, part: &str) -> Span {
    let start = text.len();
    text.push_str(part);
    Span {
        start: start as u32,
        end: text.len() as u32,
    }
}
