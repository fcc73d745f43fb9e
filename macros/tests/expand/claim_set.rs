#[automatically_derived]
#[allow(nonstandard_style, unused, deprecated, unreachable_pub)]
impl<'a> Account<'a> {
    /// What the user pays for.
    pub const fn plan() -> ::rocket_supertokens::__private::PrimitiveClaim<
        <ClaimValue<String> as ::rocket_supertokens::__private::ClaimField>::Value,
    > {
        ::rocket_supertokens::__private::PrimitiveClaim::<
            <ClaimValue<String> as ::rocket_supertokens::__private::ClaimField>::Value,
        >::new("plan")
    }
    ///The claim `freeSeats`.
    pub(crate) const fn free_seats() -> ::rocket_supertokens::__private::PrimitiveClaim<
        <Option<ClaimValue<u32>> as ::rocket_supertokens::__private::ClaimField>::Value,
    > {
        ::rocket_supertokens::__private::PrimitiveClaim::<
            <Option<
                ClaimValue<u32>,
            > as ::rocket_supertokens::__private::ClaimField>::Value,
        >::new("freeSeats")
    }
    ///The claim `type`.
    fn r#type() -> ::rocket_supertokens::__private::PrimitiveClaim<
        <Alias as ::rocket_supertokens::__private::ClaimField>::Value,
        ::rocket_supertokens::__private::Fetches<
            <Alias as ::rocket_supertokens::__private::ClaimField>::Value,
        >,
    > {
        ::rocket_supertokens::__private::PrimitiveClaim::<
            <Alias as ::rocket_supertokens::__private::ClaimField>::Value,
        >::new("type")
            .fetched_by(db::find_team)
    }
}
