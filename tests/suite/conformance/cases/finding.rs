//! Looking for what a lost answer may have left, and the ways to recognise it.

use super::{Outcome, cases, created, differ, fetched, outgoing, updated};
use crate::conformance::rig::{Edit, Quirk, Rig, Whose};
use anyhow::{Context, ensure};
use std::collections::BTreeSet;
use tt::domain::delivery::{Outgoing, Remote};
use tt::domain::ids::{Key, RemoteId};
use tt::domain::status::BookedAs;

cases![
    the_key_is_kept,
    without_a_key_nothing_bears_one,
    the_marker_stays_out_of_sight,
    nothing_is_found_where_nothing_is,
    one_is_found,
    one_is_found_by_what_it_says,
    one_whose_hours_were_rounded_is_found,
    twins_are_both_found,
    one_that_is_linked_is_found_like_any_other,
    one_that_was_changed_there_is_found_by_its_key_only,
    one_that_was_changed_here_is_found_by_what_was_sent,
    another_start_is_another_entry,
    another_note_is_another_entry,
    another_target_is_another_entry,
    another_member_is_another_entry,
    one_of_a_different_key_is_another_entry,
    rows_that_no_filter_kept_out,
];

fn found(rig: &dyn Rig, sent: &Outgoing) -> anyhow::Result<BTreeSet<RemoteId>> {
    let rows = rig.backend().find(sent).context("find")?;
    let ids: BTreeSet<_> = rows.iter().map(|row| row.id.clone()).collect();
    ensure!(ids.len() == rows.len(), "one twice: {rows:?}");
    Ok(ids)
}

fn only(remote: &Remote) -> BTreeSet<RemoteId> {
    BTreeSet::from([remote.id.clone()])
}

fn is_kept(rig: &dyn Rig) -> bool {
    rig.backend().capabilities().keeps_key
}

fn the_key_is_kept(rig: &dyn Rig) -> Outcome {
    let (sent, answer) = created(rig, rig.entry())?;
    let held = fetched(rig, &answer)?;
    let look = rig.look(&answer.id).context("nothing is held")?;
    ensure!(look.key == Some(sent.key), "{:?}", look.key);
    for remote in [answer, held] {
        ensure!(remote.keeps_key, "it does not tell that the key is kept");
        ensure!(remote.key == Some(sent.key), "{:?}", remote.key);
    }
    Ok(())
}

fn without_a_key_nothing_bears_one(rig: &dyn Rig) -> Outcome {
    if is_kept(rig) {
        differ(rig, Quirk::ForgetsKeys)?;
    }
    let (_, answer) = created(rig, rig.entry())?;
    let look = rig.look(&answer.id).context("nothing is held")?;
    ensure!(look.key.is_none(), "{:?}", look.key);
    for remote in [fetched(rig, &answer)?, answer] {
        ensure!(!remote.keeps_key, "it says that a key is kept");
        ensure!(remote.key.is_none(), "{:?}", remote.key);
    }
    Ok(())
}

/// With a place that no invoice shows, the marker stands there and nowhere else, and a
/// person here never sees it. Without one it is not sent.
fn the_marker_stays_out_of_sight(rig: &dyn Rig) -> Outcome {
    if is_kept(rig) {
        differ(rig, Quirk::ForgetsKeys)?;
    }
    let takes = rig.backend().capabilities().takes_marker;
    for internal in [None, Some("for colleagues")] {
        let mut sent = outgoing(rig.entry());
        sent.marked = true;
        sent.content.internal_note = internal.map(str::to_owned);
        let answer = rig.backend().create(&sent)?;
        let look = rig.look(&answer.id).context("nothing is held")?;
        let marker = sent.key.marker();
        let note = look.note.unwrap_or_default();
        ensure!(!note.contains("[tt:"), "the client reads {note:?}");
        let there = look.internal_note.unwrap_or_default();
        ensure!(there.contains(&marker) == takes, "{there:?}");
        let held = fetched(rig, &answer)?;
        ensure!(held.key == takes.then_some(sent.key), "{:?}", held.key);
        ensure!(!held.keeps_key, "the marker is no field of its own");
        super::alike(rig, &sent.content, &held.content)?;
        // It outlives a change of the note it stands in.
        let (_, last) = updated(rig, &sent, &held, |content| {
            content.internal_note = Some("something else".into());
        })?;
        let look = rig.look(&last.id).context("nothing is held")?;
        let there = look.internal_note.unwrap_or_default();
        ensure!(there.contains(&marker) == takes, "{there:?}");
        if takes {
            ensure!(found(rig, &sent)? == only(&last), "not found by its marker");
        }
    }
    Ok(())
}

fn nothing_is_found_where_nothing_is(rig: &dyn Rig) -> Outcome {
    let found = found(rig, &outgoing(rig.entry()))?;
    ensure!(found.is_empty(), "{found:?}");
    Ok(())
}

fn one_is_found(rig: &dyn Rig) -> Outcome {
    let (sent, answer) = created(rig, rig.entry())?;
    let found = found(rig, &sent)?;
    ensure!(found == only(&answer), "{found:?}");
    Ok(())
}

fn one_is_found_by_what_it_says(rig: &dyn Rig) -> Outcome {
    if is_kept(rig) {
        differ(rig, Quirk::ForgetsKeys)?;
    }
    let mut content = rig.entry();
    content.note = Some("First line\n\n  second, with an é ".into());
    let (sent, answer) = created(rig, content)?;
    let found = found(rig, &sent)?;
    ensure!(found == only(&answer), "{found:?}");
    Ok(())
}

fn one_whose_hours_were_rounded_is_found(rig: &dyn Rig) -> Outcome {
    if is_kept(rig) {
        differ(rig, Quirk::ForgetsKeys)?;
    }
    differ(rig, Quirk::Rounds)?;
    let mut content = rig.entry();
    content.end = content.start.map(|at| at + 1_200);
    content.booked_as = BookedAs::Length;
    let (sent, answer) = created(rig, content)?;
    let look = rig.look(&answer.id).context("nothing is held")?;
    ensure!(look.worked == 1_800, "it does not round: {}", look.worked);
    let found = found(rig, &sent)?;
    ensure!(found == only(&answer), "{found:?}");
    Ok(())
}

/// Two equal entries of ours: each by its own key, both where there are no keys.
fn twins_are_both_found(rig: &dyn Rig) -> Outcome {
    if is_kept(rig) {
        let (one, first) = created(rig, rig.entry())?;
        let (two, second) = created(rig, rig.entry())?;
        ensure!(found(rig, &one)? == only(&first), "the first by its key");
        ensure!(found(rig, &two)? == only(&second), "the second by its key");
        for remote in [first, second] {
            rig.remove(&remote.id);
        }
        differ(rig, Quirk::ForgetsKeys)?;
    }
    let (one, first) = created(rig, rig.entry())?;
    let (_, second) = created(rig, rig.entry())?;
    let found = found(rig, &one)?;
    let both = BTreeSet::from([first.id, second.id]);
    ensure!(found == both, "{found:?}");
    Ok(())
}

/// Which identities have their entry already is the engine's to know: a search tells all.
fn one_that_is_linked_is_found_like_any_other(rig: &dyn Rig) -> Outcome {
    if is_kept(rig) {
        differ(rig, Quirk::ForgetsKeys)?;
    }
    let (_, linked) = created(rig, rig.entry())?;
    let there = rig.add(Whose::Own, &rig.entry());
    let found = found(rig, &outgoing(rig.entry()))?;
    ensure!(found == BTreeSet::from([linked.id, there]), "{found:?}");
    Ok(())
}

fn one_that_was_changed_there_is_found_by_its_key_only(rig: &dyn Rig) -> Outcome {
    let (sent, answer) = created(rig, rig.entry())?;
    ensure!(rig.edit(&answer.id, Edit::Note("Changed there")), "no edit");
    let expected = if is_kept(rig) {
        only(&answer)
    } else {
        BTreeSet::new()
    };
    let by_key = found(rig, &sent)?;
    ensure!(by_key == expected, "{by_key:?}");
    Ok(())
}

fn one_that_was_changed_here_is_found_by_what_was_sent(rig: &dyn Rig) -> Outcome {
    if is_kept(rig) {
        differ(rig, Quirk::ForgetsKeys)?;
    }
    let (sent, answer) = created(rig, rig.entry())?;
    let mut now = sent.clone();
    now.content.note = Some("Changed here".into());
    ensure!(found(rig, &sent)? == only(&answer), "by what was sent");
    ensure!(found(rig, &now)?.is_empty(), "by what is here now");
    Ok(())
}

/// Something like it is there; what was sent is not.
fn is_another(rig: &dyn Rig, whose: Whose, sent: &Outgoing) -> Outcome {
    rig.add(whose, &rig.entry());
    let found = found(rig, sent)?;
    ensure!(found.is_empty(), "{found:?}");
    Ok(())
}

fn another_start_is_another_entry(rig: &dyn Rig) -> Outcome {
    let mut sent = outgoing(rig.entry());
    sent.content.start = sent.content.start.map(|at| at + 60);
    sent.content.end = sent.content.end.map(|at| at + 60);
    is_another(rig, Whose::Own, &sent)
}

fn another_note_is_another_entry(rig: &dyn Rig) -> Outcome {
    let mut sent = outgoing(rig.entry());
    sent.content.note = Some("Replaced the switch, too".into());
    is_another(rig, Whose::Own, &sent)
}

fn another_target_is_another_entry(rig: &dyn Rig) -> Outcome {
    let charges = rig.manner().charges;
    ensure!(charges.len() > 1, "it has one only");
    let sent = outgoing(super::charged(rig, charges[1]));
    is_another(rig, Whose::Own, &sent)
}

fn another_member_is_another_entry(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    is_another(rig, Whose::Other, &outgoing(rig.entry()))
}

fn one_of_a_different_key_is_another_entry(rig: &dyn Rig) -> Outcome {
    ensure!(is_kept(rig), "it keeps no keys");
    let (sent, _) = created(rig, rig.entry())?;
    let mut twin = sent.clone();
    twin.key = Key::new(1_795_176_000_001, [9; 10]);
    let found = found(rig, &twin)?;
    ensure!(found.is_empty(), "{found:?}");
    Ok(())
}

/// Whatever the service's filter promised: every row is compared again.
fn rows_that_no_filter_kept_out(rig: &dyn Rig) -> Outcome {
    if is_kept(rig) {
        differ(rig, Quirk::ForgetsKeys)?;
    }
    rig.backend().check_access()?;
    let (sent, answer) = created(rig, rig.entry())?;
    differ(rig, Quirk::FiltersIgnored)?;
    rig.add(Whose::Other, &rig.entry());
    for charge in &rig.manner().charges[1..] {
        rig.add(Whose::Own, &super::charged(rig, *charge));
    }
    for by in [-86_400, -60, 60, 86_400] {
        let mut content = rig.entry();
        content.start = content.start.map(|at| at + by);
        content.end = content.end.map(|at| at + by);
        rig.add(Whose::Own, &content);
    }
    let mut content = rig.entry();
    content.note = Some("Replaced the router".into());
    rig.add(Whose::Own, &content);
    let found = found(rig, &sent)?;
    ensure!(found == only(&answer), "{found:?} of {:?}", rig.ids());
    Ok(())
}
