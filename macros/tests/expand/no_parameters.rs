#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_none {}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_none<R> = <R as ::rocket_supertokens::__private::OfRoute>::Guard<
    ::rocket_supertokens::__private::Options<
        ::rocket_supertokens::__private::Required,
        false,
        ::rocket_supertokens::__private::ByMethod,
    >,
>;

impl ::rocket_supertokens::__private::Sentinel for __verify_session_none {
    fn abort(
        rocket: &::rocket_supertokens::__private::Rocket<
            ::rocket_supertokens::__private::Ignite,
        >,
    ) -> ::core::primitive::bool {
        use ::rocket_supertokens::__private::AtLaunchFallback as _;
        <::rocket_supertokens::__private::AtLaunch<
            __supertokens_guard_none<__verify_session_none>,
        >>::abort(rocket, "none", "get", "/")
    }
}

#[get("/")]
fn none(__supertokens_session: __supertokens_guard_none<__verify_session_none>) {}
