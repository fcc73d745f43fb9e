#[doc(hidden)]
#[allow(nonstandard_style, unused)]
pub(crate) enum __verify_session_type {}

impl ::rocket_supertokens::__private::Policy for __verify_session_type {
    type Presence = ::rocket_supertokens::__private::Optional;
    const CHECK_DATABASE: ::core::primitive::bool = true;
    const ANTI_CSRF_CHECK: ::core::option::Option<::core::primitive::bool> = ::core::option::Option::Some(false);
}

#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<__verify_session_type, Option<Session>>>::check();
};

#[rocket::get("/comments")]
pub(crate) fn r#type(
    __supertokens_session: ::rocket_supertokens::__private::Guard<__verify_session_type>,
    session: Option<Session>
) -> &'static str {
    ""
}
