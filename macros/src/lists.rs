//! Reads lists with commas. A reader stops at the comma behind its part, whether that was right or wrong.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Token};

use crate::errors::Errors;

/// Reads part after part. A wrong one does not hide what is wrong with the next.
pub(crate) fn read_list(
    input: ParseStream<'_>,
    errors: &mut Errors,
    mut read: impl FnMut(ParseStream<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    while !input.is_empty() {
        errors.absorb(read(input));
        take_until_comma(input)?;
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(())
}

/// The value behind `=`, with nothing after it.
pub(crate) fn assigned<T: Parse>(
    name: &Ident,
    input: ParseStream<'_>,
    refused: impl FnOnce(TokenStream) -> syn::Error,
) -> syn::Result<T> {
    let equals = input.parse::<Option<Token![=]>>()?;
    let ahead = input.fork();
    match ahead.parse() {
        Ok(value) if equals.is_some() && is_end(&ahead) => {
            input.advance_to(&ahead);
            Ok(value)
        }
        _ => Err(refused(wrong(name, equals, input)?)),
    }
}

/// The tokens to underline: all up to the comma or, if there are none, the token before.
pub(crate) fn wrong(
    name: &Ident,
    equals: Option<Token![=]>,
    input: ParseStream<'_>,
) -> syn::Result<TokenStream> {
    let rest = take_until_comma(input)?;
    Ok(match equals {
        _ if !rest.is_empty() => rest,
        Some(equals) => equals.into_token_stream(),
        None => name.into_token_stream(),
    })
}

pub(crate) fn is_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

pub(crate) fn take_until_comma(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut taken = TokenStream::new();
    while !is_end(input) {
        taken.extend([input.parse::<TokenTree>()?]);
    }
    Ok(taken)
}
