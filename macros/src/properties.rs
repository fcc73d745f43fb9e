//! What holds for every input, right or wrong: no route is emitted without its guard, unless the build fails; no policy
//! that has a name is missing.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::declared::declare;
use crate::protect;
use crate::route_fn::tests::dense;
use crate::validate::RESERVED;

const OPTIONS: [&str; 24] = [
    "required",
    "required = true",
    "required = false",
    "required =",
    "check_database",
    "check_database = 1",
    "anti_csrf_check = false",
    "claims(admin(), A::b)",
    "claims(async {})",
    "claims()",
    "global_claims = false",
    "override_claims = change",
    "policy = A<B, C>",
    "policy = a()",
    "crate = facade::sessions",
    "crate = \"a\"",
    "optional",
    "\"x\"",
    "'a",
    "::",
    "= =",
    "{ }",
    "[required]",
    "",
];
const ATTRIBUTES: [&str; 17] = [
    "#[get(\"/\")]",
    "#[rocket::post(\"/<a>\", data = \"<b>\")]",
    "#[::rocket::route(PATCH, uri = \"/\")]",
    "#[route(OPTIONS, uri = \"/\")]",
    "#[options(\"/\")]",
    "#[other::get(\"/\")]",
    "#[get]",
    "#[get = \"/\"]",
    "#[put(\"/<__supertokens_session>\")]",
    "#[catch(404)]",
    "#[verify_session]",
    "#[rocket_supertokens::verify_session(required = false)]",
    "#[doc = \"get\"]",
    "#[allow(unused)]",
    "#[tracing::instrument(skip(a))]",
    "#[]",
    "#[= x]",
];
const BEFORE_FN: [&str; 8] = [
    "",
    "pub",
    "pub(crate)",
    "async",
    "const",
    "pub async unsafe extern \"C\"",
    "default",
    "struct",
];
const GENERICS: [&str; 5] = [
    "",
    "<'r>",
    "<T: Fn(u8) -> Vec<u8>>",
    "<const N: usize>",
    "<T",
];
const PARAMETERS: [&str; 14] = [
    "a: u8",
    "session: Session",
    "session: Option<Session>",
    "b: &'r (A, B<'_>)",
    "c: impl D",
    "d: m!(e)",
    "&mut self",
    "self",
    "__supertokens_session: A",
    "r#__supertokens_session: A",
    "_: A",
    "(a, b): (A, B)",
    "a",
    "a: ",
];
const AFTER: [&str; 8] = [
    " -> String { 1 }",
    "{ a. }",
    " -> { }",
    " -> impl A<'_> where A: B { fn inner(a: A) {} }",
    ";",
    "",
    "= 1;",
    "where",
];

fn args() -> impl Strategy<Value = String> {
    vec(select(&OPTIONS[..]), 0..4).prop_map(|options| options.join(", "))
}

/// Mostly functions, and none of them safe from a piece that does not belong.
fn item() -> impl Strategy<Value = String> {
    (
        vec(select(&ATTRIBUTES[..]), 0..4),
        select(&BEFORE_FN[..]),
        select(&["f", "r#type", "__supertokens_session", "", "fn"][..]),
        select(&GENERICS[..]),
        subsequence(&PARAMETERS[..], 0..4).prop_shuffle(),
        select(&AFTER[..]),
    )
        .prop_map(|(attributes, before, name, generics, parameters, after)| {
            let attributes = attributes.join(" ");
            let parameters = parameters.join(", ");
            format!("{attributes} {before} fn {name} {generics}({parameters}) {after}")
        })
}

/// The functions of a stream, wherever they stand in it: whether a route attribute is above, and the parameters.
fn functions(tokens: TokenStream) -> Vec<(bool, TokenStream)> {
    let mut found = Vec::new();
    let mut route = false;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = tokens.peek() {
                    route |= is_route(attribute.stream());
                    tokens.next();
                }
            }
            TokenTree::Ident(ident) if ident == "fn" => {
                let parameters = tokens.by_ref().find_map(parenthesized);
                found.push((route, parameters.unwrap_or_default()));
                route = false;
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                found.extend(functions(group.stream()));
                route = false;
            }
            _ => {}
        }
    }
    found
}

fn parenthesized(token: TokenTree) -> Option<TokenStream> {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            Some(group.stream())
        }
        _ => None,
    }
}

/// By its last name alone, which is more than the macro takes for a route.
fn is_route(attribute: TokenStream) -> bool {
    let path = attribute.into_iter().map_while(|token| match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        TokenTree::Punct(punct) if punct.as_char() == ':' => Some(String::new()),
        _ => None,
    });
    let last = path.last().unwrap_or_default();
    let methods = "get put post delete head patch options route";
    methods.split(' ').any(|method| method == last)
}

/// Whether the parameters begin with the guard, by the name that the output gives it.
fn is_guarded(parameters: &TokenStream, output: &TokenStream) -> bool {
    let first = dense(parameters);
    let Some(guard) = first.strip_prefix(&format!("{RESERVED}:")) else {
        return false;
    };
    let Some((alias, of_route)) = guard.split_once('<') else {
        return false;
    };
    let of_route = of_route.split('>').next().unwrap_or_default();
    let output = dense(output);
    let declared = format!("type{alias}<R>=<Ras");
    let (_, declaration) = output.split_once(&declared).unwrap_or_default();
    let (path, _) = declaration.split_once('<').unwrap_or_default();
    // Rocket calls the sentinel of the type that stands for the route.
    let sentinel = format!("::__private::Sentinelfor{of_route}{{");
    path.ends_with("::__private::OfRoute>::Guard") && output.contains(&sentinel)
}

const RIGHT_OPTIONS: [&str; 6] = [
    "required = false",
    "check_database",
    "anti_csrf_check = false",
    "claims(admin(), A::b)",
    "override_claims = change",
    "crate = facade::sessions",
];
const ROUTES: [&str; 3] = [
    "#[get(\"/\")]",
    "#[rocket::post(\"/<a>\", data = \"<b>\")]",
    "#[::rocket::route(PATCH, uri = \"/\")]",
];

fn tokens(source: &str) -> TokenStream {
    source.parse().expect("pieces are balanced")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn a_route_is_guarded_or_the_build_fails(args in args(), item in item()) {
        let output = protect(tokens(&args), tokens(&item));
        if !output.to_string().contains("compile_error") {
            for (route, parameters) in functions(output.clone()) {
                prop_assert!(!route || is_guarded(&parameters, &output), "{}", output);
            }
        }
        // Completion knows the function even if something is wrong.
        if let Some(name) = item.contains("fn f (").then_some("fn f") {
            prop_assert!(output.to_string().contains(name), "{}", output);
        }
    }

    #[test]
    fn what_is_right_becomes_one_guarded_route(
        args in subsequence(&RIGHT_OPTIONS[..], 0..=6).prop_shuffle(),
        route in select(&ROUTES[..]),
        before in select(&["", "pub", "pub(crate) async", "const"][..]),
        parameters in subsequence(&PARAMETERS[..6], 0..=6).prop_shuffle(),
    ) {
        let item = format!("{route} {before} fn f<'r>({}) -> String {{ a. }}", parameters.join(", "));
        let output = protect(tokens(&args.join(", ")), tokens(&item));
        prop_assert!(!output.to_string().contains("compile_error"), "{}", output);
        let routes: Vec<_> = functions(output.clone())
            .into_iter()
            .filter_map(|(route, parameters)| route.then_some(parameters))
            .collect();
        prop_assert_eq!(routes.len(), 1, "{}", output);
        prop_assert!(is_guarded(&routes[0], &output), "{}", output);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn a_named_policy_is_declared_whatever_its_options_are(
        options in args(),
        before in select(&["", "pub", "pub(crate)", "/** d */ #[derive(Debug)]", "struct"][..]),
        equals in select(&["=", ":", "", "<T> =", "= ="][..]),
        after in select(&["", ";", "; B = required", ","][..]),
    ) {
        let output = declare(tokens(&format!("{before} Admin {equals} {options} {after}")));
        let dense = dense(&output);
        prop_assert!(dense.contains("enumAdmin{}"), "{}", output);
        prop_assert!(dense.contains("__private::PolicyforAdmin{typePresence="), "{}", output);
    }

    #[test]
    fn what_is_right_becomes_a_policy(
        options in subsequence(&RIGHT_OPTIONS[..], 0..=6).prop_shuffle(),
        before in select(&["", "pub", "pub(crate)", "/** d */ #[derive(Debug)]"][..]),
        after in select(&["", ";"][..]),
    ) {
        let equals = if options.is_empty() { "" } else { "=" };
        let output = declare(tokens(&format!("{before} Admin {equals} {} {after}", options.join(", "))));
        prop_assert!(!output.to_string().contains("compile_error"), "{}", output);
    }
}

#[test]
fn the_properties_can_fail() {
    let unguarded =
        tokens("#[doc = \"x\"] #[rocket::get(\"/\")] pub fn f(a: u8) { fn inner() {} }");
    let found = functions(unguarded.clone());
    let routes: Vec<_> = found.iter().map(|(route, _)| *route).collect();
    assert_eq!(routes, [true, false]);
    assert!(!is_guarded(&found[0].1, &unguarded));

    let declared = tokens(
        "type G<R> = <R as ::a::__private::OfRoute>::Guard<P>; type H<R> = ::a::Other<R>; \
                impl ::a::__private::Sentinel for M {}",
    );
    let guarded = |parameters: String| is_guarded(&tokens(&parameters), &declared);
    assert!(guarded(format!("{RESERVED}: G<M>, a: u8")));
    assert!(!guarded(format!("{RESERVED}: H<M>, a: u8")));
    assert!(!guarded(format!("{RESERVED}: G<N>, a: u8")));
    assert!(!guarded(format!("{RESERVED}: u8, a: G<M>")));
}
