//! Why an entry was given back: at the end of its internal notes in one dialect, in its
//! history in the other. What neither tells stays unknown.

use super::decode::plain;
use super::dialect::ReasonForm;
use super::listing::Question;
use super::normalise::{text, unmarked};
use super::{ConnectWise, ENTRIES};
use crate::domain::ids::{Key, RemoteId};
use crate::domain::status::Status;
use crate::sync::backend::{BackendError, ErrorKind, Page};
use serde_json::Value;

/// Newer rows of a history than these are not looked through.
const LATEST: u32 = 50;

/// The internal notes of a rejected entry: what its owner wrote, and the reason that was
/// appended. Behind our marker stands what was appended; notes without a marker are all
/// reason, as the decision in the examples overwrites them, and stay notes as well.
#[must_use]
pub fn split(notes: &str) -> (Option<String>, Option<String>) {
    let Some((key, _)) = Key::find_marker(notes) else {
        return (text(notes), text(notes));
    };
    let marker = key.marker();
    // A marker is ASCII in either case: places in the text stay as they are.
    let lower = notes.to_ascii_lowercase();
    let Some(at) = lower.find(&marker.to_ascii_lowercase()) else {
        return (text(&unmarked(notes)), None);
    };
    let appended = unmarked(&notes[at + marker.len()..]);
    let lines = appended.trim_start_matches(['\n', '\r', ' ']);
    (text(&notes[..at]), text(lines))
}

impl ConnectWise {
    /// The newest reason in an entry's history. None where the service keeps none, does not
    /// show it, or only tells that the status changed.
    pub(super) fn audited_reason(&self, id: &RemoteId) -> Result<Option<String>, BackendError> {
        if self.dialect.reasons != ReasonForm::Audits {
            return Ok(None);
        }
        let path = [ENTRIES[0], ENTRIES[1], id.0.as_str(), "audits"];
        let question = Question {
            order: "id desc",
            ..Question::of("")
        };
        let page = Page {
            cursor: None,
            size: Some(LATEST),
        };
        let rows = match self.page_of(&path, &question, &page) {
            Ok((rows, _)) => rows,
            // Not every version has it, and not every login sees it.
            Err(error)
                if matches!(
                    error.kind,
                    ErrorKind::NotFound | ErrorKind::Forbidden | ErrorKind::Invalid(_)
                ) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let number = |row: &Value| row.get("id").and_then(Value::as_i64);
        let newest = rows
            .iter()
            .filter(|row| self.is_rejection(row))
            .max_by_key(|row| number(row));
        Ok(newest.and_then(said))
    }

    fn is_rejection(&self, row: &Value) -> bool {
        let word = row.get("newValue").or(row.get("value")).and_then(plain);
        let word = word.filter(|word| !word.is_empty());
        word.is_some_and(|word| self.dialect.status(Some(&word)).0 == Status::Rejected)
    }
}

/// What a person said; the service's own sentence names the status before and after.
fn said(row: &Value) -> Option<String> {
    let message = text(row.get("message")?.as_str()?)?;
    let value = |name: &str| row.get(name).and_then(plain);
    let is_told = match (value("oldValue"), value("newValue")) {
        (Some(old), Some(new)) => message.contains(&old) && message.contains(&new),
        _ => false,
    };
    (!is_told).then_some(message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_stands_behind_the_marker_is_the_reason() {
        let key = Key::new(1_795_176_000_000, [9; 10]);
        let marker = key.marker();
        let some = |text: &str| Some(text.to_owned());
        for (notes, own, reason) in [
            (
                format!("inner\n{marker}\nwhy?"),
                some("inner"),
                some("why?"),
            ),
            (
                format!("inner\r\n{marker}\r\n\r\nwhy?\r\nsay"),
                some("inner"),
                some("why?\nsay"),
            ),
            (format!("{marker}\nwhy?"), None, some("why?")),
            (format!("inner\n{marker}"), some("inner"), None),
            (format!("inner\n{marker}\n  "), some("inner"), None),
            ("why?".to_owned(), some("why?"), some("why?")),
            (String::new(), None, None),
        ] {
            assert_eq!(split(&notes), (own, reason), "{notes}");
        }
    }

    #[test]
    fn the_services_own_sentence_is_no_reason() {
        let row = |message: &str| json!({"message": message, "oldValue": "PendingApproval", "newValue": "Rejected"});
        assert_eq!(
            said(&row("which server?")).as_deref(),
            Some("which server?")
        );
        assert_eq!(said(&row("Status: PendingApproval to Rejected")), None);
        assert_eq!(said(&row("  ")), None);
        assert_eq!(said(&json!({"newValue": "Rejected"})), None);
    }
}
