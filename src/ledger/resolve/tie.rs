//! Which record of the service an entry is, where only a person can tell.

use super::super::error::LedgerError;
use super::super::site::Site;
use super::{Asked, Done};
use crate::domain::entry::Breach;
use crate::domain::ids::{EntryId, RemoteId};
use crate::domain::question;
use crate::domain::span;
use crate::store::{Action, Tx};

/// Ties the entry to this record; the next sync looks at it before anything is sent.
pub(super) fn adopt(
    tx: &Tx<'_>,
    asked: &Asked,
    id: &RemoteId,
    site: &Site,
) -> Result<Done, LedgerError> {
    let entry = &asked.entry;
    let Some(link) = &asked.link else {
        return Ok(Err(vec![breach(
            entry.id,
            "belongs to no service",
            "move it to a profile with `tt edit ID --profile NAME`",
        )]));
    };
    let tenant = match &link.tenant {
        Some(tenant) => Some(tenant.clone()),
        None => tx.tenant_of(&link.profile)?,
    };
    let Some(tenant) = tenant else {
        let help = "run `tt sync` first: it settles which account the record belongs to";
        return Ok(Err(vec![breach(
            entry.id,
            "was never near its service",
            help,
        )]));
    };
    if let Some((other, _)) = tx.by_remote(&link.profile, &tenant, id)?
        && other.id != entry.id
    {
        return Ok(Err(vec![breach(
            entry.id,
            &format!("cannot be {id}, which is entry {} already", other.id),
            &format!(
                "`tt show {}` shows that one; delete the one too many",
                other.id
            ),
        )]));
    }
    // The other ones that it might have been are something else.
    for other in question::candidates(link) {
        if other != *id {
            tx.note_alike(entry.id, &link.profile, &other)?;
        }
    }
    tx.set_apart(entry.id)?;
    tx.tie(entry.id, &link.profile, &tenant, id)?;
    tx.set_held(entry.id, &[], site.now)?;
    Ok(Ok(Action::Adopt))
}

/// Lets a create whose answer was lost go out again, once it can no longer be done late.
pub(super) fn resend(
    tx: &Tx<'_>,
    asked: &Asked,
    quarantine: i64,
    now: i64,
) -> Result<Done, LedgerError> {
    let id = asked.entry.id;
    let Some((link, attempt)) = asked
        .link
        .as_ref()
        .and_then(|link| Some((link, link.attempt.as_ref()?)))
    else {
        let help = "see `tt show` for where it stands";
        return Ok(Err(vec![breach(id, "has no answer outstanding", help)]));
    };
    // Stamps are whole seconds, so one more must have passed; a clock set back counts as none.
    let whole = quarantine.saturating_add(i64::from(quarantine > 0));
    let waited = now.saturating_sub(attempt.sent_at);
    if waited < whole {
        let left = span::people((whole - waited).min(whole));
        return Err(LedgerError::Later {
            message: format!(
                "entry {id} may still arrive: its service can take that long to do what it was sent"
            ),
            help: format!("run the same command again in {left}; `tt sync` looks for it meanwhile"),
        });
    }
    for candidate in question::candidates(link) {
        tx.note_alike(id, &link.profile, &candidate)?;
    }
    tx.set_apart(id)?;
    tx.settle_not_sent(id, &link.profile, false)?;
    tx.note_question(id, &link.profile, None)?;
    Ok(Ok(Action::Resolve))
}

/// Two records with one key, or of one work, that a person finds right as they are.
pub(super) fn both_right(tx: &Tx<'_>, asked: &Asked) -> Result<(), LedgerError> {
    let (id, Some(link)) = (asked.entry.id, &asked.link) else {
        return Ok(());
    };
    let mut twice = tx.twice(&link.profile)?;
    for (_, _, other) in twice.iter().filter(|(it, ..)| *it == id) {
        tx.note_alike(id, &link.profile, other)?;
    }
    tx.set_apart(id)?;
    twice.retain(|(it, ..)| *it != id);
    Ok(tx.keep_twice(&link.profile, &twice)?)
}

fn breach(id: EntryId, why: &str, help: &str) -> Breach {
    Breach {
        rule: "tt/resolve".into(),
        field: None,
        message: format!("entry {id} {why}"),
        help: help.replace(" ID ", &format!(" {id} ")),
    }
}
