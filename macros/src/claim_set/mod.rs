//! `#[derive(ClaimSet)]`: a function for every field that returns the claim under the key that serde reads.

mod container;
mod expand;
mod field;
mod key;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Fields, GenericParam, Generics, Ident, Item, ItemStruct, Path};

use self::field::Field;
use self::key::RenameAll;
use crate::errors::{Errors, gather, mistake};
use crate::runtime::Runtime;

/// A struct whose fields are claims.
struct ClaimSet {
    krate: Option<Path>,
    ident: Ident,
    generics: Generics,
    claims: Vec<Field>,
}

pub(crate) fn derive(item: TokenStream) -> TokenStream {
    let mut found = None;
    let checked = syn::parse2(item).and_then(|item| {
        gather(|errors| {
            found = named_fields(item, errors).and_then(|item| read(item, errors));
        })
    });
    let mistakes = checked.err().map(|error| error.to_compile_error());
    // The functions are emitted beside the mistakes, so that code which names a claim does not fail as well.
    let claims = found
        .as_ref()
        .map(|set| expand::expand(set, &Runtime::find(set.krate.as_ref())));
    quote!(#mistakes #claims)
}

fn named_fields(item: Item, errors: &mut Errors) -> Option<ItemStruct> {
    let (ident, what) = match item {
        Item::Struct(item) if matches!(item.fields, Fields::Named(_)) => return Some(item),
        Item::Struct(item) if matches!(item.fields, Fields::Unit) => (item.ident, "has no fields"),
        Item::Struct(item) => (item.ident, "has fields without names"),
        Item::Enum(item) => (item.ident, "is an enum"),
        Item::Union(item) => (item.ident, "is a union"),
        other => {
            errors.add(mistake(
                other,
                "`ClaimSet` is for structs",
                "write `#[derive(ClaimSet)]` above a struct with named fields",
            ));
            return None;
        }
    };
    errors.add(mistake(
        &ident,
        format_args!("`{ident}` {what}, but `ClaimSet` needs a struct with named fields"),
        "write a struct with a field of type `ClaimValue<_>` for every claim",
    ));
    None
}

/// `None` if no function could be called, independent of the fields.
fn read(item: ItemStruct, errors: &mut Errors) -> Option<ClaimSet> {
    let ItemStruct {
        attrs,
        ident,
        generics,
        fields,
        ..
    } = item;
    let krate = container::krate(&attrs, &ident, errors);
    let callable = generics.params.iter().fold(true, |callable, param| {
        let name = match param {
            GenericParam::Lifetime(_) => return callable,
            GenericParam::Type(param) => &param.ident,
            GenericParam::Const(param) => &param.ident,
        };
        errors.add(mistake(
            param,
            format_args!("`{ident}` is generic over `{name}`, but a claim has one concrete type"),
            format_args!("write the type of the claims in place of `{name}`"),
        ));
        false
    });
    let rename_all = RenameAll::of(&attrs);
    let claims = fields
        .into_iter()
        .filter_map(|field| Field::read(field, &ident, &rename_all, errors))
        .collect();
    callable.then_some(ClaimSet {
        krate,
        ident,
        generics,
        claims,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::tests::messages;
    use crate::golden::assert_golden;
    use crate::route_fn::tests::dense;

    /// What every mistake says, without its help.
    fn mistakes(source: &str) -> Vec<String> {
        let item = syn::parse_str(source).expect(source);
        let refused = gather(|errors| {
            named_fields(item, errors).and_then(|item| read(item, errors));
        });
        refused.err().map_or_else(Vec::new, messages)
    }

    #[test]
    fn every_form_of_a_claim() {
        let source = include_str!("../../tests/expand/claim_set_input.rs");
        assert_golden("claim_set", &derive(source.parse().expect("tokens")));
    }

    #[test]
    fn only_structs_with_named_fields_have_claims() {
        for (source, what) in [
            ("enum A { B }", "is an enum"),
            ("union A { b: u8 }", "is a union"),
            ("struct A(ClaimValue<u8>);", "has fields without names"),
            ("struct A;", "has no fields"),
        ] {
            let expected = format!("`A` {what}, but `ClaimSet` needs a struct with named fields");
            assert_eq!(mistakes(source), [expected]);
        }
        assert_eq!(mistakes("struct A {}"), [""; 0]);
        assert_eq!(
            mistakes("struct A<'a> { #[claim(skip)] b: &'a str }"),
            [""; 0]
        );
    }

    #[test]
    fn all_mistakes_are_reported_at_once() {
        let source = "#[claim] #[claim(skip, crate = \"a\", crate = b, crate = c)] struct A<T, const N: usize> {
            #[claim] b: B, #[claim = 1] c: C, #[claim(nope, fetch)] d: D, #[claim(key = \"f\")] e: E }";
        assert_eq!(
            mistakes(source),
            [
                "`#[claim]` is on `A`, but it belongs on a field",
                "`#[claim]` is on `A`, but it belongs on a field",
                "`crate` of `A` must be the path of `rocket_supertokens`",
                "`A` is given `crate` more than once",
                "`A` is generic over `T`, but a claim has one concrete type",
                "`A` is generic over `N`, but a claim has one concrete type",
                "`A::b` has a `#[claim]` without an option",
                "`A::c` has a `#[claim]` without an option",
                "`A::d` is given the unknown option `nope`",
                "`fetch` of `A::d` must be the path of a function",
                "`A::e` is given the unknown option `key`",
            ]
        );
    }

    #[test]
    fn the_claims_stay_beside_a_mistake() {
        let output = dense(&derive(quote!(
            struct A {
                #[claim(nope)]
                b: ClaimValue<u8>,
            }
        )));
        assert!(output.starts_with("::core::compile_error!"), "{output}");
        assert!(output.contains("constfnb()"), "{output}");
    }
}
