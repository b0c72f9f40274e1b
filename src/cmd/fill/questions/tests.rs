//! What is typed at the questions.

use super::super::propose::Source;
use super::*;
use crate::domain::content::{Content, Draft};
use crate::domain::delivery::Mailing;
use crate::domain::ids::Key;
use crate::domain::status::BookedAs;
use crate::domain::zone::{Zone, parse_rfc3339};
use crate::ledger::{Booking, proposed};

fn asked<T>(typed: &str, ask: impl FnOnce(&mut Terminal<'_>) -> Result<T>) -> (T, String) {
    let mut out = Vec::new();
    let answer = ask(&mut Terminal {
        out: &mut out,
        answers: &mut typed.as_bytes(),
    });
    (answer.unwrap(), String::from_utf8(out).unwrap())
}

#[test]
fn only_a_yes_is_a_yes() {
    for (typed, is_refused, expected) in [
        ("y\n", false, Answer::Yes),
        ("YES\n", false, Answer::Yes),
        ("n\n", false, Answer::No),
        ("\n\nn\n", false, Answer::No),
        ("e\n", false, Answer::Edit),
        ("q\n", false, Answer::Quit),
        ("", false, Answer::Quit),
        ("perhaps\n", false, Answer::Quit),
        ("y\nn\n", true, Answer::No),
        ("y\ne\n", true, Answer::Edit),
    ] {
        let (answer, shown) = asked(typed, |terminal| answer(terminal, is_refused));
        assert_eq!(answer, expected, "{typed:?}: {shown}");
    }
}

#[test]
fn time_and_note_are_changed_and_what_is_left_empty_stays() {
    let at = |text: &str| parse_rfc3339(text).unwrap().0;
    let now = at("2026-11-23T18:00:00+01:00");
    let date = "2026-11-20".parse().unwrap();
    let zone = Zone::parse("Europe/Amsterdam").unwrap();
    let setting = Setting::new(now, zone).on(date);
    let mut content = Content::blank(date, "Europe/Amsterdam", BookedAs::Range);
    content.start = Some(at("2026-11-20T09:15:00+01:00"));
    content.end = Some(at("2026-11-20T09:30:00+01:00"));
    content.note = Some("Standup".into());
    let key = Key::new(0, [0; 10]);
    let proposal = Proposal {
        entry: proposed(content.clone(), key, now),
        booking: Booking {
            draft: Draft {
                content,
                mailing: Mailing::default(),
                future: false,
            },
            place: Place::Fixed,
            setting,
            key,
            said: Vec::new(),
        },
        source: Source::Template("standup".into()),
        refused: None,
    };
    for (typed, times, note, said) in [
        ("\n\n", "09:15-09:30", "Standup", "[09:15-09:30]"),
        ("", "09:15-09:30", "Standup", ""),
        ("30m\nlonger\n", "09:15-09:45", "longer", "[Standup]"),
        ("10-11\n\n", "10:00-11:00", "Standup", ""),
        ("soon\n9-9:30\n\n", "09:00-09:30", "Standup", "soon"),
        ("last-now\n9-9:30\n\n", "09:00-09:30", "Standup", "last-now"),
    ] {
        let mut proposal = proposal.clone();
        let ((), shown) = asked(typed, |terminal| edit(terminal, &mut proposal, &setting));
        let content = &proposal.booking.draft.content;
        let local = |at: Option<i64>| zone.local(at.unwrap()).format("%H:%M").to_string();
        let found = format!("{}-{}", local(content.start), local(content.end));
        assert_eq!(
            (found.as_str(), content.note.as_deref()),
            (times, Some(note)),
            "{typed:?}"
        );
        assert!(shown.contains(said), "{typed:?}: {shown}");
    }
}
