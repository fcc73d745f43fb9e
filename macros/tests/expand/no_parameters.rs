#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_none {}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_none = ::rocket_supertokens::__private::Guard<
    ::rocket_supertokens::__private::Options<
        ::rocket_supertokens::__private::Required,
        false,
        ::rocket_supertokens::__private::ByMethod,
    >,
>;

#[get("/")]
fn none(__supertokens_session: __supertokens_guard_none) {}
