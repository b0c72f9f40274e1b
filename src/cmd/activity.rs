//! The last sign of work while a timer ran: the newest change made with `tt`, and the
//! newest commit of the repository it was started in. Asked for only when somebody is
//! about to be asked when a forgotten timer ended; git gets one second.

use crate::domain::entry::Entry;
use crate::screen::sanitize;
use crate::store::{Store, StoreError, Who};
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// How long git may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many lines of the journal are looked at.
const LINES: u32 = 100;

/// The top of the repository the command was called in; none outside of one, or where
/// its path is no text.
#[must_use]
pub fn repository() -> Option<String> {
    let here = std::env::current_dir().ok()?;
    let top = here
        .ancestors()
        .find(|folder| folder.join(".git").exists())?;
    top.to_str().map(str::to_owned)
}

/// The last sign of work between this timer's start and now (seconds UTC), and what it was.
///
/// # Errors
/// The store's.
pub fn last(store: &Store, timer: &Entry, now: i64) -> Result<Option<(i64, String)>, StoreError> {
    let view = store.view();
    let lines = view.journal_back(None, LINES)?;
    let by_person = lines
        .into_iter()
        .find(|at| matches!(at.line.who, Who::Person(_)));
    let command = by_person.map(|at| (at.line.at, "the last change made with tt".to_owned()));
    let commit = view.folder_of(timer.id)?.and_then(|folder| {
        let at = newest_commit(Path::new(&folder))?;
        let name = folder.rsplit(['/', '\\']).next().unwrap_or(&folder);
        Some((at, format!("the newest commit in {}", sanitize(name))))
    });
    // What began the timer is no sign that it went on.
    let from = timer
        .content
        .start
        .map_or(timer.created_at, |start| start.max(timer.created_at));
    Ok([command, commit]
        .into_iter()
        .flatten()
        .filter(|(at, _)| *at > from && *at < now)
        .max_by_key(|(at, _)| *at))
}

/// When the newest commit was made, seconds UTC; none where git does not say in time.
fn newest_commit(folder: &Path) -> Option<i64> {
    let mut child = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["log", "-1", "--no-show-signature", "--format=%ct"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut output = child.stdout.take()?;
    let (tell, told) = mpsc::channel();
    let reader = thread::Builder::new().spawn(move || {
        let mut bytes = [0; 32];
        let n = output.read(&mut bytes).unwrap_or(0);
        let _ = tell.send(String::from_utf8_lossy(&bytes[..n]).trim().to_owned());
    });
    let line = reader.ok().and_then(|_| told.recv_timeout(PATIENCE).ok());
    // It has said what it has to say, or took too long for that.
    let _ = child.kill();
    let _ = child.wait();
    line?.parse().ok()
}
