#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_none {}

impl ::rocket_supertokens::__private::Policy for __verify_session_none {
    type Presence = ::rocket_supertokens::__private::Required;
}

#[get("/")]
fn none(__supertokens_session: ::rocket_supertokens::__private::Guard<__verify_session_none>) {}
