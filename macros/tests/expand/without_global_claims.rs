#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_open {}

impl ::rocket_supertokens::__private::Policy for __verify_session_open {
    type Presence = ::rocket_supertokens::__private::Required;
    fn claims() -> ::rocket_supertokens::__private::ClaimRules {
        let rules = ::rocket_supertokens::__private::ClaimRules::global();
        let rules = rules.without_global();
        rules
    }
}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_open = ::rocket_supertokens::__private::Guard<
    __verify_session_open,
>;

#[get("/open")]
fn open(__supertokens_session: __supertokens_guard_open) {}
