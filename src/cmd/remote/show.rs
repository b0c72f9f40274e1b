//! `tt remote show`: entries of the service whole.

use super::{Shelf, dial, remote_id};
use crate::app::{App, Seen};
use crate::cli::RemoteShowArgs;
use crate::failure::Failure;
use crate::report::render::{json, show};

/// Runs `tt remote show`.
///
/// # Errors
/// An entry that is not there, configuration, the service, the store.
pub fn run(app: &mut App<'_>, args: &RemoteShowArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let ids = args.ids.iter().map(|typed| remote_id(typed));
    let ids = ids.collect::<Result<Vec<_>, _>>()?;
    let (profile, line, store) = dial(app, &desk, args.profile.as_deref())?;
    let backend = line.backend.as_ref();
    let service = backend.kind().title();
    // Whose time is the profile's own is settled before anything is read.
    backend.check_access()?;
    let mut found = Vec::new();
    for id in ids {
        let mut remote = backend.fetch(&id)?.ok_or_else(|| {
            Failure::nothing(
                format!("{service} holds no entry {id}"),
                "`tt remote list` shows what it does hold",
            )
        })?;
        if backend.runs(&remote) {
            remote.content.end = None;
        }
        found.push(remote);
    }
    let shelf = Shelf::of(found, profile, &store, app.now)?;
    let seen = Seen::of(&desk);
    if app.global.json {
        json::remote_show(app.around.out, &shelf.held(), &seen)?;
        return Ok(());
    }
    let text = show::held(&shelf.held(), service, &seen);
    app.print(&text)
}
