//! An outgoing entry as the body of a create, or of the change of what the service
//! holds now. Pure; what is missing is a refusal that names our field. Entries go as
//! logged: anything else would be a timer there. A change replaces the whole record,
//! so everything that may be written is sent, what is not ours as it was read.

use super::decode;
use super::normalise::{normalise, text};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::entry::Problem;
use crate::domain::given::Slot;
use crate::domain::status::Billable;
use crate::domain::zone::{Zone, rfc3339};
use serde_json::{Map, Value, json};

/// What the sender knows besides the entry.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// Whose token it is, by identity.
    pub own: Option<&'a str>,
    /// The zone of days.
    pub zone: Zone,
    /// The client of the entry's project, where the entry names none and it was looked up:
    /// none where the project has none.
    pub client: Option<Option<&'a str>>,
}

/// Everything that may be written besides what every body has, in the service's terms.
const WRITABLE: &[&str] = &[
    "started_at",
    "local_timezone",
    "duration",
    "note",
    "client_id",
    "project_id",
    "service_id",
    "task_id",
    "retainer_id",
    "identity_id",
    "billable",
    "billed",
    "internal",
];

/// The body of a create.
///
/// # Errors
/// A [`Problem`] naming the field without which the service takes no entry.
pub fn create(outgoing: &Outgoing, sender: Sender<'_>) -> Result<Value, Problem> {
    let content = &outgoing.content;
    let (start, worked) = times(content)?;
    chargeable(content)?;
    let mut fields = Map::new();
    fields.insert("is_logged".into(), json!(true));
    fields.insert("started_at".into(), json!(instant(start)));
    fields.insert("duration".into(), json!(worked));
    fields.insert("local_timezone".into(), json!(content.zone));
    for (name, field, reference) in references(content) {
        if let Some(reference) = reference {
            fields.insert(name.into(), json!(number(reference, field)?));
        }
    }
    if let Some(Some(client)) = sender.client.filter(|_| is_left_open(content)) {
        fields.insert("client_id".into(), whole(client));
    }
    // Whoever is logged in, unless it says another.
    if let Some(member) = &content.member {
        fields.insert("identity_id".into(), json!(number(member, "member")?));
    }
    if let Some(note) = content.note.as_deref().and_then(text) {
        fields.insert("note".into(), json!(note));
    }
    if let Some(billable) = billable(content.billable) {
        fields.insert("billable".into(), json!(billable));
    }
    if let Some(internal) = content.extra.internal {
        fields.insert("internal".into(), json!(internal));
    }
    Ok(json!({"time_entry": fields}))
}

/// What a change comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The service holds it already.
    Nothing,
    /// These fields, by our name, were changed there since they were last seen, and are
    /// changed here as well.
    Clash(Vec<&'static str>),
    /// The record that makes it so.
    Put(Value),
}

/// What a field shall be.
enum Want {
    /// What the service holds.
    Kept,
    /// This.
    Is(Value),
    /// The service's own default: not sent.
    Open,
}

/// What makes the service hold `outgoing`, which holds `now` and was last seen to hold
/// `last`. `sent` is what was last delivered, where that is known.
///
/// # Errors
/// As for a create.
pub fn change(
    outgoing: &Outgoing,
    last: &Remote,
    now: &Remote,
    sent: Option<&Content>,
    sender: Sender<'_>,
) -> Result<Change, Problem> {
    let content = &outgoing.content;
    chargeable(content)?;
    let wants = wants(content, last, sent, sender)?;
    let (was, is) = (held(&last.content, sender), held(&now.content, sender));
    let mut body = Map::new();
    for name in WRITABLE {
        if let Some(value) = now.raw.get(*name) {
            body.insert((*name).to_owned(), value.clone());
        }
    }
    let (mut changes, mut clashes) = (false, Vec::new());
    for (((name, field, want), was), is) in wants.into_iter().zip(was).zip(is) {
        let value = match want {
            Want::Kept => continue,
            Want::Is(value) if value == was => continue,
            Want::Is(value) if value == is => {
                body.insert(name.to_owned(), value);
                continue;
            }
            Want::Open if is.is_null() => continue,
            Want::Is(value) => Some(value),
            Want::Open => None,
        };
        if was != is {
            clashes.push(field);
        }
        changes = true;
        match value {
            Some(value) => body.insert(name.to_owned(), value),
            None => body.remove(name),
        };
    }
    if !clashes.is_empty() {
        return Ok(Change::Clash(clashes));
    }
    if !changes {
        return Ok(Change::Nothing);
    }
    let zone = body.get("local_timezone").and_then(Value::as_str);
    let is_rezoned = sent.is_some_and(|sent| sent.zone != content.zone);
    if zone.is_none() || is_rezoned {
        body.insert("local_timezone".into(), json!(content.zone));
    }
    body.insert("is_logged".into(), json!(true));
    if let Some(timer) = decode::timer(&now.raw) {
        body.insert("timer".into(), json!({"id": timer}));
    }
    Ok(Change::Put(json!({"time_entry": body})))
}

/// The fields, by our name, that a change set or took away and the service holds
/// otherwise. A client that comes along with a project is the service's own affair.
#[must_use]
pub fn kept(body: &Value, answer: &Remote, sender: Sender<'_>) -> Vec<&'static str> {
    let asked = |name: &str| body.pointer(&format!("/time_entry/{name}"));
    let is_of_project = !asked("project_id").is_none_or(Value::is_null);
    let held = held(&answer.content, sender);
    let mut kept = Vec::new();
    for ((name, field), value) in FIELDS.into_iter().zip(held) {
        let is_told = answer.raw.contains_key(name);
        let matters = is_told && name.ends_with("_id") && !(name == "client_id" && is_of_project);
        let wrong =
            asked(name).is_some_and(|asked| decode::identity(asked) != decode::identity(&value));
        if matters && wrong {
            kept.push(field);
        }
    }
    kept
}

/// The fields that are compared, in the service's terms and in ours.
const FIELDS: [(&str, &str); 11] = [
    ("started_at", "start"),
    ("duration", "worked_seconds"),
    ("note", "note"),
    ("client_id", "client"),
    ("project_id", "project"),
    ("service_id", "service"),
    ("task_id", "task"),
    ("retainer_id", "agreement"),
    ("identity_id", "member"),
    ("billable", "billable"),
    ("internal", "extra.internal"),
];

/// What the service holds, in the order of [`FIELDS`] and as it is sent.
fn held(content: &Content, sender: Sender<'_>) -> [Value; 11] {
    let content = normalise(content, sender.zone, sender.own);
    let worked = content.end.map(|end| content.worked(end));
    let id = |reference: &Option<Reference>| {
        let number = reference.as_ref().and_then(Reference::number);
        number.map_or(Value::Null, whole)
    };
    let own = sender.own.map_or(Value::Null, whole);
    [
        content
            .start
            .map_or(Value::Null, |start| json!(instant(start))),
        json!(worked),
        json!(content.note),
        id(&content.client),
        id(&content.project),
        id(&content.service),
        id(&content.task),
        id(&content.agreement),
        content
            .member
            .as_ref()
            .map_or(own, |it| id(&Some(it.clone()))),
        json!(billable(content.billable)),
        json!(content.extra.internal == Some(true)),
    ]
}

/// What is wanted, in the order of [`FIELDS`].
fn wants(
    content: &Content,
    last: &Remote,
    sent: Option<&Content>,
    sender: Sender<'_>,
) -> Result<Vec<(&'static str, &'static str, Want)>, Problem> {
    times(content)?;
    let mut values: Vec<Want> = held(content, sender).into_iter().map(Want::Is).collect();
    let mut set = |name: &str, want: Want| {
        if let Some(at) = FIELDS.iter().position(|(field, _)| *field == name) {
            values[at] = want;
        }
    };
    let slots = [
        ("client_id", Slot::Client),
        ("project_id", Slot::Project),
        ("service_id", Slot::Service),
        ("task_id", Slot::Task),
        ("retainer_id", Slot::Agreement),
    ];
    let was_sent = |slot: Slot| {
        let mut sent = sent.cloned();
        let place = sent
            .as_mut()
            .and_then(|sent| sent.slot(slot).map(|it| it.is_some()));
        place == Some(true)
    };
    for ((name, slot), (_, field, reference)) in slots.into_iter().zip(references(content)) {
        let want = match reference {
            Some(reference) => Want::Is(number(reference, field)?.into()),
            None if content.given.is_none(slot) || was_sent(slot) => Want::Is(Value::Null),
            // What the service filled in by itself is left alone.
            None => Want::Kept,
        };
        set(name, want);
    }
    let project = |content: &Content| {
        let project = content.project.as_ref().and_then(Reference::number);
        project.map(whole)
    };
    // The client goes with the project.
    let is_moved = content.project.is_some() && project(content) != project(&last.content);
    if let Some(client) = sender.client.filter(|_| is_left_open(content) && is_moved) {
        set("client_id", Want::Is(client.map_or(Value::Null, whole)));
    }
    if let Some(member) = &content.member {
        set("identity_id", Want::Is(number(member, "member")?.into()));
    } else if sender.own.is_none() {
        set("identity_id", Want::Kept);
    }
    if content.billable == Billable::NoDefault {
        let was_said = sent.is_some_and(|sent| sent.billable != Billable::NoDefault);
        set("billable", if was_said { Want::Open } else { Want::Kept });
    }
    if content.extra.internal.is_none() && sent.is_none_or(|sent| sent.extra.internal.is_none()) {
        set("internal", Want::Kept);
    }
    let wants = FIELDS.into_iter().zip(values);
    Ok(wants
        .map(|((name, field), want)| (name, field, want))
        .collect())
}

/// Whether the client is left to the project.
#[must_use]
pub fn is_left_open(content: &Content) -> bool {
    content.project.is_some() && content.client.is_none() && !content.given.is_none(Slot::Client)
}

fn references(content: &Content) -> [(&'static str, &'static str, &Option<Reference>); 5] {
    [
        ("client_id", "client", &content.client),
        ("project_id", "project", &content.project),
        ("service_id", "service", &content.service),
        ("task_id", "task", &content.task),
        ("retainer_id", "agreement", &content.agreement),
    ]
}

/// Start, seconds UTC, and seconds worked.
fn times(content: &Content) -> Result<(i64, i64), Problem> {
    let start = content
        .start
        .ok_or_else(|| missing("start", "this service takes no entries without clock times"))?;
    let end = content
        .end
        .ok_or_else(|| missing("end", "an entry without an end would be a timer there"))?;
    let worked = content.worked(end);
    if worked <= 0 {
        return Err(missing("worked_seconds", "no time was worked"));
    }
    Ok((start, worked))
}

/// It has clients, projects, services and tasks that combine, and nothing else that time
/// could be charged to.
fn chargeable(content: &Content) -> Result<(), Problem> {
    match &content.target {
        Some(target) => Err(missing(
            "charge_to",
            &format!("this service has no {} that stands alone", target.kind),
        )),
        None => Ok(()),
    }
}

fn number(reference: &Reference, field: &str) -> Result<i64, Problem> {
    let number = reference.number().and_then(|number| number.parse().ok());
    number.ok_or_else(|| {
        missing(
            field,
            &format!("`{}` has no number on the service", reference.typed),
        )
    })
}

/// An identity as the service writes it; text where it is longer than its numbers.
fn whole(id: &str) -> Value {
    id.parse::<i64>().map_or_else(|_| json!(id), Value::from)
}

fn billable(option: Billable) -> Option<bool> {
    match option {
        Billable::Billable => Some(true),
        Billable::DoNotBill | Billable::NoCharge => Some(false),
        Billable::NoDefault => None,
    }
}

/// `2026-11-22T09:00:00Z`: never with another offset.
#[must_use]
pub fn instant(at: i64) -> String {
    let text = rfc3339(at, 0);
    format!("{}Z", text.strip_suffix("+00:00").unwrap_or(&text))
}

/// A refusal of our own, in the service's terms.
fn missing(field: &str, message: &str) -> Problem {
    Problem {
        code: "incomplete".to_owned(),
        rule: None,
        field: Some(field.to_owned()),
        message: message.to_owned(),
    }
}
