//! Every rule about where the attribute may stand and what it may stand on.

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{FnArg, GenericParam, Pat, Safety};

use crate::errors::{Errors, mistake, mistake_at};
use crate::route_fn::{RouteFn, is_catch, is_verify_session, strings};

/// The parameter the attribute adds. Rocket tells parameters apart by their bare names, so it must be ours alone.
pub(crate) const RESERVED: &str = "__supertokens_session";

pub(super) fn placement(function: &RouteFn, errors: &mut Errors) {
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
            format_args!("{name} is a catcher, but Rocket runs no guards for catchers"),
            "remove `#[verify_session]`, and write it above the routes instead",
        ),
        None => no_route(&name, function.sig.fn_token.span),
    });
}

pub(crate) fn no_route(name: &str, fn_span: Span) -> syn::Error {
    mistake_at(
        // The attribute's tokens without their place inside a macro, which rustc would show.
        fn_span.located_at(Span::call_site()),
        format_args!("{name} has no route attribute below `#[verify_session]`"),
        "write `#[verify_session]` first, and below it `#[get(..)]` or another route attribute, under the name that Rocket gives it",
    )
}

pub(super) fn one_route(function: &RouteFn, errors: &mut Errors) {
    for second in function.routes().skip(1) {
        errors.add(mistake(
            second,
            format_args!(
                "{} has more than one route attribute, but a function is one route",
                function.quoted_name()
            ),
            "keep one, and write a separate function for each of the others",
        ));
    }
}

/// A browser sends no credentials with a preflight, so every one of them would be refused.
pub(super) fn method_options(function: &RouteFn, errors: &mut Errors) {
    for method in function.methods("OPTIONS") {
        errors.add(mistake(
            method,
            format_args!(
                "{} is a route for OPTIONS requests, which never carry a session",
                function.quoted_name()
            ),
            "remove `#[verify_session]`",
        ));
    }
}

/// The response to TRACE holds the headers of the request, and so its tokens.
pub(super) fn method_trace(function: &RouteFn, errors: &mut Errors) {
    for method in function.methods("TRACE") {
        errors.add(mistake(
            method,
            format_args!(
                "{} is a route for TRACE requests, whose responses repeat the tokens of the session",
                function.quoted_name()
            ),
            "use another method",
        ));
    }
}

pub(super) fn reserved_parameter(function: &RouteFn, errors: &mut Errors) {
    for input in &function.sig.inputs {
        if let FnArg::Typed(parameter) = input
            && let Pat::Ident(pattern) = &*parameter.pat
            && pattern.ident.unraw() == RESERVED
        {
            errors.add(mistake(
                &pattern.ident,
                format_args!(
                    "{} has a parameter `{RESERVED}`, but `#[verify_session]` needs this name",
                    function.quoted_name()
                ),
                "rename the parameter; to receive the session, take a parameter of type `Session`",
            ));
        }
    }
}

pub(super) fn reserved_in_path(function: &RouteFn, errors: &mut Errors) {
    let reserved = [format!("<{RESERVED}>"), format!("<{RESERVED}..>")];
    for string in function.routes().flat_map(strings) {
        if reserved
            .iter()
            .any(|reserved| string.value().contains(reserved))
        {
            errors.add(mistake(
                &string,
                format_args!(
                    "the route of {} uses `{RESERVED}`, but `#[verify_session]` needs this name",
                    function.quoted_name()
                ),
                "rename the dynamic part of the route and its parameter",
            ));
        }
    }
}

pub(super) fn shape(function: &RouteFn, errors: &mut Errors) {
    let name = function.quoted_name();
    let sig = &function.sig;
    if let Some(receiver) = sig.receiver() {
        errors.add(mistake(
            receiver,
            format_args!("{name} takes `self`, but a route must be a free function"),
            format_args!(
                "move {name} out of its `impl` or `trait`, and take the values that it needs as `&State<_>`"
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
                "{name} is generic over `{ident}`, but a route must be one concrete function"
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
            "write `#[verify_session]` above the function that handles the request",
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
