//! Questions for entries. Days are those of the resource, at home anywhere: windows are a
//! day wider on each side, and every row is compared again here. What a billing item was
//! made of is posted, and asked for page by page.

use super::Autotask;
use super::decode::identity;
use super::errors::Act;
use super::errors::is_closed;
use super::filter::{Filter, MOST_VALUES, Test, midnight, number};
use super::normalise::normalise;
use super::query::{Question, Row};
use crate::domain::charge::{Chargeable, Reference, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::entry::Problem;
use crate::domain::ids::Key;
use crate::domain::status::Billable;
use crate::sync::backend::{BackendError, Batch, ErrorKind, Page, RemoteQuery, Wanted};
use chrono::{DateTime, Days, NaiveDate};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

/// Where entries live.
pub const ENTRIES: &str = "TimeEntries";

/// Everything that is read of an entry.
const FIELDS: &[&str] = &[
    "billingApprovalDateTime",
    "billingApprovalLevelMostRecent",
    "billingApprovalResourceID",
    "billingCodeID",
    "contractID",
    "contractServiceBundleID",
    "contractServiceID",
    "createDateTime",
    "creatorUserID",
    "dateWorked",
    "endDateTime",
    "hoursToBill",
    "hoursWorked",
    "impersonatorCreatorResourceID",
    "impersonatorUpdaterResourceID",
    "internalBillingCodeID",
    "internalNotes",
    "isInternalNotesVisibleToComanaged",
    "isNonBillable",
    "lastModifiedDateTime",
    "lastModifiedUserID",
    "offsetHours",
    "resourceID",
    "roleID",
    "showOnInvoice",
    "startDateTime",
    "summaryNotes",
    "taskID",
    "ticketID",
    "timeEntryType",
];

/// Types of an entry: on a ticket, on a task.
const ON_TICKET: i64 = 2;
const ON_TASK: i64 = 6;

/// Types of a billing item that are made of entries: labour and its adjustments.
const LABOUR: [i64; 2] = [1, 2];

impl Autotask {
    /// One page of what is asked for.
    pub(super) fn list_page(
        &self,
        query: &RemoteQuery,
        page: &Page,
    ) -> Result<Batch<Remote>, BackendError> {
        let (filter, act) = self.asked(query)?;
        let question = Question {
            act,
            ..Question::new(ENTRIES, FIELDS, filter)
        };
        let rows = self.page_of(&question, page)?;
        let mut items = self.read_rows(&rows.rows)?;
        let (from, to) = query.window();
        items.retain(|remote| is_within(&remote.content, from, to));
        Ok(Batch {
            items,
            next: rows.next,
            total: None,
        })
    }

    fn asked(&self, query: &RemoteQuery) -> Result<(Filter, Act), BackendError> {
        let (from, to) = query.window();
        let mut filter = Filter::of("id", Test::Above(number(0)));
        if let Some(first) = from.and_then(|at| day_of(at, -1)) {
            filter = filter.and("dateWorked", Test::AtLeast(midnight(first)));
        }
        if let Some(last) = to.and_then(|at| day_of(at, 1)) {
            filter = filter.and("dateWorked", Test::AtMost(midnight(last)));
        }
        let own = || self.settle_own().map(|own| own.number);
        let like = query.like.as_deref();
        let other = like.and_then(|like| like.member.as_ref());
        match (query.own, &query.member, other.and_then(whole)) {
            (true, ..) => filter = filter.and("resourceID", Test::Is(number(own()?))),
            (_, Some(wanted), _) => {
                if let Some(id) = wanted_number(wanted) {
                    filter = filter.and("resourceID", Test::Is(number(id)));
                }
            }
            (_, None, Some(id)) => filter = filter.and("resourceID", Test::Is(number(id))),
            _ => {}
        }
        filter = narrowed(filter, query);
        let Some(typed) = &query.where_text else {
            return Ok((filter, Act::Read));
        };
        let typed = Filter::parse(typed).map_err(|error| not_a_filter(&error.to_string()))?;
        Ok((filter.and_all(typed), Act::Ask))
    }

    /// Rows as they are, with what was posted of them.
    pub(super) fn read_rows(&self, rows: &[Row]) -> Result<Vec<Remote>, BackendError> {
        let posted = self.posted(rows)?;
        rows.iter().map(|row| self.read_row(row, &posted)).collect()
    }

    fn read_row(&self, row: &Row, posted: &BTreeSet<String>) -> Result<Remote, BackendError> {
        self.note_row(row);
        let id = row.get("id").and_then(identity).unwrap_or_default();
        let read = self.reader().read(row, posted.contains(&id));
        read.map_err(|_| self.unreadable())
    }

    /// One entry as it was just written: nothing was posted of it yet.
    pub(super) fn read_unposted(&self, row: &Row) -> Result<Remote, BackendError> {
        self.read_row(row, &BTreeSet::new())
    }

    /// What rows tell besides what they say.
    fn note_row(&self, row: &Row) {
        let flag = |name: &str| row.get(name).and_then(Value::as_bool) == Some(true);
        if flag("isNonBillable") {
            self.seen.non_billable.store(true, Ordering::Relaxed);
        }
        let note = row.get("internalNotes").and_then(Value::as_str);
        let marked = note.and_then(Key::find_marker).is_some();
        if marked && flag("isInternalNotesVisibleToComanaged") {
            self.seen.exposed.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Which of these entries a billing item was made of.
    pub(super) fn posted(&self, rows: &[Row]) -> Result<BTreeSet<String>, BackendError> {
        let ids = rows.iter().filter_map(|row| row.get("id")?.as_i64());
        let ids: Vec<i64> = ids.collect();
        let mut posted = BTreeSet::new();
        for some in ids.chunks(MOST_VALUES) {
            if self.seen.unbillable.load(Ordering::Relaxed) {
                break;
            }
            let values = |all: &[i64]| all.iter().map(|id| number(*id)).collect();
            let filter = Filter::of("timeEntryID", Test::Among(values(some)))
                .and("billingItemType", Test::Among(values(&LABOUR)));
            let fields = ["timeEntryID", "billingItemType", "postedDate"];
            let question = Question::new("BillingItems", &fields, filter);
            match self.all_of(&question) {
                Ok(found) => {
                    let ids = found
                        .iter()
                        .filter_map(|row| identity(row.get("timeEntryID")?));
                    posted.extend(ids);
                }
                // What may not be seen stops no time entry.
                Err(error) if is_closed(&error) => {
                    log::info!("what is posted cannot be read: {}", error.message);
                    self.seen.unbillable.store(true, Ordering::Relaxed);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(posted)
    }

    /// Everything that may be what was sent: by the marker, else what says the same.
    pub(super) fn find_sent(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        let content = &sent.content;
        let before = content.date.checked_sub_days(Days::new(1));
        let after = content.date.checked_add_days(Days::new(1));
        let whose = match content.member.as_ref().and_then(whole) {
            Some(id) => id,
            None => self.settle_own()?.number,
        };
        let filter = Filter::of("resourceID", Test::Is(number(whose)))
            .and(
                "dateWorked",
                Test::AtLeast(midnight(before.unwrap_or(content.date))),
            )
            .and(
                "dateWorked",
                Test::AtMost(midnight(after.unwrap_or(content.date))),
            );
        let rows = self.all_of(&Question::new(ENTRIES, FIELDS, filter))?;
        let (zone, own) = (self.zone(), self.own.get());
        let names = self.aliases();
        let held =
            |content: &Content| normalise(content, zone, own.map(|own| own.id.as_str()), &names);
        let want = held(content);
        let mut ours = Vec::new();
        let mut alike = Vec::new();
        let mut seen = BTreeSet::new();
        for row in rows {
            // Rows may move from page to page while they are read.
            if !seen.insert(row.get("id").and_then(identity)) {
                continue;
            }
            let read = self.reader().read(&row, false);
            let read = read.map_err(|_| self.unreadable())?;
            if read.key == Some(sent.key) {
                ours.push(row);
            } else if read.key.is_none() && is_what_was_sent(&held(&read.content), &want) {
                alike.push((worked(&held(&read.content)) == worked(&want), row));
            }
        }
        if ours.is_empty() {
            // Some companies round hours: one of another length counts where none is exact.
            let any_exact = alike.iter().any(|(is_exact, _)| *is_exact);
            let fits = alike.into_iter();
            let fits = fits.filter(|(is_exact, _)| *is_exact || !any_exact);
            ours = fits.map(|(_, row)| row).collect();
        }
        self.read_rows(&ours)
    }

    /// Whether entries that are not billed are shown to this user: any one proves it.
    pub(super) fn sees_non_billable(&self) -> Result<bool, BackendError> {
        if self.seen.non_billable.load(Ordering::Relaxed) {
            return Ok(true);
        }
        if let Some(sees) = self.seen.probed.get() {
            return Ok(*sees);
        }
        let filter = Filter::of("isNonBillable", Test::Is(super::filter::Scalar::Flag(true)));
        let question = Question::new(ENTRIES, &["isNonBillable"], filter);
        let one = Page {
            cursor: None,
            size: Some(1),
        };
        let rows = self.page_of(&question, &one)?.rows;
        let sees = rows
            .iter()
            .any(|row| row.get("isNonBillable") == Some(&Value::Bool(true)));
        Ok(*self.seen.probed.get_or_init(|| sees))
    }
}

/// Adds what the service can tell apart of what is asked for. What it cannot, or not for
/// certain, is compared here alone: the notes, where an entry stands.
fn narrowed(mut filter: Filter, query: &RemoteQuery) -> Filter {
    for (field, wanted) in [
        ("billingCodeID", &query.work_type),
        ("roleID", &query.work_role),
        ("contractID", &query.agreement),
    ] {
        if let Some(id) = wanted.as_ref().and_then(wanted_number) {
            filter = filter.and(field, Test::Is(number(id)));
        }
    }
    if let Some((kind, wanted)) = &query.target
        && let (Some(field), Some(id)) = (place(*kind), wanted_number(wanted))
    {
        filter = filter.and(field, Test::Is(number(id)));
    }
    let types: Option<Vec<_>> = query
        .kinds
        .iter()
        .map(|kind| match kind {
            Chargeable::Ticket => Some(number(ON_TICKET)),
            Chargeable::Task => Some(number(ON_TASK)),
            // Which types other entries have is not written down.
            _ => None,
        })
        .collect();
    match types.as_deref() {
        None | Some([]) => {}
        Some([one]) => filter = filter.and("timeEntryType", Test::Is(one.clone())),
        Some(several) => filter = filter.and("timeEntryType", Test::Among(several.to_vec())),
    }
    let unbilled = match query.billable.as_slice() {
        [Billable::Billable] => Some(false),
        [Billable::DoNotBill | Billable::NoCharge] => Some(true),
        _ => None,
    };
    if let Some(unbilled) = unbilled {
        let flag = super::filter::Scalar::Flag(unbilled);
        filter = filter.and("isNonBillable", Test::Is(flag));
    }
    filter
}

fn place(kind: TargetKind) -> Option<&'static str> {
    match kind {
        TargetKind::Ticket => Some("ticketID"),
        TargetKind::Task => Some("taskID"),
        TargetKind::ChargeCode => Some("internalBillingCodeID"),
        TargetKind::ProjectTicket | TargetKind::Activity => None,
    }
}

/// Resource, target, day, start and note, of normalised contents.
fn is_what_was_sent(row: &Content, sent: &Content) -> bool {
    row.member == sent.member
        && row.target == sent.target
        && row.date == sent.date
        && row.start == sent.start
        && row.note == sent.note
}

fn worked(content: &Content) -> Option<i64> {
    content
        .end
        .map(|end| content.worked(end))
        .or(content.length)
}

/// Whether an entry begins in a window (seconds UTC); one without clock times begins with
/// its day.
fn is_within(content: &Content, from: Option<i64>, to: Option<i64>) -> bool {
    let midnight = content.date.and_time(chrono::NaiveTime::MIN).and_utc();
    let start = content.start.unwrap_or(midnight.timestamp());
    from.is_none_or(|from| start >= from) && to.is_none_or(|to| start < to)
}

/// The day of an instant, with days to spare.
fn day_of(at: i64, spare: i64) -> Option<NaiveDate> {
    let at = at.saturating_add(spare.saturating_mul(86_400));
    DateTime::from_timestamp(at, 0).map(|at| at.date_naive())
}

fn whole(reference: &Reference) -> Option<i64> {
    reference.number()?.parse().ok()
}

fn wanted_number(wanted: &Wanted) -> Option<i64> {
    wanted.number()?.parse().ok()
}

fn not_a_filter(message: &str) -> BackendError {
    let problem = Problem {
        code: "filter".to_owned(),
        rule: None,
        field: None,
        message: message.to_owned(),
    };
    BackendError::new(
        ErrorKind::Invalid(vec![problem]),
        message,
        "correct --where, such as '[{\"op\":\"gt\",\"field\":\"hoursWorked\",\"value\":4}]'",
    )
}
