//! Where the values come from: recent entries, the catalog, the configuration, the calendar.
//!
//! What was used last comes first.

use super::super::template;
use super::World;
use super::matching::{Found, MOST, Typed};
use crate::cli::complete::{Place, Value};
use crate::domain::catalog::{CatalogItem, CatalogKind, names};
use crate::domain::charge::{Reference, TargetKind};
use crate::domain::content::Content;
use crate::domain::entry::Entry;
use crate::domain::span;
use crate::domain::when;
use crate::store::Glance;
use chrono::{Datelike, Days, Months};
use std::collections::HashSet;

/// Entries that are looked through for what was used last.
const RECENT: usize = 200;

/// Days that are offered by their date.
const DAYS: u64 = 14;

/// Months that are offered by their number.
const MONTHS: u32 = 14;

const DAY_WORDS: &[&str] = &[
    "today",
    "yesterday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];

const PERIOD_WORDS: &[&str] = &[
    "today",
    "yesterday",
    "week",
    "last-week",
    "month",
    "last-month",
    "quarter",
    "last-quarter",
    "year",
    "last-year",
];

impl World {
    /// What may stand at this place, as far as it may begin with what was typed.
    pub(super) fn values(&self, place: &Place) -> Vec<Found> {
        match place.value {
            Value::Nothing | Value::File => Vec::new(),
            Value::Entry => self.entries(&place.typed),
            Value::Parked => self.each(|glance| self.told(glance.parked())),
            Value::Period => self.periods(&place.typed),
            Value::PeriodOrEntry => {
                let mut found = self.periods(&place.typed);
                if !place.lead.contains("..") {
                    found.extend(self.entries(&place.typed));
                }
                found
            }
            Value::Day => self.days(&place.typed),
            Value::Item(kind) => self.each(|glance| self.items(glance, kind, &place.typed)),
            Value::Tag => self.each(tags),
            Value::Profile => self.profiles(),
            Value::Template => self.templates(),
            Value::Sheet => self.each(|glance| self.sheets(glance)),
        }
    }

    fn each(&self, look: impl FnOnce(&Glance) -> Vec<Found>) -> Vec<Found> {
        self.glance.as_ref().map_or_else(Vec::new, look)
    }

    fn entries(&self, typed: &str) -> Vec<Found> {
        let Some(glance) = &self.glance else {
            return Vec::new();
        };
        let is_number = typed.bytes().all(|b| b.is_ascii_digit());
        let most = if is_number { MOST } else { RECENT };
        let digits = if is_number { typed } else { "" };
        let mut found = self.told(glance.numbered(digits, most));
        // Only where they are asked for: the numbers say more.
        if !is_number {
            found.push(Found::of("last", "the entry booked last"));
            found.push(Found::of("current", "the running timer"));
        }
        found
    }

    fn told(&self, entries: Vec<Entry>) -> Vec<Found> {
        entries
            .iter()
            .map(|entry| Found::of(entry.id.to_string(), self.summary(entry)))
            .collect()
    }

    /// `Fri 20 Nov, 1h, #54321 Mail is slow: Restarted the queue`.
    fn summary(&self, entry: &Entry) -> String {
        let content = &entry.content;
        let mut text = when::echo_day(content.date, &self.desk.setting());
        if content.is_timer() {
            text.push_str(if content.is_parked() {
                ", parked"
            } else {
                ", running"
            });
        } else {
            let worked = span::people(content.worked(self.desk.now));
            text.push_str(&format!(", {worked}"));
        }
        if let Some(target) = &content.target {
            text.push_str(&format!(", {target}"));
        }
        if let Some(note) = &content.note {
            text.push_str(&format!(": {}", note.lines().next().unwrap_or_default()));
        }
        text
    }

    fn periods(&self, typed: &str) -> Vec<Found> {
        let setting = self.desk.setting();
        let today = setting.today();
        let mut words: Vec<String> = PERIOD_WORDS.iter().map(|word| (*word).to_owned()).collect();
        if typed.starts_with(|c: char| c.is_ascii_digit()) {
            let months = (0..MONTHS).filter_map(|n| today.checked_sub_months(Months::new(n)));
            words.extend(months.map(|day| day.format("%Y-%m").to_string()));
            words.push(format!("{}-Q{}", today.year(), today.month0() / 3 + 1));
            let week = today.iso_week();
            words.push(format!("{}-W{:02}", week.year(), week.week()));
        }
        let about = |word: String| {
            let span = when::period(&word, &setting).ok()?;
            Some(Found::of(word, span.to_string()))
        };
        let mut found: Vec<_> = words.into_iter().filter_map(about).collect();
        found.extend(self.dates(typed));
        found
    }

    fn days(&self, typed: &str) -> Vec<Found> {
        let setting = self.desk.setting();
        let about = |word: &&str| {
            let day = when::day(word, &setting).ok()?;
            Some(Found::of(*word, when::echo_day(day, &setting)))
        };
        let mut found: Vec<_> = DAY_WORDS.iter().filter_map(about).collect();
        found.extend(self.dates(typed));
        found
    }

    fn dates(&self, typed: &str) -> Vec<Found> {
        if !typed.starts_with(|c: char| c.is_ascii_digit()) {
            return Vec::new();
        }
        let setting = self.desk.setting();
        let days = (0..DAYS).filter_map(|n| setting.today().checked_sub_days(Days::new(n)));
        days.map(|day| Found::of(day.to_string(), when::echo_day(day, &setting)))
            .collect()
    }

    /// Those that recent entries name, then those that the catalog has.
    fn items(&self, glance: &Glance, kind: CatalogKind, typed: &str) -> Vec<Found> {
        let mut found = Vec::new();
        let mut met = HashSet::new();
        for entry in glance.latest(RECENT) {
            let is_other = self.profile.is_some() && entry.content.profile != self.profile;
            let Some(at) = named(&entry.content, kind).filter(|_| !is_other) else {
                continue;
            };
            let key = at.id.clone().unwrap_or_else(|| at.typed.to_lowercase());
            if found.len() < MOST && met.insert(key) {
                found.push(self.of_reference(glance, kind, at, &entry.content));
            }
        }
        let Some(profile) = &self.profile else {
            return found;
        };
        let like = Typed::of(typed.trim_start_matches('#'));
        let mut items = glance.items(profile, kind, typed, |name| like.is_in(name), MOST);
        if !kind.is_numbered() {
            items.sort_by_key(|item| item.name.to_lowercase());
        }
        found.extend(items.iter().map(|item| of_item(glance, profile, item)));
        found
    }

    fn of_reference(
        &self,
        glance: &Glance,
        kind: CatalogKind,
        at: &Reference,
        content: &Content,
    ) -> Found {
        let known = self.profile.as_deref().and_then(|profile| {
            let item = match &at.id {
                Some(id) => glance.item_by_id(profile, kind, id),
                None => glance.item(profile, kind, &at.typed),
            };
            Some(of_item(glance, profile, &item?))
        });
        known.unwrap_or_else(|| {
            // A number alone says little; what was done there says more.
            let note = content.note.clone().filter(|_| kind.is_numbered());
            let about = at.name.clone().or(note).unwrap_or_default();
            let typed = at.typed.strip_prefix('#').unwrap_or(&at.typed);
            Found::of(typed, about)
        })
    }

    fn profiles(&self) -> Vec<Found> {
        let profiles = self.desk.config.profiles.iter();
        profiles
            .map(|(name, profile)| Found::of(name, profile.kind().word()))
            .collect()
    }

    fn templates(&self) -> Vec<Found> {
        let templates = self.desk.config.templates.values();
        templates
            .map(|template| Found::of(format!("@{}", template.name), template::summary(template)))
            .collect()
    }

    fn sheets(&self, glance: &Glance) -> Vec<Found> {
        let sheets = glance.sheets(self.profile.as_deref()).into_iter();
        sheets
            .take(MOST)
            .map(|it| {
                let about = format!("{} to {}, {}", it.from, it.to, it.status.word());
                Found::of(it.remote_id, about)
            })
            .collect()
    }
}

/// What the content says in the field that takes things of this kind.
fn named(content: &Content, kind: CatalogKind) -> Option<&Reference> {
    let target = |of: TargetKind| {
        let target = content.target.as_ref().filter(|target| target.kind == of);
        target.map(|target| &target.at)
    };
    match kind {
        CatalogKind::Tickets => target(TargetKind::Ticket),
        CatalogKind::ProjectTickets => target(TargetKind::ProjectTicket),
        CatalogKind::Tasks => target(TargetKind::Task).or(content.task.as_ref()),
        CatalogKind::Activities => target(TargetKind::Activity),
        CatalogKind::ChargeCodes => target(TargetKind::ChargeCode),
        CatalogKind::Projects => content.project.as_ref(),
        CatalogKind::Clients => content.client.as_ref(),
        CatalogKind::Services => content.service.as_ref(),
        CatalogKind::WorkTypes => content.work_type.as_ref(),
        CatalogKind::WorkRoles => content.work_role.as_ref(),
        CatalogKind::Agreements => content.agreement.as_ref(),
        CatalogKind::Members => content.member.as_ref(),
        CatalogKind::Tenant => None,
    }
}

/// Called as people call it: by number or code what has one, anything else by its name.
fn of_item(glance: &Glance, profile: &str, item: &CatalogItem) -> Found {
    let client = item.text(names::CLIENT);
    let client = client.and_then(|id| glance.item_by_id(profile, CatalogKind::Clients, &id));
    let client = client.map(|client| client.name);
    let is_coded = item.kind.is_numbered()
        || matches!(item.kind, CatalogKind::ChargeCodes | CatalogKind::Members);
    let mut called: Vec<String> = item.code.clone().into_iter().collect();
    let about = if is_coded {
        match client {
            Some(client) => format!("{client}: {}", item.name),
            None => item.name.clone(),
        }
    } else {
        called.insert(0, item.name.clone());
        client.or_else(|| item.code.clone()).unwrap_or_default()
    };
    if !called.contains(&item.id) {
        called.push(item.id.clone());
    }
    Found {
        names: called,
        about,
    }
}

fn tags(glance: &Glance) -> Vec<Found> {
    let mut met = HashSet::new();
    let entries = glance.latest(RECENT);
    let tags = entries.iter().flat_map(|entry| &entry.content.tags);
    tags.filter(|tag| met.insert(tag.as_str()))
        .map(|tag| Found::of(tag.as_str(), ""))
        .collect()
}
