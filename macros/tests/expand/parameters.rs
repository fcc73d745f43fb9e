#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_kinds {}

impl ::rocket_supertokens::__private::Policy for __verify_session_kinds {
    type Presence = ::rocket_supertokens::__private::Required;
}

#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<__verify_session_kinds, u64>>::check();
    <::rocket_supertokens::__private::Probe<
        __verify_session_kinds,
        a::Of<'_, (&'_ str, &'static str)>
    >>::check();
};

#[post("/<id>", data = "<body>")]
fn kinds<'r>(
    __supertokens_session: ::rocket_supertokens::__private::Guard<__verify_session_kinds>,
    id: u64,
    jar: &'r CookieJar<'_>,
    origin: a::Of<'r, (&'r str, &'static str)>,
    pair: (A, B),
    body: body!()
) {
}
