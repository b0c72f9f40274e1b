//! `tt resolve`: a person's answer to what was held or refused.

use super::say;
use crate::app::App;
use crate::cli::{ResolveArgs, Side};
use crate::failure::Failure;
use crate::ledger::{self, Answer};

/// Runs `tt resolve`.
///
/// # Errors
/// Entries that do not exist, an answer that does not fit, configuration, the store.
pub fn run(app: &mut App<'_>, args: &ResolveArgs) -> anyhow::Result<()> {
    let (answer, done) = match (args.release, args.retry, args.keep) {
        (true, false, None) => (Answer::Release, "released"),
        (false, true, None) => (Answer::Retry, "to be tried again"),
        (false, false, Some(Side::Mine)) => (Answer::KeepMine, "kept as it is here"),
        (false, false, Some(Side::Theirs)) => (Answer::KeepTheirs, "taken over"),
        _ => {
            let help = "--release delivers a held entry, --retry sends a refused one again, \
                        --keep mine|theirs settles a conflict";
            return Err(Failure::usage("the answer is missing", help).into());
        }
    };
    let desk = app.desk()?;
    let site = say::site(app, &desk);
    let looked = app.look()?;
    let ids = ledger::expect_ids(&looked, &args.ids)?;
    drop(looked);
    let mut store = app.change()?;
    let settled = ledger::resolve(&mut store, &ids, answer, &site)?;
    let ids: Vec<_> = settled.iter().map(|entry| entry.id).collect();
    say::touched(app, &desk, &store, &ids, done)
}
