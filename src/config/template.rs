//! `[template.NAME]`: an entry that is booked again and again, in the words of `tt log`'s
//! options. Knows no profile's service: what an option means there is asked when it is used.

use super::document::{Bad, Reader, Section, bad};
use super::file::NO_PROFILE;
use super::finding::quoted;
use super::keys;
use super::site::Weekday;
use super::values::{is_name, list, one_of, plain, text, yes_no};
use crate::domain::charge::TargetKind;
use crate::domain::content::NoteTo;
use crate::domain::nearest::nearest;
use crate::domain::status::Billable;
use crate::domain::when::{self, Daily};
use std::collections::BTreeMap;
use toml::de::DeValue;

/// An entry to be booked again and again. References are as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    /// Its name, without `@`.
    pub name: String,
    /// When it begins, seconds after midnight.
    pub start: Option<i64>,
    /// Seconds it lasts.
    pub length: Option<i64>,
    /// The days of the week on which `tt fill` proposes it; none where nothing is said.
    pub days: Option<Vec<Weekday>>,
    /// The profile; `none` for an entry without one.
    pub profile: Option<String>,
    /// What time is charged to.
    pub target: Option<(TargetKind, String)>,
    /// Project.
    pub project: Option<String>,
    /// Client.
    pub client: Option<String>,
    /// Service.
    pub service: Option<String>,
    /// Work type.
    pub work_type: Option<String>,
    /// Work role.
    pub work_role: Option<String>,
    /// Agreement, contract or retainer.
    pub agreement: Option<String>,
    /// Whose time it is.
    pub member: Option<String>,
    /// Billable option.
    pub billable: Option<Billable>,
    /// Tags.
    pub tags: Vec<String>,
    /// Note.
    pub note: Option<String>,
    /// Note for colleagues only.
    pub internal_note: Option<String>,
    /// Length that is taken off, as typed.
    pub deduct: Option<String>,
    /// Whether it has no clock times.
    pub no_clock: bool,
    /// Places on the ticket where the note is repeated.
    pub note_to: Vec<NoteTo>,
    /// Whether the invoice shows it.
    pub show_on_invoice: Option<bool>,
    /// What is added to what is billed, as typed.
    pub offset: Option<String>,
    /// Service of the contract.
    pub agreement_service: Option<String>,
    /// Service bundle of the contract.
    pub agreement_bundle: Option<String>,
    /// Whether it is work for the own business.
    pub internal: Option<bool>,
    /// Invoice detail.
    pub detail: Option<String>,
}

impl Template {
    /// Whether it is proposed on this day of the week: on those of `days`; where nothing is
    /// said, Monday to Friday if it has a clock time, and else never.
    #[must_use]
    pub fn is_for(&self, day: Weekday) -> bool {
        match &self.days {
            Some(days) => days.contains(&day),
            None => {
                let weekend = matches!(day, Weekday::Saturday | Weekday::Sunday);
                self.start.is_some() && !weekend
            }
        }
    }
}

/// The keys of targets, in the order in which options name them.
const TARGETS: &[(&str, TargetKind)] = &[
    ("ticket", TargetKind::Ticket),
    ("project_ticket", TargetKind::ProjectTicket),
    ("task", TargetKind::Task),
    ("activity", TargetKind::Activity),
    ("charge_code", TargetKind::ChargeCode),
];

/// Every template by its name; `profiles` are those of the file.
pub(super) fn templates(
    reader: &mut Reader,
    top: &Section<'_>,
    profiles: &[&str],
) -> BTreeMap<String, Template> {
    let all = reader.section(top, "template");
    let mut found = BTreeMap::new();
    for name in all.keys() {
        let t = reader.section(&all, name);
        if !is_name(name) {
            let message = format!("[{}] is no name for a template", t.name);
            let help = "use a-z, 0-9, _ and -, beginning with a letter or digit";
            reader.error(t.line, message, Some(help.to_owned()));
        } else if t.is_present() {
            found.insert((*name).to_owned(), template(reader, &t, name, profiles));
        }
    }
    found
}

fn template(reader: &mut Reader, t: &Section<'_>, name: &str, profiles: &[&str]) -> Template {
    reader.refuse_unknown(t, keys::TEMPLATE, |key| {
        let option = key.replace('-', "_");
        if keys::TEMPLATE.contains(&option.as_str()) {
            return format!("here it is written `{option}`");
        }
        keys::advice(&t.name, key, keys::TEMPLATE, None)
    });
    let (start, length) = time(reader, t);
    let mut read = |key: &str| reader.get(t, key, figure);
    let targets: Vec<_> = TARGETS
        .iter()
        .filter_map(|(key, kind)| Some((*kind, read(key)?)))
        .collect();
    let mut found = Template {
        name: name.to_owned(),
        start,
        length,
        project: read("project"),
        client: read("client"),
        service: read("service"),
        work_type: read("work_type"),
        work_role: read("work_role"),
        agreement: read("agreement"),
        member: read("member"),
        agreement_service: read("agreement_service"),
        agreement_bundle: read("agreement_bundle"),
        detail: read("detail"),
        days: reader.get(t, "days", list(one_of(Weekday::ALL, Weekday::word))),
        profile: reader.get(t, "profile", |value| known(value, profiles)),
        billable: reader.get(t, "billable", one_of(Billable::ALL, Billable::word)),
        tags: reader.get(t, "tags", list(plain)).unwrap_or_default(),
        note: reader.get(t, "note", note),
        internal_note: reader.get(t, "internal_note", note),
        deduct: reader.get(t, "deduct", |value| {
            typed(value, |it| when::length(it).err())
        }),
        no_clock: reader.get(t, "no_clock", yes_no).unwrap_or_default(),
        note_to: reader
            .get(t, "note_to", list(one_of(NoteTo::ALL, NoteTo::word)))
            .unwrap_or_default(),
        show_on_invoice: reader.get(t, "show_on_invoice", yes_no),
        offset: reader.get(t, "offset", |value| {
            typed(value, |it| when::signed_length(it).err())
        }),
        internal: reader.get(t, "internal", yes_no),
        target: None,
    };
    if targets.len() > 1 {
        let message = format!("[{}] names several things time is charged to", t.name);
        let help = "keep one of ticket, project_ticket, task, activity and charge_code";
        reader.error(t.line, message, Some(help.to_owned()));
    }
    if found.no_clock && found.start.is_some() {
        let line = reader.line_of(t, "no_clock");
        let message = format!("[{}] has a clock time, and `no_clock`", t.name);
        let help = "give it a length alone, or leave `no_clock` out".to_owned();
        reader.error(line, message, Some(help));
    }
    found.target = targets.into_iter().next();
    found
}

/// Start and length, from `time`, or from `start` with `end` or `for`.
fn time(reader: &mut Reader, t: &Section<'_>) -> (Option<i64>, Option<i64>) {
    let start_of = |it: &Daily| it.start;
    let length_of = |it: &Daily| it.span.seconds();
    if t.has("time") {
        if let Some(other) = ["start", "end", "for"].iter().find(|key| t.has(key)) {
            let line = reader.line_of(t, other);
            let message = format!("[{}] says the time twice: `time` and `{other}`", t.name);
            reader.error(line, message, Some("keep one of them".to_owned()));
        }
        let found = reader.get(t, "time", |value| daily(value, |text| text.to_owned()));
        return (
            found.as_ref().and_then(start_of),
            found.as_ref().map(length_of),
        );
    }
    if t.has("end") && (t.has("for") || !t.has("start")) {
        let line = reader.line_of(t, "end");
        let message = format!("[{}] needs `start` with `end`, and no `for`", t.name);
        reader.error(
            line,
            message,
            Some("two of the three fix an entry".to_owned()),
        );
    }
    // A start alone is read with a length that any day has room for.
    let start = reader.get(t, "start", |value| {
        daily(value, |text| format!("{text} for 1m"))
    });
    let start = start.as_ref().and_then(start_of);
    let length = reader.get(t, "for", |value| {
        typed(value, |it| when::length(it).err()).and_then(|text| {
            let span = when::length(&text).map_err(|why| refused(&why))?;
            Ok(span.seconds())
        })
    });
    let face = start.map(when::clock_face).unwrap_or_default();
    let ended = reader.get(t, "end", |value| {
        daily(value, |text| format!("{face}-{text}"))
    });
    (start, length.or(ended.as_ref().map(length_of)))
}

fn daily(value: &DeValue<'_>, whole: impl Fn(&str) -> String) -> Result<Daily, Bad> {
    let text = text(value, "a time in quotes, such as \"9:15-9:30\" or \"15m\"")?;
    when::daily(&whole(text)).map_err(|why| refused(&why))
}

fn refused(why: &when::Refusal) -> Bad {
    Bad::Value(
        format!("is {}: {}", quoted(&why.typed), why.why),
        Some(why.help.clone()),
    )
}

/// A text that reads as something of the grammar, kept as typed.
fn typed(
    value: &DeValue<'_>,
    refusal: impl Fn(&str) -> Option<when::Refusal>,
) -> Result<String, Bad> {
    let text = text(value, "a length in quotes, such as \"15m\"")?;
    match refusal(text) {
        None => Ok(text.to_owned()),
        Some(why) => Err(refused(&why)),
    }
}

/// A name, or a number with or without quotes.
fn figure(value: &DeValue<'_>) -> Result<String, Bad> {
    match value.as_integer() {
        Some(number) if number.radix() == 10 => Ok(number.as_str().replace('_', "")),
        Some(_) => bad("is no decimal number; put it in quotes"),
        None => plain(value).map_err(|bad| match bad {
            Bad::Type(_) => Bad::Type("a name in quotes, or a number"),
            other => other,
        }),
    }
}

/// A text that says something.
fn note(value: &DeValue<'_>) -> Result<String, Bad> {
    let text = text(value, "a text in quotes")?.trim();
    if text.is_empty() {
        return bad("is empty");
    }
    Ok(text.to_owned())
}

/// The name of a profile of this file, or `none`.
fn known(value: &DeValue<'_>, profiles: &[&str]) -> Result<String, Bad> {
    let name = plain(value)?;
    if name == NO_PROFILE || profiles.contains(&name.as_str()) {
        return Ok(name);
    }
    let help = match nearest(&name, profiles.iter().copied()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None if profiles.is_empty() => "there is no [profile.NAME] in the file".to_owned(),
        None => format!("there are: {}, none", profiles.join(", ")),
    };
    Err(Bad::Value(
        format!("names no profile ({})", quoted(&name)),
        Some(help),
    ))
}
