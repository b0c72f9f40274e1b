//! Changing and deleting.

use super::{Outcome, cases, created, fails, fetched, outgoing, updated};
use crate::conformance::rig::{Edit, Rig, Whose};
use anyhow::{Context, ensure};
use tt::domain::ids::RemoteId;
use tt::sync::backend::ErrorKind;

cases![
    times_are_changed,
    an_answer_of_an_update_is_what_is_held,
    times_moved_there_outlive_a_note_changed_here,
    a_note_changed_there_outlives_times_moved_here,
    an_internal_note_written_there_outlives_a_change_here,
    an_entry_made_there_is_read_and_changed,
    an_update_of_nothing_sends_no_write,
    an_update_of_what_is_gone,
    an_update_keeps_the_key,
    a_delete_takes_one_away,
    a_delete_of_what_is_gone_is_done,
    an_unknown_entry_is_none,
];

fn times_are_changed(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    let (next, answer) = updated(rig, &sent, &last, |content| {
        content.start = content.start.map(|at| at + 3_600);
        content.end = content.end.map(|at| at + 5_400);
    })?;
    super::alike(rig, &next.content, &answer.content)?;
    super::alike(rig, &next.content, &fetched(rig, &last)?.content)?;
    let look = rig.look(&last.id).context("nothing is held")?;
    ensure!(look.start == next.content.start, "starts {:?}", look.start);
    ensure!(look.worked == 7_200, "worked {}", look.worked);
    Ok(())
}

fn an_answer_of_an_update_is_what_is_held(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    let (_, answer) = updated(rig, &sent, &last, |content| {
        content.note = Some("Replaced both switches".into());
    })?;
    let held = fetched(rig, &last)?;
    ensure!(answer.id == held.id, "{} became {}", held.id, answer.id);
    super::alike(rig, &answer.content, &held.content)?;
    ensure!(answer.status == held.status, "{:?}", answer.status);
    ensure!(answer.key == held.key, "{:?}", answer.key);
    Ok(())
}

fn times_moved_there_outlive_a_note_changed_here(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    ensure!(rig.edit(&last.id, Edit::Move(7_200)), "it cannot be moved");
    updated(rig, &sent, &last, |content| {
        content.note = Some("Changed here".into());
    })?;
    let look = rig.look(&last.id).context("nothing is held")?;
    let moved = sent.content.start.map(|at| at + 7_200);
    ensure!(look.start == moved, "starts {:?}", look.start);
    ensure!(look.note.as_deref() == Some("Changed here"), "{look:?}");
    Ok(())
}

fn a_note_changed_there_outlives_times_moved_here(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    let changed = rig.edit(&last.id, Edit::Note("Changed there"));
    ensure!(changed, "it cannot be changed");
    let (next, _) = updated(rig, &sent, &last, |content| {
        content.end = content.end.map(|at| at + 1_800);
    })?;
    let look = rig.look(&last.id).context("nothing is held")?;
    ensure!(look.note.as_deref() == Some("Changed there"), "{look:?}");
    ensure!(look.worked == 7_200, "worked {}", look.worked);
    ensure!(look.start == next.content.start, "starts {:?}", look.start);
    Ok(())
}

fn an_internal_note_written_there_outlives_a_change_here(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    let changed = rig.edit(&last.id, Edit::InternalNote("Checked by Al"));
    ensure!(changed, "it cannot be changed");
    updated(rig, &sent, &last, |content| {
        content.note = Some("Changed here".into());
    })?;
    let look = rig.look(&last.id).context("nothing is held")?;
    let internal = look.internal_note.as_deref();
    ensure!(internal == Some("Checked by Al"), "{internal:?}");
    Ok(())
}

/// Nothing was ever sent for it, so all that is known is what was seen.
fn an_entry_made_there_is_read_and_changed(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    let mut content = rig.entry();
    content.deduct = 600;
    let id = rig.add(Whose::Own, &content);
    let held = rig.backend().fetch(&id)?.context("it is not there")?;
    super::alike(rig, &content, &held.content)?;
    ensure!(held.key.is_none() && !held.keeps_key, "{:?}", held.key);
    ensure!(held.content.member.is_none(), "it is somebody else's");
    let mut next = outgoing(held.content.clone());
    next.content.note = Some("Changed here".into());
    let answer = rig.backend().update(&id, &next, &held, None)?;
    super::alike(rig, &next.content, &answer.content)?;
    let look = rig.look(&id).context("nothing is held")?;
    ensure!(look.note.as_deref() == Some("Changed here"), "{look:?}");
    ensure!(look.start == content.start, "starts {:?}", look.start);
    ensure!(look.worked == 4_800, "worked {}", look.worked);
    Ok(())
}

fn an_update_of_nothing_sends_no_write(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    let before = rig.sent().writes;
    let (_, answer) = updated(rig, &sent, &last, |_| {})?;
    ensure!(rig.sent().writes == before, "it wrote");
    super::alike(rig, &sent.content, &answer.content)
}

fn an_update_of_what_is_gone(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    rig.remove(&last.id);
    let result = updated(rig, &sent, &last, |content| {
        content.note = Some("Changed here".into());
    });
    fails(result, &ErrorKind::NotFound)?;
    ensure!(rig.ids().is_empty(), "it came back: {:?}", rig.ids());
    Ok(())
}

fn an_update_keeps_the_key(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    let before = rig.look(&last.id).context("nothing is held")?.key;
    updated(rig, &sent, &last, |content| {
        content.note = Some("Changed here".into());
    })?;
    let after = rig.look(&last.id).context("nothing is held")?.key;
    ensure!(before == after, "{before:?} became {after:?}");
    Ok(())
}

fn a_delete_takes_one_away(rig: &dyn Rig) -> Outcome {
    let (_, one) = created(rig, rig.entry())?;
    let (_, other) = created(rig, rig.entry())?;
    rig.backend().delete(&one.id)?;
    ensure!(rig.ids() == [other.id.clone()], "left: {:?}", rig.ids());
    let found = rig.backend().fetch(&one.id)?;
    ensure!(found.is_none(), "{found:?}");
    Ok(())
}

fn a_delete_of_what_is_gone_is_done(rig: &dyn Rig) -> Outcome {
    let (_, one) = created(rig, rig.entry())?;
    rig.backend().delete(&one.id)?;
    rig.backend().delete(&one.id).context("the second time")?;
    rig.backend()
        .delete(&never(&one.id))
        .context("what never was")
}

fn an_unknown_entry_is_none(rig: &dyn Rig) -> Outcome {
    let (_, one) = created(rig, rig.entry())?;
    let found = rig.backend().fetch(&never(&one.id))?;
    ensure!(found.is_none(), "{found:?}");
    rig.remove(&one.id);
    let found = rig.backend().fetch(&one.id)?;
    ensure!(found.is_none(), "{found:?}");
    let nothing = rig.backend().find(&outgoing(rig.entry()))?;
    ensure!(nothing.is_empty(), "{nothing:?}");
    Ok(())
}

/// An identity of the same shape that the service has not given out.
fn never(id: &RemoteId) -> RemoteId {
    RemoteId(format!("{}77", id.0))
}
