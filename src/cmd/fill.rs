//! `tt fill`: entries for what is not booked, each needing a yes.

mod propose;
mod questions;

use self::propose::{Proposal, Source, proposals, told};
use self::questions::{Answer, answer, edit};
use super::{ask, block, gaps, say};
use crate::app::{App, Desk, Seen};
use crate::cli::FillArgs;
use crate::domain::span;
use crate::domain::when;
use crate::failure::Failure;
use crate::ledger::{self, Site};
use crate::report::Item;
use crate::report::render::json::{self, Proposed};
use chrono::NaiveDate;

/// Runs `tt fill`.
///
/// # Errors
/// A day that is not understood, proposals that there are none of, rules, configuration,
/// the store.
pub fn run(app: &mut App<'_>, args: &FillArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let setting = desk.setting();
    let date = match &args.day {
        Some(day) => when::day(day, &setting)?,
        None => setting.today(),
    };
    let least = gaps::least(args.least.as_deref())?;
    let (gaps, mut found) = proposals(app, &desk, date, least, &site)?;
    if !args.take.is_empty() {
        let taken = chosen(&args.take, found.len(), date)?;
        let mut at = 0;
        found.retain(|_| {
            at += 1;
            taken.contains(&at)
        });
        return book(app, &desk, &found, &site);
    }
    if found.is_empty() {
        nothing(app, &desk, date, gaps.seconds(), args)
    } else if args.dry_run {
        list(app, &desk, &found, None)
    } else if app.global.yes {
        for refused in found.iter().filter(|it| it.refused.is_some()) {
            app.say(&format!("not booked: {}", told(refused, &desk)))?;
        }
        found.retain(|it| it.refused.is_none());
        book(app, &desk, &found, &site)
    } else if ask::somebody(app) {
        let found = questions(app, &desk, found, date, &site)?;
        book(app, &desk, &found, &site)
    } else {
        let n = found.len();
        let are = if n == 1 {
            "proposal waits"
        } else {
            "proposals wait"
        };
        let message = format!("{n} {are} for a yes; nothing was booked");
        let help = format!("`tt fill {date} --yes` books all, `tt fill {date} --take 1,3` some");
        list(app, &desk, &found, Some(Failure::usage(message, help)))
    }
}

/// The numbers that were typed, from 1.
fn chosen(typed: &[String], n_found: usize, date: NaiveDate) -> Result<Vec<usize>, Failure> {
    let mut numbers = Vec::new();
    for part in typed {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.trim().parse::<usize>().ok();
        let (Some(from), Some(to)) = (number(from), number(to)) else {
            return Err(Failure::usage(
                format!("{part:?} is no number of a proposal"),
                "write numbers as `tt fill -n` shows them: --take 1,3-4",
            ));
        };
        if from == 0 || to < from || to > n_found {
            let there = match n_found {
                0 => "there are none".to_owned(),
                n => format!("there are 1 to {n}"),
            };
            return Err(Failure::usage(
                format!("there is no proposal {part} for {date}"),
                format!("{there}; `tt fill {date} -n` shows them"),
            ));
        }
        numbers.extend(from..=to);
    }
    Ok(numbers)
}

/// Says that there is nothing to propose, and what is free.
fn nothing(
    app: &mut App<'_>,
    desk: &Desk,
    date: NaiveDate,
    free: i64,
    args: &FillArgs,
) -> anyhow::Result<()> {
    if app.global.json {
        let empty = if app.global.yes && !args.dry_run {
            "[]\n".to_owned()
        } else {
            json::proposals(&[], None, &Seen::of(desk))
        };
        return app.print(&empty);
    }
    let setting = desk.setting();
    let day = when::echo_day(date, &setting);
    app.say(&match free {
        0 => format!("nothing to fill on {day}"),
        free => format!(
            "{} of {day} is not booked, and no template or entry of a week before fits it",
            span::people(free)
        ),
    })
}

/// Prints the proposals with their numbers; with a failure, that is told too and decides
/// the exit code.
fn list(
    app: &mut App<'_>,
    desk: &Desk,
    found: &[Proposal],
    wrong: Option<Failure>,
) -> anyhow::Result<()> {
    if app.global.json {
        let seen = Seen::of(desk);
        let proposed: Vec<_> = found
            .iter()
            .enumerate()
            .map(|(at, proposal)| proposed(at + 1, proposal))
            .collect();
        let error = wrong
            .as_ref()
            .map(|it| (it.code.word(), it.message.as_str(), it.help.as_str()));
        let text = json::proposals(&proposed, error, &seen);
        app.print(&text)?;
        app.exit = wrong.map_or(app.exit, |failure| failure.code.exit());
        return Ok(());
    }
    for (at, proposal) in found.iter().enumerate() {
        app.print(&format!("{}  {}\n", at + 1, told(proposal, desk)))?;
    }
    match wrong {
        Some(failure) => Err(failure.into()),
        None => Ok(()),
    }
}

fn proposed(number: usize, proposal: &Proposal) -> Proposed<'_> {
    let (template, like) = match &proposal.source {
        Source::Template(name) => (Some(name.as_str()), None),
        Source::Like { entry, .. } => (None, Some(*entry)),
    };
    Proposed {
        number,
        item: Item::planned(&proposal.entry),
        template,
        like,
        refused: proposal.refused.as_deref(),
    }
}

/// Asks about each; those that somebody said yes to.
fn questions(
    app: &mut App<'_>,
    desk: &Desk,
    found: Vec<Proposal>,
    date: NaiveDate,
    site: &Site,
) -> anyhow::Result<Vec<Proposal>> {
    let setting = desk.setting().on(date);
    let n = found.len();
    let mut taken = Vec::new();
    for (at, mut proposal) in found.into_iter().enumerate() {
        let answer = loop {
            app.say(&format!("{}/{n}  {}", at + 1, told(&proposal, desk)))?;
            let mut stdin = std::io::stdin().lock();
            let mut terminal = ask::Terminal {
                out: app.around.err,
                answers: &mut stdin,
            };
            let answer = answer(&mut terminal, proposal.refused.is_some())?;
            if answer != Answer::Edit {
                break answer;
            }
            edit(&mut terminal, &mut proposal, &setting)?;
            drop(stdin);
            proposal.ask(&app.look()?, site)?;
        };
        match answer {
            Answer::Yes => taken.push(proposal),
            Answer::No | Answer::Edit => {}
            Answer::Quit => break,
        }
    }
    Ok(taken)
}

/// Books them all, or none, as one step.
fn book(app: &mut App<'_>, desk: &Desk, found: &[Proposal], site: &Site) -> anyhow::Result<()> {
    if found.is_empty() {
        say::items(app, desk, &[], "booked")?;
        return app.say("nothing booked");
    }
    let bookings: Vec<_> = found.iter().map(|it| it.booking.clone()).collect();
    let mut store = app.change()?;
    let booked = ledger::log_all(&mut store, &bookings, site)?;
    let ids: Vec<_> = booked.iter().map(|(entry, _)| entry.id).collect();
    say::entries(app, desk, &store, &ids)?;
    say::unknown_names(app, &store, booked.iter().map(|(entry, _)| entry))?;
    for (entry, said) in &booked {
        say::remarks(app, said, entry)?;
    }
    block::remark(
        app,
        desk,
        &store,
        booked.iter().map(|(entry, _)| entry),
        site,
    )
}
