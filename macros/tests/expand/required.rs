#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_like {}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_like<R> = <R as ::rocket_supertokens::__private::OfRoute>::Guard<
    ::rocket_supertokens::__private::Options<
        ::rocket_supertokens::__private::Required,
        false,
        ::rocket_supertokens::__private::ByMethod,
    >,
>;

impl ::rocket_supertokens::__private::Sentinel for __verify_session_like {
    fn abort(
        rocket: &::rocket_supertokens::__private::Rocket<
            ::rocket_supertokens::__private::Ignite,
        >,
    ) -> ::core::primitive::bool {
        use ::rocket_supertokens::__private::AtLaunchFallback as _;
        <::rocket_supertokens::__private::AtLaunch<
            __supertokens_guard_like<__verify_session_like>,
        >>::abort(rocket, "like", "post", "/like-comment")
    }
}

#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<
        __supertokens_guard_like<__verify_session_like>,
        Session,
        __verify_session_like,
    >>::check();
};

/// Likes a comment.
#[post("/like-comment")]
async fn like(
    __supertokens_session: __supertokens_guard_like<__verify_session_like>,
    session: Session,
) -> String {
    session.user_id()
}
