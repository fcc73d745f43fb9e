//! The recordings, and sending one line of them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use reqwest::Method;
use serde_json::Value;

use crate::asked::Asked;
use crate::names::Names;

/// The versions the recorded core spoke and this one does not.
pub(crate) const RECORDED_VERSIONS: [&str; 18] = [
    "2.7", "2.8", "2.9", "2.10", "2.11", "2.12", "2.13", "2.14", "2.15", "2.16", "2.17", "2.18",
    "2.19", "2.20", "2.21", "3.0", "3.1", "4.0",
];

/// A response, recorded or new.
pub(crate) struct CoreResponse {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) cache_control: Option<String>,
    pub(crate) closes: bool,
    /// The body as text, where it was recorded as such.
    pub(crate) text: Option<String>,
    pub(crate) json: Option<Value>,
}

/// One request with its recorded response.
pub(crate) struct Line {
    /// File and number: `21#5`.
    pub(crate) id: String,
    pub(crate) step: String,
    pub(crate) core: String,
    pub(crate) path: String,
    method: Method,
    headers: Vec<(String, String)>,
    body: Option<Body>,
    pub(crate) response: CoreResponse,
}

enum Body {
    Json(Value),
    Raw(String),
}

/// How the clock moves before a line.
pub(crate) enum Move {
    Align,
    Advance(u64),
    KeyAge(i64),
}

/// Everything in the folder.
pub(crate) struct Recordings {
    pub(crate) lines: Vec<Line>,
    pub(crate) clock: BTreeMap<String, Move>,
    pub(crate) differences: BTreeMap<String, String>,
}

impl Recordings {
    pub(crate) fn load() -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("replay/recordings");
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
            .expect("the recordings are there")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "jsonl")
            })
            .collect();
        files.sort();
        let mut lines = Vec::new();
        for file in files {
            let name = file.file_name().expect("a file").to_string_lossy()[..2].to_owned();
            let text = std::fs::read_to_string(&file).expect("a recording");
            lines.extend(text.lines().filter_map(|line| Line::parse(&name, line)));
        }
        let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a list");
        let entries = |text: &str| -> Vec<(String, String)> {
            text.lines()
                .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
                .map(|line| {
                    line.split_once(' ')
                        .map_or((line.into(), String::new()), |(id, rest)| {
                            (id.into(), rest.trim().into())
                        })
                })
                .collect()
        };
        let clock = entries(&read("clock.txt"))
            .into_iter()
            .map(|(id, text)| (id, parse_move(&text)))
            .collect();
        let differences: BTreeMap<_, _> = entries(&read("differences.txt")).into_iter().collect();
        assert!(
            differences.values().all(|reason| !reason.is_empty()),
            "every difference has its reason"
        );
        Self {
            lines,
            clock,
            differences,
        }
    }
}

fn parse_move(text: &str) -> Move {
    match text.split_whitespace().collect::<Vec<_>>()[..] {
        ["align"] => Move::Align,
        ["advance", ms] => Move::Advance(ms.parse().expect("milliseconds")),
        ["key-age", seconds] => Move::KeyAge(seconds.parse().expect("seconds")),
        _ => panic!("no move: {text}"),
    }
}

impl Line {
    /// `None` for the lines that only divide a file.
    fn parse(file: &str, text: &str) -> Option<Self> {
        let line: Value = serde_json::from_str(text).expect("a line is JSON");
        let request = line.get("request")?;
        let response = &line["response"];
        let string = |value: &Value| value.as_str().map(str::to_owned);
        let headers = request["headers"].as_object().expect("headers").iter();
        let body = match (request.get("json"), request.get("raw_body")) {
            (Some(json), _) => Some(Body::Json(expand(json))),
            (None, raw) => raw.and_then(string).map(Body::Raw),
        };
        Some(Self {
            id: format!("{file}#{}", line["seq"]),
            step: string(&line["step"])?,
            core: core_of(file, line["core"].as_str()?),
            path: string(&request["path"])?,
            method: string(&request["method"])?.parse().expect("a method"),
            headers: headers
                .filter_map(|(name, value)| Some((name.clone(), string(value)?)))
                .collect(),
            body,
            response: CoreResponse {
                status: u16::try_from(response["status"].as_u64()?).expect("a status"),
                content_type: string(&response["headers"]["content-type"]).unwrap_or_default(),
                cache_control: string(&response["headers"]["cache-control"]),
                closes: response["headers"].get("connection").is_some(),
                text: string(&response["raw"]).or_else(|| string(&response["text"])),
                json: response.get("json").cloned(),
            },
        })
    }

    /// Whether this is one of those lines.
    pub(crate) fn is_within(&self, (file, lines): &(&str, RangeInclusive<u64>)) -> bool {
        let (own, line) = self.id.split_once('#').expect("file#seq");
        own == *file && line.parse().is_ok_and(|line| lines.contains(&line))
    }

    /// The version in the header.
    pub(crate) fn cdi(&self) -> Option<&str> {
        self.headers
            .iter()
            .find(|(name, _)| name == "cdi-version")
            .map(|(_, value)| value.as_str())
    }

    /// Everything in the request that could name an id or a token.
    pub(crate) fn words(&self) -> String {
        let body = match &self.body {
            Some(Body::Json(json)) => json.to_string(),
            Some(Body::Raw(text)) => text.clone(),
            None => String::new(),
        };
        format!("{} {body}", self.path)
    }

    /// Sends the request in this core's own names, if asked in another version.
    pub(crate) async fn send(
        &self,
        core: &Asked,
        names: &Names,
        cdi: Option<&str>,
    ) -> CoreResponse {
        let header = |(name, value): &'_ (String, String)| match cdi {
            Some(cdi) if name == "cdi-version" => (name.clone(), cdi.to_owned()),
            _ => (name.clone(), value.clone()),
        };
        let sent: Vec<_> = self.headers.iter().map(header).collect();
        let sent: Vec<_> = sent.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let body = match &self.body {
            Some(Body::Json(json)) => names.in_json(json).to_string().into_bytes(),
            Some(Body::Raw(text)) => bytes(&names.in_text(text)),
            None => Vec::new(),
        };
        let path = names.in_text(&self.path);
        let (status, headers, text) = core.ask(&self.method, &path, &sent, body).await;
        let header = |name: &str| {
            headers
                .get(name)
                .map(|value| value.to_str().unwrap_or_default().to_owned())
        };
        CoreResponse {
            status,
            content_type: header("content-type").unwrap_or_default(),
            cache_control: header("cache-control"),
            closes: header("connection").is_some_and(|value| value == "close"),
            json: serde_json::from_str(&text).ok(),
            text: Some(text),
        }
    }
}

/// The cores of the newer recordings have names of their own, since `A` is there another core. From 17 to 20 each file
/// began with a core that had nobody of its users.
fn core_of(file: &str, name: &str) -> String {
    match file {
        "17" | "18" | "19" | "20" => format!("{name} of {file}"),
        "21" | "22" => format!("12.1 {name}"),
        _ => name.to_owned(),
    }
}

/// Long texts of one repeated character are recorded as their length and beginning.
fn expand(json: &Value) -> Value {
    match json {
        Value::Object(members) => match members.get("$long") {
            Some(long) => {
                let length =
                    usize::try_from(long["len"].as_u64().expect("a length")).expect("a length");
                let first = long["head"]
                    .as_str()
                    .and_then(|head| head.chars().next())
                    .expect("a beginning");
                Value::String(first.to_string().repeat(length))
            }
            None => members
                .iter()
                .map(|(name, value)| (name.clone(), expand(value)))
                .collect(),
        },
        Value::Array(items) => items.iter().map(expand).collect(),
        other => other.clone(),
    }
}

/// `\xff` in a recorded body stands for that byte.
fn bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut out = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        out.push(u8::from_str_radix(&part[..2], 16).expect("a byte"));
        out.extend_from_slice(&part.as_bytes()[2..]);
    }
    out
}
