//! Reads one field and its `#[claim(..)]`.

use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, ExprPath, Ident, Meta, Type, Visibility};

use super::key::{RenameAll, is_flattened};
use crate::errors::{Errors, mistake, repeated};
use crate::lists::{assigned, is_end, read_list, take_until_comma};

/// A field that is a claim.
pub(super) struct Field {
    pub(super) ident: Ident,
    pub(super) vis: Visibility,
    pub(super) ty: Type,
    pub(super) docs: Vec<Attribute>,
    pub(super) key: String,
    pub(super) fetch: Option<ExprPath>,
}

/// The options in `#[claim(..)]`.
#[derive(Default)]
struct Options {
    skip: Option<Ident>,
    fetch: Option<(Ident, ExprPath)>,
}

impl Field {
    /// `None` if the field is marked with `skip`.
    pub(super) fn read(
        field: syn::Field,
        of: &Ident,
        rename_all: &RenameAll,
        errors: &mut Errors,
    ) -> Option<Self> {
        let ident = field.ident?;
        let subject = format!("`{of}::{}`", ident.unraw());
        let mut options = Options::default();
        for attr in &field.attrs {
            if attr.path().is_ident("claim") {
                options.read_attribute(attr, &subject, errors);
            }
        }
        if let (Some(_), Some((fetch, _))) = (&options.skip, &options.fetch) {
            errors.add(mistake(
                fetch,
                format_args!(
                    "{subject} is given `fetch` beside `skip`, but a skipped field is not a claim"
                ),
                "remove `skip`, or remove `fetch`",
            ));
        }
        if options.skip.is_some() {
            return None;
        }
        if let Some(attr) = field.attrs.iter().find(|attr| is_flattened(attr)) {
            errors.add(mistake(
                attr,
                format_args!("{subject} is flattened, so it has no key of its own"),
                "mark the field with `#[claim(skip)]`, or remove `flatten`",
            ));
        }
        Some(Self {
            key: rename_all.key(&ident, &field.attrs),
            docs: (field.attrs.into_iter())
                .filter(|attr| attr.path().is_ident("doc"))
                .collect(),
            ident,
            vis: field.vis,
            ty: field.ty,
            fetch: options.fetch.map(|(_, path)| path),
        })
    }
}

impl Options {
    fn read_attribute(&mut self, attr: &Attribute, subject: &str, errors: &mut Errors) {
        let read = match &attr.meta {
            Meta::List(list) if !list.tokens.is_empty() => {
                list.parse_args_with(|input: ParseStream<'_>| {
                    read_list(input, errors, |input| self.read_option(input, subject))
                })
            }
            _ => Err(mistake(
                attr,
                format_args!("{subject} has a `#[claim]` without an option"),
                "write `#[claim(skip)]` or `#[claim(fetch = path)]`, or remove it",
            )),
        };
        errors.absorb(read);
    }

    fn read_option(&mut self, input: ParseStream<'_>, subject: &str) -> syn::Result<()> {
        let Ok(name) = input.call(Ident::parse_any) else {
            let found = take_until_comma(input)?;
            return Err(mistake(
                &found,
                format_args!("{subject} is given `{found}` where the name of an option belongs"),
                OPTIONS,
            ));
        };
        let given_before = if name == "skip" {
            if !is_end(input) {
                return Err(mistake(
                    take_until_comma(input)?,
                    format_args!("`skip` of {subject} takes no value"),
                    "write `#[claim(skip)]`",
                ));
            }
            self.skip.replace(name.clone()).is_some()
        } else if name == "fetch" {
            let path = assigned(&name, input, |wrong| {
                mistake(
                    wrong,
                    format_args!("`fetch` of {subject} must be the path of a function"),
                    "write `#[claim(fetch = find)]`, with `async fn find(context: ClaimContext) -> Result<Option<T>, FetchError>`",
                )
            })?;
            self.fetch.replace((name.clone(), path)).is_some()
        } else {
            let help = match name.to_string().as_str() {
                "key" | "name" | "rename" => {
                    "serde decides the key: write `#[serde(rename = \"..\")]`"
                }
                _ => OPTIONS,
            };
            let message = format_args!("{subject} is given the unknown option `{name}`");
            return Err(mistake(&name, message, help));
        };
        match given_before {
            false => Ok(()),
            true => Err(repeated(&name, subject)),
        }
    }
}

const OPTIONS: &str = "the options are `skip` and `fetch = path`";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors::gather;
    use crate::errors::tests::messages;

    fn mistakes(attrs: &str) -> Vec<String> {
        let source = format!("struct A {{ {attrs} r#b: ClaimValue<u8> }}");
        let item: syn::ItemStruct = syn::parse_str(&source).expect(attrs);
        let refused = gather(|errors| {
            for field in item.fields {
                Field::read(field, &item.ident, &RenameAll::of(&[]), errors);
            }
        });
        refused.err().map_or_else(Vec::new, messages)
    }

    #[test]
    fn options_in_any_form_that_is_right() {
        for attrs in [
            "",
            "/** b */",
            "#[claim(skip)]",
            "#[claim(skip,)] #[serde(flatten)]",
            "#[claim(fetch = a::<B, C>::d)]",
            "#[claim(fetch = <A as B>::c,)]",
        ] {
            assert_eq!(mistakes(attrs), [""; 0], "{attrs}");
        }
    }

    #[test]
    fn every_mistake_is_named() {
        for (attrs, expected) in [
            ("#[claim()]", "`A::b` has a `#[claim]` without an option"),
            ("#[claim(skip = true)]", "`skip` of `A::b` takes no value"),
            (
                "#[claim(skip, skip)]",
                "`A::b` is given `skip` more than once",
            ),
            (
                "#[claim(fetch = a)] #[claim(fetch = b)]",
                "`A::b` is given `fetch` more than once",
            ),
            (
                "#[claim(fetch = \"a\")]",
                "`fetch` of `A::b` must be the path of a function",
            ),
            (
                "#[claim(fetch(a))]",
                "`fetch` of `A::b` must be the path of a function",
            ),
            (
                "#[claim(\"a\")]",
                "`A::b` is given `\"a\"` where the name of an option belongs",
            ),
            (
                "#[claim(skip, fetch = a)]",
                "`A::b` is given `fetch` beside `skip`, but a skipped field is not a claim",
            ),
            (
                "#[serde(flatten)]",
                "`A::b` is flattened, so it has no key of its own",
            ),
        ] {
            assert_eq!(mistakes(attrs), [expected]);
        }
    }
}
