//! The policy of a route: the user's own, or a type made of the options.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use crate::args::{Demands, GlobalClaims, Options};
use crate::route_fn::RouteFn;
use crate::runtime::Runtime;

/// The type that the guard is given, the type that messages name, the type that stands for the route, and what declares
/// them.
pub(crate) struct Policy {
    pub(crate) ty: TokenStream,
    pub(crate) name: TokenStream,
    pub(crate) of_route: Ident,
    pub(crate) declaration: TokenStream,
}

impl Policy {
    pub(crate) fn of(function: &RouteFn, demands: &Demands, runtime: &Runtime) -> Self {
        // At the attribute, because lints and editors would take an identifier at the function's name for the function.
        let of_route = format_ident!(
            "__verify_session_{}",
            function.sig.ident.unraw(),
            span = Span::call_site()
        );
        let vis = &function.vis;
        // The type has no values, because it is never made. The lints are those that Rocket allows for the struct of a
        // route, so that a crate that accepts a route also accepts this type.
        let declaration = quote! {
            #[doc(hidden)]
            #[allow(nonstandard_style, unused)]
            #vis enum #of_route {}
        };
        match demands {
            Demands::Policy(ty) => Self {
                ty: ty.to_token_stream(),
                name: ty.to_token_stream(),
                of_route,
                declaration,
            },
            Demands::Options(options) => {
                let presence = match options.required {
                    None | Some(true) => quote!(#runtime::Required),
                    Some(false) => quote!(#runtime::Optional),
                };
                let own = claims(options, runtime)
                    .map(|claims| own(&of_route, &presence, options, &claims, runtime));
                Self {
                    ty: match own {
                        None => shared(&presence, options, runtime),
                        Some(_) => of_route.to_token_stream(),
                    },
                    name: of_route.to_token_stream(),
                    of_route,
                    declaration: quote!(#declaration #own),
                }
            }
        }
    }
}

/// The options as a type that routes with the same options share. A type for each route would cost rustc much more.
fn shared(presence: &TokenStream, options: &Options, runtime: &Runtime) -> TokenStream {
    let check_database = options.check_database.unwrap_or(false);
    let anti_csrf = match options.anti_csrf_check {
        None => quote!(#runtime::ByMethod),
        Some(check) => quote!(#runtime::Always<#check>),
    };
    quote!(#runtime::Options<#presence, #check_database, #anti_csrf>)
}

/// The options as a policy of the route's own, where claims are checked.
fn own(
    name: &Ident,
    presence: &TokenStream,
    options: &Options,
    claims: &TokenStream,
    runtime: &Runtime,
) -> TokenStream {
    let check_database = options
        .check_database
        .map(|value| quote!(const CHECK_DATABASE: ::core::primitive::bool = #value;));
    let anti_csrf_check = options.anti_csrf_check.map(|value| {
        quote!(const ANTI_CSRF_CHECK: ::core::option::Option<::core::primitive::bool> = ::core::option::Option::Some(#value);)
    });
    quote! {
        impl #runtime::Policy for #name {
            type Presence = #presence;
            #check_database
            #anti_csrf_check
            #claims
        }
    }
}

/// Makes the rules; the runtime calls it once. The user's expressions do not see the local variables.
fn claims(options: &Options, runtime: &Runtime) -> Option<TokenStream> {
    let global = match &options.global_claims {
        GlobalClaims::Checked if options.claims.is_empty() => return None,
        GlobalClaims::Checked => None,
        GlobalClaims::LeftOut => Some(changed(Span::call_site(), &quote!(without_global()))),
        GlobalClaims::ChangedBy(path) => {
            let span = path.span();
            Some(changed(
                span,
                &quote_spanned!(span=> with_global_changed(#path)),
            ))
        }
    };
    let own = options.claims.iter().map(|validator| {
        let span = validator.span();
        changed(span, &quote_spanned!(span=> with(#validator)))
    });
    let rules = local(Span::call_site());
    Some(quote! {
        fn claims() -> #runtime::ClaimRules {
            let #rules = #runtime::ClaimRules::global();
            #global
            #(#own)*
            #rules
        }
    })
}

/// One statement for each change, all of it at what the user wrote: what rustc says about a call, it says there.
fn changed(at: Span, change: &TokenStream) -> TokenStream {
    let rules = local(at);
    quote_spanned!(at=> let #rules = #rules.#change;)
}

fn local(at: Span) -> Ident {
    Ident::new("rules", Span::mixed_site().located_at(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expand::tests::expansion;
    use crate::golden::assert_golden;

    #[test]
    fn claims_beside_changed_global_ones() {
        let expansion = expansion(
            quote!(
                check_database,
                claims(UserRole::includes("admin"), RULES.is_true()),
                override_claims = rules::without_email
            ),
            "#[get(\"/admin\")] fn admin() {}",
        );
        assert_golden("claims", &expansion);
    }

    #[test]
    fn without_global_claims() {
        let expansion = expansion(
            quote!(global_claims = false),
            "#[get(\"/open\")] fn open() {}",
        );
        assert_golden("without_global_claims", &expansion);
    }

    #[test]
    fn a_policy_of_the_users() {
        let expansion = expansion(
            quote!(policy = policies::Both<Admin, Strict>),
            "#[get(\"/users\")] fn users(session: Session) {}",
        );
        assert_golden("policy", &expansion);
    }
}
