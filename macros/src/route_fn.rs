//! The function below the attribute, parsed no further than its signature.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Ident, LitStr, Path, Signature, Token, Visibility, token};

use crate::errors::mistake_at;

const ROUTES: [&str; 8] = [
    "get", "put", "post", "delete", "head", "patch", "options", "route",
];

/// The body is passed through unparsed: the macro does not need it, and in an editor it may be unfinished.
pub(crate) struct RouteFn {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    pub(crate) body: TokenStream,
}

impl RouteFn {
    /// The function as messages name it.
    pub(crate) fn quoted_name(&self) -> String {
        format!("`{}`", self.sig.ident)
    }

    pub(crate) fn has_body(&self) -> bool {
        matches!(
            self.body.clone().into_iter().next(),
            Some(TokenTree::Group(_))
        )
    }

    pub(crate) fn routes(&self) -> impl Iterator<Item = &Attribute> {
        self.attrs.iter().filter(|attr| is_route(attr))
    }

    /// Where the route attributes name the method `wanted`. Rocket reads it in any case.
    pub(crate) fn methods(&self, wanted: &str) -> impl Iterator<Item = Ident> {
        self.routes()
            .filter_map(method)
            .filter(move |method| method.to_string().eq_ignore_ascii_case(wanted))
    }

    /// The method and the URI of the route, as they are written. Empty where they are not found.
    pub(crate) fn method_and_uri(&self) -> (String, String) {
        let route = self.routes().next();
        let method = route.and_then(method).map(|method| method.to_string());
        let uri = route.and_then(uri).map(|uri| uri.value());
        (method.unwrap_or_default(), uri.unwrap_or_default())
    }

    /// The function as it was written, save for the attributes that `unwanted` picks.
    pub(crate) fn without(&self, unwanted: impl Fn(&Attribute) -> bool) -> TokenStream {
        let attrs = self.attrs.iter().filter(|attr| !unwanted(attr));
        let Self { vis, sig, body, .. } = self;
        quote!(#(#attrs)* #vis #sig #body)
    }
}

impl Parse for RouteFn {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attrs = input.call(Attribute::parse_outer)?;
        attrs
            .iter_mut()
            .filter(|attr| is_route(attr))
            .for_each(scope_as_written);
        let vis = input.parse()?;
        if !starts_function(&input.fork())? {
            return Err(mistake_at(
                input.span(),
                "`#[verify_session]` protects routes, but this is not a function",
                "write it above a function with a route attribute such as `#[get(\"/\")]`",
            ));
        }
        Ok(Self {
            attrs,
            vis,
            sig: input.parse()?,
            body: input.parse()?,
        })
    }
}

/// Gives the brackets of an attribute the hygiene of what stands between them. Rocket's own names reach the parameters
/// only where both are of one scope, and in the output of a `macro_rules!` the brackets may be of another.
fn scope_as_written(attr: &mut Attribute) {
    let scope = attr.path().span();
    attr.pound_token.span = attr.pound_token.span.resolved_at(scope);
    attr.bracket_token = token::Bracket(attr.bracket_token.span.join().resolved_at(scope));
}

/// Uses the names of attributes that are not emitted, or rustc would call their imports unused.
pub(crate) fn used<'a>(attrs: impl IntoIterator<Item = &'a Attribute>) -> TokenStream {
    let paths = attrs.into_iter().map(Attribute::path);
    quote!(#(const _: () = { #[allow(unused_imports)] use #paths as _; };)*)
}

pub(crate) fn starts_function(ahead: ParseStream<'_>) -> syn::Result<bool> {
    ahead.parse::<Option<Token![const]>>()?;
    ahead.parse::<Option<Token![async]>>()?;
    ahead.parse::<Option<Token![unsafe]>>()?;
    ahead.parse::<Option<syn::Abi>>()?;
    Ok(ahead.peek(Token![fn]))
}

pub(crate) fn is_verify_session(attr: &Attribute) -> bool {
    // Under any path, because the crate may have another name.
    let last = attr.path().segments.last();
    last.is_some_and(|last| last.ident == "verify_session")
}

pub(crate) fn is_route(attr: &Attribute) -> bool {
    ROUTES
        .iter()
        .any(|route| is_from("rocket", route, attr.path()))
}

pub(crate) fn is_catch(attr: &Attribute) -> bool {
    is_from("rocket", "catch", attr.path())
}

/// Whether `path` is `name`, alone or behind the crate it comes from.
fn is_from(krate: &str, name: &str, path: &Path) -> bool {
    let mut segments = path.segments.iter().map(|segment| &segment.ident);
    segments.next_back().is_some_and(|last| last == name)
        && segments.next_back().is_none_or(|first| first == krate)
        && segments.next_back().is_none()
}

/// The method of a route attribute: `#[options(..)]` says it by itself, `#[route(OPTIONS, ..)]` as its first argument.
fn method(route: &Attribute) -> Option<Ident> {
    let first_argument = |input: ParseStream<'_>| {
        let method = Path::parse_mod_style(input)?;
        input.parse::<TokenStream>()?;
        Ok(method)
    };
    let path = match is_from("rocket", "route", route.path()) {
        true => route.parse_args_with(first_argument).ok()?,
        false => route.path().clone(),
    };
    path.segments.last().map(|segment| segment.ident.clone())
}

/// The URI of a route attribute: its first argument, or with `#[route(..)]` the one of this name.
fn uri(route: &Attribute) -> Option<LitStr> {
    let tokens = &route.meta.require_list().ok()?.tokens;
    let uri_of = |argument: &[TokenTree]| syn::parse2(argument.last()?.clone().into()).ok();
    let trees: Vec<_> = tokens.clone().into_iter().collect();
    let is_comma =
        |tree: &TokenTree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ',');
    let mut arguments = trees.split(is_comma);
    if !is_from("rocket", "route", route.path()) {
        return uri_of(arguments.next()?);
    }
    let is_named = |argument: &&[TokenTree]| matches!(argument.first(), Some(TokenTree::Ident(name)) if name == "uri");
    uri_of(arguments.find(is_named)?)
}

/// Every string that a route attribute is given: its path, and the name of its data parameter.
pub(crate) fn strings(route: &Attribute) -> Vec<LitStr> {
    let arguments = route.meta.require_list().map(|list| list.tokens.clone());
    arguments
        .into_iter()
        .flatten()
        .filter_map(|tree| syn::parse2(tree.into()).ok())
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn parse(source: &str) -> RouteFn {
        syn::parse_str(source).expect(source)
    }

    /// Tokens for comparison. Spaces in the source make no difference.
    pub(crate) fn dense(tokens: &TokenStream) -> String {
        tokens.to_string().split_whitespace().collect()
    }

    pub(crate) fn dense_source(source: &str) -> String {
        dense(&source.parse().expect(source))
    }

    #[test]
    fn a_body_that_does_not_parse_passes_through() {
        let source = "#[get(\"/\")] async fn f(a: A) -> B { let x = a. ; match }";
        let function = parse(source);
        assert_eq!(dense(&function.without(|_| false)), dense_source(source));
    }

    #[test]
    fn what_is_not_a_function_is_told_from_one() {
        for item in [
            "struct S;",
            "pub const C: u8 = 1;",
            "unsafe impl T for S {}",
            "extern crate rocket;",
            "mod m {}",
        ] {
            let error = syn::parse_str::<RouteFn>(item).err().expect(item);
            assert!(
                error.to_string().contains("not a function"),
                "{item}: {error}"
            );
        }
        for item in [
            "pub const fn f() {}",
            "async unsafe fn f() {}",
            "extern \"C\" fn f() {}",
            "pub(crate) fn f();",
        ] {
            assert!(syn::parse_str::<RouteFn>(item).is_ok(), "{item}");
        }
    }

    #[test]
    fn routes_are_recognised_by_their_own_name_or_rockets() {
        for attr in [
            "get(\"/\")",
            "rocket::post(\"/\")",
            "::rocket::route(GET, uri = \"/\")",
        ] {
            assert!(
                is_route(&parse(&format!("#[{attr}] fn f() {{}}")).attrs[0]),
                "{attr}"
            );
        }
        for attr in [
            "getter",
            "other::get(\"/\")",
            "rocket::http::get(\"/\")",
            "rocket::catch(404)",
            "doc = \"get\"",
        ] {
            assert!(
                !is_route(&parse(&format!("#[{attr}] fn f() {{}}")).attrs[0]),
                "{attr}"
            );
        }
    }

    #[test]
    fn the_method_is_found_in_every_form_that_rocket_reads() {
        for attr in [
            "options(\"/\")",
            "rocket::options(\"/\", rank = 2)",
            "route(OPTIONS, uri = \"/\")",
            "rocket::route(Method::Options, uri = \"/\")",
        ] {
            let function = parse(&format!("#[{attr}] fn f() {{}}"));
            assert_eq!(function.methods("OPTIONS").count(), 1, "{attr}");
            assert_eq!(function.methods("TRACE").count(), 0, "{attr}");
        }
        for attr in [
            "get(\"/options\")",
            "route(GET, uri = \"/OPTIONS\")",
            "route()",
            "catch(404)",
        ] {
            let function = parse(&format!("#[{attr}] fn options() {{}}"));
            assert_eq!(function.methods("OPTIONS").count(), 0, "{attr}");
        }
    }

    #[test]
    fn method_and_uri_are_found_wherever_they_stand() {
        for (attr, method, uri) in [
            ("get(\"/<id>?a\", rank = 2)", "get", "/<id>?a"),
            ("rocket::post(\"/\", data = \"<body>\")", "post", "/"),
            ("route(PUT, data = \"<body>\", uri = \"/x\")", "PUT", "/x"),
            ("rocket::route(Method::Get, uri = \"/x\")", "Get", "/x"),
            ("route(PUT, data = \"<body>\")", "PUT", ""),
            ("get(PATH)", "get", ""),
            ("get", "get", ""),
        ] {
            let function = parse(&format!("#[{attr}] fn f() {{}}"));
            let expected = (method.to_owned(), uri.to_owned());
            assert_eq!(function.method_and_uri(), expected, "{attr}");
        }
    }

    #[test]
    fn strings_are_those_of_path_and_data() {
        let function = parse("#[post(\"/<id>?<q>\", data = \"<body>\", rank = 2)] fn f() {}");
        let strings: Vec<_> = strings(&function.attrs[0])
            .iter()
            .map(LitStr::value)
            .collect();
        assert_eq!(strings, ["/<id>?<q>", "<body>"]);
    }
}
