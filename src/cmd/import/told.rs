//! What an import books and what it leaves out: by target and client with sums, by reason
//! with lines. The same for a preview and for what was done.

use super::gather::Gathered;
use crate::app::{App, Desk};
use crate::domain::entry::{Breach, Entry};
use crate::domain::span;
use crate::import::{Kind, Left, Reason, Spot};
use crate::ledger::{Fate, TakenIn};
use crate::report::render::table;
use crate::screen::sanitize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Lines that are named for a reason.
const NAMED: usize = 5;

/// Groups and labels that are listed.
const LISTED: usize = 30;

/// What an import comes to.
pub(super) struct Summary<'g> {
    gathered: &'g Gathered,
    booked: Vec<&'g Entry>,
    left: Vec<Left>,
    groups: Vec<Group>,
    remarks: Vec<String>,
}

/// Entries that are charged to the same.
struct Group {
    names: [String; 4],
    n_entries: usize,
    worked: i64,
}

/// The columns of [`Group::names`].
const NAMES: [&str; 4] = ["charge_to", "client", "project", "tags"];

impl<'g> Summary<'g> {
    pub(super) fn of(gathered: &'g Gathered, taken: &'g TakenIn, desk: &Desk) -> Self {
        let mut left = gathered.left.clone();
        let mut booked = Vec::new();
        let mut spots_of_rule: BTreeMap<&str, Vec<(Spot, &Breach)>> = BTreeMap::new();
        for (fate, at) in taken.fates.iter().zip(&gathered.spots) {
            let (reason, detail) = match fate {
                Fate::Booked(entry) => {
                    for breach in entry.held.iter().chain(&entry.warnings) {
                        let found = spots_of_rule.entry(&breach.rule).or_default();
                        found.push((*at, breach));
                    }
                    booked.push(&**entry);
                    continue;
                }
                Fate::Known(id) => (Reason::Known, format!("entry {id}")),
                Fate::Changed(id) => (Reason::Changed, format!("entry {id} stays as it is")),
                Fate::Deleted(id) => (Reason::Deleted, format!("entry {id}")),
                Fate::Refused(breaches) => (
                    Reason::Refused,
                    breaches
                        .first()
                        .map(|breach| format!("{}: {}", breach.rule, breach.message))
                        .unwrap_or_default(),
                ),
            };
            left.push(Left {
                at: *at,
                reason,
                detail,
            });
        }
        left.sort_by_key(|left| (left.reason, left.at));
        let remarks = spots_of_rule
            .into_iter()
            .filter_map(|(rule, found)| {
                let (first, breach) = found.first()?;
                let where_ = gathered.spot(*first);
                Some(format!(
                    "{rule} speaks of {}, first at {where_}: {}",
                    entries(found.len()),
                    breach.message
                ))
            })
            .collect();
        Self {
            gathered,
            groups: groups(&booked, desk.now),
            booked,
            left,
            remarks,
        }
    }

    /// How many entries it makes.
    pub(super) fn n_booked(&self) -> usize {
        self.booked.len()
    }

    fn worked(&self) -> i64 {
        self.groups.iter().map(|group| group.worked).sum()
    }

    /// The first and the last day.
    fn days(&self) -> Option<(String, String)> {
        let dates = || self.booked.iter().map(|entry| entry.content.date);
        Some((dates().min()?.to_string(), dates().max()?.to_string()))
    }

    /// `booked 15 entries: 3–17, 16h 30m; …`
    pub(super) fn booked_line(&self) -> String {
        let ids = || self.booked.iter().map(|entry| entry.id.0);
        match (ids().min(), ids().max()) {
            (Some(first), Some(last)) => {
                let numbers = if first == last {
                    first.to_string()
                } else {
                    format!("{first}–{last}")
                };
                format!(
                    "booked {}: {numbers}, {}; tt undo takes {} back\n",
                    entries(self.booked.len()),
                    span::people(self.worked()),
                    if first == last { "it" } else { "them" },
                )
            }
            _ => "nothing new to book\n".to_owned(),
        }
    }

    /// Prints it for a person.
    pub(super) fn show(&self, app: &mut App<'_>) -> anyhow::Result<()> {
        if !self.booked.is_empty() {
            let canvas = app.canvas();
            app.print(&table::columns(self.rows(), &[0, 1, 2], canvas))?;
            if let Some((from, to)) = self.days() {
                app.print(&format!("{from} to {to}\n"))?;
            }
        }
        let n_left = self.left.len();
        let n_rows = self.gathered.n_rows;
        app.print(&format!(
            "{n_rows} {} read: {} to book, {n_left} left out\n",
            if n_rows == 1 { "row" } else { "rows" },
            self.booked.len()
        ))?;
        for same in self.left.chunk_by(|one, two| one.reason == two.reason) {
            app.print(&format!("  {}\n", sanitize(&self.left_line(same))))?;
        }
        // What is asked next, and every remark, stands below it.
        app.around.out.flush()?;
        for remark in &self.remarks {
            app.say(&format!("warning: {}", sanitize(remark)))?;
        }
        for note in &self.gathered.notes {
            app.say(&format!("note: {}", sanitize(note)))?;
        }
        if let Some(note) = self.unmapped_line() {
            app.say(&format!("note: {}", sanitize(&note)))?;
        }
        Ok(())
    }

    /// `2 imported before (lines 2, 3)`
    fn left_line(&self, same: &[Left]) -> String {
        let Some(first) = same.first() else {
            return String::new();
        };
        // What is the same of many is said once.
        let mut details: Vec<(&str, Vec<Spot>)> = Vec::new();
        for left in same {
            match details.iter().position(|(told, _)| *told == left.detail) {
                Some(at) => details[at].1.push(left.at),
                // Nobody reads through hundreds of them.
                None if details.len() < NAMED => details.push((&left.detail, vec![left.at])),
                None => break,
            }
        }
        let n_named: usize = details.iter().map(|(_, spots)| spots.len()).sum();
        let more = match same.len().saturating_sub(n_named) {
            0 => String::new(),
            more => format!("; and {more} more"),
        };
        let named: Vec<_> = details
            .into_iter()
            .map(|(detail, spots)| {
                let spots = self.gathered.spots(&spots, NAMED);
                if detail.is_empty() {
                    spots
                } else {
                    format!("{spots}: {detail}")
                }
            })
            .collect();
        format!(
            "{} {} ({}{more})",
            same.len(),
            first.reason.phrase(),
            named.join("; ")
        )
    }

    fn unmapped_line(&self) -> Option<String> {
        let mut labels: Vec<_> = self.gathered.unmapped.iter().collect();
        labels.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
        let first = labels.first()?.0;
        let rule = match first.kind {
            Kind::Tag => "tag:",
            Kind::Client => "client:",
            Kind::Task => "task:",
            _ => "project:",
        };
        let named: Vec<_> = labels
            .iter()
            .take(NAMED)
            .map(|(label, n)| format!("{} {:?} ({n})", label.kind, label.label))
            .collect();
        let more = match labels.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Some(format!(
            "{}{more} became tags; --map '{rule}{}=client:NAME' makes something else of them",
            named.join(", "),
            first.label
        ))
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let is_used = |at: usize| self.groups.iter().any(|group| !group.names[at].is_empty());
        let mut used: Vec<usize> = (0..NAMES.len()).filter(|at| is_used(*at)).collect();
        if used.is_empty() {
            used.push(0);
        }
        let line = |names: &dyn Fn(usize) -> String, n: String, worked: String| {
            let mut cells: Vec<String> = used.iter().map(|at| names(*at)).collect();
            cells.extend([n, worked]);
            cells
        };
        let title = |at: usize| NAMES[at].replace("charge_to", "charged to");
        let mut rows = vec![line(&title, "entries".into(), "worked".into())];
        for group in self.groups.iter().take(LISTED) {
            let name = |at: usize| match group.names[at].as_str() {
                "" => "–".to_owned(),
                name => sanitize(name).into_owned(),
            };
            rows.push(line(
                &name,
                group.n_entries.to_string(),
                span::people(group.worked),
            ));
        }
        let first = used[0];
        let more = self.groups.len().saturating_sub(LISTED);
        if more > 0 {
            let others = self.groups.iter().skip(LISTED);
            let (n, worked) = others.fold((0, 0), |(n, worked), group| {
                (n + group.n_entries, worked + group.worked)
            });
            let name = |at: usize| {
                if at == first {
                    format!("{more} more")
                } else {
                    String::new()
                }
            };
            rows.push(line(&name, n.to_string(), span::people(worked)));
        }
        let name = |at: usize| {
            if at == first {
                "total".to_owned()
            } else {
                String::new()
            }
        };
        rows.push(line(
            &name,
            self.booked.len().to_string(),
            span::people(self.worked()),
        ));
        rows
    }

    /// The same as one JSON value.
    pub(super) fn json(&self, dry_run: bool) -> String {
        let lines = |same: &[Left]| -> Vec<Value> {
            let one = |left: &Left| {
                let file = self.gathered.files.get(left.at.file);
                let detail = Some(&left.detail).filter(|detail| !detail.is_empty());
                json!({"file": file, "line": left.at.line, "detail": detail})
            };
            same.iter().map(one).collect()
        };
        let left: Vec<_> = self
            .left
            .chunk_by(|one, two| one.reason == two.reason)
            .map(|same| json!({"reason": same[0].reason.word(), "rows": lines(same)}))
            .collect();
        let groups: Vec<_> = self
            .groups
            .iter()
            .map(|group| {
                let name = |at: usize| Some(&group.names[at]).filter(|name| !name.is_empty());
                json!({
                    "charge_to": name(0), "client": name(1), "project": name(2), "tags": name(3),
                    "entries": group.n_entries, "worked_seconds": group.worked,
                })
            })
            .collect();
        let unmapped: Vec<_> = self
            .gathered
            .unmapped
            .iter()
            .map(|(label, n)| json!({"kind": label.kind.word(), "label": label.label, "rows": n}))
            .collect();
        let is_stored = !dry_run && self.booked.iter().any(|entry| entry.id.0 > 0);
        let ids: Vec<_> = self
            .booked
            .iter()
            .filter(|_| is_stored)
            .map(|entry| entry.id.0)
            .collect();
        let days = self.days();
        let value = json!({
            "ok": true,
            "format": self.gathered.format.word(),
            "files": self.gathered.files,
            "dry_run": dry_run,
            "rows": self.gathered.n_rows,
            "booked": self.booked.len(),
            "worked_seconds": self.worked(),
            "from": days.as_ref().map(|(from, _)| from),
            "to": days.as_ref().map(|(_, to)| to),
            "groups": groups,
            "left_out": left,
            "unmapped": unmapped,
            "warnings": self.remarks,
            "notes": self.gathered.notes,
            "ids": ids,
        });
        format!("{value}\n")
    }
}

/// By target, client and project; by tags where an entry has none of them. The most worked first.
fn groups(booked: &[&Entry], now: i64) -> Vec<Group> {
    let mut sums: BTreeMap<[String; 4], (usize, i64)> = BTreeMap::new();
    for entry in booked {
        let content = &entry.content;
        let said = |at: Option<String>| at.unwrap_or_default();
        let mut names = [
            said(content.target.as_ref().map(ToString::to_string)),
            said(content.client.as_ref().map(ToString::to_string)),
            said(content.project.as_ref().map(ToString::to_string)),
            String::new(),
        ];
        if names.iter().all(String::is_empty) {
            names[3] = joined(&content.tags);
        }
        let sum = sums.entry(names).or_default();
        sum.0 += 1;
        sum.1 += content.worked(now);
    }
    let mut groups: Vec<_> = sums
        .into_iter()
        .map(|(names, (n_entries, worked))| Group {
            names,
            n_entries,
            worked,
        })
        .collect();
    groups.sort_by(|one, two| (two.worked, &one.names).cmp(&(one.worked, &two.names)));
    groups
}

fn joined(tags: &BTreeSet<String>) -> String {
    tags.iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}

/// `1 entry`, `7 entries`.
pub(super) fn entries(n: usize) -> String {
    match n {
        1 => "1 entry".to_owned(),
        n => format!("{n} entries"),
    }
}
