//! What a prompt says at which moment, and which files say nothing.

use super::*;
use proptest::prelude::*;

const DB: Stamp = Stamp {
    size: 4096,
    seconds: 90_000,
    nanos: 7,
};

fn state() -> State {
    State {
        db: DB,
        from: 86_400,
        until: 172_800,
        worked: 7_800,
        target: 28_800,
        timer: Some(Timer {
            id: 12,
            base: 97_000,
            start: 96_000,
            counts: true,
            label: "#54321".into(),
            note: "mail flow".into(),
        }),
        parked: 0,
        owed: 2,
        person: 1,
    }
}

fn line(state: &State, now: i64) -> String {
    state.at(now, Some(DB)).line()
}

#[test]
fn a_state_says_what_is_true_at_that_moment() {
    let whole = state();
    assert_eq!(
        line(&whole, 100_300),
        "● 55m #54321 · today 3h 5m · ↑2 · !1"
    );
    // Over midnight the day begins anew; the timer belongs to the day it began on.
    assert_eq!(
        line(&whole, 172_800),
        "● 21h 3m20s #54321 · ↑2 · !1".replace("3m20s", "3m")
    );
    // Longer than a day: nobody worked that.
    assert_eq!(line(&whole, 96_000 + DAY + 1), "● 23h 43m #54321 · ↑2 · !2");
    // A clock that was put back.
    assert_eq!(line(&whole, 5), "● 0m #54321 · ↑2 · !1");

    let mut parked = state();
    parked.timer = None;
    parked.parked = 3;
    assert_eq!(line(&parked, 100_300), "‖3 · today 2h 10m · ↑2 · !1");
    let mut many = State {
        owed: MOST,
        ..State::default()
    };
    assert_eq!(many.at(0, Some(many.db)).line(), "↑99+");
    many.owed = 0;
    assert_eq!(many.at(0, Some(many.db)).line(), "");
    // Nothing worth a mark, whatever became of the database.
    assert_eq!(many.at(0, Some(DB)).line(), "");
}

#[test]
fn a_database_that_was_changed_since_is_marked_and_a_missing_one_says_nothing() {
    let whole = state();
    let other = Stamp { nanos: 8, ..DB };
    let shown = whole.at(100_300, Some(other));
    assert!(!shown.fresh && shown.line().ends_with(" · ~"), "{shown:?}");
    assert!(shown.classes().contains(&"stale"));
    assert_eq!(whole.at(100_300, None).line(), "");
}

#[test]
fn a_text_that_is_not_whole_is_no_state() {
    let text = state().text();
    assert_eq!(State::parse(&text), Some(state()));
    for end in 0..text.len() {
        if text.is_char_boundary(end) {
            assert_eq!(State::parse(&text[..end]), None, "{end}");
        }
    }
    assert_eq!(
        State::parse(&text.replace("count 0 2 1", "count 0 3 1")),
        None
    );
    let other = text.replace("tt-prompt 1", "tt-prompt 2");
    assert_eq!(State::parse(&other), None);
    assert_eq!(State::parse(""), None);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        label in "\\PC{0,60}",
        note in "\\PC{0,60}",
        base in any::<i64>(),
        worked in any::<i64>(),
        owed in 0..=MOST,
        now in any::<i64>(),
    ) {
        let mut made = state();
        let timer = made.timer.as_mut().unwrap();
        (timer.label, timer.note, timer.base) = (cut(&label), cut(&note), base);
        (made.worked, made.owed) = (worked, owed);
        let read = State::parse(&made.text());
        prop_assert_eq!(read.as_ref(), Some(&made));
        let _ = made.at(now, Some(DB)).line();
    }

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = State::parse(&text);
    }
}
