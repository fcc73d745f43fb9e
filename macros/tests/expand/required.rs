#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_like {}

impl ::rocket_supertokens::__private::Policy for __verify_session_like {
    type Presence = ::rocket_supertokens::__private::Required;
}

#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<__verify_session_like, Session>>::check();
};

/// Likes a comment.
#[post("/like-comment")]
async fn like(
    __supertokens_session: ::rocket_supertokens::__private::Guard<__verify_session_like>,
    session: Session
) -> String {
    session.user_id()
}
