//! Changes entries: what was typed over what is stored, asked the rules again.

use super::catalog;
use super::error::LedgerError;
use super::log::fresh_key;
use super::site::Site;
use super::{Acting, reread, split};
use crate::domain::content::Draft;
use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;
use crate::domain::status::{Origin, Status};
use crate::rules::{self, Admitted, NotAdmitted, Refusal, Stage};
use crate::store::{Action, Store, StoreError, View};

/// What an entry is to become.
#[derive(Debug, Clone)]
pub struct Change {
    /// The content as it is to be.
    pub draft: Draft,
    /// What is to be said about the time that was understood.
    pub said: Vec<String>,
}

/// What editing did.
#[derive(Debug, Default)]
pub struct Edited {
    /// Entries that changed, in the order named, with what is to be said about each.
    pub changed: Vec<(Entry, Vec<String>)>,
    /// How many are as they were.
    pub n_unchanged: usize,
}

/// One entry with what the rules say of its change.
struct Planned {
    before: Entry,
    admitted: Admitted,
    said: Vec<String>,
    /// Whether it is taken away and booked anew, because the service keeps an entry with
    /// the member it was created for.
    anew: bool,
}

impl Planned {
    fn changes_nothing(&self) -> bool {
        let (before, admitted) = (&self.before, &self.admitted);
        before.content == *admitted.content()
            && before.held == admitted.held()
            && *admitted.mailing() == crate::domain::delivery::Mailing::default()
    }

    fn after(&self, now: i64) -> Entry {
        if self.anew {
            return super::log::planned(&self.admitted, self.before.key, now);
        }
        Entry {
            content: self.admitted.content().clone(),
            held: self.admitted.held().to_vec(),
            warnings: self.admitted.warnings().to_vec(),
            adjustments: self.admitted.adjustments().to_vec(),
            unchecked: self.admitted.unchecked().to_vec(),
            updated_at: now,
            ..self.before.clone()
        }
    }

    /// Where the new one stands: handed in, if the old one was.
    fn status_anew(&self) -> Status {
        match self.before.status {
            Status::Submitted => Status::Submitted,
            _ => Status::Open,
        }
    }

    /// A timer that gets an end is stopped by that, and counts as booked then.
    fn action(&self) -> Action {
        let (old, new) = (&self.before.content, self.admitted.content());
        if old.is_timer() && !new.is_timer() {
            Action::Stop
        } else if old.profile != new.profile {
            Action::Move
        } else {
            Action::Edit
        }
    }
}

/// Changes these entries, all or none. `change` says what each is to become.
///
/// # Errors
/// Those of `change`, a number that does not exist, every rule that any of them
/// breaks, or the store's.
pub fn edit<E>(
    store: &mut Store,
    ids: &[EntryId],
    site: &Site,
    change: impl Fn(&Entry) -> Result<Change, E>,
) -> Result<Edited, E>
where
    E: From<LedgerError> + From<StoreError>,
{
    store.write(|tx| {
        let acting = Acting::begin(tx, site)?;
        let mut done = Edited::default();
        let mut refused = Vec::new();
        for id in ids {
            // Each is asked with those before it in their new place.
            let planned = match plan(tx, *id, site, &change)? {
                Ok(planned) => planned,
                Err(refusal) => {
                    refused.push((Some(*id), refusal));
                    continue;
                }
            };
            if planned.changes_nothing() {
                done.n_unchanged += 1;
                continue;
            }
            let before = acting.before(*id)?;
            if planned.anew {
                tx.remove(*id, site.now)?;
                acting.note(Action::Move, *id, before)?;
                let key = fresh_key(site.now)?;
                let status = planned.status_anew();
                let new = tx.book(&planned.admitted, key, status, Origin::Local, site.now)?;
                acting.note(Action::Move, new.id, None)?;
                let mut said = planned.said;
                said.push(format!(
                    "entry {id} is taken away and booked anew as {}: the service keeps an entry \
                     with the member it was made for; `tt undo` brings it back",
                    new.id
                ));
                done.changed.push((reread(tx, new.id)?, said));
                continue;
            }
            tx.amend(*id, &planned.admitted, site.now)?;
            acting.note(planned.action(), *id, before)?;
            done.changed.push((reread(tx, *id)?, planned.said));
        }
        all_or_none(refused, done).map_err(E::from)
    })
}

/// What [`edit()`] would do, without doing it.
///
/// # Errors
/// As [`edit()`].
pub fn edit_planned<E>(
    store: &Store,
    ids: &[EntryId],
    site: &Site,
    change: impl Fn(&Entry) -> Result<Change, E>,
) -> Result<Edited, E>
where
    E: From<LedgerError> + From<StoreError>,
{
    let view = store.view();
    let mut done = Edited::default();
    let mut refused = Vec::new();
    for id in ids {
        match plan(&view, *id, site, &change)? {
            Ok(planned) if planned.changes_nothing() => done.n_unchanged += 1,
            Ok(planned) => done
                .changed
                .push((planned.after(site.now), planned.said.clone())),
            Err(refusal) => refused.push((Some(*id), refusal)),
        }
    }
    all_or_none(refused, done).map_err(E::from)
}

fn all_or_none(
    refused: Vec<(Option<EntryId>, Refusal)>,
    done: Edited,
) -> Result<Edited, LedgerError> {
    if refused.is_empty() {
        Ok(done)
    } else {
        Err(LedgerError::Refused(refused))
    }
}

fn plan<E>(
    view: &View<'_>,
    id: EntryId,
    site: &Site,
    change: impl Fn(&Entry) -> Result<Change, E>,
) -> Result<Result<Planned, Refusal>, E>
where
    E: From<LedgerError> + From<StoreError>,
{
    let before = match view.entry(id)? {
        Some((entry, _)) if !entry.removed => entry,
        _ => return Err(LedgerError::no_such(id).into()),
    };
    let Change { draft, said } = change(&before)?;
    let mut anew = false;
    let mut asked = admit(view, &before, draft.clone(), site);
    if let Err(LedgerError::Refused(refused)) = &asked
        && refused.iter().all(|(_, why)| why.is_of_member_alone())
    {
        anew = true;
        asked = may_leave(view, &before, site)
            .and_then(|()| split::admit_later(view, &before, draft, site));
    }
    match asked {
        Ok(admitted) => Ok(Ok(Planned {
            before,
            admitted,
            said,
            anew,
        })),
        Err(LedgerError::Refused(mut refused)) => match refused.pop() {
            Some((_, refusal)) => Ok(Err(refusal)),
            None => Err(LedgerError::Refused(refused).into()),
        },
        Err(other) => Err(other.into()),
    }
}

/// Asks the rules whether this entry may become that: those of its profile, and
/// where it leaves another one, whether the record there may be taken away.
pub(super) fn admit(
    view: &View<'_>,
    before: &Entry,
    mut draft: Draft,
    site: &Site,
) -> Result<Admitted, LedgerError> {
    let facts = view.facts(site.now, site.catalog_max_age);
    let absent = catalog::settle(&mut draft.content, Some(&before.content), &facts, site)?;
    let profile = draft.content.profile.clone();
    if before.content.profile != profile {
        may_leave(view, before, site)?;
    }
    let link = match &profile {
        Some(profile) => view.link(before.id, profile)?,
        None => None,
    };
    let mut context = site.context(profile.as_deref(), Stage::Update, &facts);
    context.before = Some(before);
    context.seen = link.as_ref().and_then(|link| link.last_seen.as_deref());
    let admitted =
        rules::admit(draft, &context).map_err(|why| LedgerError::of_one(Some(before.id), why))?;
    absent.refuse(&admitted)?;
    Ok(admitted)
}

/// Whether an entry may be taken away from where it is.
pub(super) fn may_leave(view: &View<'_>, before: &Entry, site: &Site) -> Result<(), LedgerError> {
    let facts = view.facts(site.now, site.catalog_max_age);
    let profile = before.content.profile.as_deref();
    let link = match profile {
        Some(profile) => view.link(before.id, profile)?,
        None => None,
    };
    let mut context = site.context(profile, Stage::Delete, &facts);
    context.before = Some(before);
    context.seen = link.as_ref().and_then(|link| link.last_seen.as_deref());
    match rules::check(before, &context) {
        Ok(_) => Ok(()),
        Err(NotAdmitted::Breaches(refusal)) => {
            Err(LedgerError::Refused(vec![(Some(before.id), refusal)]))
        }
        Err(NotAdmitted::Facts(error)) => Err(LedgerError::Facts(error)),
    }
}
