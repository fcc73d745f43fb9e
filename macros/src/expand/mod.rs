//! What a checked route becomes, and what is emitted for a refused function.

mod probes;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{FnArg, Type, parse_quote};

use self::probes::probes;
use crate::policy::Policy;
use crate::route_fn::RouteFn;
use crate::runtime::Runtime;
use crate::validate::{Checked, RESERVED};

/// The policy of the route, a check that its parameters fit it, and the function with the guard before all others.
pub(crate) fn expand(checked: &Checked<'_>, runtime: &Runtime) -> TokenStream {
    let function = checked.function();
    let Policy {
        ty,
        name,
        of_route,
        declaration,
    } = Policy::of(function, &checked.args().demands, runtime);
    let alias = guard(&ty, function);
    let guard = quote!(#alias<#of_route>);
    let probes = probes(&guard, &name, function, runtime);
    let guarded = guarded(&guard, function);
    let sentinel = sentinel(&of_route, &guard, function, runtime);
    let vis = &function.vis;
    quote! {
        #declaration

        #[doc(hidden)]
        #[allow(nonstandard_style, unused)]
        #vis type #alias<R> = <R as #runtime::OfRoute>::Guard<#ty>;

        #sentinel
        #probes
        #guarded
    }
}

/// The mistakes, and the item beside them, so that code which refers to the item does not fail as well.
pub(crate) fn refuse(error: &syn::Error, item: &TokenStream) -> TokenStream {
    let error = error.to_compile_error();
    quote!(#error #item)
}

/// The name of the guard. It is one token, since Rocket looks at each type within a type, and of the scope that
/// [`scope`] explains.
fn guard(policy: &TokenStream, function: &RouteFn) -> Ident {
    format_ident!(
        "__supertokens_guard_{}",
        function.sig.ident.unraw(),
        span = policy.span().resolved_at(scope(function))
    )
}

/// Rocket calls it at launch, because the type stands among those of the route's parameters. The guard itself is no
/// sentinel: many routes share it, and then Rocket does not look at what it is given.
fn sentinel(
    of_route: &Ident,
    guard: &TokenStream,
    function: &RouteFn,
    runtime: &Runtime,
) -> TokenStream {
    let name = function.sig.ident.to_string();
    let (method, uri) = function.method_and_uri();
    quote! {
        impl #runtime::Sentinel for #of_route {
            fn abort(rocket: &#runtime::Rocket<#runtime::Ignite>) -> ::core::primitive::bool {
                use #runtime::AtLaunchFallback as _;
                <#runtime::AtLaunch<#guard>>::abort(rocket, #name, #method, #uri)
            }
        }
    }
}

/// The hygiene of the route attribute, and so of Rocket's own names. The code that Rocket writes for a parameter has
/// the hygiene of the first token of its type, and must see those names.
fn scope(function: &RouteFn) -> Span {
    let route = function.routes().next();
    route.map_or_else(Span::call_site, |route| route.path().span())
}

fn guarded(guard: &TokenStream, function: &RouteFn) -> TokenStream {
    // The guard is invisible to the body: the handler cannot name a parameter that it did not declare.
    let parameter = Ident::new(RESERVED, Span::mixed_site());
    let mut sig = function.sig.clone();
    for input in &mut sig.inputs {
        if let FnArg::Typed(parameter) = input {
            ungroup(&mut parameter.ty, scope(function));
        }
    }
    sig.inputs.insert(0, parse_quote!(#parameter: #guard));
    let RouteFn {
        attrs, vis, body, ..
    } = function;
    quote!(#(#attrs)* #vis #sig #body)
}

/// A `macro_rules!` puts a group of its own scope around a type that it was given. rustc takes the group away between
/// this macro and Rocket's, so its scope goes to the first token within.
fn ungroup(ty: &mut Type, scope: Span) {
    let Type::Group(group) = ty else { return };
    let mut elem = (*group.elem).clone();
    ungroup(&mut elem, scope);
    let mut tokens: Vec<_> = elem.to_token_stream().into_iter().collect();
    if let Some(first) = tokens.first_mut()
        && first.to_string() != "$crate"
    {
        first.set_span(first.span().resolved_at(scope));
    }
    *ty = Type::Verbatim(tokens.into_iter().collect());
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeSet;

    use proc_macro2::TokenTree;

    use super::*;
    use crate::args::Args;
    use crate::golden::assert_golden;
    use crate::route_fn::tests::parse;
    use crate::runtime::tests::runtime;
    use crate::validate::validate;

    pub(crate) fn expansion(args: TokenStream, source: &str) -> TokenStream {
        let function = parse(source);
        let args = Args::parse(args, &function.quoted_name());
        let Ok(checked) = validate(args, &function) else {
            panic!("refused: {source}");
        };
        match &checked.args().krate {
            None => expand(&checked, &runtime()),
            given => expand(&checked, &Runtime::find(given.as_ref())),
        }
    }

    #[test]
    fn a_required_session() {
        let expansion = expansion(
            quote!(),
            "/// Likes a comment.
            #[post(\"/like-comment\")]
            async fn like(session: Session) -> String { session.user_id() }",
        );
        assert_golden("required", &expansion);
    }

    #[test]
    fn every_option() {
        let expansion = expansion(
            quote!(required = false, check_database, anti_csrf_check = false),
            "#[rocket::get(\"/comments\")]
            pub(crate) fn r#type(session: Option<Session>) -> &'static str { \"\" }",
        );
        assert_golden("options", &expansion);
    }

    #[test]
    fn parameters_of_every_kind() {
        let expansion = expansion(
            quote!(required),
            "#[post(\"/<id>\", data = \"<body>\")]
            fn kinds<'r>(id: u64, jar: &'r CookieJar<'_>, origin: a::Of<'r, (&'r str, &'static str)>, pair: (A, B), body: body!()) {}",
        );
        assert_golden("parameters", &expansion);
    }

    #[test]
    fn where_the_runtime_crate_is() {
        let expansion = expansion(
            quote!(policy = Admin, crate = facade::sessions),
            "#[get(\"/\")] fn route(session: Session) {}",
        );
        assert_golden("crate_path", &expansion);
    }

    #[test]
    fn without_parameters_there_is_nothing_to_probe() {
        let expansion = expansion(quote!(), "#[get(\"/\")] fn none() {}");
        assert_golden("no_parameters", &expansion);
    }

    /// Whatever the user's module calls `core`, `Option` or `bool`, the expansion does not look at it.
    #[test]
    fn only_absolute_paths_leave_the_expansion() {
        let mut relative = BTreeSet::new();
        for args in [
            quote!(),
            quote!(policy = admin),
            quote!(
                required = false,
                check_database,
                anti_csrf_check,
                claims(admin())
            ),
            quote!(required, global_claims = false),
            quote!(override_claims = change, crate = facade::sessions),
        ] {
            let expansion = expansion(args, "#[get(\"/\")] fn route(session: Session) {}");
            collect_relative(expansion, &mut relative);
        }

        let keywords = [
            "as", "const", "enum", "false", "fn", "for", "impl", "let", "true", "type", "use",
        ];
        let attributes = [
            "allow",
            "deprecated",
            "doc",
            "hidden",
            "nonstandard_style",
            "unused",
        ];
        let defined = [
            "R",
            "_",
            "__supertokens_guard_route",
            "__supertokens_session",
            "__verify_session_route",
            "rocket",
            "rules",
        ];
        let of_the_traits = [
            "ANTI_CSRF_CHECK",
            "CHECK_DATABASE",
            "Presence",
            "abort",
            "claims",
        ];
        let inherent = ["with", "with_global_changed", "without_global"];
        let the_users = [
            "Session", "admin", "change", "facade", "get", "route", "session",
        ];
        let known: BTreeSet<_> = [
            &keywords[..],
            &attributes,
            &defined,
            &of_the_traits,
            &inherent,
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
