//! Writes one function for each claim of the set.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::ClaimSet;
use super::field::Field;
use crate::runtime::Runtime;

/// The functions. The lints are those that the field has already heard, or that are about code a user can change.
pub(super) fn expand(set: &ClaimSet, runtime: &Runtime) -> TokenStream {
    let ident = &set.ident;
    let (impl_generics, type_generics, where_clause) = set.generics.split_for_impl();
    let claims = set.claims.iter().map(|field| claim(field, runtime));
    quote! {
        #[automatically_derived]
        #[allow(nonstandard_style, unused, deprecated, unreachable_pub)]
        impl #impl_generics #ident #type_generics #where_clause {
            #(#claims)*
        }
    }
}

fn claim(field: &Field, runtime: &Runtime) -> TokenStream {
    let Field {
        ident,
        vis,
        ty,
        docs,
        key,
        fetch,
    } = field;
    let doc = docs.is_empty().then(|| {
        let text = format!("The claim `{key}`.");
        quote!(#[doc = #text])
    });
    // All tokens have the place of the type, so that rustc reports an error once and not for signature and body.
    let at = Span::call_site().located_at(ty.span());
    let runtime = runtime.at(at);
    let value = quote_spanned!(at=> <#ty as #runtime::ClaimField>::Value);
    let claim = quote_spanned!(at=> #runtime::PrimitiveClaim);
    let unfetched = quote_spanned!(at=> #claim::<#value>::new(#key));
    let (constant, returned, body) = match fetch {
        None => (
            Some(quote!(const)),
            quote_spanned!(at=> #claim<#value>),
            quote_spanned!(at=> { #unfetched }),
        ),
        Some(path) => {
            let fetches = quote_spanned!(at=> #runtime::Fetches);
            let fetched_by = quote_spanned!(path.span()=> .fetched_by(#path));
            (
                None,
                quote_spanned!(at=> #claim<#value, #fetches<#value>>),
                quote_spanned!(at=> { #unfetched #fetched_by }),
            )
        }
    };
    quote! {
        #(#docs)* #doc
        #vis #constant fn #ident() -> #returned #body
    }
}
