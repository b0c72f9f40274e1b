//! What the commands of the timer share: the moment of the act, the questions before
//! one ends, and what is said afterwards.

use super::{activity, ask, say};
use crate::app::{App, Desk};
use crate::domain::entry::Entry;
use crate::domain::span;
use crate::domain::when::{self, Setting};
use crate::domain::zone::Zone;
use crate::failure::Failure;
use crate::ledger::{self, Became, Did, Ending, Moment, Site};
use crate::report::Item;
use crate::screen::sanitize;
use crate::store::Store;

/// A moment as typed, else now; with what is to be said about it.
///
/// # Errors
/// What does not read as a moment.
pub fn moment(typed: Option<&str>, setting: &Setting) -> anyhow::Result<(Moment, Vec<String>)> {
    let (at, said) = match typed {
        Some(text) => {
            let instant = when::instant(text, setting)?;
            (instant.at, instant.said)
        }
        None => (setting.now_kept(), Vec::new()),
    };
    let moment = Moment {
        at,
        typed: typed.map(str::to_owned),
        zone: setting.zone,
    };
    Ok((moment, said))
}

/// The moment from the option or from the leading words, and the words left over.
///
/// # Errors
/// What does not read as a moment, or stands twice.
pub fn leading_moment<'w>(
    option: Option<&str>,
    words: &'w [String],
    setting: &Setting,
) -> anyhow::Result<(Moment, Vec<String>, &'w [String])> {
    if option.is_some() {
        let (moment, said) = moment(option, setting)?;
        return Ok((moment, said, words));
    }
    let Some(leading) = when::leading_moment(words, setting)? else {
        let (moment, said) = moment(None, setting)?;
        return Ok((moment, said, words));
    };
    let (taken, rest) = words.split_at(leading.words);
    let moment = Moment {
        at: leading.time.at,
        typed: Some(taken.join(" ")),
        zone: setting.zone,
    };
    Ok((moment, leading.time.said, rest))
}

/// The setting with `--on`, which means nothing without a time.
///
/// # Errors
/// What does not read as a day.
pub fn setting_on(desk: &Desk, on: Option<&str>) -> anyhow::Result<Setting> {
    let setting = desk.setting();
    Ok(match on {
        Some(on) => setting.on(when::day(on, &setting)?),
        None => setting,
    })
}

/// Refuses `--on` where no time was given with it.
///
/// # Errors
/// That.
pub fn expect_time_with(on: Option<&str>, at: &Moment) -> Result<(), Failure> {
    match on {
        Some(on) if at.typed.is_none() => Err(Failure::usage(
            format!("--on {on} names a day without a time"),
            "add the time: --at 9:30",
        )),
        _ => Ok(()),
    }
}

/// What somebody at the terminal says of a timer that is about to end; `given` is what
/// the command line says already. Asks nothing where nobody sits.
///
/// # Errors
/// The store's and the terminal's.
pub fn before_end(
    app: &mut App<'_>,
    desk: &Desk,
    store: &Store,
    timer: Option<&Entry>,
    at: &Moment,
    given: Ending,
) -> anyhow::Result<Ending> {
    let Some(timer) = timer.filter(|_| ask::somebody(app)) else {
        return Ok(given);
    };
    let site = say::site(app, desk);
    let mut ending = given;
    let mut stdin = std::io::stdin().lock();
    let mut terminal = ask::Terminal {
        out: app.around.err,
        answers: &mut stdin,
    };
    let overnight = at.typed.is_none() && ran_long(timer, at, &site);
    if overnight {
        let mut setting = desk.setting();
        setting.zone = Zone::parse(&timer.content.zone).unwrap_or(setting.zone);
        let start = timer.content.start.unwrap_or(at.at);
        writeln!(
            terminal.out,
            "timer {} has run since {} ({}){}",
            timer.id,
            when::echo_instant(start, &setting),
            span::people(timer.content.worked(at.at)),
            match &timer.content.note {
                Some(note) => format!(": {}", sanitize(note)),
                None => String::new(),
            }
        )?;
        let known = activity::last(store, timer, at.at)?;
        let usual = known.as_ref().map_or(at.at, |(seen, _)| *seen);
        let question = match &known {
            Some((seen, what)) => format!(
                "When did it end? A time or `now`; Return for {}, {what}:",
                when::echo_instant(*seen, &setting)
            ),
            None => "When did it end? A time; Return for now:".to_owned(),
        };
        ending.at = terminal.instant(&question, usual, start, &setting)?;
        ending.of = Some(timer.id);
    }
    if timer.content.note.is_none() && ending.note.is_none() {
        let question = format!("What was done on timer {}? (Return for no note)", timer.id);
        ending.note = terminal.text(&question)?;
        ending.of = Some(timer.id);
    }
    Ok(ending)
}

/// Whether a timer ran so long at a stretch that it was likely forgotten: over midnight,
/// or longer than an entry that is looked at.
fn ran_long(timer: &Entry, at: &Moment, site: &Site) -> bool {
    let content = &timer.content;
    if content.is_parked() {
        return false;
    }
    let profile = content.profile.as_deref();
    let rules = profile
        .and_then(|name| site.profiles.get(name))
        .map_or(&site.rules, |terms| &terms.rules);
    let since = content.pauses.last().and_then(|pause| pause.end);
    let since = since.or(content.start).unwrap_or(at.at);
    let zone = Zone::parse(&content.zone).unwrap_or(at.zone);
    content.worked(at.at) > rules.review_entry || zone.date(since) < zone.date(at.at)
}

/// Prints what became of each timer, and what the rules say of it.
///
/// # Errors
/// The store's and the stream's.
pub fn tell(
    app: &mut App<'_>,
    desk: &Desk,
    store: &Store,
    moved: &Became,
    said: &[String],
) -> anyhow::Result<()> {
    let mut shown = Vec::new();
    for (did, entry) in moved.iter().filter(|(did, _)| *did != Did::Dropped) {
        // Where it is delivered to is known by its link.
        let found = store.view().entry(entry.id)?;
        let (entry, link) = found.unwrap_or_else(|| (entry.clone(), None));
        shown.push((*did, entry, link));
    }
    shown.sort_by_key(|(_, entry, _)| entry.id);
    let items: Vec<_> = shown
        .iter()
        .map(|(did, entry, link)| (Item::stored(entry, link.as_ref()), word(*did)))
        .collect();
    say::each(app, desk, &items)?;
    for remark in said {
        app.say(&format!("note: {remark}"))?;
    }
    for (did, entry) in moved {
        match did {
            Did::Dropped => app.say(&format!(
                "nothing booked: timer {} is dropped, as it ended within a minute of its start; \
                 `tt undo` brings it back",
                entry.id
            ))?,
            Did::Cancelled => {}
            Did::Unended => {
                say::remarks(app, &[], entry)?;
                app.say(&format!(
                    "note: timer {0} has ended, but is no entry yet; book it with \
                     `tt edit {0} --end TIME`",
                    entry.id
                ))?;
            }
            _ => say::remarks(app, &[], entry)?,
        }
    }
    Ok(())
}

/// Says which names of a timer that was started are not known here.
///
/// # Errors
/// The store's and the stream's.
pub fn tell_unknown(app: &mut App<'_>, store: &Store, moved: &Became) -> anyhow::Result<()> {
    let started = moved.iter().filter(|(did, _)| *did == Did::Started);
    say::unknown_names(app, store, started.map(|(_, entry)| entry))
}

/// Prints what would become of timers.
///
/// # Errors
/// The stream's.
pub fn tell_planned(app: &mut App<'_>, desk: &Desk, moved: &Became) -> anyhow::Result<()> {
    let items: Vec<_> = moved
        .iter()
        .filter(|(did, _)| *did != Did::Dropped)
        .map(|(did, entry)| (Item::planned(entry), would(*did)))
        .collect();
    say::each(app, desk, &items)?;
    for (_, entry) in moved {
        say::remarks(app, &[], entry)?;
    }
    Ok(())
}

fn word(did: Did) -> &'static str {
    match did {
        Did::Started => "started",
        Did::Booked => "booked",
        Did::Parked => "parked",
        Did::Resumed => "resumed",
        Did::Dropped => "dropped",
        Did::Cancelled => "cancelled",
        Did::Unended => "ended",
    }
}

fn would(did: Did) -> &'static str {
    match did {
        Did::Started => "would start",
        Did::Parked => "would park",
        Did::Booked | Did::Unended => "would book",
        Did::Resumed | Did::Dropped | Did::Cancelled => "would change",
    }
}

/// The number of one entry, as typed.
///
/// # Errors
/// Words that name none, or several.
pub fn one(store: &Store, typed: &str) -> anyhow::Result<crate::domain::ids::EntryId> {
    match ledger::expect_ids(store, &[typed.to_owned()])?.as_slice() {
        [id] => Ok(*id),
        _ => Err(Failure::usage(
            format!("{} names several entries", sanitize(typed)),
            "name one: the number that was printed when it was booked",
        )
        .into()),
    }
}
