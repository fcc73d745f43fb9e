//! The names of the options, and what a wrong one was meant to be.

use proc_macro2::TokenTree;
use syn::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use crate::errors::mistake;

const OPTIONS: [&str; 8] = [
    "required",
    "check_database",
    "anti_csrf_check",
    "claims",
    "global_claims",
    "override_claims",
    "policy",
    "crate",
];

pub(super) fn option_name(input: ParseStream<'_>, subject: &str) -> syn::Result<Ident> {
    if input.peek(Ident::peek_any) {
        return input.call(Ident::parse_any);
    }
    // This may be the comma itself, which `take_until_comma` would leave.
    let found = input.fork().parse::<TokenTree>()?;
    Err(mistake(
        &found,
        format_args!("{subject} is given `{found}` where the name of an option belongs"),
        all_options(),
    ))
}

pub(super) fn unknown(name: &Ident, subject: &str) -> syn::Error {
    let help = match nearest(&name.to_string()) {
        Some(known) => format!("did you mean `{known}`?"),
        None => all_options(),
    };
    mistake(
        name,
        format_args!("{subject} is given the unknown option `{name}`"),
        help,
    )
}

fn all_options() -> String {
    format!("the options are `{}`", OPTIONS.join("`, `"))
}

/// The option of which `given` is a misspelling. Case and underscores do not matter.
fn nearest(given: &str) -> Option<&'static str> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    OPTIONS
        .into_iter()
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
        for option in OPTIONS {
            let error = Args::parse(option.parse().expect("a name"), "`f`").err();
            let unknown = error.is_some_and(|error| error.to_string().contains("unknown"));
            assert!(!unknown, "{option}");
        }
    }

    #[test]
    fn a_misspelling_is_recognised_and_something_else_is_not() {
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
    fn edits_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("same", "same"), 0);
    }
}
