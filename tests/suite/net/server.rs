//! A server that can break a connection in every way: it answers with bytes, not
//! with HTTP.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One accepted connection.
pub struct Peer {
    pub stream: TcpStream,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Peer {
    /// Reads one request with its body and keeps it; false when the client is gone.
    pub fn read(&mut self) -> bool {
        let mut bytes = Vec::new();
        let mut byte = [0];
        while !bytes.ends_with(b"\r\n\r\n") {
            match self.stream.read(&mut byte) {
                Ok(1) => bytes.push(byte[0]),
                _ => return false,
            }
        }
        let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        let length = head
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.lines().next()?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        if self.stream.read_exact(&mut body).is_err() {
            return false;
        }
        bytes.extend(body);
        self.seen
            .lock()
            .unwrap()
            .push(String::from_utf8_lossy(&bytes).into_owned());
        true
    }

    /// Waits until something has arrived, and leaves it unread: a connection that is
    /// dropped then is reset.
    pub fn await_bytes(&self) {
        let _ = self.stream.peek(&mut [0]);
    }

    /// Writes; the client may already have hung up.
    pub fn write(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// Reads a request and answers it.
    pub fn answer(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.read() && self.write(bytes)
    }

    /// Sends the bytes one by one until the client hangs up.
    pub fn drip(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().cycle() {
            if !self.write([*byte]) {
                return;
            }
            nap(20);
        }
    }

    pub fn half_close(&self) {
        let _ = self.stream.shutdown(Shutdown::Write);
        nap(3000);
    }
}

/// The tests that need time to pass on a real socket have no other clock.
#[expect(clippy::disallowed_methods, reason = "real sockets, real time")]
pub fn nap(milliseconds: u64) {
    thread::sleep(Duration::from_millis(milliseconds));
}

pub struct Server {
    pub port: u16,
    connections: Arc<AtomicUsize>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Plays `act` for each connection, numbered from 0; a peer that is dropped with
    /// unread bytes resets its connection, else closes it.
    pub fn start(act: impl Fn(usize, &mut Peer) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self {
            port,
            connections: Arc::default(),
            seen: Arc::default(),
        };
        let (connections, seen) = (server.connections.clone(), server.seen.clone());
        let act = Arc::new(act);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let number = connections.fetch_add(1, Ordering::SeqCst);
                let mut peer = Peer {
                    stream: stream.unwrap(),
                    seen: seen.clone(),
                };
                let act = act.clone();
                thread::spawn(move || act(number, &mut peer));
            }
        });
        server
    }

    /// Answers every request on every connection alike.
    pub fn answering(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        Self::start(move |_, peer| while peer.answer(&bytes) {})
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The requests that arrived whole.
    pub fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}
