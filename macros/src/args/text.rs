//! Tokens of the user as a message repeats them.

use proc_macro2::{Delimiter, Punct, Spacing, TokenStream, TokenTree};

/// The tokens as a person writes paths, calls and literals. A token stream prints itself with a space between all of
/// them.
pub(crate) fn text(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut after = After::Nothing;
    for token in tokens {
        let begins_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        let joins = matches!(&token, TokenTree::Ident(ident) if ident == "as");
        if joins || after == After::Space || (after == After::Word && begins_word) {
            text.push(' ');
        }
        after = match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                text.extend([open, &self::text(group.stream()), close]);
                After::Word
            }
            TokenTree::Punct(punct) if is_assignment(&punct) && after == After::Word => {
                text.push_str(" =");
                After::Space
            }
            TokenTree::Punct(punct) => {
                text.push(punct.as_char());
                match (punct.as_char(), punct.spacing()) {
                    (',' | ';', Spacing::Alone) => After::Space,
                    _ => After::Nothing,
                }
            }
            word => {
                text.push_str(&word.to_string());
                After::Word
            }
        };
    }
    text
}

fn is_assignment(punct: &Punct) -> bool {
    punct.as_char() == '=' && punct.spacing() == Spacing::Alone
}

#[derive(PartialEq)]
enum After {
    Nothing,
    Word,
    Space,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_into_claims_is_repeated_as_it_was_written() {
        for source in [
            "UserRole::includes(\"admin\")",
            "UserRole::includes_any([\"admin\", \"editor\"]).or(plan().has_value(7))",
            "EmailVerified::is_true().max_age(Duration::from_secs(300))",
            "<Rules<A, B> as Change>::change::<C, D>(&LIMIT, 'a')",
            "crate::rules::Admin",
            "required = false, claims(a>=b, c==d)",
        ] {
            assert_eq!(text(source.parse().expect(source)), source);
        }
    }
}
