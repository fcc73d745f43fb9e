#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_kinds {}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_kinds<R> = <R as ::rocket_supertokens::__private::OfRoute>::Guard<
    ::rocket_supertokens::__private::Options<
        ::rocket_supertokens::__private::Required,
        false,
        ::rocket_supertokens::__private::ByMethod,
    >,
>;

impl ::rocket_supertokens::__private::Sentinel for __verify_session_kinds {
    fn abort(
        rocket: &::rocket_supertokens::__private::Rocket<
            ::rocket_supertokens::__private::Ignite,
        >,
    ) -> ::core::primitive::bool {
        use ::rocket_supertokens::__private::AtLaunchFallback as _;
        <::rocket_supertokens::__private::AtLaunch<
            __supertokens_guard_kinds<__verify_session_kinds>,
        >>::abort(rocket, "kinds", "post", "/<id>")
    }
}

#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<
        __supertokens_guard_kinds<__verify_session_kinds>,
        u64,
        __verify_session_kinds,
    >>::check();
    <::rocket_supertokens::__private::Probe<
        __supertokens_guard_kinds<__verify_session_kinds>,
        a::Of<'_, (&'_ str, &'static str)>,
        __verify_session_kinds,
    >>::check();
};

#[post("/<id>", data = "<body>")]
fn kinds<'r>(
    __supertokens_session: __supertokens_guard_kinds<__verify_session_kinds>,
    id: u64,
    jar: &'r CookieJar<'_>,
    origin: a::Of<'r, (&'r str, &'static str)>,
    pair: (A, B),
    body: body!(),
) {}
