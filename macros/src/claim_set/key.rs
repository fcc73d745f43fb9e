//! The key of a claim, read from serde's attributes as serde's derive reads them. serde itself reports mistakes in
//! them.

use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, Lit, Meta, Token};

/// The rule for the names of all fields.
pub(super) struct RenameAll(Option<String>);

impl RenameAll {
    /// The rule among the attributes of a struct.
    pub(super) fn of(attrs: &[Attribute]) -> Self {
        Self(read_name(attrs, "rename_all"))
    }

    pub(super) fn key(&self, ident: &Ident, attrs: &[Attribute]) -> String {
        let name = ident.unraw().to_string();
        read_name(attrs, "rename")
            .or_else(|| renamed(self.0.as_deref()?, &name))
            .unwrap_or(name)
    }
}

/// Whether serde reads the fields of the field in its place.
pub(super) fn is_flattened(attr: &Attribute) -> bool {
    serde(attr)
        .iter()
        .any(|meta| meta.path().is_ident("flatten"))
}

/// The text in `#[serde(option = "..")]` or `#[serde(option(deserialize = ".."))]`.
fn read_name(attrs: &[Attribute], option: &str) -> Option<String> {
    attrs
        .iter()
        .flat_map(serde)
        .filter(|meta| meta.path().is_ident(option))
        .find_map(|meta| match &meta {
            Meta::NameValue(_) => text(&meta),
            Meta::List(list) => list
                .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .into_iter()
                .flatten()
                .find(|meta| meta.path().is_ident("deserialize"))
                .and_then(|meta| text(&meta)),
            Meta::Path(_) => None,
        })
}

fn serde(attr: &Attribute) -> Vec<Meta> {
    if !attr.path().is_ident("serde") {
        return Vec::new();
    }
    attr.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
        .into_iter()
        .flatten()
        .collect()
}

fn text(meta: &Meta) -> Option<String> {
    let mut value = &meta.require_name_value().ok()?.value;
    // Tokens that come through a `macro_rules!` have a group around them.
    while let Expr::Group(group) = value {
        value = &group.expr;
    }
    match value {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The name that a rule makes from a field's name.
fn renamed(rule: &str, field: &str) -> Option<String> {
    Some(match rule {
        "lowercase" | "snake_case" => field.to_owned(),
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => field.to_ascii_uppercase(),
        "kebab-case" => field.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => field.to_ascii_uppercase().replace('_', "-"),
        "PascalCase" => pascal_case(field),
        "camelCase" => with_first(&pascal_case(field), |first| first.to_ascii_lowercase()),
        _ => return None,
    })
}

fn pascal_case(field: &str) -> String {
    let words = field.split('_');
    words
        .map(|word| with_first(word, |first| first.to_ascii_uppercase()))
        .collect()
}

fn with_first(word: &str, change: impl Fn(char) -> char) -> String {
    let mut rest = word.chars();
    let first = rest.next().map(change);
    first.into_iter().chain(rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of a struct's fields.
    fn keys(source: &str) -> Vec<String> {
        let item: syn::ItemStruct = syn::parse_str(source).expect(source);
        let rename_all = RenameAll::of(&item.attrs);
        let key = |field: &syn::Field| rename_all.key(field.ident.as_ref()?, &field.attrs).into();
        item.fields.iter().filter_map(key).collect()
    }

    #[test]
    fn every_rule_of_serde() {
        for (rule, expected) in [
            ("lowercase", ["plan_name", "a", "_b__c"]),
            ("UPPERCASE", ["PLAN_NAME", "A", "_B__C"]),
            ("PascalCase", ["PlanName", "A", "BC"]),
            ("camelCase", ["planName", "a", "bC"]),
            ("snake_case", ["plan_name", "a", "_b__c"]),
            ("SCREAMING_SNAKE_CASE", ["PLAN_NAME", "A", "_B__C"]),
            ("kebab-case", ["plan-name", "a", "-b--c"]),
            ("SCREAMING-KEBAB-CASE", ["PLAN-NAME", "A", "-B--C"]),
            ("serde refuses this", ["plan_name", "a", "_b__c"]),
        ] {
            let source = format!(
                "#[serde(rename_all = \"{rule}\")] struct A {{ plan_name: B, a: B, _b__c: B }}"
            );
            assert_eq!(keys(&source), expected, "{rule}");
        }
    }

    #[test]
    fn only_what_is_read_counts() {
        let source = "
            #[serde(deny_unknown_fields, bound(deserialize = \"\"))]
            #[serde(rename_all(serialize = \"UPPERCASE\", deserialize = \"kebab-case\"))]
            struct A {
                plan_a: B,
                #[serde(default, rename = \"B\", alias = \"C\")] plan_b: B,
                #[serde(rename(serialize = \"C\"))] plan_c: B,
                #[serde(rename(serialize = \"D\", deserialize = \"d\"), default = \"f\")] plan_d: B,
                r#type: B,
            }";
        assert_eq!(keys(source), ["plan-a", "B", "plan-c", "d", "type"]);
        assert_eq!(keys("struct A { r#type: B }"), ["type"]);
    }
}
