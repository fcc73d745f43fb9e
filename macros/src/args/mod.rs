//! The arguments of `#[verify_session(..)]`, which are also those of `policy!`.

mod given;
mod meant;
mod names;
mod subject;
mod text;
mod values;

use proc_macro2::TokenStream;
use syn::{Expr, ExprPath, Path, Type};

use self::given::Given;
pub(crate) use self::subject::Subject;
pub(crate) use self::text::text;
use crate::errors::{Errors, gather};

/// The arguments of the attribute.
#[derive(Default)]
pub(crate) struct Args {
    /// The path of the runtime crate, if the user gives one.
    pub(crate) krate: Option<Path>,
    pub(crate) demands: Demands,
}

/// What the route demands of its session. A policy replaces all other options.
pub(crate) enum Demands {
    Options(Options),
    Policy(Type),
}

/// The options as given; missing options have the runtime's defaults.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) required: Option<bool>,
    pub(crate) check_database: Option<bool>,
    pub(crate) anti_csrf_check: Option<bool>,
    pub(crate) global_claims: GlobalClaims,
    pub(crate) claims: Vec<Expr>,
}

/// What is done with the global validators.
#[derive(Default)]
pub(crate) enum GlobalClaims {
    #[default]
    Checked,
    LeftOut,
    ChangedBy(ExprPath),
}

impl Default for Demands {
    fn default() -> Self {
        Self::Options(Options::default())
    }
}

impl Args {
    /// Reads comma-separated options. A wrong option does not hide a mistake in the next option.
    pub(crate) fn parse(tokens: TokenStream, subject: &str) -> syn::Result<Self> {
        gather(|errors| {
            let mut given = Given::read(tokens, Subject::Item(subject), errors);
            Self {
                krate: given.krate.take(),
                demands: match given.policy.take() {
                    Some(policy) => Demands::Policy(policy),
                    None => Demands::Options(given.into()),
                },
            }
        })
    }
}

/// The arguments of `policy!`: where the runtime crate is, and the options. What is right of them stays beside mistakes.
pub(crate) fn of_policy(
    tokens: TokenStream,
    name: &str,
    errors: &mut Errors,
) -> (Option<Path>, Options) {
    let mut given = Given::read(tokens, Subject::Policy(name), errors);
    (given.krate.take(), given.into())
}

impl From<Given> for Options {
    fn from(given: Given) -> Self {
        Self {
            required: given.required,
            check_database: given.check_database,
            anti_csrf_check: given.anti_csrf_check,
            global_claims: match (given.override_claims, given.global_claims) {
                (Some(path), _) => GlobalClaims::ChangedBy(path),
                (None, Some(false)) => GlobalClaims::LeftOut,
                (None, Some(true) | None) => GlobalClaims::Checked,
            },
            claims: given.claims,
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::{ToTokens, quote};

    use super::*;
    use crate::errors::tests::messages;
    use crate::route_fn::tests::dense;

    fn parse(tokens: TokenStream) -> Result<Args, Vec<String>> {
        Args::parse(tokens, "`f`").map_err(messages)
    }

    fn options(tokens: TokenStream) -> Options {
        match parse(tokens).map(|args| args.demands) {
            Ok(Demands::Options(options)) => options,
            Ok(Demands::Policy(_)) => panic!("a policy"),
            Err(mistakes) => panic!("{mistakes:?}"),
        }
    }

    fn flags(tokens: TokenStream) -> [Option<bool>; 3] {
        let options = options(tokens);
        [
            options.required,
            options.check_database,
            options.anti_csrf_check,
        ]
    }

    #[test]
    fn absent_options_are_left_to_the_runtime() {
        assert_eq!(flags(quote!()), [None; 3]);
        let options = options(quote!());
        assert!(matches!(options.global_claims, GlobalClaims::Checked));
        assert!(options.claims.is_empty());
    }

    #[test]
    fn the_bare_form_means_true() {
        let given = quote!(required, check_database, anti_csrf_check, global_claims,);
        assert_eq!(flags(given.clone()), [Some(true); 3]);
        let options = options(given);
        assert!(matches!(options.global_claims, GlobalClaims::Checked));
    }

    #[test]
    fn values_are_taken_as_written() {
        let given = quote!(
            anti_csrf_check = true,
            required = false,
            global_claims = false,
            check_database = false
        );
        assert_eq!(flags(given.clone()), [Some(false), Some(false), Some(true)]);
        let options = options(given);
        assert!(matches!(options.global_claims, GlobalClaims::LeftOut));
    }

    #[test]
    fn commas_inside_of_a_value_do_not_end_it() {
        let options = options(quote!(
            claims(all::<A, B>(1, 2), { one() }, |a, b| a,),
            override_claims = <Rules<A, B> as Change>::change::<C, D>,
            required,
        ));
        assert_eq!(options.claims.len(), 3);
        let GlobalClaims::ChangedBy(path) = options.global_claims else {
            panic!("no path");
        };
        assert_eq!(
            dense(&path.into_token_stream()),
            "<Rules<A,B>asChange>::change::<C,D>"
        );
        assert_eq!(options.required, Some(true));

        let Ok(Args {
            krate: Some(krate),
            demands: Demands::Policy(policy),
        }) = parse(quote!(policy = Both<A, (B, C)>, crate = ::facade::sessions))
        else {
            panic!("no policy");
        };
        assert_eq!(dense(&policy.into_token_stream()), "Both<A,(B,C)>");
        assert_eq!(dense(&krate.into_token_stream()), "::facade::sessions");
    }
}
