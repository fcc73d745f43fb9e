#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_users = ::rocket_supertokens::__private::Guard<
    policies::Both<Admin, Strict>,
>;

#[allow(unused, deprecated)]
const _: fn() = || {
    use ::rocket_supertokens::__private::ProbeFallback as _;
    <::rocket_supertokens::__private::Probe<
        __supertokens_guard_users,
        Session,
        policies::Both<Admin, Strict>,
    >>::check();
};

#[get("/users")]
fn users(__supertokens_session: __supertokens_guard_users, session: Session) {}
