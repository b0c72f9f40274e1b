//! `tt remote import`: takes entries of the service over, however old they are.

use super::{dial, remote_id};
use crate::app::App;
use crate::cli::RemoteImportArgs;
use crate::cmd::say;
use crate::failure::{Code, Failure};
use crate::sync::lock::RunLock;
use crate::sync::pick::Picked;

/// Runs `tt remote import`.
///
/// # Errors
/// Whatever keeps one of them from being taken over; nothing is written then.
pub fn run(app: &mut App<'_>, args: &RemoteImportArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let ids = args.ids.iter().map(|typed| remote_id(typed));
    let ids = ids.collect::<Result<Vec<_>, _>>()?;
    let (profile, line, mut store) = dial(app, &desk, args.profile.as_deref())?;
    // A sync that reads the same entry now would take it over as well.
    let Some(_lock) = RunLock::take(store.file(), &profile.name)? else {
        return Err(Failure::new(
            Code::Later,
            format!("a sync of profile {} is running", profile.name),
            "run the command again when it is done",
        )
        .into());
    };
    let clock = app.clock.clone();
    let picked = line.engine(clock.as_ref(), &mut store, None).pick(&ids)?;
    let mut touched = Vec::new();
    for (id, picked) in &picked {
        let (Picked::Imported(entry) | Picked::Linked(entry)) = picked;
        let Some((entry, link)) = store.view().entry(*entry)? else {
            continue;
        };
        if entry.removed {
            app.say(&format!(
                "note: {id} is entry {}, which was deleted here; `tt undo` or `tt history` has it",
                entry.id
            ))?;
            continue;
        }
        let done = match picked {
            Picked::Imported(_) => format!("imported {id} as"),
            Picked::Linked(_) => format!("{id} is already"),
        };
        touched.push((entry, link, done));
    }
    touched.sort_by_key(|(entry, ..)| entry.id);
    let items: Vec<_> = touched
        .iter()
        .map(|(entry, link, done)| {
            (
                crate::report::Item::stored(entry, link.as_ref()),
                done.as_str(),
            )
        })
        .collect();
    say::each(app, &desk, &items)
}
