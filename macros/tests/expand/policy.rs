#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<policies::Both<Admin, Strict>, Session>>::check();
};

#[get("/users")]
fn users(
    __supertokens_session: ::rocket_supertokens::__private::Guard<policies::Both<Admin, Strict>>,
    session: Session
) {
}
