//! A small HTTP/1.1 server on loopback that gives its handler the whole socket.
//!
//! One thread a connection, keep-alive, bodies by length or chunked,
//! `Expect: 100-continue`. An answer is a script of bytes and pauses, so that it
//! can be cut, garbled, dripped or half-closed; a reset is a close with unread
//! data. It never parses what it sends and never retries anything.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use serde_json::Value;

use super::locked;

const MAX_HEAD: usize = 256 * 1024;
const MAX_BODY: usize = 64 * 1024 * 1024;

/// One request as it came over the wire.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// `GET`, `POST`…
    pub method: String,
    /// The path, percent signs and all, without the query.
    pub path: String,
    /// The query as sent, without the question mark.
    pub raw_query: String,
    /// The query, decoded, in the order sent.
    pub query: Vec<(String, String)>,
    /// Header names and values as sent.
    pub headers: Vec<(String, String)>,
    /// The body, chunks put together.
    pub body: Vec<u8>,
    /// Whether all of it arrived.
    pub complete: bool,
}

impl Request {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| v.as_str())
    }

    /// The decoded query parameter of that name.
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// One piece of an answer.
#[derive(Debug, Clone)]
pub enum Step {
    /// These bytes, at once.
    Send(Vec<u8>),
    /// Nothing for so long.
    Wait(Duration),
}

/// What becomes of the connection after the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// The next request is awaited, unless the client asked to close.
    KeepAlive,
    /// Closed in both directions.
    Close,
    /// Our side is closed; the client's bytes are read and thrown away.
    HalfClose,
}

/// An answer: what is sent and what becomes of the connection.
#[derive(Debug, Clone)]
pub struct Script {
    /// Bytes and pauses, in order.
    pub steps: Vec<Step>,
    /// Afterwards.
    pub after: After,
}

/// Who answers.
pub trait Handler: Send + Sync + 'static {
    /// What was decided when the head had arrived.
    type Choice;
    /// Called with the head alone, before the body is read.
    fn choose(&self, head: &Request) -> Self::Choice;
    /// Whether the connection is to be reset now, the rest unread.
    fn resets(&self, head: &Request, choice: &Self::Choice) -> bool;
    /// Called with the whole request.
    fn handle(&self, request: Request, choice: Self::Choice) -> Script;
    /// Called with a request whose end never came.
    fn cut(&self, request: Request);
}

/// A flag that also wakes sleepers.
#[derive(Debug, Default)]
pub struct Stop {
    set: Mutex<bool>,
    bell: Condvar,
}

impl Stop {
    /// Waits so long, or until the server stops; true in the latter case.
    pub fn wait(&self, length: Duration) -> bool {
        let guard = locked(&self.set);
        let (guard, _) = self
            .bell
            .wait_timeout_while(guard, length, |set| !*set)
            .unwrap_or_else(PoisonError::into_inner);
        *guard
    }

    /// Stops and wakes everybody.
    pub fn set(&self) {
        *locked(&self.set) = true;
        self.bell.notify_all();
    }

    fn is_set(&self) -> bool {
        *locked(&self.set)
    }
}

type Streams = Arc<Mutex<HashMap<u64, TcpStream>>>;

/// A running server; stops when dropped.
pub struct Server {
    port: u16,
    stop: Arc<Stop>,
    streams: Streams,
    acceptor: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on 127.0.0.1 (port 0: any free one) and answers through `handler`.
    pub fn start<H: Handler>(handler: Arc<H>, port: u16, stop: Arc<Stop>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let port = listener.local_addr()?.port();
        let streams = Streams::default();
        let (s, open) = (Arc::clone(&stop), Arc::clone(&streams));
        let acceptor = thread::spawn(move || accept(&listener, &handler, &s, &open));
        Ok(Self {
            port,
            stop,
            streams,
            acceptor: Some(acceptor),
        })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Closes every open connection, idle or not.
    pub fn hang_up(&self) {
        for stream in locked(&self.streams).values() {
            // Fails only for a connection that is closed already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.set();
        self.hang_up();
        // Wakes the acceptor; refused only if it is gone.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

fn accept<H: Handler>(listener: &TcpListener, handler: &Arc<H>, stop: &Arc<Stop>, open: &Streams) {
    let mut threads: Vec<JoinHandle<()>> = Vec::new();
    for (id, stream) in (0_u64..).zip(listener.incoming()) {
        if stop.is_set() {
            break;
        }
        let Ok(stream) = stream else { continue };
        let Ok(copy) = stream.try_clone() else {
            continue;
        };
        locked(open).insert(id, copy);
        let (handler, stop, open) = (Arc::clone(handler), Arc::clone(stop), Arc::clone(open));
        threads.retain(|t| !t.is_finished());
        threads.push(thread::spawn(move || {
            let mut stream = stream;
            let _ = stream.set_nodelay(true);
            // A broken connection is what half of the tests are about.
            let _ = converse(&mut stream, handler.as_ref(), &stop);
            // The copy goes first: the socket closes with its last descriptor.
            locked(&open).remove(&id);
        }));
    }
    for stream in locked(open).values() {
        let _ = stream.shutdown(Shutdown::Both);
    }
    for thread in threads {
        let _ = thread.join();
    }
}

fn converse<H: Handler>(stream: &mut TcpStream, handler: &H, stop: &Stop) -> io::Result<()> {
    while !stop.is_set() {
        let mut head = Vec::new();
        if !read_head(stream, &mut head)? {
            if !head.is_empty() {
                handler.cut(parse_head(&head).unwrap_or_default());
            }
            return Ok(());
        }
        let Some(mut request) = parse_head(&head) else {
            return stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        };
        let choice = handler.choose(&request);
        if handler.resets(&request, &choice) {
            // At least the last byte of the head is unread: the close is a reset.
            return Ok(());
        }
        stream.read_exact(&mut [0])?;
        if request
            .header("expect")
            .is_some_and(|v| v.eq_ignore_ascii_case("100-continue"))
        {
            stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        if read_body(stream, &mut request).is_err() {
            handler.cut(request);
            return Ok(());
        }
        request.complete = true;
        let close = request
            .header("connection")
            .is_some_and(|v| v.eq_ignore_ascii_case("close"));
        let script = handler.handle(request, choice);
        for step in script.steps {
            match step {
                Step::Send(bytes) => stream.write_all(&bytes)?,
                Step::Wait(length) => {
                    if stop.wait(length) {
                        return Ok(());
                    }
                }
            }
        }
        match script.after {
            After::KeepAlive if !close => {}
            After::HalfClose => {
                stream.shutdown(Shutdown::Write)?;
                io::copy(stream, &mut io::sink())?;
                return Ok(());
            }
            After::KeepAlive | After::Close => return Ok(()),
        }
    }
    Ok(())
}

/// Reads up to the last byte of the head and leaves that one in the socket.
/// False when the client closed before.
fn read_head(stream: &mut TcpStream, head: &mut Vec<u8>) -> io::Result<bool> {
    let mut window = [0_u8; 16 * 1024];
    loop {
        let n = stream.peek(&mut window)?;
        if n == 0 {
            return Ok(false);
        }
        let before = head.len();
        head.extend_from_slice(&window[..n]);
        let from = before.saturating_sub(3);
        let end = head[from..]
            .windows(4)
            .position(|w| w == b"\r\n\r\n")
            .map(|i| from + i + 4);
        let take = end.map_or(n, |end| end - before - 1);
        stream.read_exact(&mut window[..take])?;
        if let Some(end) = end {
            head.truncate(end);
            return Ok(true);
        }
        if head.len() > MAX_HEAD {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
}

fn parse_head(head: &[u8]) -> Option<Request> {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?);
    let (path, raw_query) = target.split_once('?').unwrap_or((target, ""));
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect();
    let query = raw_query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name, true), decode(value, true)))
        .collect();
    Some(Request {
        method,
        path: path.to_owned(),
        raw_query: raw_query.to_owned(),
        query,
        headers,
        body: Vec::new(),
        complete: false,
    })
}

fn read_body(stream: &mut TcpStream, request: &mut Request) -> io::Result<()> {
    if request
        .header("transfer-encoding")
        .is_some_and(|v| v.eq_ignore_ascii_case("chunked"))
    {
        loop {
            let line = read_line(stream)?;
            let digits = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(digits, 16).map_err(|_| io::ErrorKind::InvalidData)?;
            read_into(stream, &mut request.body, size)?;
            if size == 0 {
                while !read_line(stream)?.is_empty() {}
                return Ok(());
            }
            read_line(stream)?;
        }
    }
    let length = request
        .header("content-length")
        .map_or(Ok(0), str::parse::<usize>);
    let length = length.map_err(|_| io::ErrorKind::InvalidData)?;
    read_into(stream, &mut request.body, length)
}

fn read_into(stream: &mut TcpStream, body: &mut Vec<u8>, length: usize) -> io::Result<()> {
    if body.len() + length > MAX_BODY {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let limit = u64::try_from(length).unwrap_or(u64::MAX);
    let got = stream.take(limit).read_to_end(body)?;
    if got == length {
        Ok(())
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn read_line(stream: &mut TcpStream) -> io::Result<String> {
    let (mut line, mut byte) = (Vec::new(), [0_u8]);
    while line.len() < MAX_HEAD {
        stream.read_exact(&mut byte)?;
        match byte[0] {
            b'\n' => break,
            b'\r' => {}
            other => line.push(other),
        }
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}

/// Percent decoding; `plus` reads `+` as a blank, as in a query.
pub fn decode(text: &str, plus: bool) -> String {
    let (bytes, mut out, mut i) = (text.as_bytes(), Vec::new(), 0);
    while i < bytes.len() {
        let hex = (bytes[i] == b'%')
            .then(|| bytes.get(i + 1..i + 3))
            .flatten();
        let hex = hex.and_then(|h| std::str::from_utf8(h).ok());
        match hex.and_then(|h| u8::from_str_radix(h, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                i += 3;
            }
            None => {
                out.push(if plus && bytes[i] == b'+' {
                    b' '
                } else {
                    bytes[i]
                });
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Percent encoding of everything but letters, digits and `-._~`.
pub fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
