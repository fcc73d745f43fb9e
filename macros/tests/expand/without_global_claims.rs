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
type __supertokens_guard_open<R> = <R as ::rocket_supertokens::__private::OfRoute>::Guard<
    __verify_session_open,
>;

impl ::rocket_supertokens::__private::Sentinel for __verify_session_open {
    fn abort(
        rocket: &::rocket_supertokens::__private::Rocket<
            ::rocket_supertokens::__private::Ignite,
        >,
    ) -> ::core::primitive::bool {
        use ::rocket_supertokens::__private::AtLaunchFallback as _;
        <::rocket_supertokens::__private::AtLaunch<
            __supertokens_guard_open<__verify_session_open>,
        >>::abort(rocket, "open", "get", "/open")
    }
}

#[get("/open")]
fn open(__supertokens_session: __supertokens_guard_open<__verify_session_open>) {}
