use rocket::{get, routes};
use rocket_supertokens::{Session, verify_session};

macro_rules! route {
    ($session:ty) => {
        #[verify_session(required = false)]
        #[get("/likes")]
        fn likes(_session: $session) -> &'static str {
            "3"
        }
    };
}

route!(Session);

fn main() {
    let _ = routes![likes];
}
