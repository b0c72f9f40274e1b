//! Interrupted at every internal step and run again, each scenario ends as if nothing had
//! interrupted it, here and there.

use crate::histories::asked_for;
use crate::history::{History, Step, To, Way, sync, sync_in};
use crate::play::Play;
use crate::service::Keeping;
use crate::weather::Weather;
use crate::world::{PROFILES, QUARANTINE};
use tt::domain::status::Status;

fn book(slot: u8) -> Step {
    Step::Book {
        seat: 0,
        slot,
        note: 0,
    }
}

fn edit(which: u8, to: To) -> Step {
    Step::Edit { seat: 0, which, to }
}

fn remove(which: u8) -> Step {
    Step::Remove { seat: 0, which }
}

fn there(to: To) -> Step {
    Step::EditThere { which: 0, to }
}

fn status_there(status: Status) -> Step {
    Step::StatusThere { which: 0, status }
}

fn answer(way: Way) -> Step {
    Step::Answer { seat: 0, way }
}

/// Each with its name and what happens in it.
fn scenarios() -> Vec<(&'static str, Vec<Step>)> {
    use Weather::{Cut, Garbage, Late, LostAfter, LostBefore, NotSent, Refused, Throttled};
    let undo = Step::Undo { seat: 0 };
    let side = Step::Sync {
        seat: 0,
        profile: 1,
        writes: Vec::new(),
        reads: Vec::new(),
        dies_after: None,
    };
    let foreign = Step::BookThere { slot: 0, note: 0 };
    let note = To::Note(5);
    vec![
        ("create", vec![book(0), sync()]),
        ("two creates", vec![book(0), book(1), sync()]),
        ("twins", vec![book(0), book(0), sync()]),
        (
            "lost twins",
            vec![book(0), book(0), sync_in(&[LostAfter, LostBefore]), sync()],
        ),
        ("update", vec![book(0), sync(), edit(0, note), sync()]),
        (
            "the same made there, then deleted here",
            vec![book(0), sync(), foreign.clone(), sync(), remove(0)],
        ),
        ("delete", vec![book(0), sync(), remove(0), sync()]),
        (
            "create and edit before the sync",
            vec![book(0), edit(0, note), sync()],
        ),
        (
            "lost answer, then edit",
            vec![book(0), sync_in(&[LostAfter]), edit(0, note), sync()],
        ),
        (
            "lost answer, then delete",
            vec![book(0), sync_in(&[LostAfter]), remove(0), sync()],
        ),
        (
            "lost request, then delete",
            vec![book(0), sync_in(&[LostBefore]), remove(0), sync()],
        ),
        (
            "lost update",
            vec![
                book(0),
                sync(),
                edit(0, note),
                sync_in(&[LostAfter]),
                sync(),
            ],
        ),
        (
            "lost update, then another",
            vec![
                book(0),
                sync(),
                edit(0, note),
                sync_in(&[Late(600)]),
                edit(0, To::Note(6)),
                sync(),
                Step::Pass(700),
                sync(),
            ],
        ),
        (
            "lost update, throttled, then another",
            vec![
                book(0),
                sync(),
                edit(0, note),
                sync_in(&[Late(600)]),
                sync_in(&[Throttled]),
                edit(0, To::Note(6)),
                sync(),
                Step::Pass(700),
                sync(),
                edit(0, To::Note(7)),
                sync(),
            ],
        ),
        (
            "late delete, and brought back meanwhile",
            vec![
                book(0),
                sync(),
                remove(0),
                sync_in(&[Late(600)]),
                undo.clone(),
                sync(),
                Step::Pass(700),
                sync(),
            ],
        ),
        (
            "lost delete",
            vec![book(0), sync(), remove(0), sync_in(&[LostAfter]), sync()],
        ),
        (
            "lost twins told apart by an edit",
            vec![
                book(0),
                book(0),
                edit(1, To::WorkType(2)),
                sync_in(&[LostBefore, LostAfter]),
                sync(),
            ],
        ),
        (
            "an answer nobody can read",
            vec![book(0), sync_in(&[Garbage]), sync()],
        ),
        (
            "a body that breaks off",
            vec![book(0), book(1), sync_in(&[Cut, Cut]), sync()],
        ),
        (
            "late",
            vec![book(0), sync_in(&[Late(900)]), Step::Pass(1_000), sync()],
        ),
        (
            "the wait of the quarantine",
            vec![
                book(0),
                sync_in(&[LostBefore]),
                Step::Pass(600),
                sync(),
                Step::Pass(601),
                sync(),
            ],
        ),
        (
            "refused, then again",
            vec![book(0), sync_in(&[Refused]), answer(Way::Mine), sync()],
        ),
        (
            "refused, then corrected",
            vec![book(0), sync_in(&[Refused]), edit(0, note), sync()],
        ),
        (
            "away, then again",
            vec![book(0), sync_in(&[NotSent]), sync_in(&[Throttled]), sync()],
        ),
        ("changed there", vec![book(0), sync(), there(note), sync()]),
        (
            "other fields changed on both sides",
            vec![
                book(0),
                sync(),
                there(note),
                edit(0, To::Internal(1)),
                sync(),
            ],
        ),
        (
            "conflict",
            vec![
                book(0),
                sync(),
                there(note),
                edit(0, To::Note(6)),
                sync(),
                answer(Way::Mine),
                sync(),
            ],
        ),
        (
            "conflict, and both stay",
            vec![
                book(0),
                sync(),
                there(note),
                edit(0, To::Note(6)),
                sync(),
                answer(Way::Both),
                sync(),
            ],
        ),
        (
            "changed there, deleted here",
            vec![
                book(0),
                sync(),
                there(note),
                remove(0),
                sync(),
                answer(Way::Mine),
                sync(),
            ],
        ),
        (
            "changed there, deleted here, and brought back",
            vec![
                book(0),
                sync(),
                there(note),
                remove(0),
                sync(),
                answer(Way::Theirs),
                sync(),
            ],
        ),
        (
            "changed there, taken over by a run that sent nothing, deleted here",
            vec![
                book(0),
                edit(0, note),
                sync(),
                undo.clone(),
                there(To::Internal(1)),
                sync_in(&[NotSent]),
                remove(0),
                sync(),
            ],
        ),
        (
            "set there where it was left open",
            vec![book(0), sync(), there(To::WorkType(2)), sync()],
        ),
        (
            "a delivered timer whose end is taken back",
            vec![
                Step::Timer {
                    seat: 0,
                    minutes: 30,
                },
                sync(),
                undo.clone(),
                sync(),
            ],
        ),
        (
            "a timer whose end is taken back, deleted, and billed there by then",
            vec![
                Step::Timer {
                    seat: 0,
                    minutes: 30,
                },
                sync(),
                status_there(Status::Billed),
                undo.clone(),
                remove(0),
                sync(),
                answer(Way::Theirs),
                sync(),
            ],
        ),
        (
            "held for what is there",
            vec![foreign.clone(), book(0), sync(), answer(Way::Mine), sync()],
        ),
        (
            "moved to another profile",
            vec![
                book(0),
                sync(),
                edit(0, To::Profile(1)),
                sync(),
                side.clone(),
            ],
        ),
        (
            "moved after a lost answer",
            vec![
                book(0),
                sync_in(&[LostAfter]),
                edit(0, To::Profile(1)),
                side,
                sync(),
            ],
        ),
        (
            "split of a delivered entry",
            vec![book(0), sync(), Step::Split { seat: 0, which: 0 }, sync()],
        ),
        (
            "undo of a delivered change",
            vec![book(0), sync(), edit(0, note), sync(), undo.clone(), sync()],
        ),
        (
            "undo of a delivered booking",
            vec![book(0), sync(), undo, sync()],
        ),
        ("import", vec![foreign, sync()]),
        (
            "deleted there",
            vec![
                book(0),
                sync(),
                Step::DeleteThere { which: 0 },
                sync(),
                answer(Way::Mine),
                sync(),
            ],
        ),
        (
            "a restored copy",
            vec![
                book(0),
                Step::Save { seat: 0 },
                sync(),
                edit(0, note),
                sync(),
                Step::Restore { seat: 0 },
                sync(),
            ],
        ),
        (
            "approved there",
            vec![book(0), sync(), status_there(Status::Approved), sync()],
        ),
        (
            "a timer",
            vec![
                Step::Timer {
                    seat: 0,
                    minutes: 30,
                },
                sync(),
            ],
        ),
        (
            "a clock set back",
            vec![
                book(0),
                sync_in(&[LostBefore]),
                Step::SetClock(-3_600),
                sync(),
                Step::Pass(5_000),
                sync(),
            ],
        ),
    ]
}

/// How it ends: what is here, what is there, without the numbers that were given on the way.
fn end(play: &Play) -> Vec<String> {
    let mut end = Vec::new();
    for (entry, links) in play.world.seats[0].entries() {
        let states: Vec<_> = links
            .iter()
            .map(|link| {
                (
                    &link.profile,
                    link.is_due(),
                    &link.conflict,
                    link.attempt.is_some(),
                )
            })
            .collect();
        end.push(format!(
            "here: {:?} {:?} removed {} held {:?} {states:?}",
            entry.content, entry.status, entry.removed, entry.held
        ));
    }
    for (service, name) in play.world.services.iter().zip(PROFILES) {
        for record in service.records().values() {
            let (content, status) = (&record.remote.content, record.remote.status);
            end.push(format!("on {name}: {content:?} {status:?}"));
        }
    }
    end.sort();
    end
}

/// Plays it to its end, dying once at this moment; whether it died, and where it ended.
fn played(history: &History, moment: Option<u64>) -> (bool, Vec<String>, Vec<String>) {
    let mut play = Play::new(history);
    let mut died = false;
    for step in &history.steps {
        let Step::Sync {
            seat,
            profile,
            writes,
            reads,
            ..
        } = step
        else {
            play.step(step);
            continue;
        };
        let n_before = play.world.probe.n_passed();
        let dies_after = moment
            .filter(|moment| !died && *moment >= n_before)
            .map(|moment| moment - n_before);
        let dying = Step::Sync {
            seat: *seat,
            profile: *profile,
            writes: writes.clone(),
            reads: reads.clone(),
            dies_after,
        };
        play.step(&dying);
        if moment.is_some_and(|moment| !died && play.world.probe.n_passed() > moment) {
            died = true;
            // Run again, as late as it takes to know what became of the request.
            play.step(&Step::Pass(QUARANTINE + 1));
            play.step(&Step::Sync {
                seat: *seat,
                profile: *profile,
                writes: Vec::new(),
                reads: Vec::new(),
                dies_after: None,
            });
        }
    }
    play.heal();
    assert!(
        play.world.probe.most_commits() <= 1,
        "a commit is out of reach of interruptions"
    );
    let end = end(&play);
    (died, end, play.wrong)
}

/// Interrupts each of these at every moment, on this kind of service; how many moments
/// there were.
fn interrupted(keeping: Keeping, scenarios: Vec<(&str, Vec<Step>)>) -> u32 {
    let mut n_moments = 0;
    for (name, steps) in scenarios {
        let history = History {
            keeping,
            seats: 1,
            steps,
        };
        let (_, whole, wrong) = played(&history, None);
        assert!(
            wrong.is_empty(),
            "{name}, {keeping:?}: {}",
            wrong.join("\n")
        );
        for moment in 0.. {
            let (died, end, wrong) = played(&history, Some(moment));
            assert!(
                wrong.is_empty(),
                "{name}, {keeping:?}, died at {moment}: {}",
                wrong.join("\n")
            );
            assert_eq!(end, whole, "{name}, {keeping:?}, died at {moment}");
            if !died {
                break;
            }
            n_moments += 1;
        }
    }
    n_moments
}

#[test]
fn interrupted_at_every_step_it_ends_the_same() {
    // The other kinds of services differ in few of the steps: the torture run has them all.
    let keepings = [Keeping::Key, Keeping::Nothing, Keeping::Marker];
    let n_kinds = if asked_for("TT_HISTORIES", 300) > 300 {
        3
    } else {
        1
    };
    for keeping in keepings.into_iter().take(n_kinds) {
        let n_moments = interrupted(keeping, scenarios());
        assert!(n_moments > 150, "only {n_moments} moments to die at");
    }
}

/// Where nothing but what they say tells two entries of one time and note apart, each ends
/// as it was booked, whichever of the two creates is lost and which arrives, or late.
#[test]
fn twins_without_a_key_do_not_change_places() {
    use Weather::{Late, LostAfter, LostBefore};
    for to in [To::WorkType(2), To::Minutes(9), To::Internal(3)] {
        for which in [0, 1] {
            for writes in [
                [LostBefore, LostAfter],
                [LostAfter, LostBefore],
                [Late(60), LostAfter],
                [LostAfter, Late(60)],
                [Late(60), LostBefore],
                [LostBefore, Late(60)],
                [Late(600), Late(60)],
            ] {
                let steps = vec![
                    book(0),
                    book(0),
                    edit(which, to),
                    sync_in(&writes),
                    sync(),
                    Step::Pass(100),
                    sync(),
                    Step::Pass(600),
                    sync(),
                    Step::Pass(QUARANTINE),
                    sync(),
                ];
                let history = History {
                    keeping: Keeping::Nothing,
                    seats: 1,
                    steps,
                };
                let wrong = Play::all(&history);
                assert!(
                    wrong.is_empty(),
                    "{to:?} of {which}, {writes:?}: {}",
                    wrong.join("\n")
                );
            }
        }
    }
}
