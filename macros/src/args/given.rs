//! Reads the options one by one, and says which do not go together.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, ExprPath, Ident, Path, Type};

use super::meant::{self, Meant};
use super::names::{known_name, option_name};
use super::subject::Subject;
use super::text::text;
use super::values::{flag, function, policy, validators};
use crate::errors::{Errors, mistake, repeated};
use crate::lists::{read_list, take_until_comma};
use crate::runtime::crate_path;

/// Every option, and the names of those that were given, in their order.
#[derive(Default)]
pub(super) struct Given {
    names: Vec<Ident>,
    /// Validators that stand, or are meant, outside of `claims`.
    strays: Vec<Stray>,
    pub(super) required: Option<bool>,
    pub(super) check_database: Option<bool>,
    pub(super) anti_csrf_check: Option<bool>,
    pub(super) claims: Vec<Expr>,
    pub(super) global_claims: Option<bool>,
    pub(super) override_claims: Option<ExprPath>,
    pub(super) policy: Option<Type>,
    pub(super) krate: Option<Path>,
}

struct Stray {
    tokens: TokenStream,
    message: String,
    validator: String,
}

impl Given {
    /// What is right of the options.
    pub(super) fn read(tokens: TokenStream, subject: Subject<'_>, errors: &mut Errors) -> Self {
        let mut given = Self::default();
        let read_all = |input: ParseStream<'_>| {
            read_list(input, errors, |input| given.read_option(input, subject))
        };
        let read = read_all.parse2(tokens);
        errors.absorb(read);
        given.validators_in_claims(errors);
        given.policy_alone(subject, errors);
        given.override_or_global(subject, errors);
        given
    }

    fn read_option(&mut self, input: ParseStream<'_>, subject: Subject<'_>) -> syn::Result<()> {
        if let Some((tokens, meant)) = meant::misplaced(input, subject) {
            let what = match meant {
                Meant::Policy(_) => "type",
                _ => "validator",
            };
            let message =
                format!("{subject} is given a {what} where the name of an option belongs");
            return self.refuse(tokens, message, meant, subject);
        }
        let name = option_name(input, subject)?;
        match name.to_string().as_str() {
            "required" => self.required = Some(flag(&name, input, subject)?),
            "check_database" => self.check_database = Some(flag(&name, input, subject)?),
            "anti_csrf_check" => self.anti_csrf_check = Some(flag(&name, input, subject)?),
            "claims" => self.claims = validators(&name, input, subject)?,
            "global_claims" => self.global_claims = Some(flag(&name, input, subject)?),
            "override_claims" => self.override_claims = Some(function(&name, input, subject)?),
            "policy" if subject.is_policy() => {
                let policy = text(policy(&name, input, subject)?.into_token_stream());
                let message = format!("{subject} is given `policy`, but it is a policy itself");
                return self.refuse(
                    name.into_token_stream(),
                    message,
                    Meant::Policy(policy),
                    subject,
                );
            }
            "policy" => self.policy = Some(policy(&name, input, subject)?),
            "crate" => self.krate = Some(crate_path(&name, input, subject)?),
            _ => {
                let value = take_until_comma(input)?;
                let message = format!("{subject} is given the unknown option `{name}`");
                let meant = meant::by_name(&name, value.clone())
                    .unwrap_or_else(|| Meant::Help(known_name(&name, &value, subject)));
                return self.refuse(name.into_token_stream(), message, meant, subject);
            }
        }
        if self.names.contains(&name) {
            return Err(repeated(&name, subject));
        }
        self.names.push(name);
        Ok(())
    }

    /// The error, or a note for when all options are read: only then it is known what `claims` should hold.
    fn refuse(
        &mut self,
        tokens: TokenStream,
        message: String,
        meant: Meant,
        subject: Subject<'_>,
    ) -> syn::Result<()> {
        let help = match meant {
            Meant::Validator(validator) => {
                self.strays.push(Stray {
                    tokens,
                    message,
                    validator,
                });
                return Ok(());
            }
            Meant::Policy(policy) => match subject {
                Subject::Item(_) => format!("write `policy = {policy}`"),
                Subject::Policy(name) => format!(
                    "where both must hold, write `policy = AllOf<{}, {policy}>`",
                    name.trim_matches('`')
                ),
            },
            Meant::Help(help) => help,
        };
        Err(mistake(tokens, message, help))
    }

    fn validators_in_claims(&self, errors: &mut Errors) {
        let listed = self
            .claims
            .iter()
            .map(|claim| text(claim.to_token_stream()));
        let strays = self.strays.iter().map(|stray| stray.validator.clone());
        let all: Vec<_> = listed.chain(strays).collect();
        for stray in &self.strays {
            errors.add(mistake(
                &stray.tokens,
                &stray.message,
                format_args!("write `claims({})`", all.join(", ")),
            ));
        }
    }

    fn policy_alone(&self, subject: Subject<'_>, errors: &mut Errors) {
        let demands = self.names.iter().filter(|name| *name != "crate");
        let (policy, others): (Vec<_>, Vec<_>) = demands.partition(|name| *name == "policy");
        if let Some(policy) = policy.first()
            && !others.is_empty()
        {
            let others: Vec<_> = others.iter().map(|name| format!("`{name}`")).collect();
            errors.add(mistake(
                policy,
                format_args!(
                    "{subject} is given `policy` beside {}, but a policy replaces all other options",
                    others.join(", ")
                ),
                "keep only `policy`, and put the rest into the type that implements `Policy`",
            ));
        }
    }

    fn override_or_global(&self, subject: Subject<'_>, errors: &mut Errors) {
        let named = |wanted: &str| self.names.iter().find(|name| *name == wanted);
        if let (Some(_), Some(global)) = (named("override_claims"), named("global_claims")) {
            errors.add(mistake(
                global,
                format_args!(
                    "{subject} is given `global_claims` beside `override_claims`, which already decides about the global validators"
                ),
                "remove `global_claims`, or remove `override_claims`",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::errors::gather;
    use crate::errors::tests::messages;

    fn mistakes(tokens: TokenStream) -> Vec<String> {
        let read = gather(|errors| Given::read(tokens, Subject::Item("`f`"), errors));
        read.map_or_else(messages, |_| Vec::new())
    }

    #[test]
    fn one_mistake_does_not_hide_the_next() {
        let args = quote!(
            requird = 1, , check_database = "yes" more, required(false), required, required,
            claims = a, claims(async {}, a b, ), policy(A), override_claims = "f"
        );
        assert_eq!(
            mistakes(args),
            [
                "`f` is given the unknown option `requird`",
                "`f` is given `,` where the name of an option belongs",
                "`check_database` of `f` must be `true` or `false`",
                "`required` of `f` must be `true` or `false`",
                "`f` is given `required` more than once",
                "`claims` of `f` must be a list in parentheses",
                "`f` is given an `async` block in `claims`, but a validator is a value",
                "a validator in `claims` of `f` does not parse: expected `,`",
                "`policy` of `f` must be a type",
                "`override_claims` of `f` must be the path of a function",
            ]
        );
    }

    #[test]
    fn only_bool_literals_are_flags() {
        for wrong in [
            quote!(required =),
            quote!(required = 1),
            quote!(required = "true"),
            quote!(required = !true),
            quote!(required: true),
            quote!(required true),
            quote!(required(true)),
        ] {
            assert_eq!(
                mistakes(wrong.clone()),
                ["`required` of `f` must be `true` or `false`"],
                "{wrong}"
            );
        }
    }

    #[test]
    fn claims_are_a_list_and_nothing_else() {
        for wrong in [
            quote!(claims),
            quote!(claims = a),
            quote!(claims[a]),
            quote!(claims(a) b),
            quote!(claims: (a)),
        ] {
            assert_eq!(
                mistakes(wrong.clone()),
                ["`claims` of `f` must be a list in parentheses"],
                "{wrong}"
            );
        }
        assert_eq!(
            mistakes(quote!(claims())),
            ["`claims` of `f` must list at least one validator"]
        );
        for wrong in [quote!(claims(,)), quote!(claims(a,,b)), quote!(claims(A::))] {
            let mistakes = mistakes(wrong.clone());
            assert_eq!(mistakes.len(), 1, "{wrong}: {mistakes:?}");
            assert!(mistakes[0].contains("does not parse"), "{mistakes:?}");
        }
    }

    #[test]
    fn a_path_and_a_type_are_assigned() {
        for wrong in [
            quote!(override_claims),
            quote!(override_claims =),
            quote!(override_claims = |all| all),
            quote!(override_claims = f()),
            quote!(override_claims(f)),
        ] {
            let expected = ["`override_claims` of `f` must be the path of a function"];
            assert_eq!(mistakes(wrong.clone()), expected, "{wrong}");
        }
        for wrong in [
            quote!(policy),
            quote!(policy =),
            quote!(policy = "A"),
            quote!(policy = A B),
            quote!(policy(A)),
        ] {
            let expected = ["`policy` of `f` must be a type"];
            assert_eq!(mistakes(wrong.clone()), expected, "{wrong}");
        }
        for wrong in [
            quote!(crate),
            quote!(crate =),
            quote!(crate = "facade::sessions"),
            quote!(crate = facade::sessions<u8>),
            quote!(crate = Facade(a)),
            quote!(crate::facade),
        ] {
            let expected = ["`crate` of `f` must be the path of `rocket_supertokens`"];
            assert_eq!(mistakes(wrong.clone()), expected, "{wrong}");
        }
    }

    #[test]
    fn what_does_not_go_together_is_said() {
        assert_eq!(
            mistakes(quote!(required, policy = A, claims(a))),
            [
                "`f` is given `policy` beside `required`, `claims`, but a policy replaces all other options"
            ]
        );
        let beside = "`f` is given `global_claims` beside `override_claims`, which already decides about the global validators";
        assert_eq!(
            mistakes(quote!(override_claims = f, global_claims)),
            [beside]
        );
        assert_eq!(
            mistakes(quote!(global_claims = false, override_claims = f)),
            [beside]
        );
    }
}
