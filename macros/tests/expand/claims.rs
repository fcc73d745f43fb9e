#[doc(hidden)]
#[allow(nonstandard_style, unused)]
enum __verify_session_admin {}

impl ::rocket_supertokens::__private::Policy for __verify_session_admin {
    type Presence = ::rocket_supertokens::__private::Required;
    const CHECK_DATABASE: ::core::primitive::bool = true;
    fn claims() -> ::rocket_supertokens::__private::ClaimRules {
        let rules = ::rocket_supertokens::__private::ClaimRules::global();
        let rules = rules.with_global_changed(rules::without_email);
        let rules = rules.with(UserRole::includes("admin"));
        let rules = rules.with(RULES.is_true());
        rules
    }
}

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
type __supertokens_guard_admin<R> = <R as ::rocket_supertokens::__private::OfRoute>::Guard<
    __verify_session_admin,
>;

impl ::rocket_supertokens::__private::Sentinel for __verify_session_admin {
    fn abort(
        rocket: &::rocket_supertokens::__private::Rocket<
            ::rocket_supertokens::__private::Ignite,
        >,
    ) -> ::core::primitive::bool {
        use ::rocket_supertokens::__private::AtLaunchFallback as _;
        <::rocket_supertokens::__private::AtLaunch<
            __supertokens_guard_admin<__verify_session_admin>,
        >>::abort(rocket, "admin", "get", "/admin")
    }
}

#[get("/admin")]
fn admin(__supertokens_session: __supertokens_guard_admin<__verify_session_admin>) {}
