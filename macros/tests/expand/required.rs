#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_like {}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_like = ::rocket_supertokens::__private::Guard<
    ::rocket_supertokens::__private::Options<
        ::rocket_supertokens::__private::Required,
        false,
        ::rocket_supertokens::__private::ByMethod,
    >,
>;

#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<
        __supertokens_guard_like,
        Session,
        __verify_session_like,
    >>::check();
};

/// Likes a comment.
#[post("/like-comment")]
async fn like(
    __supertokens_session: __supertokens_guard_like,
    session: Session,
) -> String {
    session.user_id()
}
