//! What a checked route becomes, and what is left of a refused one.

use std::mem;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{FnArg, Type, parse_quote};

use crate::args::Args;
use crate::route_fn::RouteFn;
use crate::validate::{Checked, RESERVED};

/// The policy of the route, a check that its parameters fit it, and the function with the guard before all others.
pub(crate) fn expand(checked: &Checked<'_>) -> TokenStream {
    let function = checked.function();
    // At the attribute, since lints and editors would take an identifier at the function's name for the function.
    let policy = format_ident!(
        "__verify_session_{}",
        function.sig.ident.unraw(),
        span = Span::call_site()
    );

    let declaration = declaration(&policy, function, checked.args());
    let probes = probes(&policy, function);
    let guarded = guarded(&policy, function);
    quote!(#declaration #probes #guarded)
}

/// The mistakes, and the item beside them: whatever refers to it should not fail as well.
pub(crate) fn refuse(error: &syn::Error, item: &TokenStream) -> TokenStream {
    let error = error.to_compile_error();
    quote!(#error #item)
}

/// A type without values: policies are consulted at compile time only. The lints are those that Rocket allows for
/// the struct it makes of a route, so that no crate accepts a route and refuses its policy.
fn declaration(policy: &Ident, function: &RouteFn, args: &Args) -> TokenStream {
    let vis = &function.vis;
    let presence = match args.required {
        None | Some(true) => quote!(Required),
        Some(false) => quote!(Optional),
    };
    let check_database = args
        .check_database
        .map(|value| quote!(const CHECK_DATABASE: ::core::primitive::bool = #value;));
    let anti_csrf_check = args.anti_csrf_check.map(|value| {
        quote!(const ANTI_CSRF_CHECK: ::core::option::Option<::core::primitive::bool> = ::core::option::Option::Some(#value);)
    });
    quote! {
        #[doc(hidden)]
        #[allow(nonstandard_style, unused)]
        #vis enum #policy {}

        impl ::rocket_supertokens::__private::Policy for #policy {
            type Presence = ::rocket_supertokens::__private::#presence;
            #check_database
            #anti_csrf_check
        }
    }
}

/// Compares the policy with every parameter type, under whatever alias it comes: see `Probe` in the runtime.
fn probes(policy: &Ident, function: &RouteFn) -> Option<TokenStream> {
    let probes: Vec<_> = function
        .sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(parameter) => Some(&*parameter.ty),
            FnArg::Receiver(_) => None,
        })
        // Only these can name the types that a probe looks for.
        .filter(|ty| matches!(ty, Type::Path(_)))
        .map(|ty| probe(policy, elided(ty.to_token_stream(), function)))
        .collect();
    (!probes.is_empty()).then(|| {
        quote! {
            #[allow(unused, deprecated)]
            const _: fn() = || {
                use ::rocket_supertokens::__private::ProbeFallback as _;
                #(#probes)*
            };
        }
    })
}

/// rustc underlines a path from its first token to its last, so these lie on the first and the last of `ty`.
fn probe(policy: &Ident, ty: TokenStream) -> TokenStream {
    let first = ty.span();
    let last = ty
        .clone()
        .into_iter()
        .last()
        .map_or(first, |tree| tree.span());
    let open = quote_spanned!(first=> <);
    let check = quote_spanned!(last=> check());
    quote!(#open ::rocket_supertokens::__private::Probe<#policy, #ty>>::#check;)
}

/// The function's own lifetimes mean nothing outside of it.
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

fn guarded(policy: &Ident, function: &RouteFn) -> TokenStream {
    // Invisible to the body: the handler cannot name what it did not declare.
    let name = Ident::new(RESERVED, Span::mixed_site());
    let mut sig = function.sig.clone();
    sig.inputs.insert(
        0,
        parse_quote!(#name: ::rocket_supertokens::__private::Verify<#policy>),
    );
    let RouteFn {
        attrs, vis, body, ..
    } = function;
    quote!(#(#attrs)* #vis #sig #body)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::route_fn::tests::{dense, dense_source, parse};
    use crate::validate::validate;

    fn expansion(args: TokenStream, source: &str) -> TokenStream {
        let function = parse(source);
        let args = Args::parse(args, &function.quoted_name());
        let Ok(checked) = validate(args, &function) else {
            panic!("refused: {source}");
        };
        expand(&checked)
    }

    #[test]
    fn a_required_session() {
        let expansion = expansion(
            quote!(),
            "/// Likes a comment.
            #[post(\"/like-comment\")]
            async fn like(session: Session) -> String { session.user_id() }",
        );
        let golden = include_str!("../tests/expand/required.rs");
        assert_eq!(dense(&expansion), dense_source(golden));
    }

    #[test]
    fn every_option() {
        let expansion = expansion(
            quote!(required = false, check_database, anti_csrf_check = false),
            "#[rocket::get(\"/comments\")]
            pub(crate) fn r#type(session: Option<Session>) -> &'static str { \"\" }",
        );
        let golden = include_str!("../tests/expand/options.rs");
        assert_eq!(dense(&expansion), dense_source(golden));
    }

    #[test]
    fn parameters_of_every_kind() {
        let expansion = expansion(
            quote!(required),
            "#[post(\"/<id>\", data = \"<body>\")]
            fn kinds<'r>(id: u64, jar: &'r CookieJar<'_>, origin: a::Of<'r, (&'r str, &'static str)>, pair: (A, B), body: body!()) {}",
        );
        let golden = include_str!("../tests/expand/parameters.rs");
        assert_eq!(dense(&expansion), dense_source(golden));
    }

    #[test]
    fn without_parameters_there_is_nothing_to_probe() {
        let expansion = expansion(quote!(), "#[get(\"/\")] fn none() {}");
        let golden = include_str!("../tests/expand/no_parameters.rs");
        assert_eq!(dense(&expansion), dense_source(golden));
    }

    /// Whatever the user's module calls `core`, `Option` or `bool`, the expansion does not look at it.
    #[test]
    fn only_absolute_paths_leave_the_expansion() {
        let expansion = expansion(
            quote!(required = false, check_database, anti_csrf_check),
            "#[get(\"/\")] fn route(session: Session) {}",
        );
        let mut relative = BTreeSet::new();
        collect_relative(expansion, &mut relative);

        let keywords = [
            "as", "const", "enum", "false", "fn", "for", "impl", "true", "type", "use",
        ];
        let attributes = [
            "allow",
            "deprecated",
            "doc",
            "hidden",
            "nonstandard_style",
            "unused",
        ];
        let defined = ["_", "__supertokens_session", "__verify_session_route"];
        let of_the_trait = ["ANTI_CSRF_CHECK", "CHECK_DATABASE", "Presence"];
        let the_users = ["Session", "get", "route", "session"];
        let known: BTreeSet<_> = [
            &keywords[..],
            &attributes,
            &defined,
            &of_the_trait,
            &the_users,
        ]
        .concat()
        .into_iter()
        .map(str::to_owned)
        .collect();
        let unknown: Vec<_> = relative.difference(&known).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    /// Every identifier that no `::` precedes.
    fn collect_relative(tokens: TokenStream, relative: &mut BTreeSet<String>) {
        let mut colons = 0;
        for tree in tokens {
            match &tree {
                TokenTree::Ident(ident) if colons < 2 => {
                    relative.insert(ident.to_string());
                }
                TokenTree::Group(group) => collect_relative(group.stream(), relative),
                _ => {}
            }
            colons = match &tree {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons + 1,
                _ => 0,
            };
        }
    }
}
