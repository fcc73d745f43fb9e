#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_users {}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_users<R> = <R as ::rocket_supertokens::__private::OfRoute>::Guard<
    policies::Both<Admin, Strict>,
>;

impl ::rocket_supertokens::__private::Sentinel for __verify_session_users {
    fn abort(
        rocket: &::rocket_supertokens::__private::Rocket<
            ::rocket_supertokens::__private::Ignite,
        >,
    ) -> ::core::primitive::bool {
        use ::rocket_supertokens::__private::AtLaunchFallback as _;
        <::rocket_supertokens::__private::AtLaunch<
            __supertokens_guard_users<__verify_session_users>,
        >>::abort(rocket, "users", "get", "/users")
    }
}

#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<
        __supertokens_guard_users<__verify_session_users>,
        Session,
        policies::Both<Admin, Strict>,
    >>::check();
};

#[get("/users")]
fn users(
    __supertokens_session: __supertokens_guard_users<__verify_session_users>,
    session: Session,
) {}
