#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_route {}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_route<R> = <R as facade::sessions::__private::OfRoute>::Guard<
    Admin,
>;

impl facade::sessions::__private::Sentinel for __verify_session_route {
    fn abort(
        rocket: &facade::sessions::__private::Rocket<facade::sessions::__private::Ignite>,
    ) -> ::core::primitive::bool {
        use facade::sessions::__private::AtLaunchFallback as _;
        <facade::sessions::__private::AtLaunch<
            __supertokens_guard_route<__verify_session_route>,
        >>::abort(rocket, "route", "get", "/")
    }
}

#[allow(unused, deprecated)]
const _: fn() = || {
    use facade::sessions::__private::ProbeFallback as _;
    <facade::sessions::__private::Probe<
        __supertokens_guard_route<__verify_session_route>,
        Session,
        Admin,
    >>::check();
};

#[get("/")]
fn route(
    __supertokens_session: __supertokens_guard_route<__verify_session_route>,
    session: Session,
) {}
