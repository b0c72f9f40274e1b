//! Keeps the small file beside the database that a shell prompt reads: `DB.prompt`.
//!
//! Written when a store that changed something is closed, under a shared lock: nobody
//! commits between what is read here and the moment the file has its name, so the file
//! never goes back behind a later one. Not synced, since nothing depends on it: what a
//! power cut leaves of it reads as nothing, and the next command writes it anew.
//! Whatever fails here fails silently.

use super::Store;
use super::error::StoreError;
use super::place::{create_private_over, with_ending};
use super::view::View;
use crate::domain::prompt::{MOST, Stamp, State, Timer};
use crate::domain::status::Status;
use chrono::NaiveDate;
use std::fs::{self, Metadata};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What the state goes by, beside the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// This moment, seconds UTC.
    pub now: i64,
    /// Today, where the person is.
    pub today: NaiveDate,
    /// The first instant of today and of tomorrow, seconds UTC.
    pub bounds: (i64, i64),
    /// Seconds meant for a day; 0 is none.
    pub target: i64,
    /// From which status on each profile delivers; others deliver at once.
    pub push: Vec<(String, Status)>,
}

/// The file of the database at this path.
#[must_use]
pub fn file(db: &Path) -> PathBuf {
    with_ending(db, ".prompt")
}

/// How the database file looks now; none where it is not there.
#[must_use]
pub fn stamp(db: &Path) -> Option<Stamp> {
    let meta = fs::metadata(db).ok()?;
    let (seconds, nanos) = changed(&meta)?;
    Some(Stamp {
        size: meta.len(),
        seconds,
        nanos,
    })
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may not be known")]
fn changed(meta: &Metadata) -> Option<(i64, i64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((meta.mtime(), meta.mtime_nsec()))
}

#[cfg(not(unix))]
fn changed(meta: &Metadata) -> Option<(i64, i64)> {
    let since = meta
        .modified()
        .ok()?
        .duration_since(std::time::UNIX_EPOCH)
        .ok()?;
    let seconds = i64::try_from(since.as_secs()).ok()?;
    Some((seconds, i64::from(since.subsec_nanos())))
}

/// The state of the database at this path, where its file is whole.
#[must_use]
pub fn read(db: &Path) -> Option<State> {
    State::parse(&fs::read_to_string(file(db)).ok()?)
}

/// Writes the state as it is now, unless the file says so already and `always` is not set.
pub(super) fn keep(store: &Store, terms: &Terms, always: bool) {
    let db = store.file();
    let kept = store.read(|view| {
        // Who only looks before anything was booked leaves nothing behind.
        let Some(stamp) = stamp(db) else {
            return Ok(());
        };
        let state = look(view, terms, stamp)?;
        if always || read(db).as_ref() != Some(&state) {
            put(db, &state.text());
        }
        Ok::<_, StoreError>(())
    });
    if let Err(why) = kept {
        log::debug!("the state for the prompt was not kept: {why}");
    }
}

/// In the place of the old file in one step.
fn put(db: &Path, text: &str) {
    let (target, new) = (file(db), with_ending(db, ".prompt.new"));
    let written = create_private_over(&new)
        .and_then(|mut out| out.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&new, &target));
    if let Err(why) = written {
        log::debug!("{} was not written: {why}", target.display());
    }
}

fn look(view: &View<'_>, terms: &Terms, db: Stamp) -> Result<State, StoreError> {
    let Terms { now, today, .. } = *terms;
    let timers = view.timers()?;
    let ended = view.worked_by_date(today, today)?;
    let mut worked: i64 = ended.iter().map(|(_, seconds)| seconds).sum();
    let (mut timer, mut parked) = (None, 0);
    for entry in &timers {
        let content = &entry.content;
        let counts = content.date == today;
        if content.is_parked() {
            parked += 1;
            worked = worked.saturating_add(if counts { content.worked(now) } else { 0 });
        } else if timer.is_none() {
            timer = Timer::of(entry.id.0, content, counts, now);
        }
    }
    let (owed, person) = waiting(view, terms)?;
    Ok(State {
        db,
        from: terms.bounds.0,
        until: terms.bounds.1,
        worked,
        target: terms.target,
        timer,
        parked,
        owed,
        person,
    })
}

/// How many entries the next sync delivers, and how many wait for a person; each up to
/// [`MOST`], whatever the database holds. Sorted as `status` counts them.
fn waiting(view: &View<'_>, terms: &Terms) -> Result<(u32, u32), StoreError> {
    let (mut owed, mut person) = (0, 0);
    view.each(OPEN, [MOST], |row| {
        let is = |at: usize| row.get::<_, bool>(at);
        let status = Status::from_word(row.get_ref(1)?.as_str()?).unwrap_or(Status::Open);
        let (attempt, removed, moved) = (is(2)?, is(3)?, is(4)?);
        let (held, asked, is_timer, is_there) = (is(5)?, is(6)?, is(7)?, is(8)?);
        let leaves = removed || (!held && (moved || (is_timer && is_there)));
        if attempt || (leaves && !asked) {
            // Looked for, or taken away there.
            owed += 1;
        } else if held && !removed {
            // Counted below.
        } else if asked {
            person += u32::from(removed || status != Status::Rejected);
        } else if !is_timer {
            let profile = row.get_ref(0)?.as_str()?;
            let push = terms.push.iter().find(|(name, _)| name == profile);
            let from = push.map_or(Status::Open, |(_, push)| *push);
            owed += u32::from(status.rank() >= from.rank());
        }
        Ok(())
    })?;
    let asked = view.first(PERSON, [MOST], |row| row.get::<_, u32>(0))?;
    person += asked.unwrap_or(0);
    Ok((owed.min(MOST), person.min(MOST)))
}

/// What is open on the services.
pub(super) const OPEN: &str = "SELECT l.profile,e.status,l.attempt IS NOT NULL,
 e.removed_at IS NOT NULL,e.profile IS NOT l.profile,e.held IS NOT NULL,
 l.conflict IS NOT NULL OR(l.refusal IS NOT NULL AND l.refused_revision=l.revision),
 e.worked IS NULL,l.remote_id IS NOT NULL
 FROM links l INDEXED BY links_open CROSS JOIN entries e ON e.id=l.entry
 WHERE(l.revision>l.delivered_revision OR l.attempt IS NOT NULL OR l.conflict IS NOT NULL)
 LIMIT ?1";

/// What a rule holds, and what was given back.
pub(super) const PERSON: &str = "SELECT count(*) FROM(
 SELECT 1 FROM entries e INDEXED BY entries_person
 WHERE e.removed_at IS NULL AND(e.status='rejected' OR e.held IS NOT NULL) LIMIT ?1)";
