//! What may be booked for the gaps of a day: from templates, then from the same weekday a
//! week before. Books nothing and asks nobody.

use super::super::{gaps, log, say, template};
use crate::app::{App, Desk, Seen};
use crate::cli::{LogArgs, Writing};
use crate::config::Template;
use crate::domain::content::{Content, Draft};
use crate::domain::delivery::Mailing;
use crate::domain::entry::Entry;
use crate::domain::gaps::{Stretch, total, without};
use crate::domain::ids::EntryId;
use crate::domain::status::BookedAs;
use crate::failure::{self, Code};
use crate::ledger::{self, Booking, Gaps, Place, Site};
use crate::report::Item;
use crate::screen::sanitize;
use crate::store::Store;
use chrono::NaiveDate;

/// Where a proposal comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A template, by name.
    Template(String),
    /// An entry of a week before, or as much of it as there is room for.
    Like {
        /// Which.
        entry: EntryId,
        /// Its day.
        date: NaiveDate,
        /// Whether it is a part of it only.
        is_part: bool,
    },
}

/// Something that may be booked.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What would be booked.
    pub booking: Booking,
    /// Where it comes from.
    pub source: Source,
    /// The entry it would be.
    pub entry: Entry,
    /// Why it cannot be booked as it is.
    pub refused: Option<String>,
}

impl Proposal {
    /// Asks the rules about it as it is now.
    ///
    /// # Errors
    /// The store's, and any but those of the rules and of times.
    pub fn ask(&mut self, store: &Store, site: &Site) -> anyhow::Result<()> {
        self.refused = None;
        match ledger::preview(store, &self.booking, site) {
            Ok((admitted, _)) => {
                self.entry = ledger::planned(&admitted, self.booking.key, site.now);
            }
            Err(why) => {
                let why = anyhow::Error::from(why);
                let failure = failure::of(&why);
                if !matches!(failure.code, Code::Rule | Code::Locked | Code::Usage) {
                    return Err(why);
                }
                let content = self.booking.draft.content.clone();
                self.entry = ledger::proposed(content, self.booking.key, site.now);
                self.refused = Some(match failure.breaches.as_slice() {
                    [first, _, ..] => format!("{}, and more", first.message),
                    _ => failure.message,
                });
            }
        }
        Ok(())
    }
}

/// What may be booked for the gaps of a day, by start; and the gaps.
///
/// # Errors
/// Configuration, the store.
pub fn proposals(
    app: &mut App<'_>,
    desk: &Desk,
    date: NaiveDate,
    least: i64,
    site: &Site,
) -> anyhow::Result<(Gaps, Vec<Proposal>)> {
    let setting = desk.setting();
    let store = app.look()?;
    let view = store.view();
    let gaps = ledger::gaps(&view, date, &gaps::work_day(desk), least, &setting)?;
    let mut already = ledger::worked_already(&view, date)?;
    let mut day = Day {
        free: gaps.free.clone(),
        busy: gaps.busy.clone(),
        until: setting.now_kept(),
    };
    let mut found: Vec<(Booking, Source)> = Vec::new();
    let mut templates: Vec<_> = desk.config.templates.values().collect();
    templates.retain(|it| it.length.is_some() && it.is_for(gaps::weekday(date)));
    // Those with a clock time go where they belong, the others where there is room.
    templates.sort_by_key(|it| (it.start.is_none(), it.start));
    for template in templates {
        let booking = match of_template(app, desk, template, date) {
            Ok(booking) => booking,
            Err(why) => {
                let failure = failure::of(&why);
                app.say(&format!(
                    "note: template {} is left out: {}",
                    template.name,
                    sanitize(&failure.message)
                ))?;
                continue;
            }
        };
        if let Some(booking) = day.placed(booking, &mut already) {
            found.push((booking, Source::Template(template.name.clone())));
        }
    }
    // What a template stands for is not proposed once more.
    already.extend(found.iter().map(|(it, _)| it.draft.content.clone()));
    for repeat in ledger::repeats(&view, date, &day.free, &mut already, least, &setting)? {
        let profile = repeat.content.profile.as_ref();
        if profile.is_some_and(|name| !desk.config.profiles.contains_key(name)) {
            continue;
        }
        let booking = Booking {
            draft: Draft {
                content: repeat.content,
                mailing: Mailing::default(),
                future: false,
            },
            place: Place::Fixed,
            setting,
            key: ledger::fresh_key(desk.now)?,
            said: Vec::new(),
        };
        let source = Source::Like {
            entry: repeat.entry,
            date: repeat.date,
            is_part: repeat.is_part,
        };
        found.push((booking, source));
    }
    found.sort_by_key(|(it, _)| it.draft.content.start);
    let mut proposals = Vec::new();
    for (booking, source) in found {
        let content = booking.draft.content.clone();
        let mut proposal = Proposal {
            entry: ledger::proposed(content, booking.key, desk.now),
            booking,
            source,
            refused: None,
        };
        proposal.ask(&store, site)?;
        proposals.push(proposal);
    }
    Ok((gaps, proposals))
}

/// What `tt log @NAME --on DAY` would book.
fn of_template(
    app: &App<'_>,
    desk: &Desk,
    template: &Template,
    date: NaiveDate,
) -> anyhow::Result<Booking> {
    let typed = LogArgs {
        words: vec![format!("@{}", template.name)],
        writing: Writing {
            on: Some(date.to_string()),
            // One that is still to come is left out below, without a word.
            future: true,
            ..Writing::default()
        },
        ..LogArgs::default()
    };
    let args = template::lay(desk, typed)?;
    let env = app.var("TT_PROFILE");
    let chosen = desk
        .config
        .choose_profile(args.fields.profile.as_deref(), env.as_deref())?;
    let mut booking = log::booking(desk, &args, chosen.map(|(profile, _)| profile))?;
    booking.draft.future = false;
    booking.setting.future = false;
    Ok(booking)
}

/// What of a day is still free.
struct Day {
    free: Vec<Stretch>,
    busy: Vec<Stretch>,
    until: i64,
}

impl Day {
    /// The booking in its place, which is no longer free; none where there is no room for it
    /// or it is booked already.
    fn placed(&mut self, mut booking: Booking, already: &mut Vec<Content>) -> Option<Booking> {
        let content = &mut booking.draft.content;
        if content.booked_as == BookedAs::Date {
            let fits = total(&self.free) >= content.length.unwrap_or(0);
            return (fits && !ledger::take_same(already, content)).then_some(booking);
        }
        let stretch = match booking.place {
            Place::Fixed => (content.start?, content.end?),
            Place::Free { span, .. } => {
                let has_room = |(start, end): &&Stretch| end - start >= span.seconds();
                let (start, _) = self.free.iter().find(has_room)?;
                (*start, start + span.seconds())
            }
            Place::SinceLast { .. } => return None,
        };
        let is_free = without(&[stretch], &self.busy) == [stretch];
        if !is_free || stretch.1 > self.until || ledger::take_same(already, content) {
            return None;
        }
        (content.start, content.end) = (Some(stretch.0), Some(stretch.1));
        content.date = booking.setting.zone.date(stretch.0);
        booking.place = Place::Fixed;
        self.busy.push(stretch);
        self.free = without(&self.free, &[stretch]);
        Some(booking)
    }
}

/// `Mon 23 Nov 09:15–09:30, 15m  #54321  Standup  (template standup)`
pub fn told(proposal: &Proposal, desk: &Desk) -> String {
    let item = Item::planned(&proposal.entry);
    let line = say::line(&item, &Seen::of(desk), desk);
    let source = match &proposal.source {
        Source::Template(name) => format!("template {name}"),
        Source::Like {
            entry,
            date,
            is_part,
        } => {
            let part = if *is_part { ", as much as is free" } else { "" };
            format!("like {entry} of {date}{part}")
        }
    };
    let why = proposal.refused.as_deref().map_or_else(String::new, |why| {
        format!("; cannot be booked: {}", sanitize(why))
    });
    format!("{line}  ({source}){why}")
}
