pub (crate) fn likes (session : Session , of :) -> u32 { 3 }

const _: () = {
    #[allow(unused_imports)]
    use get as _;
};

#[doc(hidden)]
#[allow(nonstandard_style, unused)]
pub(crate) struct likes {}

#[allow(nonstandard_style, unused)]
impl likes {
    pub(crate) fn into_route(self) -> ::rocket::Route {
        fn never<T>() -> ::rocket::Route {
            const {
                ::core::panic!(
                    "`likes` has a signature that `#[verify_session]` cannot read, so it cannot be a route\nhelp: write the signature without syntax that is newer than this version of rocket_supertokens"
                )
            }
        }
        never::<()>()
    }
}
