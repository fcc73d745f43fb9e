//! The key of a claim is the one that serde reads, whatever the attributes say.

use rocket::serde::json::{from_value, json};
use rocket_supertokens::ClaimSet;
use rocket_supertokens::claims::{Claim, ClaimValue};
use serde::Deserialize;

type Seats = Option<ClaimValue<usize>>;

/// Reads a payload that has the keys of the claims and no others.
macro_rules! keys {
    ($test:ident $(, $rule:literal)?) => {
        #[test]
        fn $test() {
            #[derive(Deserialize, ClaimSet)]
            #[serde(deny_unknown_fields $(, rename_all = $rule)?)]
            struct Account {
                first_seats: Seats,
                r#type: ClaimValue<usize>,
                _a_b: ClaimValue<usize>,
                #[serde(rename = "As-it-Is")]
                renamed: ClaimValue<usize>,
                #[serde(rename(deserialize = "read"))]
                read_only: ClaimValue<usize>,
                #[claim(skip)]
                #[serde(skip)]
                user: String,
            }

            let mut payload = json!({});
            for (value, claim) in [
                Account::first_seats(),
                Account::r#type(),
                Account::_a_b(),
                Account::renamed(),
                Account::read_only(),
            ]
            .iter()
            .enumerate()
            {
                payload[claim.key()] = json!({ "v": value, "t": 0 });
            }
            let account: Account = from_value(payload).expect("exactly these keys");
            let values = [
                account.first_seats.expect("seats").v,
                account.r#type.v,
                account._a_b.v,
                account.renamed.v,
                account.read_only.v,
            ];
            assert_eq!(values, [0, 1, 2, 3, 4]);
            assert_eq!(account.user, "");
        }
    };
}

keys!(as_they_are);
keys!(lowercase, "lowercase");
keys!(uppercase, "UPPERCASE");
keys!(pascal_case, "PascalCase");
keys!(camel_case, "camelCase");
keys!(snake_case, "snake_case");
keys!(screaming_snake_case, "SCREAMING_SNAKE_CASE");
keys!(kebab_case, "kebab-case");
keys!(screaming_kebab_case, "SCREAMING-KEBAB-CASE");
