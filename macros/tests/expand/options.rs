#[doc(hidden)]
#[allow(nonstandard_style, unused)]
pub(crate) enum __verify_session_type {}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
pub(crate) type __supertokens_guard_type = ::rocket_supertokens::__private::Guard<
    ::rocket_supertokens::__private::Options<
        ::rocket_supertokens::__private::Optional,
        true,
        ::rocket_supertokens::__private::Always<false>,
    >,
>;

#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<
        __supertokens_guard_type,
        Option<Session>,
        __verify_session_type,
    >>::check();
};

#[rocket::get("/comments")]
pub(crate) fn r#type(
    __supertokens_session: __supertokens_guard_type,
    session: Option<Session>,
) -> &'static str {
    ""
}
