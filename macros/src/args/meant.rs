//! What was meant by something that is no option: other words for ours, and what belongs into `claims` or `policy`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Expr, ExprPath, Ident, Path, Token, Type};

use super::names::plain;
use super::subject::Subject;
use super::text::text;
use crate::lists::is_end;

/// What should have been written.
pub(super) enum Meant {
    /// A validator, which belongs into `claims`.
    Validator(String),
    /// A type, which `policy` names.
    Policy(String),
    /// This help.
    Help(String),
}

/// An option of another name, with all that follows the name.
pub(super) fn by_name(name: &Ident, value: TokenStream) -> Option<Meant> {
    let value = bare(value);
    Some(match &*plain(&name.to_string()) {
        "role" | "roles" | "hasrole" | "userrole" | "userroles" => {
            Meant::Validator(includes("UserRole", "admin", value))
        }
        "permission" | "permissions" | "haspermission" => {
            Meant::Validator(includes("Permission", "comments:write", value))
        }
        "emailverified" | "isemailverified" | "verifiedemail" => {
            Meant::Validator("EmailVerified::is_true()".to_owned())
        }
        "multifactorauth" | "multifactor" | "mfa" => {
            Meant::Validator("MultiFactorAuth::completed_for_auth()".to_owned())
        }
        "sessionrequired" | "requiresession" => flag("required", value, true),
        "optional" | "sessionoptional" | "optionalsession" | "anonymous" | "allowanonymous" => {
            flag("required", value, false)
        }
        "database" | "indatabase" | "checkrevoked" | "checkrevocation" => {
            flag("check_database", value, true)
        }
        "csrf" | "csrfcheck" | "checkcsrf" | "checkanticsrf" => {
            flag("anti_csrf_check", value, true)
        }
        "overrideglobalclaimvalidators" => {
            let path = syn::parse2::<ExprPath>(value).map(|path| text(path.into_token_stream()));
            let path = path.unwrap_or_else(|_| "change".to_owned());
            let name = path.rsplit("::").next().unwrap_or_default();
            Meant::Help(format!(
                "write `override_claims = {path}`, with `fn {name}(global: ClaimValidators) -> ClaimValidators`"
            ))
        }
        _ => return None,
    })
}

/// A validator or a type that stands alone where an option belongs.
pub(super) fn misplaced(
    input: ParseStream<'_>,
    subject: Subject<'_>,
) -> Option<(TokenStream, Meant)> {
    let ahead = input.fork();
    if let Ok(Type::Path(ty)) = ahead.parse()
        && is_end(&ahead)
        && is_policy(&ty.path, subject)
    {
        input.advance_to(&ahead);
        let ty = ty.into_token_stream();
        return Some((ty.clone(), Meant::Policy(text(ty))));
    }
    let ahead = input.fork();
    let validator: Expr = ahead.parse().ok()?;
    (is_end(&ahead) && is_validator(&validator, subject)).then(|| {
        input.advance_to(&ahead);
        let validator = validator.into_token_stream();
        (validator.clone(), Meant::Validator(text(validator)))
    })
}

/// Named as a type is, and not as an option with a capital letter.
fn is_policy(path: &Path, subject: Subject<'_>) -> bool {
    let Some(last) = path.segments.last() else {
        return false;
    };
    let name = last.ident.to_string();
    name.starts_with(char::is_uppercase)
        && name.contains(char::is_lowercase)
        && !path
            .get_ident()
            .is_some_and(|ident| is_word(ident, subject))
}

/// A call, a constant or what a method makes of them; with a path, or with methods, because `name(..)` is an option.
fn is_validator(expr: &Expr, subject: Subject<'_>) -> bool {
    match expr {
        Expr::MethodCall(call) => match &*call.receiver {
            Expr::MethodCall(_) => is_validator(&call.receiver, subject),
            Expr::Call(receiver) => is_named(&receiver.func, subject),
            receiver => is_named(receiver, subject),
        },
        Expr::Call(call) => {
            matches!(&*call.func, Expr::Path(path) if path.path.get_ident().is_none())
        }
        Expr::Path(path) => path.path.segments.last().is_some_and(|last| {
            let name = last.ident.to_string();
            !name.contains(char::is_lowercase) && path.path.segments.len() > 1
        }),
        _ => false,
    }
}

/// A path that is no option, or not only one.
fn is_named(expr: &Expr, subject: Subject<'_>) -> bool {
    matches!(expr, Expr::Path(path) if path.path.get_ident().is_none_or(|ident| !is_word(ident, subject)))
}

/// An option, or another word for one.
fn is_word(ident: &Ident, subject: Subject<'_>) -> bool {
    let known = subject
        .options()
        .any(|option| plain(option) == plain(&ident.to_string()));
    known || by_name(ident, TokenStream::new()).is_some()
}

/// The value without `=`, the `:` of JavaScript, parentheses or brackets.
fn bare(value: TokenStream) -> TokenStream {
    let mut tokens: Vec<_> = value.into_iter().collect();
    if let Some(TokenTree::Punct(first)) = tokens.first()
        && matches!(first.as_char(), '=' | ':')
    {
        tokens.remove(0);
    }
    match &tokens[..] {
        [TokenTree::Group(group)] if group.delimiter() != Delimiter::Brace => bare(group.stream()),
        _ => tokens.into_iter().collect(),
    }
}

fn includes(claim: &str, example: &str, values: TokenStream) -> String {
    let listed = Punctuated::<Expr, Token![,]>::parse_terminated;
    let values = listed.parse2(values).unwrap_or_default();
    let texts: Vec<_> = values
        .iter()
        .map(|value| text(value.to_token_stream()))
        .collect();
    match &texts[..] {
        [] => format!("{claim}::includes(\"{example}\")"),
        [value] => format!("{claim}::includes({value})"),
        values => format!("{claim}::includes_any([{}])", values.join(", ")),
    }
}

/// `meaning` is what the other word says without a value.
fn flag(name: &str, value: TokenStream, meaning: bool) -> Meant {
    let value = match &*text(value) {
        "" | "true" => meaning,
        "false" => !meaning,
        _ => return Meant::Help(format!("write `{name} = true` or `{name} = false`")),
    };
    Meant::Help(match (name, value) {
        ("required", true) => "write `required`, or nothing: it is the default".to_owned(),
        (_, true) => format!("write `{name}`"),
        (_, false) => format!("write `{name} = false`"),
    })
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::args::Args;

    /// What to write, for the route `f`.
    fn help(options: TokenStream) -> Vec<String> {
        let error = Args::parse(options.clone(), "`f`").err();
        let error = error.unwrap_or_else(|| panic!("{options} is right"));
        let lines = error.into_iter().map(|error| error.to_string());
        lines
            .map(|error| {
                let (_, help) = error.split_once("\nhelp: ").expect("help");
                help.to_owned()
            })
            .collect()
    }

    use super::*;

    #[test]
    fn roles_and_permissions_are_claims() {
        for (written, meant) in [
            (quote!(roles("admin")), "UserRole::includes(\"admin\")"),
            (quote!(role = "admin"), "UserRole::includes(\"admin\")"),
            (quote!(role: "admin"), "UserRole::includes(\"admin\")"),
            (quote!(roles(["admin"])), "UserRole::includes(\"admin\")"),
            (quote!(has_role(ADMIN)), "UserRole::includes(ADMIN)"),
            (quote!(roles), "UserRole::includes(\"admin\")"),
            (
                quote!(roles("a", "b")),
                "UserRole::includes_any([\"a\", \"b\"])",
            ),
            (
                quote!(roles = ["a", "b"]),
                "UserRole::includes_any([\"a\", \"b\"])",
            ),
            (
                quote!(permissions("likes:write")),
                "Permission::includes(\"likes:write\")",
            ),
            (quote!(email_verified), "EmailVerified::is_true()"),
            // Types, but no policies.
            (quote!(UserRole), "UserRole::includes(\"admin\")"),
            (quote!(EmailVerified), "EmailVerified::is_true()"),
            (
                quote!(MultiFactorAuth),
                "MultiFactorAuth::completed_for_auth()",
            ),
        ] {
            assert_eq!(
                help(written.clone()),
                [format!("write `claims({meant})`")],
                "{written}"
            );
        }
    }

    #[test]
    fn the_claims_that_are_there_stay_and_all_others_join_them() {
        let all = "write `claims(RULES.is_true(), UserRole::includes(\"a\"), plan().has_value(7))`";
        assert_eq!(
            help(quote!(
                roles("a"),
                claims(RULES.is_true()),
                plan().has_value(7)
            )),
            [all, all]
        );
    }

    #[test]
    fn a_validator_belongs_into_claims() {
        for written in [
            "UserRole::includes(\"admin\")",
            "claims::UserRole::includes(\"admin\").or(Permission::includes(\"a\"))",
            "crate::rules::admin()",
            "RULES.is_true()",
            "plan().has_value(\"pro\")",
            "rules::ADMIN",
        ] {
            let tokens = written.parse().expect(written);
            assert_eq!(help(tokens), [format!("write `claims({written})`")]);
        }
        // Nobody can tell.
        assert!(help(quote!(admin(7)))[0].starts_with("write `claims(admin(7))` if it is a"));
        // These have a message of their own.
        for option in [quote!(claims(a).or(b)), quote!(required.not())] {
            assert!(!help(option)[0].contains("claims(claims"));
        }
    }

    #[test]
    fn a_type_is_a_policy() {
        for written in ["Admin", "policies::Admin", "AllOf<Admin, Strict>"] {
            let tokens = written.parse().expect(written);
            assert_eq!(help(tokens), [format!("write `policy = {written}`")]);
        }
        assert_eq!(help(quote!(Required)), ["did you mean `required`?"]);
        assert_eq!(help(quote!(Optional)), ["write `required = false`"]);
    }

    #[test]
    fn options_of_other_sdks_have_our_name() {
        let default = "write `required`, or nothing: it is the default";
        let change = |path: &str, name: &str| {
            format!(
                "write `override_claims = {path}`, with `fn {name}(global: ClaimValidators) -> ClaimValidators`"
            )
        };
        for (written, meant) in [
            (quote!(session_required), default.to_owned()),
            (quote!(sessionRequired = true), default.to_owned()),
            (
                quote!(sessionRequired: false),
                "write `required = false`".to_owned(),
            ),
            (
                quote!(session_required(false)),
                "write `required = false`".to_owned(),
            ),
            (
                quote!(session_required = "no"),
                "write `required = true` or `required = false`".to_owned(),
            ),
            (quote!(optional), "write `required = false`".to_owned()),
            (quote!(optional = false), default.to_owned()),
            (
                quote!(checkDatabase = true),
                "did you mean `check_database`?".to_owned(),
            ),
            (
                quote!(antiCsrfCheck),
                "did you mean `anti_csrf_check`?".to_owned(),
            ),
            (
                quote!(csrf = false),
                "write `anti_csrf_check = false`".to_owned(),
            ),
            (quote!(database), "write `check_database`".to_owned()),
            (
                quote!(overrideGlobalClaimValidators = rules::without_email),
                change("rules::without_email", "without_email"),
            ),
            (
                quote!(overrideGlobalClaimValidators = |all| all),
                change("change", "change"),
            ),
        ] {
            assert_eq!(help(written.clone()), [meant], "{written}");
        }
    }
}
