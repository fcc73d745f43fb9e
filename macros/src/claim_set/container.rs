//! `#[claim(crate = path)]` on the struct itself.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Ident, Meta, Path};

use crate::errors::{Errors, mistake, repeated};
use crate::lists::{read_list, take_until_comma};
use crate::runtime::crate_path;

/// Where the runtime crate is, if the user says so.
pub(super) fn krate(attrs: &[Attribute], of: &Ident, errors: &mut Errors) -> Option<Path> {
    let mut found = None;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("claim")) {
        let read = match &attr.meta {
            Meta::List(list) if !list.tokens.is_empty() => {
                list.parse_args_with(|input: ParseStream<'_>| {
                    read_list(input, errors, |input| read_option(input, of, &mut found))
                })
            }
            _ => Err(misplaced(attr, of)),
        };
        errors.absorb(read);
    }
    found
}

fn read_option(input: ParseStream<'_>, of: &Ident, found: &mut Option<Path>) -> syn::Result<()> {
    let subject = format!("`{of}`");
    let name = match input.fork().call(Ident::parse_any) {
        Ok(name) if name == "crate" => input.call(Ident::parse_any)?,
        _ => return Err(misplaced(take_until_comma(input)?, of)),
    };
    match found.replace(crate_path(&name, input, &subject)?) {
        None => Ok(()),
        Some(_) => Err(repeated(&name, &subject)),
    }
}

fn misplaced(wrong: impl quote::ToTokens, of: &Ident) -> syn::Error {
    mistake(
        wrong,
        format_args!("`#[claim]` is on `{of}`, but it belongs on a field"),
        "move it to its field; the struct itself takes only `#[claim(crate = path)]`",
    )
}
