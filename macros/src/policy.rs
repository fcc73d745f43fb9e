//! The policy of a route: the user's own, or a type made of the options. What options become is the same for `policy!`.

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
                let own = checks_claims(options).then(|| implement(&of_route, options, runtime));
                Self {
                    ty: match own {
                        None => shared(options, runtime),
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
fn shared(options: &Options, runtime: &Runtime) -> TokenStream {
    let presence = presence(options, runtime);
    let check_database = options.check_database.unwrap_or(false);
    let anti_csrf = match options.anti_csrf_check {
        None => quote!(#runtime::ByMethod),
        Some(check) => quote!(#runtime::Always<#check>),
    };
    quote!(#runtime::Options<#presence, #check_database, #anti_csrf>)
}

fn presence(options: &Options, runtime: &Runtime) -> TokenStream {
    match options.required {
        None | Some(true) => quote!(#runtime::Required),
        Some(false) => quote!(#runtime::Optional),
    }
}

/// The options as the policy of this name.
pub(crate) fn implement(name: &Ident, options: &Options, runtime: &Runtime) -> TokenStream {
    let presence = presence(options, runtime);
    let claims = checks_claims(options).then(|| claims(options, runtime));
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

/// Whether the options say something else than that the global validators are checked.
fn checks_claims(options: &Options) -> bool {
    !options.claims.is_empty() || !matches!(options.global_claims, GlobalClaims::Checked)
}

/// Makes the rules; the runtime calls it once. The user's expressions do not see the local variables.
fn claims(options: &Options, runtime: &Runtime) -> TokenStream {
    let global = match &options.global_claims {
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
    quote! {
        fn claims() -> #runtime::ClaimRules {
            let #rules = #runtime::ClaimRules::global();
            #global
            #(#own)*
            #rules
        }
    }
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
