//! When and how long.

use super::{Outcome, cases, created, differ, fetched, outgoing, round_trip};
use crate::conformance::rig::{Quirk, Rig};
use anyhow::{Context, ensure};
use tt::domain::content::{Content, Pause};
use tt::domain::status::BookedAs;
use tt::domain::zone::{Zone, parse_rfc3339};

cases![
    a_plain_entry,
    one_minute,
    a_whole_day,
    over_midnight,
    both_half_past_two,
    seconds_down_to_the_grain,
    booked_by_a_length,
    a_deduct,
    a_pause,
    without_clock_times,
    hours_rounded_there_are_no_difference,
    normalising_twice_is_normalising_once,
];

fn between(rig: &dyn Rig, start: &str, end: &str) -> Content {
    let seconds = |text| parse_rfc3339(text).unwrap().0;
    let mut content = rig.entry();
    content.start = Some(seconds(start));
    content.end = Some(seconds(end));
    let zone = Zone::parse(&content.zone).unwrap();
    content.date = zone.date(seconds(start));
    content
}

fn a_plain_entry(rig: &dyn Rig) -> Outcome {
    let (_, held) = round_trip(rig, rig.entry())?;
    ensure!(!held.locked, "locked");
    Ok(())
}

fn one_minute(rig: &dyn Rig) -> Outcome {
    let content = between(rig, "2026-11-18T08:00:00Z", "2026-11-18T08:01:00Z");
    let (_, held) = round_trip(rig, content)?;
    let look = rig.look(&held.id).context("nothing is held")?;
    ensure!(look.worked == 60, "worked {}", look.worked);
    Ok(())
}

fn a_whole_day(rig: &dyn Rig) -> Outcome {
    let content = between(rig, "2026-11-17T23:00:00Z", "2026-11-18T23:00:00Z");
    let (_, held) = round_trip(rig, content)?;
    let look = rig.look(&held.id).context("nothing is held")?;
    ensure!(look.worked == 86_400, "worked {}", look.worked);
    Ok(())
}

fn over_midnight(rig: &dyn Rig) -> Outcome {
    let content = between(rig, "2026-11-18T22:30:00Z", "2026-11-19T00:15:00Z");
    let (_, held) = round_trip(rig, content)?;
    let date = held.content.date.to_string();
    ensure!(date == "2026-11-18", "it is of {date}");
    Ok(())
}

/// The night in which clocks go back: the two are an hour apart and look the same.
fn both_half_past_two(rig: &dyn Rig) -> Outcome {
    let first = between(rig, "2026-10-25T00:30:00Z", "2026-10-25T00:45:00Z");
    let second = between(rig, "2026-10-25T01:30:00Z", "2026-10-25T01:45:00Z");
    let zone = Zone::parse(&first.zone).unwrap();
    let clock = |content: &Content| zone.local(content.start.unwrap()).to_string();
    ensure!(clock(&first) == clock(&second), "not that night");
    let (_, one) = round_trip(rig, first)?;
    let (_, two) = round_trip(rig, second)?;
    let apart = two.content.start.unwrap_or(0) - one.content.start.unwrap_or(0);
    ensure!(apart == 3600, "{apart} s apart");
    Ok(())
}

fn seconds_down_to_the_grain(rig: &dyn Rig) -> Outcome {
    round_trip(
        rig,
        between(rig, "2026-11-18T08:00:37Z", "2026-11-18T09:13:08Z"),
    )?;
    Ok(())
}

fn booked_by_a_length(rig: &dyn Rig) -> Outcome {
    let mut content = between(rig, "2026-11-18T08:00:00Z", "2026-11-18T08:20:00Z");
    content.booked_as = BookedAs::Length;
    let (_, held) = round_trip(rig, content)?;
    let look = rig.look(&held.id).context("nothing is held")?;
    ensure!(look.worked == 1_200, "worked {}", look.worked);
    Ok(())
}

fn a_deduct(rig: &dyn Rig) -> Outcome {
    let mut content = rig.entry();
    content.deduct = 900;
    let (_, held) = round_trip(rig, content)?;
    let look = rig.look(&held.id).context("nothing is held")?;
    ensure!(look.worked == 4_500, "worked {}", look.worked);
    Ok(())
}

fn a_pause(rig: &dyn Rig) -> Outcome {
    let mut content = rig.entry();
    let start = content.start.unwrap();
    content.pauses = vec![Pause {
        start: start + 600,
        end: Some(start + 1_200),
    }];
    let (_, held) = round_trip(rig, content)?;
    let look = rig.look(&held.id).context("nothing is held")?;
    ensure!(look.worked == 4_800, "worked {}", look.worked);
    Ok(())
}

fn without_clock_times(rig: &dyn Rig) -> Outcome {
    let mut content = rig.entry();
    (content.start, content.end) = (None, None);
    content.booked_as = BookedAs::Date;
    content.length = Some(5_400);
    let (sent, answer) = created(rig, content)?;
    let held = fetched(rig, &answer)?;
    super::alike(rig, &sent.content, &held.content)?;
    ensure!(held.content.start.is_none(), "it has a start");
    Ok(())
}

/// What the service bills is its own affair: the clock times are what was worked.
fn hours_rounded_there_are_no_difference(rig: &dyn Rig) -> Outcome {
    differ(rig, Quirk::Rounds)?;
    let content = between(rig, "2026-11-18T08:00:00Z", "2026-11-18T08:20:00Z");
    let (sent, answer) = created(rig, content)?;
    let look = rig.look(&answer.id).context("nothing is held")?;
    ensure!(look.worked == 1_800, "it does not round: {}", look.worked);
    super::alike(rig, &sent.content, &answer.content)?;
    super::alike(rig, &sent.content, &fetched(rig, &answer)?.content)
}

fn normalising_twice_is_normalising_once(rig: &dyn Rig) -> Outcome {
    let backend = rig.backend();
    let mut content = rig.entry();
    content.deduct = 61;
    content.note = Some("one \r\ntwo\r\n".into());
    let once = backend.normalise(&outgoing(content).content);
    let twice = backend.normalise(&once);
    ensure!(once == twice, "{once:?}\n{twice:?}");
    Ok(())
}
