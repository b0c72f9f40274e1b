//! `tt edit`: changes entries, by options or in an editor.

use super::form::Form;
use super::{editor, fields, say};
use crate::app::{App, Desk};
use crate::cli::{EditArgs, Fields, Writing};
use crate::config::Profile;
use crate::domain::charge::Reference;
use crate::domain::content::{Content, Draft, Pause};
use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;
use crate::domain::span::Span;
use crate::domain::status::BookedAs;
use crate::domain::when::{self, Setting, Typed};
use crate::domain::zone::Zone;
use crate::failure::Failure;
use crate::ledger::{self, Change, Chosen, Edited, Site};
use crate::report::Item;
use chrono::{Days, NaiveDate};

/// What was typed: fields, what only writing knows, and tags to take away.
type Said<'t> = (&'t Fields, &'t Writing, &'t [String]);

/// Runs `tt edit`.
///
/// # Errors
/// Entries that do not exist or may not change, input that is not understood,
/// configuration, the store.
pub fn run(app: &mut App<'_>, args: &EditArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let looked = app.look()?;
    let ids = match ledger::choose(&looked, &args.which, &desk.setting())? {
        Chosen::Ids(ids) => ids,
        Chosen::Period(days) => {
            let ids = ledger::of_period(&looked, Some(days), None, false)?;
            if ids.is_empty() {
                let help = "see `tt list` for the entries there are";
                return Err(Failure::nothing(format!("nothing is booked in {days}"), help).into());
            }
            ids
        }
    };
    let plain = Writing {
        editor: false,
        dry_run: false,
        ..args.writing.clone()
    };
    let says_nothing =
        args.fields == Fields::default() && plain == Writing::default() && args.untag.is_empty();
    if !args.writing.editor && says_nothing && !app.around.is_terminal {
        let help = "add an option, such as --for 1h or -m TEXT, or -e for the editor";
        return Err(Failure::usage("what to change is not said", help).into());
    }
    if !says_nothing {
        if args.writing.editor {
            let help = "leave -e out, or the other options";
            return Err(Failure::usage("-e changes fields in the editor alone", help).into());
        }
        drop(looked);
        let typed = (&args.fields, &args.writing, args.untag.as_slice());
        let done = change(app, &desk, &ids, &site, typed)?;
        return tell(app, &desk, &done, args.writing.dry_run);
    }
    let [id] = ids.as_slice() else {
        let help = "name one entry, or say with options what to change";
        return Err(Failure::usage("the editor takes one entry at a time", help).into());
    };
    let found = looked.view().entry(*id)?;
    drop(looked);
    match found {
        Some((entry, _)) => in_editor(app, &desk, &entry, &site, args.writing.dry_run),
        None => Ok(()),
    }
}

/// Opens the entry as a form until it is taken, given up, or left as it was.
fn in_editor(
    app: &mut App<'_>,
    desk: &Desk,
    entry: &Entry,
    site: &Site,
    dry_run: bool,
) -> anyhow::Result<()> {
    let profile = entry.content.profile.as_ref();
    let profile = profile.and_then(|name| desk.config.profiles.get(name));
    let form = Form::of(entry, profile.map(Profile::kind), desk.zone);
    let mut done = Edited::default();
    editor::fill(app, &form.text(), |app, text| {
        let (fields, mut writing) = form.read(text)?;
        writing.dry_run = dry_run;
        done = change(app, desk, &[entry.id], site, (&fields, &writing, &[]))?;
        Ok(())
    })?;
    tell(app, desk, &done, dry_run)
}

fn change(
    app: &mut App<'_>,
    desk: &Desk,
    ids: &[EntryId],
    site: &Site,
    typed: Said<'_>,
) -> anyhow::Result<Edited> {
    let change = |entry: &Entry| changed(entry, desk, typed);
    if typed.1.dry_run {
        return ledger::edit_planned(&app.look()?, ids, site, change);
    }
    ledger::edit(&mut app.change()?, ids, site, change)
}

fn tell(app: &mut App<'_>, desk: &Desk, done: &Edited, dry_run: bool) -> anyhow::Result<()> {
    let ids: Vec<_> = done.changed.iter().map(|(entry, _)| entry.id).collect();
    if dry_run {
        let items: Vec<_> = done
            .changed
            .iter()
            .map(|(entry, _)| Item::planned(entry))
            .collect();
        say::items(app, desk, &items, "would change")?;
    } else {
        let store = app.look()?;
        say::touched(app, desk, &store, &ids, "changed")?;
        say::unknown_names(app, &store, done.changed.iter().map(|(entry, _)| entry))?;
    }
    for (entry, said) in &done.changed {
        say::remarks(app, said, entry)?;
    }
    match (done.changed.len(), done.n_unchanged) {
        (0, _) => app.say("nothing changed"),
        (_, 0) => Ok(()),
        (_, n) => app.say(&format!("note: {n} as before")),
    }
}

/// The entry as it is to be: what was typed, over what is stored.
fn changed(
    entry: &Entry,
    desk: &Desk,
    (fields, writing, untag): Said<'_>,
) -> anyhow::Result<Change> {
    let mut content = entry.content.clone();
    let mut said = change_fields(&mut content, desk, fields, writing)?;
    content.tags.retain(|tag| !untag.contains(tag));
    if let Some(note) = &writing.note {
        content.note = fields::some_text(note);
    }
    said.extend(retime(&mut content, desk, writing)?);
    let Some(mailing) = writing.mailing() else {
        return Err(
            Failure::usage("--email cc needs addresses", "add --email-cc ADDRESS,…").into(),
        );
    };
    let old = &entry.content;
    let keeps_its_time =
        (old.start, old.end, old.date) == (content.start, content.end, content.date);
    let draft = Draft {
        content,
        mailing,
        // What was let through with --future does not need it again.
        future: writing.future || keeps_its_time,
    };
    Ok(Change { draft, said })
}

/// Lays what was typed over the content. Where that hands the entry to another profile,
/// its defaults take the place of the old one's; what is to be said about it.
///
/// # Errors
/// A profile that is not configured, or an option that its service does not know.
pub(super) fn change_fields(
    content: &mut Content,
    desk: &Desk,
    fields: &Fields,
    writing: &Writing,
) -> anyhow::Result<Vec<String>> {
    let old = content.profile.clone();
    let mut said = Vec::new();
    if let Some(name) = &fields.profile {
        let chosen = desk.config.choose_profile(Some(name), None)?;
        hand_over(content, chosen.map(|(profile, _)| profile.name.as_str()));
    }
    let is_moved = content.profile.is_some() && content.profile != old;
    let left = if is_moved {
        fields::take_out_defaults(content)
    } else {
        Vec::new()
    };
    let name = content.profile.clone();
    let profile = name.and_then(|name| desk.config.profiles.get(&name));
    fields::change(content, fields, writing, profile)?;
    if let Some(profile) = profile.filter(|_| is_moved) {
        fields::fill_in(content, profile);
    }
    if let (Some(old), false) = (old, left.is_empty()) {
        said.push(format!(
            "not taken along: {}, set by profile {old}",
            left.join(", ")
        ));
    }
    Ok(said)
}

/// Hands an entry to another profile: what the old service knew of it means nothing there.
fn hand_over(content: &mut Content, profile: Option<&str>) {
    if content.profile.as_deref() == profile {
        return;
    }
    content.profile = profile.map(str::to_owned);
    if let Some(target) = &mut content.target {
        target.at = Reference::typed(&target.at.typed);
    }
    let references = [
        &mut content.project,
        &mut content.client,
        &mut content.service,
        &mut content.task,
        &mut content.member,
        &mut content.work_type,
        &mut content.work_role,
        &mut content.agreement,
    ];
    for reference in references.into_iter().flatten() {
        // A number that only the service knew is of no use; its name may be.
        let known = reference.id.as_ref() == Some(&reference.typed);
        let name = reference.name.as_ref().filter(|_| known);
        *reference = Reference::typed(name.unwrap_or(&reference.typed));
    }
}

/// Moves start, end and day as they were typed; what is to be said about it.
fn retime(content: &mut Content, desk: &Desk, writing: &Writing) -> anyhow::Result<Vec<String>> {
    let mut setting = desk.setting();
    setting.zone = Zone::parse(&content.zone).unwrap_or(setting.zone);
    setting.future = writing.future;
    let start = match (&writing.at, &writing.start) {
        (Some(_), Some(_)) => {
            let help = "leave one of them out";
            return Err(Failure::usage("--at and --start both say when it began", help).into());
        }
        (at, start) => at.as_deref().or(start.as_deref()),
    };
    let day = match &writing.on {
        Some(on) => Some(when::day(on, &setting)?),
        None => None,
    };
    let typed = Times {
        day,
        start,
        end: writing.end.as_deref(),
        span: writing.length.as_deref(),
    };
    if let (Some(_), Some(_), Some(_)) = (typed.start, typed.end, typed.span) {
        let help = "leave out one of --start, --end and --for";
        return Err(Failure::usage("three options for two ends", help).into());
    }
    if writing.no_clock {
        return take_clock(content, &typed, desk.now);
    }
    if content.start.is_none() {
        return typed.over_day(content, &setting);
    }
    typed.over_clock(content, &setting)
}

struct Times<'t> {
    day: Option<NaiveDate>,
    start: Option<&'t str>,
    end: Option<&'t str>,
    span: Option<&'t str>,
}

/// Makes an entry with clock times one of a length on a day.
fn take_clock(content: &mut Content, typed: &Times<'_>, now: i64) -> anyhow::Result<Vec<String>> {
    let length = match typed.span {
        Some(span) => when::length(span)?.seconds(),
        None => content.worked(now),
    };
    content.date = typed.day.unwrap_or(content.date);
    content.length = Some(length);
    content.booked_as = BookedAs::Date;
    (content.start, content.end, content.deduct) = (None, None, 0);
    content.pauses.clear();
    Ok(Vec::new())
}

impl Times<'_> {
    /// An entry without clock times: its day and length, or it gets clock times.
    fn over_day(&self, content: &mut Content, setting: &Setting) -> anyhow::Result<Vec<String>> {
        let day = self.day.unwrap_or(content.date);
        content.date = day;
        if self.start.is_none() && self.end.is_none() {
            if let Some(span) = self.span {
                content.length = Some(when::length(span)?.seconds());
            }
            return Ok(Vec::new());
        }
        let length = match (self.start, self.end, self.span) {
            (Some(_), Some(_), _) => None,
            (_, _, Some(span)) => Some(span.to_owned()),
            _ => Some(Span::new(content.length.unwrap_or(0))?.to_string()),
        };
        let setting = setting.on(day);
        let range = when::from_options(self.start, self.end, length.as_deref(), &setting)?;
        let Some(Typed::Range(range)) = range else {
            return Ok(Vec::new());
        };
        (content.start, content.end) = (Some(range.start), Some(range.end));
        content.length = None;
        content.booked_as = BookedAs::Range;
        content.date = setting.zone.date(range.start);
        Ok(range.said)
    }

    fn over_clock(&self, content: &mut Content, setting: &Setting) -> anyhow::Result<Vec<String>> {
        let mut said = Vec::new();
        let old = content.start.unwrap_or_default();
        let (mut start, mut end) = (old, content.end);
        if let Some(day) = self.day {
            let mut moved = |at| -> anyhow::Result<i64> {
                let moved = on_day(at, old, day, setting)?;
                said.extend(moved.said);
                Ok(moved.at)
            };
            start = moved(old)?;
            end = end.map(&mut moved).transpose()?;
            for pause in &mut content.pauses {
                pause.start = pause.start - old + start;
                pause.end = pause.end.map(|end| end - old + start);
            }
        }
        if let Some(text) = self.start {
            let typed = moment(text, setting.zone.date(start), setting)?;
            said.extend(typed.said);
            start = typed.at;
        }
        if let Some(text) = self.end {
            let back = self.span.is_some();
            let typed = if back {
                let typed = moment(text, setting.zone.date(start), setting)?;
                said.extend(typed.said);
                typed.at
            } else {
                let range = when::end_after(start, text, setting)?;
                said.extend(range.said);
                range.end
            };
            end = Some(typed);
        }
        if let Some(text) = self.span {
            let span = when::length(text)?.seconds();
            match (self.end, end) {
                (Some(_), Some(end)) => start = end - span,
                _ => end = Some(start.saturating_add(span)),
            }
        } else if self.start.is_some() || self.end.is_some() {
            content.booked_as = BookedAs::Range;
        }
        if (start, end) != (old, content.end) {
            clip(&mut content.pauses, start, end);
        }
        (content.start, content.end) = (Some(start), end);
        content.date = setting.zone.date(start);
        Ok(said)
    }
}

/// The same clock time on another day; what follows `first` over midnight stays behind it.
fn on_day(
    at: i64,
    first: i64,
    day: NaiveDate,
    setting: &Setting,
) -> Result<when::Instant, when::Refusal> {
    let zone = setting.zone;
    let local = zone.local(at);
    let later = (local.date() - zone.date(first)).num_days();
    let later = Days::new(u64::try_from(later).unwrap_or(0));
    let day = day.checked_add_days(later).unwrap_or(day);
    when::instant(
        &format!("{day}T{}", local.time().format("%H:%M:%S")),
        setting,
    )
}

/// A clock time alone is one of the entry's day; with a day of its own, or counted from
/// now, it is what it says.
fn moment(text: &str, day: NaiveDate, setting: &Setting) -> Result<when::Instant, when::Refusal> {
    when::instant(text, &setting.on(day)).or_else(|why| {
        if when::time_of_day(text).is_ok() {
            return Err(why);
        }
        when::instant(text, setting)
    })
}

/// Cuts pauses to what lies between start and end. An end that was typed ends an
/// open pause too: it was the end of the work.
fn clip(pauses: &mut Vec<Pause>, start: i64, end: Option<i64>) {
    pauses.retain_mut(|pause| {
        pause.start = pause.start.max(start);
        if let Some(limit) = end {
            if pause.end.is_none() {
                return false;
            }
            pause.end = pause.end.map(|end| end.min(limit));
        }
        pause.end.is_none_or(|end| end > pause.start)
    });
}
