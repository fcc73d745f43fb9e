/// Who runs the place.
#[cfg(feature = "admin")]
#[derive(Debug)]
#[deprecated]
pub(crate) enum Admin {}

#[cfg(feature = "admin")]
#[allow(deprecated)]
impl crate::facade::__private::Policy for Admin {
    type Presence = crate::facade::__private::Optional;
    const CHECK_DATABASE: ::core::primitive::bool = true;
    const ANTI_CSRF_CHECK: ::core::option::Option<::core::primitive::bool> = ::core::option::Option::Some(
        false,
    );
    fn claims() -> crate::facade::__private::ClaimRules {
        let rules = crate::facade::__private::ClaimRules::global();
        let rules = rules.with_global_changed(rules::without_email);
        let rules = rules.with(UserRole::includes("admin"));
        let rules = rules.with(RULES.is_true());
        rules
    }
}
