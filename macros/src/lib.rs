//! The attribute of [`rocket_supertokens`](https://docs.rs/rocket_supertokens), which re-exports and documents it.
//!
//! From the tokens to the expansion: `args` and `route_fn` parse, `validate` finds every mistake, `expand` writes.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod args;
mod errors;
mod expand;
mod route_fn;
mod validate;

use proc_macro2::TokenStream;

use crate::args::Args;
use crate::expand::{expand, refuse};
use crate::route_fn::RouteFn;
use crate::validate::{Refusal, validate};

/// Has the session of a request verified before the Rocket route below sees any of it.
#[proc_macro_attribute]
pub fn verify_session(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    protect(args.into(), item.into()).into()
}

fn protect(args: TokenStream, item: TokenStream) -> TokenStream {
    // Neither parse waits for the other, so that mistakes in both are shown by one build.
    let function = syn::parse2::<RouteFn>(item.clone());
    let subject = function
        .as_ref()
        .map_or_else(|_| "this item".to_owned(), RouteFn::quoted_name);
    let args = Args::parse(args, &subject);

    match function {
        Ok(function) => match validate(args, &function) {
            Ok(checked) => expand(&checked),
            Err(Refusal { error, item }) => refuse(&error, &item),
        },
        Err(mut error) => {
            error.extend(args.err());
            refuse(&error, &item)
        }
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
            (quote!(), quote!(#[get("/")] fn likes(a: ) {})),
            (quote!(), quote!(#[get("/")] fn likes() -> {})),
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
