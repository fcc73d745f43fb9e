//! Every rule about where the attribute may stand and what it may stand on.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt;
use syn::{FnArg, GenericParam, Pat, Safety};

use crate::args::Args;
use crate::errors::{Errors, gather, mistake, mistake_at};
use crate::route_fn::{RouteFn, is_catch, is_route, is_verify_session, strings, used};

/// The parameter the attribute adds. Rocket tells parameters apart by their bare names, so it must be ours alone.
pub(crate) const RESERVED: &str = "__supertokens_session";

/// Arguments and function with nothing left to complain about: all that may be expanded.
pub(crate) struct Checked<'a> {
    args: Args,
    function: &'a RouteFn,
}

impl Checked<'_> {
    pub(crate) fn args(&self) -> &Args {
        &self.args
    }

    pub(crate) fn function(&self) -> &RouteFn {
        self.function
    }
}

/// Every mistake found, and the function as it should be emitted beside them.
pub(crate) struct Refusal {
    pub(crate) error: syn::Error,
    pub(crate) item: TokenStream,
}

pub(crate) fn validate(
    args: syn::Result<Args>,
    function: &RouteFn,
) -> Result<Checked<'_>, Refusal> {
    let refused_by_rocket = gather(|errors| {
        shape(function, errors);
        one_route(function, errors);
        reserved_in_path(function, errors);
        method_trace(function, errors);
    });
    // Such a function is emitted without its route attribute, or Rocket would report the same mistake again.
    let hide_route = refused_by_rocket.is_err();

    gather(|errors| {
        let args = errors.absorb(args).unwrap_or_default();
        placement(function, errors);
        method_options(function, errors);
        reserved_parameter(function, errors);
        errors.absorb(refused_by_rocket);
        Checked { args, function }
    })
    .map_err(|error| {
        let unwanted = |attr: &_| is_verify_session(attr) || (hide_route && is_route(attr));
        let mut item = function.without(unwanted);
        // No such items can stand in a trait or an `impl`.
        if hide_route && function.has_body() && function.sig.receiver().is_none() {
            item.extend(used(function.routes()));
        }
        Refusal { error, item }
    })
}

fn placement(function: &RouteFn, errors: &mut Errors) {
    let name = function.quoted_name();
    if let Some(second) = function.attrs.iter().find(|attr| is_verify_session(attr)) {
        errors.add(mistake(
            second,
            format_args!("{name} has `#[verify_session]` twice"),
            "keep the first, and give it the options of both",
        ));
    }
    if function.routes().next().is_some() {
        return;
    }
    errors.add(match function.attrs.iter().find(|attr| is_catch(attr)) {
        Some(catch) => mistake(
            catch,
            format_args!("{name} is a catcher, and Rocket runs no guards for catchers"),
            "remove `#[verify_session]`, and write it above the routes instead",
        ),
        None => no_route(&name, function.sig.fn_token.span),
    });
}

pub(crate) fn no_route(name: &str, fn_span: Span) -> syn::Error {
    mistake_at(
        // The attribute, but not as a place inside of a macro, which rustc would point out.
        fn_span.located_at(Span::call_site()),
        format_args!(
            "{name} must have its route attribute below `#[verify_session]`, and there is none"
        ),
        "write `#[verify_session]` first, and `#[get(..)]` or another route attribute under it, by the name that Rocket gives it",
    )
}

fn one_route(function: &RouteFn, errors: &mut Errors) {
    for second in function.routes().skip(1) {
        errors.add(mistake(
            second,
            format_args!(
                "{} has more than one route attribute, and a function is one route",
                function.quoted_name()
            ),
            "keep one, and write a function of its own for each of the others",
        ));
    }
}

/// A browser sends no credentials with a preflight, so every one of them would be refused.
fn method_options(function: &RouteFn, errors: &mut Errors) {
    for method in function.methods("OPTIONS") {
        errors.add(mistake(
            method,
            format_args!(
                "{} answers OPTIONS, and such a request never carries a session",
                function.quoted_name()
            ),
            "remove `#[verify_session]`",
        ));
    }
}

/// TRACE answers with the headers of the request, and so with its tokens.
fn method_trace(function: &RouteFn, errors: &mut Errors) {
    for method in function.methods("TRACE") {
        errors.add(mistake(
            method,
            format_args!(
                "{} answers TRACE, which sends the tokens of a session back to whoever asks",
                function.quoted_name()
            ),
            "use another method",
        ));
    }
}

fn reserved_parameter(function: &RouteFn, errors: &mut Errors) {
    for input in &function.sig.inputs {
        if let FnArg::Typed(parameter) = input
            && let Pat::Ident(pattern) = &*parameter.pat
            && pattern.ident.unraw() == RESERVED
        {
            errors.add(mistake(
                &pattern.ident,
                format_args!("{} names a parameter `{RESERVED}`, a name `#[verify_session]` needs for its own", function.quoted_name()),
                "rename the parameter; the session itself comes in one of type `Session`",
            ));
        }
    }
}

fn reserved_in_path(function: &RouteFn, errors: &mut Errors) {
    let reserved = [format!("<{RESERVED}>"), format!("<{RESERVED}..>")];
    for string in function.routes().flat_map(strings) {
        if reserved
            .iter()
            .any(|reserved| string.value().contains(reserved))
        {
            errors.add(mistake(
                &string,
                format_args!("the route of {} uses `{RESERVED}`, a name `#[verify_session]` needs for its own", function.quoted_name()),
                "rename the dynamic part of the route, and its parameter with it",
            ));
        }
    }
}

fn shape(function: &RouteFn, errors: &mut Errors) {
    let name = function.quoted_name();
    let sig = &function.sig;
    if let Some(receiver) = sig.receiver() {
        errors.add(mistake(
            receiver,
            format_args!("{name} takes `self`, and a route must be a free function"),
            format_args!(
                "move {name} out of its `impl` or `trait`, and take what it needs as `&State<_>`"
            ),
        ));
    }
    for generic in &sig.generics.params {
        let ident = match generic {
            GenericParam::Lifetime(_) => continue,
            GenericParam::Type(generic) => &generic.ident,
            GenericParam::Const(generic) => &generic.ident,
        };
        errors.add(mistake(
            generic,
            format_args!(
                "{name} is generic over `{ident}`, and a route must be one concrete function"
            ),
            format_args!(
                "write what this route needs in place of `{ident}`; lifetimes may stay generic"
            ),
        ));
    }
    if !function.has_body() {
        errors.add(mistake(
            &sig.ident,
            format_args!("{name} has no body, so it cannot be a route"),
            "write `#[verify_session]` above the function that answers the request",
        ));
    }
    if let Safety::Unsafe(keyword) = sig.safety {
        errors.add(mistake(
            keyword,
            format_args!("{name} is `unsafe`, and Rocket calls routes from safe code"),
            "remove `unsafe`, and write an `unsafe` block in the body where it is needed",
        ));
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::errors::tests::messages;
    use crate::route_fn::tests::{dense, dense_source, parse};

    /// What every mistake says, and the function beside them.
    fn refused(source: &str) -> (Vec<String>, String) {
        let function = parse(source);
        let refusal = validate(Ok(Args::default()), &function)
            .err()
            .expect(source);
        (messages(refusal.error), dense(&refusal.item))
    }

    #[test]
    fn a_route_passes() {
        for source in [
            "#[get(\"/\")] fn f() {}",
            "/// Docs.\n#[rocket::post(\"/<id>\", data = \"<body>\")] async fn f<'r>(id: &'r str, body: String) -> String {}",
            "#[route(PATCH, uri = \"/\")] #[allow(unused)] fn r#type(__supertokens_sessions: u8) {}",
        ] {
            let function = parse(source);
            assert!(validate(Ok(Args::default()), &function).is_ok(), "{source}");
        }
    }

    #[test]
    fn mistakes_in_arguments_and_function_come_together() {
        let function = parse("fn f() {}");
        let args = Args::parse(quote!(nope), "`f`");
        let refusal = validate(args, &function).err().expect("two mistakes");
        assert_eq!(
            messages(refusal.error),
            [
                "`f` is given the unknown option `nope`",
                "`f` must have its route attribute below `#[verify_session]`, and there is none",
            ]
        );
    }

    #[test]
    fn the_route_stays_where_rocket_has_nothing_to_add() {
        let source = "#[options(\"/\")] fn f(r#__supertokens_session: u8) {}";
        let (mistakes, item) = refused(source);
        assert_eq!(
            mistakes,
            [
                "`f` answers OPTIONS, and such a request never carries a session",
                "`f` names a parameter `__supertokens_session`, a name `#[verify_session]` needs for its own",
            ]
        );
        assert_eq!(item, dense_source(source));
    }

    #[test]
    fn the_route_goes_where_rocket_would_repeat_us() {
        for (source, item) in [
            (
                "#[get(\"/\")] /** d */ fn f(&mut self) {}",
                "/** d */ fn f(&mut self) {}",
            ),
            ("#[get(\"/\")] fn f<T>(t: T) {}", "fn f<T>(t: T) {}"),
            (
                "#[get(\"/\")] fn f<const N: u8>() {}",
                "fn f<const N: u8>() {}",
            ),
            ("#[get(\"/\")] unsafe fn f() {}", "unsafe fn f() {}"),
            ("#[get(\"/\")] #[rocket::put(\"/\")] fn f() {}", "fn f() {}"),
            ("#[get(\"/\")] fn f();", "fn f();"),
            ("#[route(Trace, uri = \"/\")] fn f() {}", "fn f() {}"),
            (
                "#[get(\"/?<__supertokens_session>\")] fn f() {}",
                "fn f() {}",
            ),
            (
                "#[get(\"/<__supertokens_session..>\")] fn f() {}",
                "fn f() {}",
            ),
            (
                "#[post(\"/\", data = \"<__supertokens_session>\")] fn f() {}",
                "fn f() {}",
            ),
        ] {
            let (mistakes, emitted) = refused(source);
            assert_eq!(mistakes.len(), 1, "{source}: {mistakes:?}");
            assert!(emitted.starts_with(&dense_source(item)), "{emitted}");
            assert_eq!(
                emitted.contains("as_;"),
                !source.contains("self") && !source.ends_with(';'),
                "{emitted}"
            );
        }
    }

    #[test]
    fn a_second_attribute_is_not_left_to_expand() {
        for second in [
            "verify_session",
            "rocket_supertokens::verify_session(required)",
            "sessions::verify_session",
            "facade::rocket_supertokens::verify_session",
        ] {
            let (mistakes, item) = refused(&format!("#[get(\"/\")] #[{second}] fn f() {{}}"));
            assert_eq!(mistakes, ["`f` has `#[verify_session]` twice"]);
            assert_eq!(item, dense_source("#[get(\"/\")] fn f() {}"));
        }
    }
}
