//! One entry with everything known about it, for people: each field with its
//! name, what happened, why it is not delivered, what the service holds.

use super::remote::Held;
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Link, Remote};
use crate::domain::entry::Entry;
use crate::domain::given::Slot;
use crate::domain::ids::EntryId;
use crate::domain::status::{Billable, BookedAs};
use crate::report::phrase::{clock_times, length, state};
use crate::report::{Context, Item};
use crate::rounding::{Direction, Policy};
use crate::screen::{pad, sanitize, sanitize_lines, width};
use serde::Serialize;
use serde_json::Value;

/// One step in the life of an entry, as the journal has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When, seconds UTC.
    pub at: i64,
    /// Who: the person, or `sync`.
    pub who: String,
    /// What was done, in a word.
    pub action: String,
    /// To which entry.
    pub entry: EntryId,
    /// The content before; none at its beginning.
    pub from: Option<Value>,
    /// The content after; none at its end.
    pub to: Option<Value>,
}

/// Who decided whether it is billed, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Billing {
    /// `entry`, `ticket`, `agreement` or `company`.
    pub decided_by: String,
    /// The billable option that results.
    pub result: String,
    /// The same for a person, in a line.
    #[serde(skip)]
    pub says: String,
}

/// What `show` knows of an entry.
#[derive(Debug, Clone)]
pub struct Shown<'a> {
    /// The entry and its link.
    pub item: Item<'a>,
    /// What happened to it, oldest first.
    pub history: Vec<Event>,
    /// How its billing was decided, where that is known.
    pub billing: Option<Billing>,
}

/// Names stand in this many columns.
const NAMES: usize = 16;

/// The text for several entries, a blank line between them.
#[must_use]
pub fn text(shown: &[Shown<'_>], context: &dyn Context) -> String {
    let pages: Vec<_> = shown.iter().map(|one| page(one, context)).collect();
    pages.join("\n")
}

/// Lines of `name  value`.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn put(&mut self, name: &str, value: &str) {
        let mut name = name;
        for line in sanitize_lines(value).lines() {
            let gap = if width(name) < NAMES { "" } else { "  " };
            self.0
                .push_str(&format!("  {}{gap}{line}\n", pad(name, NAMES)));
            name = "";
        }
    }

    fn may(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn title(&mut self, title: &str) {
        self.0.push_str(title);
        self.0.push('\n');
    }
}

fn page(shown: &Shown<'_>, context: &dyn Context) -> String {
    let item = &shown.item;
    let entry = item.entry;
    let mut lines = Lines::default();
    let number = if item.planned {
        "Planned entry".to_owned()
    } else {
        format!("Entry {}", entry.id)
    };
    let removed = if entry.removed { ", removed" } else { "" };
    lines.title(&format!(
        "{number}: {}{removed}",
        state(item, context, false)
    ));
    times(&mut lines, item, context);
    fields(&mut lines, &entry.content);
    billing(&mut lines, shown, context);
    standing(&mut lines, item, context);
    said_by_rules(&mut lines, entry);
    let zone = &entry.content.zone;
    lines.put("key", &entry.key.to_string());
    lines.put("booked", &minute(&context.rfc3339(entry.created_at, zone)));
    lines.put(
        "changed",
        &format!(
            "{} (revision {})",
            minute(&context.rfc3339(entry.updated_at, zone)),
            entry.revision
        ),
    );
    if let Some(link) = item.link {
        on_the_service(&mut lines, link, zone, context);
    }
    if !shown.history.is_empty() {
        lines.title("History");
    }
    for event in &shown.history {
        let at = minute(&context.rfc3339(event.at, zone));
        let changes = changes(event.from.as_ref(), event.to.as_ref());
        let line = format!("  {at}  {}  {}", event.who, event.action);
        lines.title(&sanitize(&line));
        for (name, change) in changes {
            lines.put(&format!("    {name}"), &change);
        }
    }
    lines.0
}

/// The text for several entries as a service holds them, a blank line between them.
#[must_use]
pub fn held(held: &[Held<'_>], service: &str, context: &dyn Context) -> String {
    let pages = held.iter().filter_map(|one| {
        let (entry, seen) = (one.item.entry, one.remote()?);
        let mut lines = Lines::default();
        lines.title(&format!("Entry {} of {service}", sanitize(&seen.id.0)));
        let here = one.here.map(|id| id.to_string());
        lines.put("entry here", here.as_deref().unwrap_or("none"));
        times(&mut lines, &one.item, context);
        fields(&mut lines, &entry.content);
        lines.put("billable", entry.content.billable.word());
        lines.may("reason", entry.reject_reason.as_deref());
        if one.is_keyed {
            lines.put("key", &entry.key.to_string());
        }
        lines.title("As the service returns it");
        last_seen(&mut lines, seen, &entry.content.zone, context);
        Some(lines.0)
    });
    pages.collect::<Vec<_>>().join("\n")
}

fn times(lines: &mut Lines, item: &Item<'_>, context: &dyn Context) {
    let content = &item.entry.content;
    lines.put("day", &content.date.format("%a %d %b %Y").to_string());
    if content.start.is_some() {
        lines.put(
            "time",
            &format!("{} ({})", clock_times(content, context), content.zone),
        );
    }
    let booked = match content.booked_as {
        BookedAs::Range => "as a range",
        BookedAs::Length => "as a length",
        BookedAs::Date => "as a length on a day, without clock times",
    };
    lines.put("booked as", booked);
    lines.put("worked", &length(item.worked(context)));
    let deducted = content.deducted(context.now());
    if deducted != 0 {
        lines.put("deducted", &length(deducted));
    }
}

fn fields(lines: &mut Lines, content: &Content) {
    if let Some(target) = &content.target {
        let kind = target.kind.word().replace('-', " ");
        lines.put(&kind, &reference(&target.at));
    }
    for (name, value) in [
        ("project", &content.project),
        ("client", &content.client),
        ("service", &content.service),
        ("task", &content.task),
        ("member", &content.member),
        ("work type", &content.work_type),
        ("work role", &content.work_role),
        ("agreement", &content.agreement),
    ] {
        if let Some(value) = value {
            let slot = Slot::from_word(&name.replace(' ', "_"));
            let whose = match slot {
                Some(slot) if content.given.is_default(slot) => ", a default of the profile",
                _ => "",
            };
            lines.put(name, &format!("{}{whose}", reference(value)));
        }
    }
    let nones = content.given.nones();
    for slot in nones.filter(|slot| *slot != Slot::Billable) {
        let name = slot.word().replace('_', " ");
        lines.put(&name, "none, and none is filled in");
    }
    lines.may("note", content.note.as_deref());
    lines.may("internal note", content.internal_note.as_deref());
    let tags: Vec<_> = content.tags.iter().map(String::as_str).collect();
    lines.may(
        "tags",
        (!tags.is_empty()).then(|| tags.join(", ")).as_deref(),
    );
    extra(lines, content);
}

fn extra(lines: &mut Lines, content: &Content) {
    let yes_no = |value: bool| if value { "yes" } else { "no" };
    let extra = &content.extra;
    lines.may("internal", extra.internal.map(yes_no));
    lines.may("on the invoice", extra.show_on_invoice.map(yes_no));
    lines.may("offset", extra.offset_seconds.map(length).as_deref());
    lines.may("contract service", extra.agreement_service.as_deref());
    lines.may("contract bundle", extra.agreement_bundle.as_deref());
    lines.may("invoice detail", extra.detail.as_deref());
    let places: Vec<_> = extra.note_to.iter().map(|place| place.word()).collect();
    lines.may(
        "note also to",
        (!places.is_empty()).then(|| places.join(", ")).as_deref(),
    );
}

fn billing(lines: &mut Lines, shown: &Shown<'_>, context: &dyn Context) {
    let item = &shown.item;
    lines.put("billable", item.entry.content.billable.word());
    lines.put("billed", &billed(item, context));
    if let Some(billing) = &shown.billing {
        lines.put("billing", &billing.says);
    }
}

/// How the billed length comes of the worked one:
/// `2h 7m worked, rounded up to 15m = 2h 15m billed (policy quarter)`.
fn billed(item: &Item<'_>, context: &dyn Context) -> String {
    let (worked, billed) = (item.worked(context), item.billed(context));
    if item.entry.content.billable == Billable::DoNotBill {
        return format!("{} ({})", length(billed), Billable::DoNotBill);
    }
    let (name, policy) = context.policy(&item.entry.content);
    if policy == Policy::NONE {
        return length(billed);
    }
    if billed == worked {
        return format!("{} (policy {name}: nothing to round)", length(billed));
    }
    let step = length(policy.step);
    let how = match policy.direction {
        _ if billed == policy.minimum && worked < billed => {
            format!("raised to the least of {}", length(policy.minimum))
        }
        Direction::Up => format!("rounded up to {step}"),
        Direction::Nearest => format!("rounded to the nearest {step}"),
        Direction::Down => format!("rounded down to {step}"),
    };
    format!(
        "{} worked, {how} = {} billed (policy {name})",
        length(worked),
        length(billed)
    )
}

fn standing(lines: &mut Lines, item: &Item<'_>, context: &dyn Context) {
    let entry = item.entry;
    lines.put("status", entry.status.word());
    lines.may("reason", entry.reject_reason.as_deref());
    lines.may("profile", entry.content.profile.as_deref());
    lines.put("delivery", item.delivery(context).word());
    lines.put("origin", entry.origin.word());
    if let Some(problem) = item.problem(context) {
        let code = problem.rule.as_deref().unwrap_or(&problem.code);
        lines.put("problem", &format!("{} ({code})", problem.message));
    }
}

fn said_by_rules(lines: &mut Lines, entry: &Entry) {
    for breach in &entry.held {
        lines.put("to do", &format!("{} ({})", breach.help, breach.rule));
    }
    for breach in &entry.warnings {
        lines.put("warning", &format!("{} ({})", breach.message, breach.rule));
    }
    for adjustment in &entry.adjustments {
        let (from, to) = (&adjustment.from, &adjustment.to);
        let values = match (from, to) {
            (Some(from), Some(to)) => format!(": {from} → {to}"),
            (Some(from), None) => format!(": {from} → none"),
            (None, Some(to)) => format!(": → {to}"),
            (None, None) => String::new(),
        };
        let name = field_name(&adjustment.field);
        lines.put(
            "adjusted",
            &format!(
                "{name}{values}\n{} ({})",
                adjustment.message, adjustment.rule
            ),
        );
    }
    if !entry.unchecked.is_empty() {
        lines.put("not checked", &entry.unchecked.join(", "));
    }
}

fn on_the_service(lines: &mut Lines, link: &Link, zone: &str, context: &dyn Context) {
    lines.title("On the service");
    lines.may("tenant", link.tenant.as_deref());
    let id = link.remote_id.as_ref().map(|id| id.0.as_str());
    lines.put("id", id.unwrap_or("none yet"));
    if let Some(attempt) = &link.attempt {
        let at = minute(&context.rfc3339(attempt.sent_at, zone));
        lines.put(
            "unconfirmed",
            &format!("{} sent {at}, no answer", attempt.act),
        );
    }
    if let Some(seen) = &link.last_seen {
        last_seen(lines, seen, zone, context);
    }
}

fn last_seen(lines: &mut Lines, seen: &Remote, zone: &str, context: &dyn Context) {
    let status = match &seen.status_word {
        Some(word) => format!("{word} ({})", seen.status),
        None => seen.status.word().to_owned(),
    };
    let locked = if seen.locked { ", locked" } else { "" };
    lines.put("status", &format!("{status}{locked}"));
    lines.may("sheet", seen.sheet.as_deref());
    let changed = seen.changed_at.map(|at| minute(&context.rfc3339(at, zone)));
    lines.may("changed", changed.as_deref());
    for (name, value) in &seen.raw {
        lines.put(&sanitize(name), &scalar(value));
    }
}

fn reference(value: &Reference) -> String {
    let typed = value.typed.as_str();
    let known = match &value.id {
        Some(id) if id != typed => format!("{typed} (id {id})"),
        Some(_) => typed.to_owned(),
        None => format!("{typed} (not yet looked up)"),
    };
    match &value.name {
        Some(name) if name != typed => format!("{known} {name}"),
        _ => known,
    }
}

/// A JSON name as a person reads it.
fn field_name(name: &str) -> String {
    let plain = name.strip_prefix("extra.").unwrap_or(name);
    plain.trim_end_matches("_seconds").replace('_', " ")
}

/// `2026-11-22 09:00` of an RFC 3339 stamp.
fn minute(stamp: &str) -> String {
    stamp.get(..16).unwrap_or(stamp).replace('T', " ")
}

/// What differs between two contents, field by field; nothing where one is missing.
fn changes(from: Option<&Value>, to: Option<&Value>) -> Vec<(String, String)> {
    let (Some(Value::Object(from)), Some(Value::Object(to))) = (from, to) else {
        return Vec::new();
    };
    let harmless = |text: String| sanitize(&text).into_owned();
    crate::report::changes::changed(from, to)
        .into_iter()
        .map(|(name, change)| (harmless(name), harmless(change)))
        .collect()
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
