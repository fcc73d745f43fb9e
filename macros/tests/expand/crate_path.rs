#[allow(unused, deprecated)]
const _: fn() = || {
    use facade::sessions::__private::ProbeFallback as _;
    <facade::sessions::__private::Probe<Admin, Session>>::check();
};

#[get("/")]
fn route(
    __supertokens_session: <Admin as facade::sessions::__private::Guarded>::Guard,
    session: Session
) {
}
