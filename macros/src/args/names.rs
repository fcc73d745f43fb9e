//! The names of the options, and what a wrong one was meant to be.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::subject::Subject;
use super::text::text;
use crate::errors::mistake;

pub(super) fn option_name(input: ParseStream<'_>, subject: Subject<'_>) -> syn::Result<Ident> {
    if input.peek(Ident::peek_any) {
        return input.call(Ident::parse_any);
    }
    // This may be the comma itself, which `take_until_comma` would leave.
    let found = input.fork().parse::<TokenTree>()?;
    Err(mistake(
        &found,
        format_args!("{subject} is given `{found}` where the name of an option belongs"),
        all_options(subject),
    ))
}

/// What to write for an option whose name nobody knows. `value` is what follows the name.
pub(super) fn known_name(name: &Ident, value: &TokenStream, subject: Subject<'_>) -> String {
    let all = all_options(subject);
    match nearest(&name.to_string(), subject) {
        Some(known) => format!("did you mean `{known}`?"),
        None if is_parenthesized(value) => {
            let call = format!("{name}{}", text(value.clone()));
            format!("write `claims({call})` if it is a validator; {all}")
        }
        None => all,
    }
}

fn is_parenthesized(value: &TokenStream) -> bool {
    let mut tokens = value.clone().into_iter();
    let first = tokens.next();
    let group = matches!(first, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
    group && tokens.next().is_none()
}

fn all_options(subject: Subject<'_>) -> String {
    let options: Vec<_> = subject.options().collect();
    format!("the options are `{}`", options.join("`, `"))
}

/// As the Node SDK may write it as well: case and underscores do not matter.
pub(super) fn plain(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// The option of which `given` is a misspelling.
fn nearest(given: &str, subject: Subject<'_>) -> Option<&'static str> {
    subject
        .options()
        .map(|known| (edits(&plain(given), &plain(known)), known))
        .min()
        .filter(|(edits, known)| *edits <= known.len() / 3)
        .map(|(_, known)| known)
}

/// How many characters must be inserted, deleted or replaced to turn `from` into `to`.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::Args;

    #[test]
    fn every_option_that_help_lists_is_known() {
        for option in Subject::Item("`f`").options() {
            let error = Args::parse(option.parse().expect("a name"), "`f`").err();
            let unknown = error.is_some_and(|error| error.to_string().contains("unknown"));
            assert!(!unknown, "{option}");
        }
    }

    #[test]
    fn a_misspelling_is_recognised_and_something_else_is_not() {
        let nearest = |given| nearest(given, Subject::Item("`f`"));
        assert_eq!(nearest("requried"), Some("required"));
        assert_eq!(nearest("checkDatabase"), Some("check_database"));
        assert_eq!(nearest("anti_csrf"), Some("anti_csrf_check"));
        assert_eq!(nearest("claim"), Some("claims"));
        assert_eq!(nearest("overwrite_claims"), Some("override_claims"));
        assert_eq!(nearest("polices"), Some("policy"));
        assert_eq!(nearest("optional"), None);
        assert_eq!(nearest("database"), None);
        assert_eq!(nearest("roles"), None);
    }

    #[test]
    fn a_policy_is_not_told_to_name_one() {
        assert_eq!(nearest("polices", Subject::Policy("`Admin`")), None);
        assert!(!all_options(Subject::Policy("`Admin`")).contains("policy"));
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("same", "same"), 0);
    }
}
