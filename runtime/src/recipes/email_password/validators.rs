//! What a password and an address have to be like.
//!
//! The front end checks the same by the same rules and shows the same texts, so they are kept to the letter.

/// The core hashes with bcrypt, which reads no more. Otherwise whatever follows would not matter when signing in.
const LONGEST_PASSWORD: usize = 72;
/// The longest address that can be sent to (RFC 5321, with the angle brackets taken off).
const LONGEST_EMAIL: usize = 254;

/// What is wrong with a password by default. Letters and digits of other scripts do not count as such.
pub(super) fn default_password(password: &str) -> Result<(), &'static str> {
    let length = password.encode_utf16().count();
    if length < 8 {
        return Err("Password must contain at least 8 characters, including a number");
    }
    if length >= 100 {
        return Err("Password's length must be lesser than 100 characters");
    }
    // The front end looks for the letter in a text of one line.
    let one_line = !password.contains(ends_line);
    if !one_line || !password.contains(|letter: char| letter.is_ascii_alphabetic()) {
        return Err("Password must contain at least one alphabet");
    }
    if !password.contains(|digit: char| digit.is_ascii_digit()) {
        return Err("Password must contain at least one number");
    }
    Ok(())
}

/// What is wrong with a password, however the application checks it.
pub(super) fn any_password(password: &str) -> Result<(), &'static str> {
    if password.len() > LONGEST_PASSWORD {
        return Err("Password's length must be lesser than 73 bytes");
    }
    Ok(())
}

const INVALID_EMAIL: &str = "Email is invalid";

/// What is wrong with an address by default.
pub(super) fn default_email(email: &str) -> Result<(), &'static str> {
    // A domain has no `@`, but what is quoted before it may.
    let valid = email
        .rsplit_once('@')
        .is_some_and(|(local, domain)| is_local_part(local) && is_domain(domain));
    if valid { Ok(()) } else { Err(INVALID_EMAIL) }
}

/// What is wrong with an address, however the application checks it.
pub(super) fn any_email(email: &str) -> Result<(), &'static str> {
    if email.chars().count() > LONGEST_EMAIL || email.contains(char::is_control) {
        return Err(INVALID_EMAIL);
    }
    Ok(())
}

/// Words between dots, or any text in quotation marks.
fn is_local_part(local: &str) -> bool {
    let quoted = local
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    match quoted {
        Some(text) => !text.is_empty() && !text.contains(ends_line),
        None => local
            .split('.')
            .all(|word| !word.is_empty() && !word.contains(ends_word)),
    }
}

fn ends_word(letter: char) -> bool {
    "<>()[]\\.,;:@\"".contains(letter) || is_space(letter)
}

/// Four numbers in brackets, or labels between dots of which the last has letters alone.
fn is_domain(domain: &str) -> bool {
    if let Some(numbers) = domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        let digits = |number: &str| number.bytes().all(|digit| digit.is_ascii_digit());
        return numbers.split('.').count() == 4
            && numbers
                .split('.')
                .all(|number| (1..=3).contains(&number.len()) && digits(number));
    }
    let Some((labels, last)) = domain.rsplit_once('.') else {
        return false;
    };
    let is_label = |label: &str| {
        let spelled = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        !label.is_empty() && label.bytes().all(spelled)
    };
    labels.split('.').all(is_label)
        && last.len() >= 2
        && last.bytes().all(|letter| letter.is_ascii_alphabetic())
}

/// Removes the spaces around an address, those that a browser takes for such.
pub(super) fn trimmed(email: &str) -> &str {
    email.trim_matches(is_space)
}

/// What JavaScript takes for a space: Rust knows one more and one less.
fn is_space(letter: char) -> bool {
    (letter.is_whitespace() && letter != '\u{85}') || letter == '\u{feff}'
}

/// What JavaScript takes for the end of a line.
fn ends_line(letter: char) -> bool {
    matches!(letter, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_checked_as_in_the_front_end() {
        let short = "Password must contain at least 8 characters, including a number";
        let long = "Password's length must be lesser than 100 characters";
        let letter = "Password must contain at least one alphabet";
        let digit = "Password must contain at least one number";
        let of = |length: usize| format!("a1{}", "x".repeat(length - 2));
        for (password, expected) in [
            ("", Err(short)),
            ("short1", Err(short)),
            ("12345678", Err(letter)),
            ("abcdefgh", Err(digit)),
            ("password1", Ok(())),
            (&of(99), Ok(())),
            (&of(100), Err(long)),
            ("pässwört1é", Ok(())),
            ("密码密码密码密码1", Err(letter)),
            ("line\nbreak1", Err(letter)),
            ("line\rbreak1", Err(letter)),
            ("line\u{2028}break1", Err(letter)),
            ("line\u{2029}break1", Err(letter)),
            ("line\u{85}break1", Ok(())),
            // Each of them counts as two.
            ("a1😀😀😀", Ok(())),
            ("a1😀😀", Err(short)),
            ("        a1", Ok(())),
            ("password\u{661}", Err(digit)),
        ] {
            assert_eq!(default_password(password), expected, "{password:?}");
        }
    }

    #[test]
    fn what_bcrypt_does_not_read_is_refused() {
        assert_eq!(any_password(&"x".repeat(72)), Ok(()));
        assert_eq!(any_password(&"é".repeat(36)), Ok(()));
        for password in ["x".repeat(73), "é".repeat(37), "😀".repeat(19)] {
            assert_eq!(
                any_password(&password),
                Err("Password's length must be lesser than 73 bytes")
            );
        }
    }

    #[test]
    fn an_address_is_checked_as_in_the_front_end() {
        for email in [
            "a@b.co",
            "a+b@b.co",
            "\"a b\"@b.co",
            "\"a@b\"@b.co",
            "\"<b>x</b>\"@b.co",
            "a@[1.2.3.4]",
            "a@[999.2.3.4]",
            "ä@b.co",
            "a@-b.co",
            "a@b-.c.co",
            "a!#$%&'*+/=?^_`{|}~-@b.co",
            "A@B.CO",
        ] {
            assert_eq!(default_email(email), Ok(()), "{email}");
        }
        for email in [
            "",
            "@",
            "a",
            "a@",
            "@b.co",
            "a@localhost",
            "a@b.c",
            "a..b@b.co",
            ".a@b.co",
            "a.@b.co",
            "a b@b.co",
            "a@b@c.co",
            "a@bücher.de",
            "a@b_c.co",
            "a@b.co.",
            "a@b..co",
            "a@b.c1",
            "\"\"@b.co",
            "\"@b.co",
            "\"a\nb\"@b.co",
            "a\u{feff}b@b.co",
            "a\u{a0}b@b.co",
            "a@[1.2.3]",
            "a@[1.2.3.4.5]",
            "a@[1.2.3.x]",
            "a@[1.2.3.1234]",
            "a@[]",
            "a@b.co\n",
            "a@b.co\u{0}",
        ] {
            assert_eq!(default_email(email), Err("Email is invalid"), "{email:?}");
        }
    }

    #[test]
    fn no_address_is_endless_or_has_control_characters() {
        let of = |length: usize| format!("{}@b.co", "a".repeat(length - 5));
        assert_eq!(any_email(&of(254)), Ok(()));
        for email in [
            &of(255),
            "\"a\u{0}b\"@b.co",
            "\"a\tb\"@b.co",
            "\"a\u{85}b\"@b.co",
        ] {
            assert_eq!(any_email(email), Err("Email is invalid"), "{email:?}");
        }
    }

    #[test]
    fn spaces_around_an_address_are_those_of_a_browser() {
        assert_eq!(trimmed(" \t\u{feff}\u{3000}a@b.co\u{a0}\r\n"), "a@b.co");
        assert_eq!(trimmed("\u{85}a"), "\u{85}a");
    }
}
