//! The macros of [`rocket_supertokens`](https://docs.rs/rocket_supertokens), which re-exports and documents them.
//!
//! From the tokens of the attribute to its expansion: `args` and `route_fn` parse, `validate` finds every mistake,
//! `policy` and `expand` write. A function that somebody is still typing goes through `unfinished`, the derive through
//! `claim_set`, and `policy!` through `declared`.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod args;
mod claim_set;
mod declared;
mod errors;
mod expand;
#[cfg(test)]
mod golden;
mod lists;
mod policy;
#[cfg(test)]
mod properties;
mod route_fn;
mod runtime;
mod unfinished;
mod validate;

use proc_macro2::TokenStream;

use crate::args::Args;
use crate::expand::{expand, refuse};
use crate::route_fn::RouteFn;
use crate::runtime::Runtime;
use crate::unfinished::Unfinished;
use crate::validate::{Refusal, validate};

/// Made in `rocket_supertokens_codegen`, at home in `rocket_supertokens`.
#[proc_macro_attribute]
pub fn verify_session(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    protect(args.into(), item.into()).into()
}

/// Made in `rocket_supertokens_codegen`, at home in `rocket_supertokens`.
#[proc_macro_derive(ClaimSet, attributes(claim))]
pub fn derive_claim_set(item: proc_macro::TokenStream) -> proc_macro::TokenStream {
    claim_set::derive(item.into()).into()
}

/// Made in `rocket_supertokens_codegen`, at home in `rocket_supertokens`.
#[proc_macro]
pub fn policy(declaration: proc_macro::TokenStream) -> proc_macro::TokenStream {
    declared::declare(declaration.into()).into()
}

fn protect(args: TokenStream, item: TokenStream) -> TokenStream {
    // Arguments and item are parsed separately, so that one build shows the mistakes of both.
    match syn::parse2::<RouteFn>(item.clone()) {
        Ok(function) => {
            let args = Args::parse(args, &function.quoted_name());
            match validate(args, &function) {
                Ok(checked) => expand(&checked, &Runtime::find(checked.args().krate.as_ref())),
                Err(Refusal { error, item }) => refuse(&error, &item),
            }
        }
        Err(mut error) => match syn::parse2::<Unfinished>(item.clone()) {
            Ok(unfinished) => unfinished.expand(args),
            Err(_) => {
                error.extend(Args::parse(args, "this item").err());
                refuse(&error, &item)
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::route_fn::tests::dense;

    #[test]
    fn what_is_no_function_stays_beside_every_mistake() {
        let item = quote!(
            struct Likes;
        );
        let output = dense(&protect(quote!(nope, required = 1), item.clone()));
        assert_eq!(output.matches("::core::compile_error!").count(), 3);
        assert!(output.ends_with(&dense(&item)), "{output}");
    }

    #[test]
    fn no_function_comes_out_unguarded_without_an_error() {
        for (args, item) in [
            (
                quote!(nope),
                quote!(
                    #[get("/")]
                    fn likes() {}
                ),
            ),
            (
                quote!(),
                quote!(
                    fn likes() {}
                ),
            ),
            (
                quote!(),
                quote!(
                    #[catch(404)]
                    fn likes() {}
                ),
            ),
            (
                quote!(),
                quote!(
                    #[options("/")]
                    fn likes() {}
                ),
            ),
            (
                quote!(),
                quote!(
                    #[get("/")]
                    fn likes(&self) {}
                ),
            ),
            (quote!(nope), quote!(#[get("/")] fn likes(a: ) {})),
            (quote!(), quote!(#[get("/")] fn likes())),
            (
                quote!(),
                quote!(
                    #[get("/")]
                    #[verify_session]
                    fn likes() {}
                ),
            ),
        ] {
            let output = dense(&protect(args, item.clone()));
            assert!(
                output.starts_with("::core::compile_error!"),
                "{item}: {output}"
            );
            assert!(output.contains("fnlikes("), "{item}: {output}");
        }
    }
}
