//! What may be expanded, and what is emitted for a function that may not.

mod rules;

use proc_macro2::TokenStream;

pub(crate) use self::rules::{RESERVED, no_route};
use self::rules::{
    method_options, method_trace, one_route, placement, reserved_in_path, reserved_parameter, shape,
};
use crate::args::Args;
use crate::errors::gather;
use crate::route_fn::{RouteFn, is_route, is_verify_session, used};

/// Arguments and function without mistakes: only these may be expanded.
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
    // Such a function is emitted without its route attribute, because Rocket would report the same mistake again.
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
        // Such items cannot stand in a trait or an `impl`.
        if hide_route && function.has_body() && function.sig.receiver().is_none() {
            item.extend(used(function.routes()));
        }
        Refusal { error, item }
    })
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
                "`f` has no route attribute below `#[verify_session]`",
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
                "`f` is a route for OPTIONS requests, which never carry a session",
                "`f` has a parameter `__supertokens_session`, but `#[verify_session]` needs this name",
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
