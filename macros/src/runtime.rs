//! Finds the name of the runtime crate for the expansion.

use std::fmt::Display;

use proc_macro_crate::{Error, FoundCrate, crate_name};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Ident, Path};

use crate::errors::mistake;
use crate::lists::assigned;

/// The path of the module whose items expansions name.
pub(crate) struct Runtime {
    path: TokenStream,
    given: bool,
}

impl Runtime {
    /// The user's path, or else the name in the manifest of the user's crate.
    pub(crate) fn find(given: Option<&Path>) -> Self {
        match given {
            Some(path) => Self {
                path: quote!(#path::__private),
                given: true,
            },
            None => Self::named(crate_name("rocket_supertokens")),
        }
    }

    fn named(found: Result<FoundCrate, Error>) -> Self {
        let path = match found {
            Ok(FoundCrate::Name(name)) => {
                let name = format_ident!("{name}");
                quote!(::#name::__private)
            }
            // It is not a dependency. It comes through another crate, and must be in scope under its own name.
            Err(Error::CrateNotFound { .. }) => quote!(rocket_supertokens::__private),
            // The crate's own documentation, or a build without Cargo.
            Ok(FoundCrate::Itself) | Err(_) => quote!(::rocket_supertokens::__private),
        };
        Self { path, given: false }
    }

    /// The path with the place that errors should show. A path of the user still resolves where the user wrote it.
    pub(crate) fn at(&self, place: Span) -> TokenStream {
        let moved = self.path.clone().into_iter().map(|mut token| {
            token.set_span(match self.given {
                true => token.span().located_at(place),
                false => place,
            });
            token
        });
        moved.collect()
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.path.to_tokens(tokens);
    }
}

/// `crate = path`, in every macro.
pub(crate) fn crate_path(
    name: &Ident,
    input: ParseStream<'_>,
    subject: impl Display,
) -> syn::Result<Path> {
    let path = assigned(name, input, |wrong| {
        mistake(
            wrong,
            format_args!("`{name}` of {subject} must be the path of `rocket_supertokens`"),
            format_args!(
                "write `{name} = facade::rocket_supertokens`, without quotes: a path that is valid here"
            ),
        )
    });
    path.map(|ModulePath(path)| path)
}

/// A path as `use` takes it, without generics.
struct ModulePath(Path);

impl Parse for ModulePath {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        Path::parse_mod_style(input).map(Self)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::route_fn::tests::dense;

    pub(crate) fn runtime() -> Runtime {
        Runtime::named(Ok(FoundCrate::Itself))
    }

    #[test]
    fn the_dependency_is_named_absolutely() {
        let named = |found| dense(&Runtime::named(found).into_token_stream());
        assert_eq!(
            named(Ok(FoundCrate::Name("sessions".to_owned()))),
            "::sessions::__private"
        );
        let itself = "::rocket_supertokens::__private";
        assert_eq!(named(Ok(FoundCrate::Itself)), itself);
        assert_eq!(named(Err(Error::CargoManifestDirNotSet)), itself);
        assert_eq!(named(Err(Error::NotFound(PathBuf::new()))), itself);
    }

    #[test]
    fn what_is_no_dependency_must_be_in_scope() {
        // As in the manifest of this crate.
        let found = Runtime::find(None).into_token_stream();
        assert_eq!(dense(&found), "rocket_supertokens::__private");
    }

    #[test]
    fn the_users_word_goes_first() {
        let path = syn::parse_quote!(crate::facade);
        let found = Runtime::find(Some(&path)).into_token_stream();
        assert_eq!(dense(&found), "crate::facade::__private");
    }
}
