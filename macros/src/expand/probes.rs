//! Checks that the parameters of a route fit its policy, which rustc makes.

use std::mem;

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, Type};

use crate::route_fn::RouteFn;
use crate::runtime::Runtime;

/// Compares the policy with every parameter type, under any alias: see `Probe` in the runtime.
pub(super) fn probes(
    guard: &TokenStream,
    name: &TokenStream,
    function: &RouteFn,
    runtime: &Runtime,
) -> Option<TokenStream> {
    let probes: Vec<_> = function
        .sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(parameter) => Some(bare(&parameter.ty)),
            FnArg::Receiver(_) => None,
        })
        // Only these parameters can have the types that a probe looks for.
        .filter(|ty| matches!(ty, Type::Path(_)))
        .map(|ty| {
            let ty = elided(ty.to_token_stream(), function);
            let probed = quote!(#runtime::Probe<#guard, #ty, #name>);
            probe(&probed, &ty)
        })
        .collect();
    (!probes.is_empty()).then(|| {
        quote! {
            #[allow(unused, deprecated)]
            const _: fn() = || {
                use #runtime::ProbeFallback as _;
                #(#probes)*
            };
        }
    })
}

/// The type without the groups that a `macro_rules!` puts around it, and without parentheses.
fn bare(mut ty: &Type) -> &Type {
    loop {
        ty = match ty {
            Type::Group(group) => &group.elem,
            Type::Paren(paren) => &paren.elem,
            _ => return ty,
        };
    }
}

/// rustc underlines a path from its first token to its last, so these lie on the first and the last of `ty`.
fn probe(probed: &TokenStream, ty: &TokenStream) -> TokenStream {
    let first = ty.span();
    let last = ty
        .clone()
        .into_iter()
        .last()
        .map_or(first, |tree| tree.span());
    let open = quote_spanned!(first=> <);
    let check = quote_spanned!(last=> check());
    quote!(#open #probed>::#check;)
}

/// The lifetimes of the function do not exist outside the function.
fn elided(ty: TokenStream, function: &RouteFn) -> TokenStream {
    let declared = |ident: &Ident| {
        function
            .sig
            .generics
            .lifetimes()
            .any(|lifetime| lifetime.lifetime.ident == *ident)
    };
    let mut after_quote = false;
    ty.into_iter()
        .map(|tree| {
            let in_lifetime = mem::replace(
                &mut after_quote,
                matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '\''),
            );
            match tree {
                TokenTree::Ident(ident) if in_lifetime && declared(&ident) => {
                    Ident::new("_", ident.span()).into()
                }
                TokenTree::Group(group) => {
                    let mut inner = Group::new(group.delimiter(), elided(group.stream(), function));
                    inner.set_span(group.span());
                    inner.into()
                }
                other => other,
            }
        })
        .collect()
}
