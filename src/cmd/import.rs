//! `tt import`: books what another tracker wrote, after showing what that is.

mod gather;
mod told;

use super::{ask, fields, say};
use crate::app::{App, Desk};
use crate::cli::{DayOrder, ImportArgs};
use crate::config::Profile;
use crate::domain::entry::Breach;
use crate::domain::when::DateOrder;
use crate::domain::zone::Zone;
use crate::failure::{Code, Failure};
use crate::import::{Format, Left, Mapping, Reason, Spot, Terms};
use crate::ledger::{self, Fate, How, TakenIn};
use gather::Gathered;
use told::Summary;

/// Runs `tt import`.
///
/// # Errors
/// Files, rules of the mapping and dates that are not understood; rules; the store.
pub fn run(app: &mut App<'_>, args: &ImportArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let profile = match &args.profile {
        // No default profile: what was delivered long ago is not sent once more by accident.
        Some(name) => desk.config.choose_profile(Some(name), None)?,
        None => None,
    };
    let profile = profile.map(|(profile, _)| profile);
    let gathered = gather::gather(&asked(args, &desk)?, args, profile, &desk)?;
    if !args.skip_bad {
        stop_at_unreadable(&gathered)?;
    }
    let site = say::site(app, &desk);
    let how = |rehearse| How {
        leave_refused: args.skip_bad,
        rehearse,
    };
    let incoming = &gathered.incoming;
    // A row that is refused before the rules are asked stops all before anything is stored.
    let asks = args.dry_run || !app.global.yes || !gathered.refused.is_empty();
    if asks {
        let taken = ledger::take_in(&mut app.look()?, incoming, how(true), &site)?;
        stop_at_refused(&gathered, &taken, args.skip_bad)?;
        let summary = Summary::of(&gathered, &taken, &desk);
        if !settled(app, args, &summary)? {
            return Ok(());
        }
    }
    let mut store = app.change()?;
    let taken = ledger::take_in(&mut store, incoming, how(false), &site)?;
    stop_at_refused(&gathered, &taken, args.skip_bad)?;
    let summary = Summary::of(&gathered, &taken, &desk);
    if app.global.json {
        return app.print(&summary.json(false));
    }
    if !asks {
        summary.show(app)?;
    }
    app.print(&summary.booked_line())
}

/// Shows what would be booked; whether it is to be.
fn settled(app: &mut App<'_>, args: &ImportArgs, summary: &Summary<'_>) -> anyhow::Result<bool> {
    let n_new = summary.n_booked();
    let is_over = args.dry_run || n_new == 0;
    if app.global.json {
        if is_over {
            app.print(&summary.json(args.dry_run))?;
            return Ok(false);
        }
    } else {
        summary.show(app)?;
        if is_over {
            let line = if n_new == 0 {
                "nothing new to book\n".to_owned()
            } else {
                format!("would book {}\n", told::entries(n_new))
            };
            app.print(&line)?;
            return Ok(false);
        }
    }
    if !ask::somebody(app) {
        let ready = if n_new == 1 { "is" } else { "are" };
        return Err(Failure::usage(
            format!(
                "{} {ready} ready, and none is booked yet",
                told::entries(n_new)
            ),
            "add --yes to book them, or -n to look only",
        )
        .into());
    }
    let mut stdin = std::io::stdin().lock();
    let mut terminal = ask::Terminal {
        out: app.around.err,
        answers: &mut stdin,
    };
    let is_wanted = terminal.yes(&format!("Book {}?", told::entries(n_new)))?;
    if !is_wanted {
        app.say("nothing booked")?;
    }
    Ok(is_wanted)
}

/// What the options say, read once.
struct Asked {
    format: Format,
    terms: Terms,
    mapping: Mapping,
    at: Option<chrono::NaiveTime>,
}

fn asked(args: &ImportArgs, desk: &Desk) -> anyhow::Result<Asked> {
    let zone = match &args.zone {
        Some(name) => {
            Zone::parse(name).map_err(|why| Failure::usage(format!("--zone: {why}"), why.help()))?
        }
        None => desk.zone,
    };
    let column = |told: &String| match told.split_once('=') {
        Some((field, header)) => Ok((field.trim().replace('-', "_"), header.trim().to_owned())),
        None => Err(Failure::usage(
            format!("--column {told:?} has no = in it"),
            "write --column hours=Uren",
        )),
    };
    let mut mapping = Mapping::default();
    for rule in &args.map {
        mapping
            .add(rule)
            .map_err(|why| Failure::usage(format!("--map: {why}"), why.help()))?;
    }
    if let Some(file) = &args.map_file {
        let shown = file.display();
        let text = std::fs::read_to_string(file).map_err(|why| {
            Failure::usage(
                format!("{shown} cannot be read: {why}"),
                "name a file of rules",
            )
        })?;
        mapping
            .add_all(&text)
            .map_err(|why| Failure::usage(format!("{shown}: {why}"), why.help()))?;
    }
    let at = match &args.at {
        Some(text) => Some(crate::domain::when::time_of_day(text)?),
        None => None,
    };
    Ok(Asked {
        format: Format::from_word(args.format.word()).unwrap_or(Format::Csv),
        terms: Terms {
            zone,
            dates: args.dates.map(|order| match order {
                DayOrder::DayFirst => DateOrder::Dmy,
                DayOrder::MonthFirst => DateOrder::Mdy,
            }),
            columns: args.column.iter().map(column).collect::<Result<_, _>>()?,
        },
        mapping,
        at,
    })
}

/// Rows that are named in an error.
const NAMED: usize = 10;

fn stop_at_unreadable(gathered: &Gathered) -> Result<(), Failure> {
    let bad = |left: &&Left| left.reason == Reason::Unreadable;
    let n_bad = gathered.left.iter().filter(bad).count();
    if n_bad == 0 {
        return Ok(());
    }
    let named = gathered
        .left
        .iter()
        .filter(bad)
        .take(NAMED)
        .map(|left| format!("\n{}: {}", gathered.spot(left.at), left.detail));
    let rows = if n_bad == 1 { "row" } else { "rows" };
    let mut message = format!("{n_bad} {rows} cannot be read, and nothing was booked");
    message.extend(named);
    if n_bad > NAMED {
        message.push_str(&format!("\nand {} more", n_bad - NAMED));
    }
    Err(Failure::usage(
        message,
        "correct the file, or leave such rows out with --skip-bad",
    ))
}

/// Stops where rules refuse rows that are not to be left out, and names them by rule.
fn stop_at_refused(
    gathered: &Gathered,
    taken: &TakenIn,
    leave_refused: bool,
) -> Result<(), Failure> {
    if leave_refused {
        return Ok(());
    }
    let mut refused: Vec<(Spot, &[Breach])> = gathered
        .refused
        .iter()
        .map(|(at, breach)| (*at, std::slice::from_ref(breach)))
        .collect();
    for (fate, at) in taken.fates.iter().zip(&gathered.spots) {
        if let Fate::Refused(breaches) = fate {
            refused.push((*at, breaches));
        }
    }
    if refused.is_empty() {
        return Ok(());
    }
    let n_refused = refused.len();
    let rows = if n_refused == 1 { "row is" } else { "rows are" };
    let mut failure = Failure::new(
        Code::Rule,
        format!("{n_refused} {rows} refused by a rule, and nothing was booked"),
        "say more of them with --map, correct them in the source, or leave them out with --skip-bad",
    );
    // A rule that refuses a hundred rows is told once, with the first of them.
    let mut by_rule: Vec<(&Breach, Vec<Spot>)> = Vec::new();
    for (at, breaches) in refused {
        for breach in breaches {
            match by_rule.iter_mut().find(|(told, _)| *told == breach) {
                Some((_, spots)) => spots.push(at),
                None => by_rule.push((breach, vec![at])),
            }
        }
    }
    failure
        .breaches
        .extend(by_rule.into_iter().map(|(breach, spots)| {
            let rows = if spots.len() == 1 { "row" } else { "rows" };
            let listed = gathered.spots(&spots, NAMED);
            Breach {
                message: format!("{} {rows} ({listed}): {}", spots.len(), breach.message),
                ..breach.clone()
            }
        }));
    // What is told of the rules stands in the place of the message.
    failure.breaches.push(Breach {
        rule: "import".to_owned(),
        field: None,
        message: failure.message.clone(),
        help: failure.help.clone(),
    });
    Err(failure)
}

/// The defaults of the profile, where it has any.
fn with_profile(content: &mut crate::domain::content::Content, profile: Option<&Profile>) {
    if let Some(profile) = profile {
        content.profile = Some(profile.name.clone());
        fields::fill_in(content, profile);
    }
}
