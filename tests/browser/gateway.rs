//! A gateway that shows an API below a path, and has headers of its own.

use reqwest::header::HeaderMap;
use rocket::data::ToByteUnit as _;
use rocket::http::{Method, Status};
use rocket::route::{Handler, Outcome};
use rocket::{Data, Request, Response, Route};
use rocket_supertokens_tests::App;
use std::io::Cursor;

/// Listens until it is dropped.
pub(crate) struct Gateway {
    app: App,
}

/// Where the API is shown.
pub(crate) const PATH: &str = "/api";

/// What the gateway adds for the page to read.
pub(crate) const OWN_HEADER: &str = "x-request-id";

impl Gateway {
    /// In front of the API at this port.
    pub(crate) async fn before(api: u16) -> Self {
        let pass_on = PassOn {
            client: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .expect("a client"),
            api: format!("http://127.0.0.1:{api}"),
        };
        let methods = [
            Method::Get,
            Method::Head,
            Method::Post,
            Method::Delete,
            Method::Options,
        ];
        let routes = methods.map(|method| Route::new(method, "/<path..>", pass_on.clone()));
        let app = App::launch(App::rocket().mount(PATH, routes)).await;
        Self { app }
    }

    pub(crate) fn port(&self) -> u16 {
        self.app.port()
    }
}

#[derive(Clone)]
struct PassOn {
    client: reqwest::Client,
    api: String,
}

#[rocket::async_trait]
impl Handler for PassOn {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        let body = data.open(1.mebibytes()).into_bytes().await.expect("a body");
        match self.respond(request, body.into_inner()).await {
            Ok(response) => Outcome::Success(response),
            Err(_) => Outcome::Error(Status::BadGateway),
        }
    }
}

impl PassOn {
    async fn respond<'r>(
        &self,
        request: &'r Request<'_>,
        body: Vec<u8>,
    ) -> Result<Response<'r>, reqwest::Error> {
        let uri = request.uri().to_string();
        let path = uri.strip_prefix(PATH).unwrap_or(&uri);
        let headers = request.headers().iter();
        let headers: HeaderMap = headers
            .filter(|header| header.name() != "host" && header.name() != "connection")
            .map(|header| {
                let name = header.name().as_str().parse().expect("a name");
                (name, header.value().parse().expect("a value"))
            })
            .collect();
        let method = request.method().as_str().parse().expect("a method");
        let url = format!("{}{path}", self.api);
        let request = self.client.request(method, url).headers(headers).body(body);
        let passed = request.send().await?;

        let mut response = Response::new();
        response.set_status(Status::new(passed.status().as_u16()));
        response.set_raw_header("Access-Control-Expose-Headers", OWN_HEADER);
        for (name, value) in passed.headers() {
            let value = value.to_str().expect("a text").to_owned();
            if !["connection", "transfer-encoding", "content-length"].contains(&name.as_str()) {
                response.adjoin_raw_header(name.to_string(), value);
            }
        }
        response.adjoin_raw_header("Access-Control-Expose-Headers", "X-Gateway, front-token");
        response.set_raw_header(OWN_HEADER, "7");
        response.set_raw_header("Connection", "close");
        let body = passed.bytes().await?;
        response.set_sized_body(body.len(), Cursor::new(body));
        Ok(response)
    }
}
