//! What stands between the parentheses of `#[verify_session(..)]`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Ident, LitBool, Token};

use crate::errors::{gather, mistake};

const OPTIONS: [&str; 3] = ["required", "check_database", "anti_csrf_check"];

/// The options as given; what is absent is left to the runtime's defaults.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Args {
    pub(crate) required: Option<bool>,
    pub(crate) check_database: Option<bool>,
    pub(crate) anti_csrf_check: Option<bool>,
}

impl Args {
    /// Reads comma-separated options. A wrong one does not hide what is wrong with the next.
    pub(crate) fn parse(tokens: TokenStream, subject: &str) -> syn::Result<Self> {
        gather(|errors| {
            let mut args = Self::default();
            let read_all = |input: ParseStream<'_>| {
                while !input.is_empty() {
                    errors.absorb(args.read_option(input, subject));
                    take_until_comma(input)?;
                    input.parse::<Option<Token![,]>>()?;
                }
                Ok(())
            };
            let read = read_all.parse2(tokens);
            errors.absorb(read);
            args
        })
    }

    fn read_option(&mut self, input: ParseStream<'_>, subject: &str) -> syn::Result<()> {
        let name = option_name(input, subject)?;
        let slot = match name.to_string().as_str() {
            "required" => &mut self.required,
            "check_database" => &mut self.check_database,
            "anti_csrf_check" => &mut self.anti_csrf_check,
            _ => return Err(unknown(&name, subject)),
        };
        let value = read_flag(&name, input, subject)?;
        if slot.replace(value).is_some() {
            return Err(mistake(
                &name,
                format_args!("{subject} is given `{name}` more than once"),
                format_args!("keep one `{name}`"),
            ));
        }
        Ok(())
    }
}

fn option_name(input: ParseStream<'_>, subject: &str) -> syn::Result<Ident> {
    if input.peek(Ident::peek_any) {
        return input.call(Ident::parse_any);
    }
    // What stands here may be the comma itself, which `take_until_comma` would leave.
    let found = input.fork().parse::<TokenTree>()?;
    Err(mistake(
        &found,
        format_args!("{subject} is given `{found}` where the name of an option belongs"),
        all_options(),
    ))
}

/// `name` alone means true, `name = bool` says which.
fn read_flag(name: &Ident, input: ParseStream<'_>, subject: &str) -> syn::Result<bool> {
    let equals: Option<Token![=]> = input.parse()?;
    let value = take_until_comma(input)?;
    let flag = match equals {
        None if value.is_empty() => Some(true),
        Some(_) => syn::parse2(value.clone())
            .ok()
            .map(|flag: LitBool| flag.value()),
        None => None,
    };
    flag.ok_or_else(|| {
        let wrong = if value.is_empty() {
            equals.into_token_stream()
        } else {
            value
        };
        mistake(
            wrong,
            format_args!("`{name}` of {subject} must be `true` or `false`"),
            format_args!("write `{name} = true` or `{name} = false`"),
        )
    })
}

fn take_until_comma(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut taken = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        taken.extend([input.parse::<TokenTree>()?]);
    }
    Ok(taken)
}

fn unknown(name: &Ident, subject: &str) -> syn::Error {
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

/// The option that `given` is a misspelling of, whatever its case and underscores.
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
    use quote::quote;

    use super::*;
    use crate::errors::tests::messages;

    fn parse(tokens: TokenStream) -> Result<Args, Vec<String>> {
        Args::parse(tokens, "`f`").map_err(messages)
    }

    #[test]
    fn absent_options_are_left_to_the_runtime() {
        assert_eq!(parse(quote!()), Ok(Args::default()));
    }

    #[test]
    fn the_bare_form_means_true() {
        let args = parse(quote!(required, check_database, anti_csrf_check,));
        let all = Args {
            required: Some(true),
            check_database: Some(true),
            anti_csrf_check: Some(true),
        };
        assert_eq!(args, Ok(all));
    }

    #[test]
    fn values_are_taken_as_written() {
        let args = parse(quote!(
            anti_csrf_check = true,
            required = false,
            check_database = false
        ));
        let written = Args {
            required: Some(false),
            check_database: Some(false),
            anti_csrf_check: Some(true),
        };
        assert_eq!(args, Ok(written));
    }

    #[test]
    fn every_option_that_help_lists_is_accepted() {
        for option in OPTIONS {
            let option = Ident::new(option, proc_macro2::Span::call_site());
            assert!(parse(quote!(#option)).is_ok(), "{option}");
        }
    }

    #[test]
    fn one_mistake_does_not_hide_the_next() {
        let args =
            quote!(requird = 1, , check_database = "yes" more, required(false), required, required);
        assert_eq!(
            parse(args).expect_err("five mistakes"),
            [
                "`f` is given the unknown option `requird`",
                "`f` is given `,` where the name of an option belongs",
                "`check_database` of `f` must be `true` or `false`",
                "`required` of `f` must be `true` or `false`",
                "`f` is given `required` more than once",
            ]
        );
    }

    #[test]
    fn only_bool_literals_are_values() {
        for wrong in [
            quote!(required =),
            quote!(required = 1),
            quote!(required = "true"),
            quote!(required = !true),
            quote!(required: true),
            quote!(required true),
            quote!(required(true)),
        ] {
            assert_eq!(
                parse(wrong.clone()).expect_err("not a bool"),
                ["`required` of `f` must be `true` or `false`"],
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_misspelling_is_recognised_and_something_else_is_not() {
        assert_eq!(nearest("requried"), Some("required"));
        assert_eq!(nearest("checkDatabase"), Some("check_database"));
        assert_eq!(nearest("anti_csrf"), Some("anti_csrf_check"));
        assert_eq!(nearest("optional"), None);
        assert_eq!(nearest("database"), None);
    }

    #[test]
    fn edits_are_counted() {
        assert_eq!(edits("", "abc"), 3);
        assert_eq!(edits("kitten", "sitting"), 3);
        assert_eq!(edits("same", "same"), 0);
    }
}
