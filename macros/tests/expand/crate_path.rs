#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_route = facade::sessions::__private::Guard<Admin>;

#[allow(unused, deprecated)]
const _: fn() = || {
    use facade::sessions::__private::ProbeFallback as _;
    <facade::sessions::__private::Probe<
        __supertokens_guard_route,
        Session,
        Admin,
    >>::check();
};

#[get("/")]
fn route(__supertokens_session: __supertokens_guard_route, session: Session) {}
