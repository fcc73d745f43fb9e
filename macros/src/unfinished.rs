//! A function whose signature does not parse, because somebody is still writing it. rustc reports what is wrong.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Token, Visibility};

use crate::args::Args;
use crate::errors::gather;
use crate::expand::refuse;
use crate::route_fn::{is_route, starts_function, used};
use crate::validate::no_route;

/// Attributes that do not make a route of a function.
const INERT: [&str; 10] = [
    "allow",
    "cfg",
    "deny",
    "deprecated",
    "doc",
    "expect",
    "forbid",
    "inline",
    "must_use",
    "warn",
];

pub(crate) struct Unfinished {
    routes: Vec<Attribute>,
    /// Removes every attribute that may make it a route, under any name. So there is no route, and Rocket does not
    /// repeat the errors of rustc.
    item: TokenStream,
    vis: Visibility,
    name: Option<Ident>,
    fn_span: Span,
}

impl Unfinished {
    /// The function, and a stand-in for what `routes![]` takes, so that rustc's error about the signature is the only
    /// one. If rustc reports no error, the stand-in stops the build at the end.
    pub(crate) fn expand(&self, args: TokenStream) -> TokenStream {
        let name = match &self.name {
            Some(name) => format!("`{name}`"),
            None => "this function".to_owned(),
        };
        let mistakes = gather(|errors| {
            errors.absorb(Args::parse(args, &name));
            if self.routes.is_empty() {
                errors.add(no_route(&name, self.fn_span));
            }
        });
        match mistakes {
            Ok(()) => {
                let Self { item, routes, .. } = self;
                let used = used(routes);
                let stand_in = self.name.as_ref().map(|name| stand_in(&self.vis, name));
                quote!(#item #used #stand_in)
            }
            Err(error) => refuse(&error, &self.item),
        }
    }
}

fn stand_in(vis: &Visibility, name: &Ident) -> TokenStream {
    let message = format!(
        "`{name}` has a signature that `#[verify_session]` cannot read, so it cannot be a route\nhelp: write the signature without syntax that is newer than this version of rocket_supertokens"
    );
    quote! {
        #[doc(hidden)]
        #[allow(nonstandard_style, unused)]
        #vis struct #name {}

        #[allow(nonstandard_style, unused)]
        impl #name {
            #vis fn into_route(self) -> ::rocket::Route {
                fn never<T>() -> ::rocket::Route {
                    const { ::core::panic!(#message) }
                }
                never::<()>()
            }
        }
    }
}

impl Parse for Unfinished {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        if !starts_function(&input.fork())? {
            return Err(input.error("expected a function"));
        }
        let mut before_fn = TokenStream::new();
        while !input.peek(Token![fn]) {
            before_fn.extend([input.parse::<TokenTree>()?]);
        }
        let fn_token: Token![fn] = input.parse()?;
        let name = input.fork().parse().ok();
        let rest: TokenStream = input.parse()?;
        let kept = attrs.iter().filter(|attr| is_inert(attr));
        Ok(Self {
            item: quote!(#(#kept)* #vis #before_fn #fn_token #rest),
            vis,
            name,
            fn_span: fn_token.span,
            routes: attrs.into_iter().filter(is_route).collect(),
        })
    }
}

fn is_inert(attr: &Attribute) -> bool {
    INERT.iter().any(|inert| attr.path().is_ident(inert))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::assert_golden;
    use crate::route_fn::tests::{dense, dense_source};

    fn expand(args: TokenStream, source: &str) -> TokenStream {
        let unfinished: Unfinished = syn::parse_str(source).expect(source);
        unfinished.expand(args)
    }

    #[test]
    fn a_stand_in_takes_the_place_of_the_route() {
        let source = "#[get(\"/\")] pub(crate) fn likes(session: Session, of: ) -> u32 { 3 }";
        assert_golden("unfinished", &expand(quote!(), source));
    }

    #[test]
    fn no_route_comes_of_it() {
        for (signature, name) in [
            ("fn likes(a: )", "`likes`"),
            ("pub async unsafe fn likes(a)", "`likes`"),
            ("fn likes() ->", "`likes`"),
            ("fn likes<T", "`likes`"),
            ("fn", "this function"),
        ] {
            let kept = dense_source(&format!("#[allow(x)] {signature} {{}}"));
            let source = format!(
                "#[rocket::get(\"/\")] #[allow(x)] #[fetch(\"/\")] #[verify_session] {signature} {{}}"
            );
            let output = dense(&expand(quote!(required), &source));
            assert!(output.starts_with(&kept), "{output}");
            assert_eq!(output.contains("structlikes{}"), name == "`likes`");

            let output = dense(&expand(quote!(nope), &source));
            assert!(output.starts_with("::core::compile_error!"), "{output}");
            assert!(output.contains(&format!("{name}isgiven").replace(' ', "")));
            assert!(output.ends_with(&kept), "{output}");
        }
    }

    #[test]
    fn what_has_no_route_attribute_is_told_so() {
        let output = dense(&expand(quote!(), "#[fetch(\"/\")] fn likes(a: ) {}"));
        assert!(output.starts_with("::core::compile_error!"), "{output}");
        assert!(output.contains("hasnorouteattribute"), "{output}");
        assert!(output.ends_with("fnlikes(a:){}"), "{output}");
    }
}
