//! `policy!(pub Admin = check_database, claims(..));`: a policy of the application's own, with the options of the
//! attribute.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Generics, Ident, Path, Token, Visibility};

use crate::args::{Options, Subject, of_policy, text};
use crate::errors::{Errors, gather, mistake, mistake_at};
use crate::policy::implement;
use crate::runtime::Runtime;

const EXAMPLE: &str = "write `policy!(pub Admin = claims(UserRole::includes(\"admin\")))`";

/// What is right of a declaration. It is emitted beside the mistakes, so that code which names the policy does not fail
/// as well.
struct Declared {
    attrs: Vec<Attribute>,
    vis: Visibility,
    name: Ident,
    krate: Option<Path>,
    options: Options,
}

pub(crate) fn declare(declaration: TokenStream) -> TokenStream {
    let mut declared = None;
    let checked = gather(|errors| {
        let read = |input: ParseStream<'_>| Declared::read(input, errors);
        let read = read.parse2(declaration);
        declared = errors.absorb(read);
    });
    let mistakes = checked.err().map(|error| error.to_compile_error());
    let declared = declared.as_ref().map(Declared::expand);
    quote!(#mistakes #declared)
}

impl Declared {
    fn read(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        keyword(input, errors)?;
        let name = name(input)?;
        let quoted = format!("`{name}`");
        generics(input, &quoted, errors)?;
        equals(input, &quoted, errors)?;
        let options = before_semicolon(input, errors)?;
        let (krate, options) = of_policy(options, &quoted, errors);
        Ok(Self {
            attrs,
            vis,
            name,
            krate,
            options,
        })
    }

    fn expand(&self) -> TokenStream {
        let Self {
            attrs,
            vis,
            name,
            krate,
            options,
        } = self;
        let of_both = attrs.iter().filter(|attr| is_of_both(attr));
        // rustc would warn of the implementation that stands here.
        let deprecated = attrs.iter().any(|attr| attr.path().is_ident("deprecated"));
        let allow = deprecated.then(|| quote!(#[allow(deprecated)]));
        let implementation = implement(name, options, &Runtime::find(krate.as_ref()));
        quote! {
            #(#attrs)*
            #vis enum #name {}

            #(#of_both)*
            #allow
            #implementation
        }
    }
}

/// Whether an attribute of the policy is one of its implementation, too.
fn is_of_both(attr: &Attribute) -> bool {
    let names = ["cfg", "allow", "warn", "deny", "forbid"];
    names.iter().any(|name| attr.path().is_ident(name))
}

/// A policy has no keyword, because it is no type with values.
fn keyword(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<()> {
    if input.peek(Token![enum]) || input.peek(Token![struct]) || input.peek(Token![type]) {
        let keyword: TokenTree = input.parse()?;
        errors.add(mistake(
            &keyword,
            format_args!("`policy!` is given `{keyword}` where the name of the policy belongs"),
            format_args!("remove `{keyword}`"),
        ));
    }
    Ok(())
}

fn name(input: ParseStream<'_>) -> syn::Result<Ident> {
    let found = input.fork();
    match found.call(Ident::parse_any) {
        Ok(name) if Subject::Policy("").options().any(|option| name == option) => Err(mistake(
            &name,
            "`policy!` is given options, but no name",
            format_args!(
                "write the name of the policy first: `policy!(pub Admin = {})`",
                text(input.parse()?)
            ),
        )),
        Ok(_) => input.parse(),
        Err(_) => Err(match found.parse::<TokenTree>() {
            Ok(found) => mistake(
                &found,
                format_args!("`policy!` is given `{found}` where the name of the policy belongs"),
                EXAMPLE,
            ),
            Err(end) => mistake_at(end.span(), "`policy!` is given no policy", EXAMPLE),
        }),
    }
}

fn generics(input: ParseStream<'_>, name: &str, errors: &mut Errors) -> syn::Result<()> {
    let generics: Generics = input.parse()?;
    if generics.lt_token.is_some() {
        errors.add(mistake(
            generics,
            format_args!("{name} is generic, but `policy!` declares one concrete policy"),
            "implement `Policy` for a generic type of your own",
        ));
    }
    Ok(())
}

/// Nothing, or `=` with something behind it.
fn equals(input: ParseStream<'_>, name: &str, errors: &mut Errors) -> syn::Result<()> {
    if is_end(input) {
        return Ok(());
    }
    if let Some(equals) = input.parse::<Option<Token![=]>>()? {
        if is_end(input) {
            errors.add(mistake(
                equals,
                format_args!("{name} has no options behind `=`"),
                "write an option such as `check_database`, or remove `=`",
            ));
        }
        return Ok(());
    }
    let ahead = input.fork();
    let found: TokenTree = ahead.parse()?;
    errors.add(mistake(
        &found,
        format_args!(
            "{name} is given `{}` where `=` belongs",
            text(found.to_token_stream())
        ),
        "write `=` between the name of the policy and its options",
    ));
    // What stands in place of `=` is no option.
    if !matches!(found, TokenTree::Ident(_)) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn is_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![;])
}

fn before_semicolon(input: ParseStream<'_>, errors: &mut Errors) -> syn::Result<TokenStream> {
    let mut options = TokenStream::new();
    while !is_end(input) {
        options.extend([input.parse::<TokenTree>()?]);
    }
    input.parse::<Option<Token![;]>>()?;
    let rest: TokenStream = input.parse()?;
    if !rest.is_empty() {
        errors.add(mistake(
            rest,
            "`policy!` is given something behind the policy that it declares",
            "write `policy!` once for each policy",
        ));
    }
    Ok(options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::tests::messages;
    use crate::golden::assert_golden;
    use crate::route_fn::tests::dense;

    /// What every mistake says, without its help.
    fn mistakes(source: &str) -> Vec<String> {
        let refused = gather(|errors| {
            let read = |input: ParseStream<'_>| Declared::read(input, errors);
            let read = read.parse_str(source);
            errors.absorb(read);
        });
        refused.err().map_or_else(Vec::new, messages)
    }

    #[test]
    fn every_option_of_a_policy() {
        assert_golden(
            "declared",
            &declare(quote! {
                /// Who runs the place.
                #[cfg(feature = "admin")]
                #[derive(Debug)]
                #[deprecated]
                pub(crate) Admin = required = false, check_database, anti_csrf_check = false,
                    claims(UserRole::includes("admin"), RULES.is_true()), override_claims = rules::without_email,
                    crate = crate::facade;
            }),
        );
    }

    #[test]
    fn what_is_right_of_it_stays_beside_a_mistake() {
        assert_golden(
            "declared_unfinished",
            &declare(
                quote!(pub Admin = required = , claims(UserRole::includes("admin")), chek_database),
            ),
        );
    }

    #[test]
    fn a_policy_is_a_name_and_options() {
        for right in [
            "Member",
            "pub Member;",
            "Admin = check_database",
            "/// Docs.\n#[allow(unused)] pub(in crate::a) Admin = required = false,;",
            "r#type = claims(a, b), required",
        ] {
            assert_eq!(mistakes(right), [""; 0], "{right}");
        }
        for (wrong, said) in [
            ("", "`policy!` is given no policy"),
            ("pub", "`policy!` is given no policy"),
            ("check_database", "`policy!` is given options, but no name"),
            (
                "pub required = false",
                "`policy!` is given options, but no name",
            ),
            ("claims(a)", "`policy!` is given options, but no name"),
            (
                "\"Admin\"",
                "`policy!` is given `\"Admin\"` where the name of the policy belongs",
            ),
            (
                "pub enum Admin = required",
                "`policy!` is given `enum` where the name of the policy belongs",
            ),
            (
                "Admin<T> = required",
                "`Admin` is generic, but `policy!` declares one concrete policy",
            ),
            ("Admin =", "`Admin` has no options behind `=`"),
            ("Admin = ;", "`Admin` has no options behind `=`"),
            ("Admin: required", "`Admin` is given `:` where `=` belongs"),
            (
                "Admin required",
                "`Admin` is given `required` where `=` belongs",
            ),
            (
                "Admin(required)",
                "`Admin` is given `(required)` where `=` belongs",
            ),
            (
                "Admin = required; B = required",
                "`policy!` is given something behind the policy that it declares",
            ),
            ("Admin = nope", "`Admin` is given the unknown option `nope`"),
            (
                "Admin = policy = B<C>",
                "`Admin` is given `policy`, but it is a policy itself",
            ),
            (
                "Admin = Base",
                "`Admin` is given a type where the name of an option belongs",
            ),
            (
                "Admin = required = 1",
                "`required` of `Admin` must be `true` or `false`",
            ),
        ] {
            assert_eq!(mistakes(wrong), [said], "{wrong}");
        }
    }

    #[test]
    fn all_mistakes_are_reported_at_once() {
        assert_eq!(
            mistakes("pub struct Admin<T>: nope, claims(), required required; B"),
            [
                "`policy!` is given `struct` where the name of the policy belongs",
                "`Admin` is generic, but `policy!` declares one concrete policy",
                "`Admin` is given `:` where `=` belongs",
                "`policy!` is given something behind the policy that it declares",
                "`Admin` is given the unknown option `nope`",
                "`claims` of `Admin` must list at least one validator",
                "`required` of `Admin` must be `true` or `false`",
            ]
        );
    }

    #[test]
    fn another_policy_is_added_where_the_policy_is_used() {
        let output = declare(quote!(Admin = policy = Both<A, B>));
        assert!(
            dense(&output).contains("write`policy=AllOf<Admin,Both<A,B>>`"),
            "{output}"
        );
    }
}
