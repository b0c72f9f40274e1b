//! What can go wrong with a request, and what the program's own tables make of the answer.

use tt::domain::delivery::Act;
use tt::domain::entry::Problem;
use tt::net::{Response, Verdict, certainty_of_status};
use tt::sync::backend::{BackendError, ErrorKind};

/// What goes wrong with one write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    Fair,
    /// Refused with words.
    Refused,
    /// Turned away unread: no connection.
    NotSent,
    /// 429.
    Throttled,
    /// No answer; not done.
    LostBefore,
    /// Done; no answer.
    LostAfter,
    /// No answer; done so many seconds later.
    Late(i64),
    /// 500 in the service's own error shape.
    Error500 {
        applied: bool,
    },
    /// 302 to somewhere, with a page; not done.
    Redirect,
    /// Done; a success whose body nobody can read.
    Garbage,
    /// Done; a success whose body breaks off.
    Cut,
}

/// An answer without the entry in it, read by the program's own tables: nothing where it
/// counts as done.
pub fn judge(act: Act, status: u16, body: &[u8]) -> Result<(), BackendError> {
    let answer = Response::new(status, Vec::new(), body.to_vec());
    let readable = answer.json::<serde_json::Value>();
    if answer.is_success() {
        // A delete may answer anything: nothing is read from it.
        return match (act, readable) {
            (Act::Delete, _) => Ok(()),
            _ => Err(error(
                ErrorKind::OutcomeUnknown,
                "an answer without an entry",
            )),
        };
    }
    let usable = status == 429 || readable.is_ok();
    Err(match certainty_of_status(status, usable, false) {
        Verdict::Done => return Ok(()),
        Verdict::Refused => refused(),
        Verdict::Later => error(ErrorKind::RateLimited(None), "too many requests"),
        Verdict::Unknown => lost(),
    })
}

pub fn error(kind: ErrorKind, message: &str) -> BackendError {
    BackendError::new(kind, message, "sync again later")
}

pub fn lost() -> BackendError {
    error(ErrorKind::OutcomeUnknown, "no answer")
}

pub fn conflict() -> BackendError {
    error(ErrorKind::Conflict, "locked there")
}

fn refused() -> BackendError {
    let problem = Problem {
        code: "no".into(),
        rule: None,
        field: Some("note".into()),
        message: "not the note".into(),
    };
    error(ErrorKind::Invalid(vec![problem]), "refused")
}
