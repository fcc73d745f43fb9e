#[doc(hidden)]
#[allow(nonstandard_style, unused)]
pub(crate) enum __verify_session_type {}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
pub(crate) type __supertokens_guard_type<R> = <R as ::rocket_supertokens::__private::OfRoute>::Guard<
    ::rocket_supertokens::__private::Options<
        ::rocket_supertokens::__private::Optional,
        true,
        ::rocket_supertokens::__private::Always<false>,
    >,
>;

impl ::rocket_supertokens::__private::Sentinel for __verify_session_type {
    fn abort(
        rocket: &::rocket_supertokens::__private::Rocket<
            ::rocket_supertokens::__private::Ignite,
        >,
    ) -> ::core::primitive::bool {
        use ::rocket_supertokens::__private::AtLaunchFallback as _;
        <::rocket_supertokens::__private::AtLaunch<
            __supertokens_guard_type<__verify_session_type>,
        >>::abort(rocket, "r#type", "get", "/comments")
    }
}

#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<
        __supertokens_guard_type<__verify_session_type>,
        Option<Session>,
        __verify_session_type,
    >>::check();
};

#[rocket::get("/comments")]
pub(crate) fn r#type(
    __supertokens_session: __supertokens_guard_type<__verify_session_type>,
    session: Option<Session>,
) -> &'static str {
    ""
}
