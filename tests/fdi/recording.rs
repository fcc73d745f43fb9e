//! The recorded exchanges.

use std::fmt;
use std::time::SystemTime;

use serde_json::{Map, Value, json};

/// One request, and all that came of it.
pub(crate) struct Line {
    pub(crate) seq: u64,
    label: String,
    pub(crate) request: Request,
    /// In the form of [`crate::own`].
    pub(crate) exchange: Value,
}

pub(crate) struct Request {
    pub(crate) method: reqwest::Method,
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
    pub(crate) fdi_version: Option<String>,
    pub(crate) rid: Option<String>,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} {}", self.seq, self.label)
    }
}

/// All exchanges. Their addresses become new ones, since a core that outlives the test knows those of the last time.
pub(crate) fn load() -> Vec<Line> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let run = now.expect("after 1970").as_millis() % 1_000_000_000_000;
    include_str!("exchanges.jsonl")
        .lines()
        .map(|line| {
            let line = with_new_addresses(line, u64::try_from(run).expect("a number"));
            read(&serde_json::from_str(&line).expect("a line is JSON"))
        })
        .collect()
}

/// The time of recording is part of every address: 13 digits before the `@`, which are counted up.
fn with_new_addresses(line: &str, by: u64) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in line
        .split_inclusive("@")
        .flat_map(|p| p.split_inclusive("%40"))
    {
        let (local, at) = ["@", "%40"]
            .iter()
            .find_map(|at| part.strip_suffix(at).map(|local| (local, *at)))
            .unwrap_or((part, ""));
        let cut = local.len().saturating_sub(13);
        let number = (!at.is_empty() && local.is_char_boundary(cut))
            .then(|| local.split_at(cut))
            .and_then(|(before, digits)| Some((before, digits.parse::<u64>().ok()?)));
        parts.push(match number {
            Some((before, number)) => format!("{before}{}{at}", number + by),
            None => part.to_owned(),
        });
    }
    parts.concat()
}

fn read(line: &Value) -> Line {
    let request = &line["req"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let method = text(&request["method"]).expect("a method");
    Line {
        seq: line["seq"].as_u64().expect("a number"),
        label: text(&line["label"]).expect("a label"),
        request: Request {
            method: method.parse().expect("a method"),
            path: text(&request["url"]).expect("a URL"),
            body: request.get("body").cloned(),
            fdi_version: text(&request["fdi"]),
            rid: text(&request["rid"]),
        },
        exchange: exchange(line),
    }
}

fn exchange(line: &Value) -> Value {
    // A plain error became the framework's 500.
    let failed = line.get("unhandledError").is_some();
    let mut exchange = json!({ "handled": failed || line["handled"] == true });
    if exchange["handled"] == true {
        exchange["status"] = line["status"].clone();
        exchange["headers"] = headers(&line["headers"]);
        exchange["cookies"] = each(&line["cookies"], cookie);
        exchange["body"] = line.get("body").cloned().unwrap_or_default();
    }
    if let Some(front) = line.get("front") {
        exchange["front"] = front.clone();
    }
    exchange["core"] = each(&line["core"], core_call);
    if let Some(calls) = exchange["core"].as_array_mut() {
        calls.retain(|call| call["path"] != "/apiversion");
    }
    exchange["mails"] = each(&line["mails"], mail);
    exchange
}

fn each(list: &Value, read: fn(&Value) -> Value) -> Value {
    list.as_array().into_iter().flatten().map(read).collect()
}

fn headers(headers: &Value) -> Value {
    let headers = headers.as_object().expect("headers").iter();
    let shown = |(name, value): (&String, &Value)| {
        let set = name == "front-token" && value != "remove";
        (name.clone(), if set { json!("set") } else { value.clone() })
    };
    Value::Object(headers.map(shown).collect())
}

fn cookie(cookie: &Value) -> Value {
    json!({
        "name": cookie["key"],
        "empty": cookie["len"] == 0,
        "path": cookie["path"],
        "sameSite": cookie["sameSite"],
        "secure": cookie["secure"],
    })
}

fn core_call(call: &Value) -> Value {
    let path = call["path"].as_str().expect("a path");
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut read = json!({ "method": call["method"], "path": path, "query": parameters(query) });
    if let Some(body) = call.get("body") {
        read["body"] = body.clone();
    }
    read
}

fn mail(mail: &Value) -> Value {
    let link = mail.get("passwordResetLink");
    let link = link.unwrap_or(&mail["emailVerifyLink"]).as_str();
    let user = &mail["user"];
    json!({
        "type": mail["type"],
        "to": user["email"],
        "userId": user["id"],
        "recipeUserId": user["recipeUserId"]["recipeUserId"],
        "tenantId": mail["tenantId"],
        "link": link_parts(link.expect("a link")),
    })
}

/// A link as page and parameters.
pub(crate) fn link_parts(link: &str) -> Value {
    let (page, query) = link.split_once('?').expect("parameters");
    json!({ "page": page, "parameters": parameters(query) })
}

/// The parameters of a query, decoded.
pub(crate) fn parameters(query: &str) -> Value {
    let decode = |text: &str| {
        let text = text.replace('+', " ");
        let decoded = percent_encoding::percent_decode_str(&text).decode_utf8();
        decoded.expect("a text").into_owned()
    };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let pairs: Map<_, _> = pairs
        .map(|(name, value)| (decode(name), decode(value).into()))
        .collect();
    Value::Object(pairs)
}
