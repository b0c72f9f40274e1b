//! From the words of another tracker to ours: its projects, clients, tasks and tags become
//! targets, clients, projects, work types and tags, as `--map` says. What nobody maps is
//! kept: as the field of the same name where that can do no harm, else as a tag.

use super::{Format, Reason, Row, Time};
use crate::domain::charge::{Reference, Target, TargetKind};
use crate::domain::content::Content;
use crate::domain::given::Slot;
use crate::domain::status::{Billable, BookedAs, words};
use crate::domain::zone::Zone;

words! {
    /// What a label of a source is.
    Kind {
        /// A project.
        Project = "project",
        /// A client.
        Client = "client",
        /// A task of a project.
        Task = "task",
        /// A tag.
        Tag = "tag",
        /// `yes`, `no`, or a billable option.
        Billable = "billable",
        /// A service ticket.
        Ticket = "ticket",
        /// A project ticket.
        ProjectTicket = "project-ticket",
        /// An activity.
        Activity = "activity",
        /// A charge code.
        ChargeCode = "charge-code",
        /// A service.
        Service = "service",
        /// A work type.
        WorkType = "work-type",
        /// A work role.
        WorkRole = "work-role",
        /// An agreement.
        Agreement = "agreement",
    }
}

impl Kind {
    /// The kinds that a rule without a kind is about.
    fn is_free(self) -> bool {
        matches!(self, Self::Project | Self::Client | Self::Task | Self::Tag)
    }
}

/// What becomes of a label.
#[derive(Debug, Clone, PartialEq, Eq)]
enum To {
    /// It is this field, `*` standing for what the star of the rule met.
    Field(Kind, String),
    /// It stands before the note.
    Note,
    /// It goes away.
    Drop,
    /// The whole row is left out.
    Skip,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    kind: Option<Kind>,
    pattern: String,
    to: Vec<To>,
}

/// All rules of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping(Vec<Rule>);

/// A rule that is not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct MappingError(String);

impl MappingError {
    /// The one thing to do.
    #[must_use]
    pub fn help(&self) -> &'static str {
        "write it like 'project:Website=client:acme,work-type:Remote', 'tag:#*=ticket:*', \
         'tag:lunch=skip', or with note or drop behind the ="
    }
}

/// A label that no rule names and that became a tag.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unmapped {
    /// What it was.
    pub kind: Kind,
    /// The label.
    pub label: String,
}

/// What a row became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// The content, without the defaults of a profile.
    pub content: Content,
    /// Labels that no rule names and that became tags.
    pub unmapped: Vec<Unmapped>,
}

/// What labels without a rule mean.
#[derive(Debug, Clone, Copy)]
pub struct Usual {
    /// Where the rows come from.
    pub format: Format,
    /// Whether a service will see the entries.
    pub has_profile: bool,
    /// The zone the entries are seen in.
    pub zone: Zone,
    /// Whether any row of the import is said to be billable: only then a `no` means something.
    pub uses_billable: bool,
}

impl Mapping {
    /// Adds a rule such as `project:Website=client:acme`.
    ///
    /// # Errors
    /// [`MappingError`] with what is wrong.
    pub fn add(&mut self, rule: &str) -> Result<(), MappingError> {
        let (from, to) = rule
            .rsplit_once('=')
            .ok_or_else(|| MappingError(format!("{rule:?} has no = in it")))?;
        let (kind, pattern) = match from.split_once(':') {
            Some((word, rest)) if Kind::from_word(word.trim()).is_some() => {
                (Kind::from_word(word.trim()), rest.trim())
            }
            _ => (None, from.trim()),
        };
        if pattern.is_empty() || pattern.matches('*').count() > 1 {
            return Err(MappingError(format!(
                "{from:?} names no label: it takes a name, with one * at most"
            )));
        }
        let to = targets(to)
            .into_iter()
            .map(|one| read_to(&one))
            .collect::<Result<Vec<_>, _>>()?;
        self.0.push(Rule {
            kind,
            pattern: pattern.to_owned(),
            to,
        });
        Ok(())
    }

    /// Adds the rules of a file: one a line; blank lines and those that begin with `# ` are
    /// passed over.
    ///
    /// # Errors
    /// [`MappingError`] with the line.
    pub fn add_all(&mut self, text: &str) -> Result<(), MappingError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (line, n) in text.lines().zip(1..) {
            let line = line.trim();
            if line.is_empty() || line == "#" || line.starts_with("# ") {
                continue;
            }
            self.add(line)
                .map_err(|why| MappingError(format!("line {n}: {why}")))?;
        }
        Ok(())
    }

    /// The rule for a label, and what its star met. Names go before stars, then order counts.
    fn rule<'r, 'l>(&'r self, kind: Kind, label: &'l str) -> Option<(&'r Rule, &'l str)> {
        let of_kind = |rule: &&Rule| rule.kind.map_or(kind.is_free(), |it| it == kind);
        let exact = self
            .0
            .iter()
            .filter(of_kind)
            .find(|rule| rule.pattern == label)
            .map(|rule| (rule, label));
        exact.or_else(|| {
            self.0.iter().filter(of_kind).find_map(|rule| {
                let (before, after) = rule.pattern.split_once('*')?;
                let met = label.strip_prefix(before)?.strip_suffix(after)?;
                (!met.is_empty()).then_some((rule, met))
            })
        })
    }

    /// What the row becomes.
    ///
    /// # Errors
    /// [`Reason::Skipped`], or [`Reason::Unreadable`] with why where two labels would be the
    /// same field.
    pub fn apply(&self, row: &Row, usual: &Usual) -> Result<Mapped, (Reason, String)> {
        let mut made = Making {
            content: blank(row, usual),
            unmapped: Vec::new(),
            before_note: Vec::new(),
        };
        for (kind, label) in &row.labels {
            let Some((rule, met)) = self.rule(*kind, label) else {
                made.as_usual(*kind, label, usual)?;
                continue;
            };
            for to in &rule.to {
                match to {
                    To::Field(kind, value) => made.put(*kind, &value.replace('*', met))?,
                    To::Note => made.before_note.push(label.clone()),
                    To::Drop => {}
                    To::Skip => return Err((Reason::Skipped, label.clone())),
                }
            }
        }
        Ok(made.done())
    }
}

/// The parts behind the `=`: a comma parts them where a kind or a word follows.
fn targets(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in text.split(',') {
        let word = part.trim();
        let begins = matches!(word, "note" | "drop" | "skip")
            || word
                .split_once(':')
                .is_some_and(|(kind, _)| Kind::from_word(kind.trim()).is_some());
        match parts.last_mut() {
            Some(last) if !begins => {
                last.push(',');
                last.push_str(part);
            }
            _ => parts.push(part.to_owned()),
        }
    }
    parts
}

fn read_to(text: &str) -> Result<To, MappingError> {
    let text = text.trim();
    match text {
        "note" => return Ok(To::Note),
        "drop" => return Ok(To::Drop),
        "skip" => return Ok(To::Skip),
        _ => {}
    }
    let unknown = || {
        let kinds: Vec<_> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        MappingError(format!(
            "{text:?} is not note, drop, skip, or one of {} with : and a name",
            kinds.join(", ")
        ))
    };
    let (kind, value) = text.split_once(':').ok_or_else(unknown)?;
    let kind = Kind::from_word(kind.trim()).ok_or_else(unknown)?;
    let value = value.trim();
    if value.is_empty() {
        return Err(unknown());
    }
    if kind == Kind::Billable && Billable::from_word(value).is_none() {
        let options: Vec<_> = Billable::ALL.iter().map(|option| option.word()).collect();
        return Err(MappingError(format!(
            "{value:?} is no billable option; there are {}",
            options.join(", ")
        )));
    }
    Ok(To::Field(kind, value.to_owned()))
}

/// The time of the row, and its notes.
fn blank(row: &Row, usual: &Usual) -> Content {
    let zone = row.zone.unwrap_or(usual.zone);
    let name = zone.to_string();
    let mut content = match row.time {
        Time::Range { start, end } => {
            let mut content = Content::blank(zone.date(start), &name, BookedAs::Range);
            (content.start, content.end) = (Some(start), Some(end));
            content
        }
        Time::Day { date, length } => {
            let mut content = Content::blank(date, &name, BookedAs::Date);
            content.length = Some(length);
            content
        }
    };
    content.deduct = row.deduct;
    content.note.clone_from(&row.note);
    content.internal_note.clone_from(&row.internal_note);
    content
}

struct Making {
    content: Content,
    unmapped: Vec<Unmapped>,
    before_note: Vec<String>,
}

impl Making {
    fn done(mut self) -> Mapped {
        if !self.before_note.is_empty() {
            self.before_note.extend(self.content.note.take());
            self.content.note = Some(self.before_note.join(": "));
        }
        Mapped {
            content: self.content,
            unmapped: self.unmapped,
        }
    }

    fn as_usual(&mut self, kind: Kind, label: &str, usual: &Usual) -> Result<(), (Reason, String)> {
        match kind {
            Kind::Billable => {
                let option = match label {
                    "yes" => Some(Billable::Billable),
                    "no" => usual.uses_billable.then_some(Billable::DoNotBill),
                    word => Billable::from_word(word),
                };
                self.content.billable = option.unwrap_or(self.content.billable);
            }
            Kind::Tag => {
                self.content.tags.insert(label.to_owned());
                if usual.has_profile {
                    self.note_unmapped(kind, label);
                }
            }
            // In a CSV of one's own the header is our word already.
            _ if usual.format == Format::Csv => self.put(kind, label)?,
            Kind::Project | Kind::Client if !usual.has_profile => self.put(kind, label)?,
            Kind::Project | Kind::Client | Kind::Task => {
                self.content.tags.insert(label.to_owned());
                self.note_unmapped(kind, label);
            }
            _ => self.put(kind, label)?,
        }
        Ok(())
    }

    fn note_unmapped(&mut self, kind: Kind, label: &str) {
        self.unmapped.push(Unmapped {
            kind,
            label: label.to_owned(),
        });
    }

    fn put(&mut self, kind: Kind, value: &str) -> Result<(), (Reason, String)> {
        let content = &mut self.content;
        let target = match kind {
            Kind::Tag => {
                content.tags.insert(value.to_owned());
                return Ok(());
            }
            Kind::Billable => {
                content.billable = Billable::from_word(value).unwrap_or(content.billable);
                if content.billable == Billable::NoDefault {
                    content.given.set_none(Slot::Billable);
                }
                return Ok(());
            }
            Kind::Ticket => Some(TargetKind::Ticket),
            Kind::ProjectTicket => Some(TargetKind::ProjectTicket),
            Kind::Task => Some(TargetKind::Task),
            Kind::Activity => Some(TargetKind::Activity),
            Kind::ChargeCode => Some(TargetKind::ChargeCode),
            _ => None,
        };
        let at = reference(value);
        let twice = |one: String, two: String| {
            let why =
                format!("{one} and {two} are both its {kind}; map one of them to a tag or drop it");
            Err((Reason::Unreadable, why))
        };
        if let Some(kind) = target {
            let target = Target { kind, at };
            return match content.target.replace(target.clone()) {
                Some(other) if other != target => twice(other.to_string(), target.to_string()),
                _ => Ok(()),
            };
        }
        let slot = match kind {
            Kind::Client => &mut content.client,
            Kind::Service => &mut content.service,
            Kind::WorkType => &mut content.work_type,
            Kind::WorkRole => &mut content.work_role,
            Kind::Agreement => &mut content.agreement,
            _ => &mut content.project,
        };
        match slot.replace(at.clone()) {
            Some(other) if other != at => twice(other.to_string(), at.to_string()),
            _ => Ok(()),
        }
    }
}

/// A reference as a person would type it; the `#` before a number is only for people.
fn reference(value: &str) -> Reference {
    let digits = value
        .strip_prefix('#')
        .filter(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    Reference::typed(digits.unwrap_or(value))
}

#[cfg(test)]
mod tests;
