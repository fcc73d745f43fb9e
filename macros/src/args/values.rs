//! The values of the options.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::ParseStream;
use syn::{Expr, ExprPath, Ident, LitBool, Type, parenthesized, token};

use super::subject::Subject;
use crate::errors::{gather, mistake, mistake_at};
use crate::lists::{assigned, is_end, read_list, wrong};

/// `name` alone means true, `name = bool` says which.
pub(super) fn flag(
    name: &Ident,
    input: ParseStream<'_>,
    subject: Subject<'_>,
) -> syn::Result<bool> {
    if is_end(input) {
        return Ok(true);
    }
    assigned(name, input, |wrong| {
        mistake(
            wrong,
            format_args!("`{name}` of {subject} must be `true` or `false`"),
            format_args!("write `{name} = true` or `{name} = false`"),
        )
    })
    .map(|flag: LitBool| flag.value())
}

/// `override_claims = path`
pub(super) fn function(
    name: &Ident,
    input: ParseStream<'_>,
    subject: Subject<'_>,
) -> syn::Result<ExprPath> {
    assigned(name, input, |wrong| {
        mistake(
            wrong,
            format_args!("`{name}` of {subject} must be the path of a function"),
            format_args!(
                "write `{name} = change`, with `fn change(global: ClaimValidators) -> ClaimValidators`"
            ),
        )
    })
}

/// `policy = Type`
pub(super) fn policy(
    name: &Ident,
    input: ParseStream<'_>,
    subject: Subject<'_>,
) -> syn::Result<Type> {
    assigned(name, input, |wrong| {
        mistake(
            wrong,
            format_args!("`{name}` of {subject} must be a type"),
            format_args!("write `{name} = AdminOnly`, with a type that implements `Policy`"),
        )
    })
}

/// `claims(validator, ..)`
pub(super) fn validators(
    name: &Ident,
    input: ParseStream<'_>,
    subject: Subject<'_>,
) -> syn::Result<Vec<Expr>> {
    let refused = |wrong: TokenStream, what: &str| {
        mistake(
            wrong,
            format_args!("`{name}` of {subject} {what}"),
            format_args!(
                "write validators between the parentheses, such as `{name}(UserRole::includes(\"admin\"))`"
            ),
        )
    };
    let ahead = input.fork();
    let listed = ahead.peek(token::Paren) && ahead.parse::<TokenTree>().is_ok();
    if !listed || !is_end(&ahead) {
        let wrong = wrong(name, None, input)?;
        return Err(refused(wrong, "must be a list in parentheses"));
    }
    if is_empty(input) {
        return Err(refused(
            input.parse::<TokenTree>()?.into(),
            "must list at least one validator",
        ));
    }
    let content;
    parenthesized!(content in input);
    gather(|errors| {
        let mut validators = Vec::new();
        let read = read_list(&content, errors, |content| {
            validators.push(validator(content, subject)?);
            Ok(())
        });
        errors.absorb(read);
        validators
    })
}

fn validator(content: ParseStream<'_>, subject: Subject<'_>) -> syn::Result<Expr> {
    let parsed = content.parse().and_then(|validator| match is_end(content) {
        true => Ok(validator),
        false => Err(content.error("expected `,`")),
    });
    match parsed {
        Ok(Expr::Async(block)) => Err(mistake(
            block,
            format_args!(
                "{subject} is given an `async` block in `claims`, but a validator is a value"
            ),
            "write a validator such as `plan().has_value(\"pro\")`, and let its claim fetch the value with `.fetched_by(..)`",
        )),
        Ok(validator) => Ok(validator),
        Err(error) => Err(mistake_at(
            error.span(),
            format_args!("a validator in `claims` of {subject} does not parse: {error}"),
            "write expressions with commas between them, such as `claims(UserRole::includes(\"admin\"))`",
        )),
    }
}

/// Whether parentheses with nothing between them come next.
fn is_empty(input: ParseStream<'_>) -> bool {
    let inside = input.fork().parse::<TokenTree>();
    matches!(inside, Ok(TokenTree::Group(group)) if group.stream().is_empty())
}
