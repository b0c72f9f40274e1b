use super::*;
use crate::domain::content::Pause;
use crate::domain::entry::Problem;
use crate::domain::status::Status;
use crate::report::sample::{Here, NINE, breach, day, entry, here, link};

const HOUR: i64 = 3600;

fn looked<'a>(
    timers: &'a [Entry],
    worked: &'a [(NaiveDate, i64)],
    pending: &'a [(Entry, Link)],
) -> Looked<'a> {
    Looked {
        timers,
        worked,
        pending,
        person: &[],
        twice: &[],
        today: day(2026, 11, 22),
        week: (day(2026, 11, 16), day(2026, 11, 22)),
        tomorrow: NINE + 15 * HOUR,
        day_target: 8 * HOUR,
    }
}

/// A timer of so many minutes after nine.
fn timer(id: i64, after: i64) -> Entry {
    let mut timer = entry(id, after, 0);
    timer.content.end = None;
    timer
}

#[test]
fn timers_count_for_the_day_they_began_on() {
    // It is eleven: 1h 30m by a timer of 09:30, 5h before it today, 10h on Friday.
    let timers = [timer(1, 30)];
    let worked = [
        (day(2026, 11, 15), 99 * HOUR),
        (day(2026, 11, 20), 10 * HOUR),
        (day(2026, 11, 22), 5 * HOUR),
    ];
    let found = standing(&looked(&timers, &worked, &[]), &here());
    assert_eq!(found.today.worked, 6 * HOUR + HOUR / 2);
    assert_eq!(found.week.worked, 16 * HOUR + HOUR / 2);
    assert_eq!(
        (found.today.target, found.week.target),
        (8 * HOUR, 40 * HOUR)
    );
    // 1h 30m are left at eleven.
    assert_eq!(found.met_at, Some(NINE + 3 * HOUR + HOUR / 2));

    // One that began yesterday is of yesterday, and meets no target of today.
    let timers = [timer(1, -10 * 60)];
    let found = standing(&looked(&timers, &worked, &[]), &here());
    assert_eq!(found.today.worked, 5 * HOUR);
    assert_eq!(found.week.worked, (10 + 5 + 12) * HOUR);
    assert_eq!(found.met_at, None);
}

#[test]
fn a_target_that_is_met_or_will_not_be_met_today_has_no_clock_time() {
    let timers = [timer(1, 60)];
    let met = [(day(2026, 11, 22), 8 * HOUR)];
    assert_eq!(standing(&looked(&timers, &met, &[]), &here()).met_at, None);
    let mut parked = timer(1, 60);
    parked.content.pauses = vec![Pause {
        start: NINE + 90 * 60,
        end: None,
    }];
    let timers = [parked];
    let found = standing(&looked(&timers, &[], &[]), &here());
    assert!(found.running.is_none() && found.parked.len() == 1);
    assert_eq!(found.today.worked, HOUR / 2);
    assert_eq!(found.met_at, None);
    // At 17:00 with nothing done but a timer of that minute: 8h more are tomorrow.
    let late = Here {
        now: NINE + 8 * HOUR,
        ..here()
    };
    let timers = [timer(1, 8 * 60)];
    let found = standing(&looked(&timers, &[], &[]), &late);
    assert_eq!(found.met_at, None);
}

#[test]
fn a_timer_of_more_than_a_day_needs_a_person() {
    let running = timer(4, -23 * 60);
    let mut parked = timer(5, -50 * 60);
    // Parked after 25 hours.
    parked.content.pauses = vec![Pause {
        start: NINE - 25 * HOUR,
        end: None,
    }];
    let mut fine = timer(6, -50 * 60);
    // Parked after 24 hours to the second.
    fine.content.pauses = vec![Pause {
        start: NINE - 26 * HOUR,
        end: None,
    }];
    let timers = [running, parked, fine];
    let found = standing(&looked(&timers, &[], &[]), &here());
    // 23h before nine to eleven is 25h.
    let ids: Vec<_> = found.needs.iter().map(|need| need.id.0).collect();
    assert_eq!(ids, [4, 5]);
    assert!(found.needs[0].why.contains("25h") && found.needs[0].why.contains("tt edit 4 --end"));
}

#[test]
fn what_waits_is_counted_by_what_it_waits_for() {
    let tie = |entry: &Entry, change: fn(&mut Link)| {
        let mut link = link(entry);
        change(&mut link);
        (entry.clone(), link)
    };
    let refused = |link: &mut Link| {
        link.refused_revision = 1;
        link.refusal = Some(Problem {
            code: "400".to_owned(),
            rule: None,
            field: None,
            message: "closed".to_owned(),
        });
    };
    let mut held = entry(2, 0, 10);
    held.held = vec![breach("tt/note", "note", "no note")];
    let mut gone = entry(5, 0, 10);
    gone.removed = true;
    let mut moved = entry(6, 0, 10);
    moved.content.profile = None;
    let mut submitted = entry(8, 0, 10);
    submitted.status = Status::Submitted;
    let pending = [
        tie(&entry(1, 0, 10), |_| {}),
        tie(&held, |_| {}),
        tie(&entry(3, 0, 10), refused),
        tie(&entry(4, 0, 10), |link| {
            link.conflict = vec!["note".to_owned()];
        }),
        // Removals, and those of a profile it left, are owed as well.
        tie(&gone, |_| {}),
        tie(&moved, |_| {}),
        tie(&gone, refused),
        tie(&submitted, |_| {}),
    ];
    let found = standing(&looked(&[], &[], &pending), &here());
    assert_eq!(
        found.counts,
        Counts {
            owed: 4,
            held: 1,
            refused: 2,
            conflict: 1,
            unconfirmed: 0
        }
    );
    let needs: Vec<_> = found
        .needs
        .iter()
        .map(|need| (need.id.0, need.state, need.why.as_str()))
        .collect();
    assert_eq!(
        needs,
        [
            (2, "held", "no note"),
            (3, "refused", "closed"),
            (4, "conflict", "changed here and on the service: note"),
            (5, "refused", "closed"),
        ]
    );
}

#[test]
fn what_was_given_back_and_what_no_service_holds_need_a_person_too() {
    let mut back = entry(3, 0, 10);
    back.status = Status::Rejected;
    back.reject_reason = Some("which server?".to_owned());
    let mut held = entry(2, 0, 10);
    held.content.profile = None;
    held.held = vec![breach("tt/long-entry", "end", "too long")];
    // One that a service has refused is said as that.
    let mut refused = link(&back);
    refused.refused_revision = 1;
    refused.refusal = Some(Problem {
        code: "400".to_owned(),
        rule: None,
        field: None,
        message: "closed".to_owned(),
    });
    let person = [held, back.clone()];
    for (pending, third) in [
        (vec![], (3, "rejected", "which server?")),
        (vec![(back, refused)], (3, "refused", "closed")),
    ] {
        let looked = Looked {
            person: &person,
            ..looked(&[], &[], &pending)
        };
        let found = standing(&looked, &here());
        let needs: Vec<_> = found
            .needs
            .iter()
            .map(|need| (need.id.0, need.state, need.why.as_str()))
            .collect();
        assert_eq!(needs, [(2, "held", "too long"), third]);
        assert_eq!(found.counts.held, 0);
    }
}
