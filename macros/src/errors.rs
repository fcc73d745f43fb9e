//! Collects mistakes, so that one build shows all of them.

use std::fmt::Display;

use proc_macro2::{Ident, Span};
use quote::ToTokens;

/// Mistakes found so far. Only [`gather`] makes one, so none can be left unreported.
pub(crate) struct Errors(Option<syn::Error>);

/// Runs `work`, and gives its result only if it found no mistake.
pub(crate) fn gather<T>(work: impl FnOnce(&mut Errors) -> T) -> syn::Result<T> {
    let mut errors = Errors(None);
    let result = work(&mut errors);
    match errors.0 {
        None => Ok(result),
        Some(error) => Err(error),
    }
}

impl Errors {
    pub(crate) fn add(&mut self, error: syn::Error) {
        match &mut self.0 {
            None => self.0 = Some(error),
            Some(first) => first.combine(error),
        }
    }

    /// Takes the value out of a result whose mistakes are now reported here.
    pub(crate) fn absorb<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }
}

/// A mistake under exactly `tokens`: what must hold, then what to write.
pub(crate) fn mistake(
    tokens: impl ToTokens,
    message: impl Display,
    help: impl Display,
) -> syn::Error {
    syn::Error::new_spanned(tokens, format_args!("{message}\nhelp: {help}"))
}

/// An option that has been given before.
pub(crate) fn repeated(name: &Ident, subject: impl Display) -> syn::Error {
    mistake(
        name,
        format_args!("{subject} is given `{name}` more than once"),
        format_args!("keep one `{name}`"),
    )
}

/// A [`mistake`] that has a place but no tokens.
pub(crate) fn mistake_at(span: Span, message: impl Display, help: impl Display) -> syn::Error {
    syn::Error::new(span, format_args!("{message}\nhelp: {help}"))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// What each mistake says, without its help.
    pub(crate) fn messages(error: syn::Error) -> Vec<String> {
        error
            .into_iter()
            .map(|error| error.to_string().lines().take(1).collect())
            .collect()
    }

    #[test]
    fn all_mistakes_come_out_in_order() {
        let error = gather(|errors| {
            errors.add(mistake_at(Span::call_site(), "first", "a"));
            errors.absorb::<()>(Err(mistake_at(Span::call_site(), "second", "b")));
            errors.absorb(Ok(()))
        })
        .expect_err("two mistakes");
        assert_eq!(messages(error), ["first", "second"]);
    }

    #[test]
    fn the_result_is_given_when_there_is_no_mistake() {
        let seven = gather(|errors| errors.absorb(Ok(7)));
        assert!(matches!(seven, Ok(Some(7))));
    }

    #[test]
    fn help_has_a_line_of_its_own() {
        let error = mistake(quote::quote!(x), "what must hold", "what to write");
        assert_eq!(error.to_string(), "what must hold\nhelp: what to write");
    }
}
