//! What a service holds comes in by its shape alone.

use super::world::{HOUR, NINE, World};
use tt::domain::delivery::Remote;
use tt::domain::status::{BookedAs, Status};
use tt::rules::{Misshapen, observe};

fn remote() -> Remote {
    let mut world = World::connectwise();
    world.delivered(Status::Open, "Open");
    world.seen.unwrap()
}

#[test]
fn what_our_rules_would_refuse_is_taken_as_it_is() {
    let mut seen = remote();
    seen.content.end = Some(NINE + 40 * HOUR);
    seen.content.deduct = 50 * HOUR;
    seen.content.note = Some("\u{7}".to_owned());
    seen.content.target = None;
    let observed = observe(seen.clone()).unwrap();
    assert_eq!(observed.remote(), &seen);
    let mut running = remote();
    running.content.end = None;
    assert!(observe(running).is_ok());
    let mut dated = remote();
    (dated.content.start, dated.content.end) = (None, None);
    (dated.content.length, dated.content.booked_as) = (Some(0), BookedAs::Date);
    assert!(observe(dated).is_ok());
}

#[test]
fn what_has_no_shape_is_not_taken() {
    type Spoil = fn(&mut Remote);
    let cases: &[(Spoil, &str)] = &[
        (|r| r.id.0 = " ".into(), "without an id"),
        (
            |r| r.content.end = r.content.start,
            "does not end after its start",
        ),
        (|r| r.content.start = None, "neither start and end"),
        (|r| r.content.length = Some(1), "neither start and end"),
        (
            |r| r.content.end = Some(i64::MAX),
            "impossible span of 9223372035059614207 seconds",
        ),
        (|r| r.content.deduct = -1, "impossible deducted time of -1"),
        (|r| r.content.zone = "Mars/Olympus".into(), "unknown zone"),
        (
            |r| r.content.date = r.content.date.succ_opt().unwrap(),
            "starts on 2026-11-20 and is dated 2026-11-21",
        ),
        (
            |r| (r.content.start, r.content.end) = (Some(i64::MIN), None),
            "starts on 1900-01-01 and is dated",
        ),
    ];
    for (spoil, says) in cases {
        let mut seen = remote();
        spoil(&mut seen);
        let error: Misshapen = observe(seen).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
}
