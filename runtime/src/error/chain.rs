//! Prints an error with all its causes, for the log.

use std::error::Error;
use std::fmt::{self, Write as _};
use std::io;
use std::sync::Arc;

use super::json::JsonDefect;

/// How many causes are printed. An error of an application may be its own cause, without an end.
const MOST_CAUSES: usize = 16;
/// In bytes; longer lines are cut. A text may be a whole page that a proxy sent to the application.
const MAX_LENGTH: usize = 8 * 1024;

/// Prints `a: b: c`, which is the error, its cause, and the cause of that, on one line. `{:#}` keeps the line breaks of
/// a text.
pub(crate) struct Chain<'a>(pub(crate) &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut line = text_of(self.0);
        let causes = std::iter::successors(self.0.source(), |&cause| cause.source());
        for cause in causes.take(MOST_CAUSES) {
            let text = text_of(cause);
            // The texts of other libraries often contain their causes.
            if !line.ends_with(&text) {
                line.push_str(": ");
                line.push_str(&text);
            }
        }
        if line.len() > MAX_LENGTH {
            let end = (0..=MAX_LENGTH).rfind(|end| line.is_char_boundary(*end));
            line.truncate(end.unwrap_or(0));
            line.push('…');
        }
        let keeps_lines = f.alternate();
        // The text may come from somebody else, who could write lines into our log.
        line.chars().try_for_each(|c| match c.is_control() {
            true if !(keeps_lines && c == '\n') => write!(f, "{}", c.escape_debug()),
            _ => f.write_char(c),
        })
    }
}

/// The text of one error. A message of `serde_json` may quote a value, which may be a token.
fn text_of(error: &(dyn Error + 'static)) -> String {
    if let Some(shared) = error.downcast_ref::<Arc<dyn Error + Send + Sync>>() {
        return text_of(&**shared);
    }
    if let Some(wrapped) = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref)
    {
        return text_of(wrapped);
    }
    match error.downcast_ref() {
        Some(error) => JsonDefect::of(error).to_string(),
        None => error.to_string().trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{text}")]
    struct Layer {
        text: &'static str,
        source: Option<Box<dyn Error + Send + Sync>>,
    }

    fn chain(texts: &[&'static str], innermost: Option<Box<dyn Error + Send + Sync>>) -> Layer {
        let mut source = innermost;
        for text in texts[1..].iter().rev() {
            source = Some(Box::new(Layer { text, source }));
        }
        let text = texts[0];
        Layer { text, source }
    }

    fn printed(texts: &[&'static str]) -> String {
        Chain(&chain(texts, None)).to_string()
    }

    #[test]
    fn every_cause_is_printed_once() {
        assert_eq!(printed(&["a"]), "a");
        assert_eq!(printed(&["a", "b", "c"]), "a: b: c");
        assert_eq!(printed(&["a: b: c", "b: c", "c"]), "a: b: c");
        assert_eq!(printed(&["a (b)", "b", "", "c"]), "a (b): b: c");
    }

    #[test]
    fn it_is_one_line() {
        let texts = ["refused\n", "first\nsecond\r\u{1b}[31m"];
        assert_eq!(printed(&texts), r"refused: first\nsecond\r\u{1b}[31m");
        let lines = format!(
            "{:#}",
            Chain(&chain(&["write:\n  a\n  b", "\u{1b}c"], None))
        );
        assert_eq!(lines, "write:\n  a\n  b: \\u{1b}c");
    }

    #[test]
    fn it_has_an_end() {
        #[derive(Debug)]
        struct Itself;

        impl fmt::Display for Itself {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("again")
            }
        }

        impl Error for Itself {
            fn source(&self) -> Option<&(dyn Error + 'static)> {
                Some(self)
            }
        }

        assert_eq!(Chain(&Itself).to_string(), "again");
        let page: &'static str = "ü!".repeat(MAX_LENGTH).leak();
        let line = printed(&["a page", page, "its cause"]);
        assert!((MAX_LENGTH - 3..MAX_LENGTH + 4).contains(&line.len()));
        assert!(line.starts_with("a page: ü!") && line.ends_with('…'));
    }

    #[test]
    fn what_serde_json_says_is_not_repeated() {
        let error = || serde_json::from_str::<u8>(r#""a-token""#).expect_err("no number");
        assert!(error().to_string().contains("a-token"));
        let shared: Arc<dyn Error + Send + Sync> = Arc::new(error());
        for source in [
            Box::new(error()) as Box<dyn Error + Send + Sync>,
            Box::new(shared),
            Box::new(io::Error::from(error())),
            Box::new(io::Error::other(error())),
        ] {
            let error = chain(&["the file cannot be read"], Some(source));
            assert_eq!(
                Chain(&error).to_string(),
                "the file cannot be read: a value in it does not fit (line 1, column 9)"
            );
        }
    }
}
