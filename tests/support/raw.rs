//! A bare HTTP client over `TcpStream`, to look at a fake without any HTTP crate.
//!
//! It follows nothing, retries nothing and says exactly what came back.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use serde_json::Value;

use super::vendor::connectwise::{Credentials, Fake};

/// What came back.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// The headers as sent.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut rows = self.headers.iter();
        rows.find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// One connection.
pub struct Line(TcpStream);

impl Line {
    /// Connects to `http://HOST:PORT`.
    pub fn open(url: &str) -> io::Result<Self> {
        let address = url.strip_prefix("http://").unwrap_or(url);
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        Ok(Self(stream))
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    /// Closes the sending side.
    pub fn finish(&self) -> io::Result<()> {
        self.0.shutdown(Shutdown::Write)
    }

    /// Reads one answer; an answer that breaks off is `UnexpectedEof`.
    pub fn reply(&mut self) -> io::Result<Reply> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            self.0.read_exact(&mut byte)?;
            head.push(byte[0]);
        }
        let head = String::from_utf8_lossy(&head).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|l| l.split(' ').nth(1))
            .and_then(|s| s.parse().ok());
        let status = status.ok_or(io::ErrorKind::InvalidData)?;
        let pair = |line: &str| {
            line.split_once(": ")
                .map(|(n, v)| (n.to_owned(), v.to_owned()))
        };
        let headers = lines.filter_map(pair).collect();
        let mut reply = Reply {
            status,
            headers,
            body: Vec::new(),
        };
        let length = reply
            .header("content-length")
            .and_then(|v| v.parse().ok())
            .unwrap_or(0);
        reply.body.resize(length, 0);
        self.0.read_exact(&mut reply.body)?;
        Ok(reply)
    }

    /// Reads until the other side closes.
    pub fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Calls to a fake with somebody's keys, each on a connection of its own.
pub struct Caller {
    url: String,
    /// The keys.
    pub credentials: Credentials,
    /// What stands before an operation's path.
    pub base: String,
}

impl Caller {
    /// The default member of a fake.
    pub fn new(fake: &Fake) -> Self {
        let credentials = fake.credentials();
        Self {
            url: fake.url(),
            credentials,
            base: "/v4_6_release/apis/3.0".to_owned(),
        }
    }

    /// Another member of the fake.
    pub fn of(fake: &Fake, member: &str) -> Self {
        Self {
            credentials: fake.credentials_of(member),
            ..Self::new(fake)
        }
    }

    /// The bytes of a request.
    pub fn request(&self, method: &str, path: &str, extra: &str, body: &[u8]) -> Vec<u8> {
        let mut text = format!(
            "{method} {}{path} HTTP/1.1\r\nHost: {}\r\nclientId: {}\r\nAuthorization: {}\r\n{extra}",
            self.base,
            self.url.trim_start_matches("http://"),
            self.credentials.client_id,
            self.credentials.authorization(),
        );
        if !body.is_empty() {
            text.push_str("Content-Type: application/json\r\n");
            if !extra.contains("Transfer-Encoding") {
                text.push_str(&format!("Content-Length: {}\r\n", body.len()));
            }
        }
        text.push_str("\r\n");
        let mut bytes = text.into_bytes();
        bytes.extend_from_slice(body);
        bytes
    }

    /// One call.
    pub fn try_call(&self, method: &str, path: &str, body: &Value) -> io::Result<Reply> {
        let body = if body.is_null() {
            Vec::new()
        } else {
            body.to_string().into_bytes()
        };
        let mut line = Line::open(&self.url)?;
        line.send(&self.request(method, path, "", &body))?;
        line.reply()
    }

    /// One call that is answered.
    pub fn call(&self, method: &str, path: &str, body: &Value) -> Reply {
        self.try_call(method, path, body)
            .unwrap_or_else(|e| panic!("{method} {path}: {e}"))
    }

    /// GET.
    pub fn get(&self, path: &str) -> Reply {
        self.call("GET", path, &Value::Null)
    }
}
