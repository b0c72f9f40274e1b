//! Which side of a conflict counts, and what happens where one side is gone.

use super::super::Acting;
use super::super::error::LedgerError;
use super::super::log::fresh_key;
use super::super::site::Site;
use super::{Asked, Done};
use crate::domain::delivery::{Link, Mailing, Outgoing, Remote};
use crate::domain::entry::{Breach, Entry};
use crate::domain::merge;
use crate::domain::question::Question;
use crate::rules::{self, Observed};
use crate::store::{Action, Tx};

/// What is here counts. In conflict it stays owed; deleted there, it is owed as a new
/// record with a new key.
pub(super) fn mine(tx: &Tx<'_>, asked: &Asked, site: &Site) -> Result<Done, LedgerError> {
    let (entry, Some(link)) = (&asked.entry, &asked.link) else {
        return Ok(Err(unreadable(&asked.entry)));
    };
    if asked.question == Some(Question::DeletedThere) {
        tx.forget_remote(entry.id, &link.profile, fresh_key(site.now)?)?;
    } else {
        tx.set_conflict(entry.id, &link.profile, &[])?;
    }
    // A refusal of what was not compared yet, or of a removal, is answered by this as well.
    if matches!(
        asked.question,
        Some(Question::ChangedThere | Question::Conflict)
    ) {
        tx.clear_refusal(entry.id, &link.profile)?;
    }
    Ok(Ok(Action::Resolve))
}

/// What is there counts: taken over field by field, deleted here, or brought back here.
pub(super) fn theirs(tx: &Tx<'_>, asked: &Asked, site: &Site) -> Result<Done, LedgerError> {
    let (entry, Some(link)) = (&asked.entry, &asked.link) else {
        return Ok(Err(unreadable(&asked.entry)));
    };
    match asked.question {
        Some(Question::DeletedThere) => {
            tx.remove_as_there(entry.id, &link.profile, site.now)?;
            Ok(Ok(Action::Delete))
        }
        Some(Question::RemovalRefused | Question::ChangedThere) => {
            bring_back(tx, entry, link, site)
        }
        _ => take(tx, entry, link, site.now),
    }
}

/// The fields in conflict become what the service holds.
fn take(tx: &Tx<'_>, entry: &Entry, link: &Link, now: i64) -> Result<Done, LedgerError> {
    let Some((seen, observed)) = seen(link) else {
        return Ok(Err(unreadable(entry)));
    };
    let fields: Vec<&str> = link.conflict.iter().map(String::as_str).collect();
    let merged = merge::taking(&entry.content, &seen.content, &fields);
    tx.set_conflict(entry.id, &link.profile, &[])?;
    tx.clear_refusal(entry.id, &link.profile)?;
    // It stays owed: what was changed here beside these fields still has to go.
    tx.take_over(entry.id, &observed, &merged, &as_sent(entry, seen), now)?;
    Ok(Ok(Action::Resolve))
}

/// An entry that the service would not let go of, or that was changed there, is here
/// again, with what was changed there.
fn bring_back(tx: &Tx<'_>, entry: &Entry, link: &Link, site: &Site) -> Result<Done, LedgerError> {
    if entry.content.profile.as_deref() != Some(link.profile.as_str()) {
        let breach = Breach {
            rule: "tt/resolve".into(),
            field: None,
            message: format!(
                "entry {} belongs to another profile now, and the one of profile {} stays there",
                entry.id, link.profile
            ),
            help: format!(
                "`tt edit {} --profile {}` brings it back",
                entry.id, link.profile
            ),
        };
        return Ok(Err(vec![breach]));
    }
    let Some((seen, observed)) = seen(link) else {
        return Ok(Err(unreadable(entry)));
    };
    tx.clear_refusal(entry.id, &link.profile)?;
    let mut fields: Vec<_> = link.conflict.iter().map(String::as_str).collect();
    // What runs again here has ended there: its end comes back, taken away or not.
    if entry.content.is_timer() {
        fields.push("worked_seconds");
    }
    let back = if entry.removed {
        tx.restore(entry.id, fresh_key(site.now)?, site.now)?
    } else {
        entry.clone()
    };
    tx.set_conflict(entry.id, &link.profile, &[])?;
    let merged = merge::taking(&back.content, &seen.content, &fields);
    let sent = as_sent(&back, seen);
    tx.take_over(entry.id, &observed, &merged, &sent, site.now)?;
    Ok(Ok(Action::Restore))
}

/// The record stays, as an entry taken over from there; what is here becomes a record of
/// its own, with a new key.
pub(super) fn both(
    tx: &Tx<'_>,
    acting: &Acting<'_, '_>,
    asked: &Asked,
    site: &Site,
) -> Result<Result<Entry, Vec<Breach>>, LedgerError> {
    let (entry, Some(link)) = (&asked.entry, &asked.link) else {
        return Ok(Err(unreadable(&asked.entry)));
    };
    let (Some((_, observed)), Some(tenant)) = (seen(link), &link.tenant) else {
        return Ok(Err(unreadable(entry)));
    };
    tx.reset_link(entry.id, &link.profile)?;
    tx.rekey(entry.id, fresh_key(site.now)?)?;
    // The service may show the old key with it, so it stays the record's.
    let whose = (link.profile.as_str(), tenant.as_str());
    let imported = tx.import(whose, &observed, entry.key, site.now)?;
    acting.note(Action::Import, imported.id, None)?;
    Ok(Ok(imported))
}

/// What the service was last seen to hold.
fn seen(link: &Link) -> Option<(&Remote, Observed)> {
    let seen = link.last_seen.as_deref()?;
    let observed = rules::observe(seen.clone()).ok()?;
    Some((seen, observed))
}

/// What the next comparison starts from.
fn as_sent(entry: &Entry, seen: &Remote) -> Outgoing {
    Outgoing {
        key: entry.key,
        revision: entry.revision,
        content: seen.content.clone(),
        mailing: Mailing::default(),
        marked: false,
    }
}

fn unreadable(entry: &Entry) -> Vec<Breach> {
    vec![Breach {
        rule: "tt/resolve".into(),
        field: None,
        message: format!(
            "entry {} is held by its service in a form that nobody can read",
            entry.id
        ),
        help: "correct it there, then `tt sync`".into(),
    }]
}
