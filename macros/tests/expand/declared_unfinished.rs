::core::compile_error! {
    "`required` of `Admin` must be `true` or `false`\nhelp: write `required = true` or `required = false`"
}

::core::compile_error! {
    "`Admin` is given the unknown option `chek_database`\nhelp: did you mean `check_database`?"
}

pub enum Admin {}

impl rocket_supertokens::__private::Policy for Admin {
    type Presence = rocket_supertokens::__private::Required;
    fn claims() -> rocket_supertokens::__private::ClaimRules {
        let rules = rocket_supertokens::__private::ClaimRules::global();
        let rules = rules.with(UserRole::includes("admin"));
        rules
    }
}
