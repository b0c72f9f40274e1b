//! A person at a real terminal: a pseudo-terminal of `script`, which types once it sees
//! what it waits for.

use super::{Desk, programs};
use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Somebody who has waited this long for a question gives up.
const PATIENCE: Duration = Duration::from_secs(30);

/// `tt` at a terminal.
pub struct Seat {
    child: Child,
    keys: Option<ChildStdin>,
    chunks: Receiver<Vec<u8>>,
    /// All that was shown.
    shown: String,
    /// How much of it has been answered.
    answered: usize,
}

impl Seat {
    /// Starts `tt` with the words of this line at a terminal of 100 columns; none where the
    /// system has no `script`.
    pub fn new(desk: &Desk, line: &str) -> Option<Self> {
        let script = programs::find("script", "nothing was asked at a terminal")?;
        let tt = desk.command();
        let program = tt.get_program().to_str().unwrap().to_owned();
        let mut command = Command::new(script);
        command.env_clear();
        for (name, value) in tt.get_envs() {
            command.env(name, value.unwrap());
        }
        let line = format!("stty cols 100 rows 30; '{program}' {line}");
        let mut child = command
            .args(["-qec", &line, "/dev/null"])
            .env("TERM", "xterm-256color")
            .env("SHELL", "/bin/sh")
            .current_dir(desk.home())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut screen = child.stdout.take().unwrap();
        let (send, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n) = screen.read(&mut buffer) {
                if n == 0 || send.send(buffer[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        let keys = child.stdin.take();
        Some(Self {
            child,
            keys,
            chunks,
            shown: String::new(),
            answered: 0,
        })
    }

    /// Waits until this is shown after what was answered last, then types.
    pub fn types(&mut self, after: &str, keys: &str) {
        let at = loop {
            if let Some(at) = self.shown[self.answered..].find(after) {
                break at;
            }
            match self.chunks.recv_timeout(PATIENCE) {
                Ok(chunk) => self.shown += &String::from_utf8_lossy(&chunk),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    let _ = self.child.kill();
                    panic!("{after:?} was never shown: {}", self.shown);
                }
            }
        };
        self.answered += at + after.len();
        let typing = self.keys.as_mut().unwrap();
        typing.write_all(keys.as_bytes()).unwrap();
        typing.flush().unwrap();
    }

    /// Its exit code and all that was shown, once it has ended.
    pub fn ends(mut self) -> (i32, String) {
        loop {
            match self.chunks.recv_timeout(PATIENCE) {
                Ok(chunk) => self.shown += &String::from_utf8_lossy(&chunk),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    let _ = self.child.kill();
                    panic!("it waits for something: {}", self.shown);
                }
            }
        }
        drop(self.keys.take());
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        (code, self.shown)
    }
}
