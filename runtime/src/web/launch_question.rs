//! A question that the application asks itself after the launch, to see what a response with tokens looks like behind
//! all of its fairings.

use rocket::http::Method;
use rocket::outcome::Outcome;
use rocket::request::{self, FromRequest};
use rocket::{Request, Response};

/// The name of the query, so that Rocket's line of the request tells where it comes from.
pub(super) const NAME: &str = "rocket_supertokens_launch_check";

/// The header with the answer to a `GET`.
pub(super) const ANSWER_HEADER: &str = "rocket-supertokens-launch-check";

/// A query that nobody else can know, and the text that responds to it. The text shows that the response comes from
/// this application and not from another one on the same port.
pub(super) struct LaunchQuestion {
    pub(super) query: String,
    pub(super) answer: String,
}

impl LaunchQuestion {
    /// `None` if the operating system has no randomness: then nothing is asked.
    pub(super) fn new() -> Option<Self> {
        let mut random = [0; 32];
        aws_lc_rs::rand::fill(&mut random).ok()?;
        let (query, answer) = random.split_at(16);
        Some(Self {
            query: format!("{NAME}={}", hex(query)),
            answer: hex(answer),
        })
    }

    /// The question, if the request asks it. Other requests are told by their query alone.
    fn of<'r>(request: &'r Request<'_>) -> Option<&'r Self> {
        let query = request.uri().query()?.as_str();
        let question = || request.rocket().state::<Self>();
        query
            .starts_with(NAME)
            .then(question)?
            .filter(|it| it.query == query)
    }
}

/// Answers a `GET` with the question in a header. So the application finds out who listens on its port before it sends
/// anything that could change something there.
pub(super) fn introduce(request: &Request<'_>, response: &mut Response<'_>) {
    if request.method() == Method::Get
        && let Some(question) = LaunchQuestion::of(request)
    {
        response.set_raw_header(ANSWER_HEADER, question.answer.clone());
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The guard of a request that asks it; all others are forwarded.
pub(super) struct Asked<'r>(pub(super) &'r LaunchQuestion);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Asked<'r> {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, Self::Error> {
        match LaunchQuestion::of(request) {
            Some(question) => Outcome::Success(Self(question)),
            None => Outcome::Forward(rocket::http::Status::NotFound),
        }
    }
}
