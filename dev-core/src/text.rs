//! Texts the way the real core, a Java program, handles them.

/// The text without control characters and spaces at its ends. Other white space, such as the no-break space, stays.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(|c| c <= ' ')
}

/// An address as it is stored and compared. It is not validated; that is the caller's part.
pub(crate) fn normal_email(email: &str) -> String {
    trim(email).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ascii_space_is_trimmed_but_every_letter_is_lower_cased() {
        for (given, normal) in [
            (" A@B.c\t\r\n\u{0}", "a@b.c"),
            ("\u{a0}a@b.c\u{feff}", "\u{a0}a@b.c\u{feff}"),
            ("\u{212a}@b.c", "k@b.c"),
            ("\u{130}@b.c", "i\u{307}@b.c"),
            ("e\u{301}@b.c", "e\u{301}@b.c"),
        ] {
            assert_eq!(normal_email(given), normal, "{given:?}");
        }
    }
}
