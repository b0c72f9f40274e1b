//! `tt remote`: what the service itself holds. Nothing is stored but by `import`.

pub(super) mod ask;
mod import;
mod list;
mod note;
mod show;

use super::connect::{self, Line, Patience};
use crate::app::{App, Desk};
use crate::cli::{RemoteAction, RemoteArgs};
use crate::config::Profile;
use crate::domain::delivery::{Link, Mailing, Remote};
use crate::domain::entry::Entry;
use crate::domain::ids::{EntryId, Key, RemoteId};
use crate::domain::status::Origin;
use crate::failure::Failure;
use crate::report::Item;
use crate::report::render::remote::Held;
use crate::store::Store;
use std::time::Duration;

/// Runs `tt remote`.
///
/// # Errors
/// What was asked, configuration, the service, the store.
pub fn run(app: &mut App<'_>, args: RemoteArgs) -> anyhow::Result<()> {
    match args.action {
        RemoteAction::List(args) => list::run(app, &args),
        RemoteAction::Show(args) => show::run(app, &args),
        RemoteAction::Import(args) => import::run(app, &args),
        RemoteAction::Note(args) => note::run(app, &args),
    }
}

/// The profile that is meant, and the way to its service.
pub(super) fn dial<'d>(
    app: &mut App<'_>,
    desk: &'d Desk,
    named: Option<&str>,
) -> anyhow::Result<(&'d Profile, Line, Store)> {
    let profile = connect::chosen(app, desk, named, " with --profile")?;
    // The pace of the service is kept in the database, across commands.
    let store = app.change()?;
    let patience = Patience {
        max_time: Duration::from_secs(u64::try_from(desk.config.sync.max_time).unwrap_or(0)),
        rest: true,
    };
    let line = Line::open(app, desk, profile, store.file(), patience)??;
    Ok((profile, line, store))
}

/// A number of the service as typed.
pub(super) fn remote_id(typed: &str) -> Result<RemoteId, Failure> {
    let bare = typed.trim().trim_start_matches('#');
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    // Every service numbers its entries: a word is a slip, such as `last`.
    let is_number = bare.chars().any(|c| c.is_ascii_digit());
    if !is_number || !bare.chars().all(fits) {
        return Err(Failure::usage(
            format!("{typed:?} is no number of a service"),
            "`tt remote list` has them in its first column",
        ));
    }
    Ok(RemoteId(bare.to_owned()))
}

/// Entries of a service, each with what it would be here.
pub(super) struct Shelf {
    rows: Vec<(Entry, Link, Option<EntryId>, bool)>,
}

impl Shelf {
    pub(super) fn of(
        found: Vec<Remote>,
        profile: &Profile,
        store: &Store,
        now: i64,
    ) -> anyhow::Result<Self> {
        let view = store.view();
        let tenant = view.tenant_of(&profile.name)?;
        let mut rows = Vec::new();
        for remote in found {
            let linked = match &tenant {
                Some(tenant) => view.by_remote(&profile.name, tenant, &remote.id)?,
                None => None,
            };
            let linked = linked.map(|(entry, _)| entry).filter(|it| !it.removed);
            let known = linked.as_ref().map(|entry| entry.key).or(remote.key);
            let at = remote.changed_at.or(remote.content.start).unwrap_or(now);
            let mut content = remote.content.clone();
            content.profile = Some(profile.name.clone());
            let id = linked.as_ref().map(|entry| entry.id);
            let entry = Entry {
                id: id.unwrap_or(EntryId(0)),
                key: known.unwrap_or(Key::new(0, [0; 10])),
                content,
                status: remote.status,
                remote_status: remote.status_word.clone(),
                origin: linked.map_or(Origin::Imported, |entry| entry.origin),
                reject_reason: remote.reject_reason.clone(),
                revision: 1,
                held: Vec::new(),
                warnings: Vec::new(),
                adjustments: Vec::new(),
                unchecked: Vec::new(),
                removed: false,
                created_at: at,
                updated_at: at,
            };
            let link = Link {
                entry: entry.id,
                profile: profile.name.clone(),
                tenant: tenant.clone(),
                remote_id: Some(remote.id.clone()),
                revision: 1,
                delivered_revision: 1,
                last_sent: None,
                last_seen: Some(Box::new(remote)),
                attempt: None,
                refusal: None,
                refused_revision: 0,
                mailing: Mailing::default(),
                conflict: Vec::new(),
            };
            rows.push((entry, link, id, known.is_some()));
        }
        Ok(Self { rows })
    }

    pub(super) fn held(&self) -> Vec<Held<'_>> {
        let rows = self.rows.iter();
        rows.map(|(entry, link, here, is_keyed)| Held {
            item: Item::stored(entry, Some(link)),
            here: *here,
            is_keyed: *is_keyed,
        })
        .collect()
    }
}
