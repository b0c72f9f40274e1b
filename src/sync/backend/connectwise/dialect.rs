//! The places where the two dialects differ, in one table. Nothing else in this
//! adapter asks which one is spoken.

use crate::domain::status::Status;

/// What the body of a PATCH is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatchForm {
    /// An array of operations (RFC 6902).
    Operations,
    /// An object of the changed fields.
    Fields,
}

/// How a sheet is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetForm {
    /// By an action of its own below the sheet (`/submit`, `/approve` …).
    Actions,
    /// By a PATCH of its status.
    Status,
}

/// How a single entry is decided about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecisionForm {
    /// It can only be rejected, by an action that newer versions have.
    RejectAction,
    /// By a PATCH of its status, or of many at once.
    Status,
}

/// Where the reason of a rejection is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReasonForm {
    /// In the history of the entry.
    Audits,
    /// At the end of its internal notes.
    Notes,
}

/// One dialect.
#[derive(Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Its name in the configuration.
    pub name: &'static str,
    /// The form in which changes are sent.
    pub patch: PatchForm,
    /// How sheets are moved.
    pub sheets: SheetForm,
    /// How single entries are decided about.
    pub decisions: DecisionForm,
    /// Where the reason of a rejection is read.
    pub reasons: ReasonForm,
    /// Whether entries stay `Open` while their sheet is with the approver.
    pub sheet_tells: bool,
    /// Whether the company alone can be charged.
    pub charges_company: bool,
    /// Whether an entry has a field that can hold its key.
    pub has_guid: bool,
    /// Whether a sheet that tells no dates is one of ISO weeks.
    pub weeks: bool,
    /// The status words of entries: what each is here, and whether it locks.
    pub statuses: &'static [(&'static str, Status, bool)],
    /// Where an entry may stand that is not billed yet.
    pub unbilled: &'static [Status],
}

/// The vendor's published API.
pub static OPENAPI: Dialect = Dialect {
    name: "openapi",
    patch: PatchForm::Operations,
    sheets: SheetForm::Actions,
    decisions: DecisionForm::RejectAction,
    reasons: ReasonForm::Audits,
    sheet_tells: false,
    charges_company: true,
    has_guid: true,
    weeks: false,
    statuses: &[
        ("Open", Status::Open, false),
        ("ErrorsCorrected", Status::Open, false),
        ("Rejected", Status::Rejected, false),
        ("RejectBySecondTier", Status::Rejected, false),
        ("PendingApproval", Status::Submitted, true),
        ("PendingProjectApproval", Status::Submitted, true),
        ("ApprovedByTierOne", Status::Approved, true),
        ("ApprovedByTierTwo", Status::Approved, true),
        ("ReadyToBill", Status::Approved, true),
        ("Billed", Status::Billed, true),
        ("BilledAgreement", Status::Billed, true),
        ("WrittenOff", Status::Billed, true),
    ],
    unbilled: &[
        Status::Open,
        Status::Submitted,
        Status::Rejected,
        Status::Approved,
    ],
};

/// The API as its documentation for integrators tells it.
pub static DOCUMENTED: Dialect = Dialect {
    name: "documented",
    patch: PatchForm::Fields,
    sheets: SheetForm::Status,
    decisions: DecisionForm::Status,
    reasons: ReasonForm::Notes,
    sheet_tells: true,
    charges_company: false,
    has_guid: false,
    weeks: true,
    statuses: &[
        ("Open", Status::Open, false),
        ("Rejected", Status::Rejected, false),
        ("Submitted", Status::Submitted, true),
        ("Approved", Status::Approved, true),
        ("Billed", Status::Billed, true),
    ],
    unbilled: &[Status::Open],
};

impl Dialect {
    /// The dialect a profile speaks.
    #[must_use]
    pub fn of(documented: bool) -> &'static Self {
        if documented { &DOCUMENTED } else { &OPENAPI }
    }

    /// The words for these statuses. Where words that nobody knows count as well, those
    /// that are not meant instead, and `false`.
    #[must_use]
    pub fn words(&self, asked: &[Status]) -> (Vec<&'static str>, bool) {
        let by_name = !asked.contains(&Status::Submitted);
        let all = self.statuses.iter();
        let words = all.filter(|(_, status, _)| asked.contains(status) == by_name);
        (words.map(|(word, ..)| *word).collect(), by_name)
    }

    /// What a status word means here and whether the entry is locked by it. A
    /// word nobody knows locks; an entry without one is open.
    #[must_use]
    pub fn status(&self, word: Option<&str>) -> (Status, bool) {
        let Some(word) = word else {
            return (Status::Open, false);
        };
        self.statuses
            .iter()
            .find(|(known, ..)| known.eq_ignore_ascii_case(word))
            .map_or((Status::Submitted, true), |(_, status, locked)| {
                (*status, *locked)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_to_ask_for() {
        let asked = |documented, asked: &[Status]| Dialect::of(documented).words(asked);
        assert_eq!(asked(true, &[Status::Approved]), (vec!["Approved"], true));
        assert_eq!(
            asked(false, &[Status::Open]),
            (vec!["Open", "ErrorsCorrected"], true)
        );
        // A word nobody knows counts as submitted.
        assert_eq!(
            asked(true, &[Status::Submitted, Status::Open]),
            (vec!["Rejected", "Approved", "Billed"], false)
        );
        for dialect in [&OPENAPI, &DOCUMENTED] {
            assert_eq!(dialect.words(Status::ALL), (vec![], false));
        }
    }

    #[test]
    fn status_words_of_both_dialects() {
        use Status::{Approved, Billed, Open, Rejected, Submitted};
        let rows = [
            (false, "Open", Open, false),
            (false, "ErrorsCorrected", Open, false),
            (false, "Rejected", Rejected, false),
            (false, "RejectBySecondTier", Rejected, false),
            (false, "PendingApproval", Submitted, true),
            (false, "PendingProjectApproval", Submitted, true),
            (false, "ApprovedByTierOne", Approved, true),
            (false, "ApprovedByTierTwo", Approved, true),
            (false, "ReadyToBill", Approved, true),
            (false, "Billed", Billed, true),
            (false, "BilledAgreement", Billed, true),
            (false, "WrittenOff", Billed, true),
            (false, "Approved", Submitted, true),
            (false, "SomethingNew", Submitted, true),
            (false, "", Submitted, true),
            (true, "Open", Open, false),
            (true, "Rejected", Rejected, false),
            (true, "Submitted", Submitted, true),
            (true, "Approved", Approved, true),
            (true, "Billed", Billed, true),
            (true, "PendingApproval", Submitted, true),
        ];
        for (documented, word, status, locked) in rows {
            assert_eq!(
                Dialect::of(documented).status(Some(word)),
                (status, locked),
                "{word}"
            );
        }
        assert_eq!(OPENAPI.status(None), (Open, false));
    }
}
