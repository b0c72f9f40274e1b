//! Taking over what the other side changed, field by field. Pure; which fields
//! changed is decided elsewhere.

use super::content::Content;
use super::given::Slot;

/// `local` with these fields, by JSON name, as `remote` has them. What a service
/// does not know, such as tags, stays.
#[must_use]
pub fn taking(local: &Content, remote: &Content, fields: &[&str]) -> Content {
    let mut merged = local.clone();
    for field in fields {
        match *field {
            "start" | "worked_seconds" | "deduct_seconds" => {
                merged.date = remote.date;
                merged.start = remote.start;
                merged.end = remote.end;
                merged.length = remote.length;
                merged.deduct = remote.deduct;
                merged.pauses.clone_from(&remote.pauses);
            }
            "charge_to" => merged.target.clone_from(&remote.target),
            "project" => merged.project.clone_from(&remote.project),
            "client" => merged.client.clone_from(&remote.client),
            "service" => merged.service.clone_from(&remote.service),
            "task" => merged.task.clone_from(&remote.task),
            "member" => merged.member.clone_from(&remote.member),
            "work_type" => merged.work_type.clone_from(&remote.work_type),
            "work_role" => merged.work_role.clone_from(&remote.work_role),
            "agreement" => merged.agreement.clone_from(&remote.agreement),
            "billable" => merged.billable = remote.billable,
            "note" => merged.note.clone_from(&remote.note),
            "internal_note" => merged.internal_note.clone_from(&remote.internal_note),
            _ => {}
        }
        // What is taken over is neither cleared nor a default here any more.
        if let Some(slot) = Slot::from_word(field) {
            merged.given.forget(slot);
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::status::{Billable, BookedAs};

    #[test]
    fn only_the_named_fields_come_from_the_other_side() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let mut local = Content::blank(day, "Europe/Amsterdam", BookedAs::Range);
        (local.start, local.end) = (Some(0), Some(3600));
        local.note = Some("mine".into());
        local.tags.insert("tag".into());
        let mut remote = local.clone();
        remote.end = Some(7200);
        remote.note = Some("theirs".into());
        remote.billable = Billable::NoCharge;
        remote.tags.clear();
        let merged = taking(&local, &remote, &["worked_seconds"]);
        assert_eq!(
            (merged.end, merged.note.as_deref()),
            (Some(7200), Some("mine"))
        );
        assert_eq!(merged.billable, Billable::NoDefault);
        assert_eq!(merged.tags, local.tags);
        assert_eq!(taking(&local, &remote, &[]), local);
        // What is taken over is no longer said to be none here.
        local.given.set_none(Slot::WorkType);
        local.given.set_default(Slot::Client);
        let taken = taking(&local, &remote, &["work_type", "note"]);
        assert!(!taken.given.is_none(Slot::WorkType) && taken.given.is_default(Slot::Client));
        let all = taking(&local, &remote, &["worked_seconds", "note", "billable"]);
        assert_eq!(
            (all.note.as_deref(), all.billable),
            (Some("theirs"), Billable::NoCharge)
        );
    }
}
