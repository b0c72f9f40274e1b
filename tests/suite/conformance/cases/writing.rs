//! What goes wrong with a write, and whether the backend tells the truth about it.

use super::{Outcome, arrange, cases, client, created, fails, failure, outgoing, updated};
use crate::conformance::rig::{How, On, Rig, Trouble, Whose};
use anyhow::{Context, ensure};
use std::time::Duration;
use tt::sync::backend::{Backend, BackendError, ErrorKind};

cases![
    a_throttled_create,
    a_throttled_create_tells_how_long,
    a_bad_gateway_at_a_create,
    a_server_error_at_a_create,
    broken_json_after_a_create,
    a_create_whose_answer_is_cut,
    a_web_page_instead_of_a_create,
    a_redirect_is_not_followed,
    a_create_that_was_not_sent,
    a_create_that_is_lost,
    a_create_whose_answer_is_lost,
    a_create_that_happens_late,
    a_slow_create_runs_into_the_time_out,
    an_update_whose_answer_is_lost,
    an_update_that_was_not_sent,
    a_throttled_update,
    a_delete_whose_answer_is_lost,
    a_delete_that_was_not_sent,
    updates_in_trouble_tell_the_truth,
    deletes_in_trouble_tell_the_truth,
];

/// How many entries a create in trouble leaves, at once and in the end.
struct Leaves(usize, usize);

/// A create meets trouble: it fails, has left at most once, and what is found afterwards is
/// what is there.
fn create_meets(rig: &dyn Rig, trouble: Trouble, leaves: Leaves) -> anyhow::Result<BackendError> {
    create_by(rig, rig.backend(), trouble, leaves)
}

fn create_by(
    rig: &dyn Rig,
    backend: &dyn Backend,
    trouble: Trouble,
    Leaves(at_once, in_the_end): Leaves,
) -> anyhow::Result<BackendError> {
    backend.check_access().context("check_access")?;
    let before = rig.sent().writes;
    // Trouble for one more request: a create that is repeated would meet it as well.
    arrange(rig, On::Writes, 2, trouble)?;
    let sent = outgoing(rig.entry());
    let error = failure(backend.create(&sent))?;
    let writes = rig.sent().writes - before;
    ensure!(writes <= 1, "it was sent {writes} times");
    if at_once == in_the_end {
        rig.settle();
    }
    ensure!(rig.ids().len() == at_once, "left {:?}", rig.ids());
    rig.settle();
    ensure!(rig.ids().len() == in_the_end, "left {:?}", rig.ids());
    let is_open = error.kind == ErrorKind::OutcomeUnknown;
    ensure!(is_open || in_the_end == 0, "it was done: {error:?}");
    let found = rig.backend().find(&sent).context("find")?;
    let found: Vec<_> = found.into_iter().map(|row| row.id).collect();
    ensure!(found == rig.ids(), "found {found:?} of {:?}", rig.ids());
    Ok(error)
}

/// As [`create_meets`], and nobody can tell whether it was done.
fn create_is_open(rig: &dyn Rig, trouble: Trouble, leaves: Leaves) -> Outcome {
    let error = create_meets(rig, trouble, leaves)?;
    ensure!(error.kind == ErrorKind::OutcomeUnknown, "{error:?}");
    Ok(())
}

fn a_throttled_create(rig: &dyn Rig) -> Outcome {
    let error = create_meets(rig, Trouble::Throttled(None), Leaves(0, 0))?;
    let throttled = matches!(error.kind, ErrorKind::RateLimited(_));
    ensure!(throttled, "{error:?}");
    Ok(())
}

fn a_throttled_create_tells_how_long(rig: &dyn Rig) -> Outcome {
    let error = create_meets(rig, Trouble::Throttled(Some(7)), Leaves(0, 0))?;
    let wait = ErrorKind::RateLimited(Some(Duration::from_secs(7)));
    ensure!(error.kind == wait, "{error:?}");
    Ok(())
}

fn a_bad_gateway_at_a_create(rig: &dyn Rig) -> Outcome {
    create_is_open(rig, Trouble::BadGateway, Leaves(0, 0))
}

fn a_server_error_at_a_create(rig: &dyn Rig) -> Outcome {
    create_is_open(rig, Trouble::ServerError(false), Leaves(0, 0))?;
    create_is_open(rig, Trouble::ServerError(true), Leaves(1, 1))
}

fn broken_json_after_a_create(rig: &dyn Rig) -> Outcome {
    create_is_open(rig, Trouble::BrokenJson, Leaves(1, 1))
}

fn a_create_whose_answer_is_cut(rig: &dyn Rig) -> Outcome {
    create_is_open(rig, Trouble::CutBody, Leaves(1, 1))
}

fn a_web_page_instead_of_a_create(rig: &dyn Rig) -> Outcome {
    create_is_open(rig, Trouble::WebPage, Leaves(0, 0))
}

fn a_redirect_is_not_followed(rig: &dyn Rig) -> Outcome {
    create_is_open(rig, Trouble::Redirect, Leaves(0, 0))
}

fn a_create_that_was_not_sent(rig: &dyn Rig) -> Outcome {
    let error = create_meets(rig, Trouble::NotSent, Leaves(0, 0))?;
    ensure!(error.kind == ErrorKind::Unreachable, "{error:?}");
    Ok(())
}

fn a_create_that_is_lost(rig: &dyn Rig) -> Outcome {
    create_is_open(rig, Trouble::LostBefore, Leaves(0, 0))
}

fn a_create_whose_answer_is_lost(rig: &dyn Rig) -> Outcome {
    create_is_open(rig, Trouble::LostAfter, Leaves(1, 1))
}

fn a_create_that_happens_late(rig: &dyn Rig) -> Outcome {
    rig.backend().check_access()?;
    arrange(rig, On::Writes, 1, Trouble::Late)?;
    let sent = outgoing(rig.entry());
    fails(rig.backend().create(&sent), &ErrorKind::OutcomeUnknown)?;
    rig.settle();
    let found = rig.backend().find(&sent)?;
    ensure!(found.len() == 1, "{found:?}");
    ensure!(rig.ids() == [found[0].id.clone()], "{:?}", rig.ids());
    Ok(())
}

fn a_slow_create_runs_into_the_time_out(rig: &dyn Rig) -> Outcome {
    let hasty = client(rig, How::Hasty)?;
    let error = create_by(rig, hasty.as_ref(), Trouble::Slow, Leaves(1, 1))?;
    ensure!(error.kind == ErrorKind::OutcomeUnknown, "{error:?}");
    Ok(())
}

/// Twice the same values are once: it may be sent again, and is then known to be done.
fn an_update_whose_answer_is_lost(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    arrange(rig, On::Writes, 1, Trouble::LostAfter)?;
    let result = updated(rig, &sent, &last, |content| {
        content.note = Some("Changed here".into());
    });
    if let Err(error) = result {
        ensure!(error.kind == ErrorKind::OutcomeUnknown, "{error:?}");
    }
    let look = rig.look(&last.id).context("nothing is held")?;
    ensure!(look.note.as_deref() == Some("Changed here"), "{look:?}");
    Ok(())
}

fn an_update_that_was_not_sent(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    arrange(rig, On::Writes, 1, Trouble::NotSent)?;
    let result = updated(rig, &sent, &last, |content| {
        content.note = Some("Changed here".into());
    });
    fails(result, &ErrorKind::Unreachable)?;
    let look = rig.look(&last.id).context("nothing is held")?;
    ensure!(look.note == sent.content.note, "{look:?}");
    Ok(())
}

/// Either it waits and does it, or it says that it has to wait and has not done it.
fn a_throttled_update(rig: &dyn Rig) -> Outcome {
    let (sent, last) = created(rig, rig.entry())?;
    arrange(rig, On::Writes, 1, Trouble::Throttled(None))?;
    let result = updated(rig, &sent, &last, |content| {
        content.note = Some("Changed here".into());
    });
    let look = rig.look(&last.id).context("nothing is held")?;
    let is_done = look.note.as_deref() == Some("Changed here");
    match result {
        Ok(_) => ensure!(is_done, "{look:?}"),
        Err(error) => {
            let throttled = matches!(error.kind, ErrorKind::RateLimited(_));
            ensure!(throttled && !is_done, "{error:?}: {look:?}");
        }
    }
    Ok(())
}

fn a_delete_whose_answer_is_lost(rig: &dyn Rig) -> Outcome {
    let (_, one) = created(rig, rig.entry())?;
    arrange(rig, On::Writes, 1, Trouble::LostAfter)?;
    if let Err(error) = rig.backend().delete(&one.id) {
        ensure!(error.kind == ErrorKind::OutcomeUnknown, "{error:?}");
    }
    ensure!(rig.ids().is_empty(), "left {:?}", rig.ids());
    Ok(())
}

fn a_delete_that_was_not_sent(rig: &dyn Rig) -> Outcome {
    let (_, one) = created(rig, rig.entry())?;
    arrange(rig, On::Writes, 1, Trouble::NotSent)?;
    fails(rig.backend().delete(&one.id), &ErrorKind::Unreachable)?;
    ensure!(rig.ids() == [one.id], "left {:?}", rig.ids());
    Ok(())
}

const TROUBLES: [Trouble; 12] = [
    Trouble::Throttled(None),
    Trouble::Throttled(Some(3)),
    Trouble::BadGateway,
    Trouble::ServerError(false),
    Trouble::ServerError(true),
    Trouble::BrokenJson,
    Trouble::CutBody,
    Trouble::WebPage,
    Trouble::LostBefore,
    Trouble::LostAfter,
    Trouble::Unauthorized,
    Trouble::Forbidden,
];

/// Meets each trouble the service can have, once and for good; `write` gives how it ended
/// and whether it was done. A success is one, and a failure that leaves nothing open is one.
fn tells_the_truth(
    rig: &dyn Rig,
    write: impl Fn() -> anyhow::Result<(Result<(), BackendError>, bool)>,
) -> Outcome {
    rig.backend().check_access()?;
    let mut met = 0;
    for trouble in TROUBLES {
        for times in [1, 50] {
            rig.settle();
            if !rig.trouble(On::Writes, times, trouble) {
                continue;
            }
            met += 1;
            let (result, is_done) = write().with_context(|| format!("{trouble:?}"))?;
            let tells = match &result {
                Ok(()) => is_done,
                Err(error) => !is_done || error.may_have_happened(),
            };
            ensure!(
                tells,
                "{trouble:?}, {times} times: {result:?}, done: {is_done}"
            );
        }
    }
    ensure!(met >= 6, "it has no weather");
    Ok(())
}

fn updates_in_trouble_tell_the_truth(rig: &dyn Rig) -> Outcome {
    tells_the_truth(rig, || {
        let id = rig.add(Whose::Own, &rig.entry());
        let held = rig.backend().fetch(&id)?.context("it is not there")?;
        let mut next = outgoing(rig.entry());
        next.content.note = Some("Changed here".into());
        let result = rig.backend().update(&id, &next, &held, None).map(drop);
        let look = rig.look(&id).context("nothing is held")?;
        Ok((result, look.note.as_deref() == Some("Changed here")))
    })
}

fn deletes_in_trouble_tell_the_truth(rig: &dyn Rig) -> Outcome {
    tells_the_truth(rig, || {
        let id = rig.add(Whose::Own, &rig.entry());
        let result = rig.backend().delete(&id);
        Ok((result, !rig.ids().contains(&id)))
    })
}
