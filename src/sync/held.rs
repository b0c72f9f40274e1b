//! Entries that a rule of the service's keeps here, such as a sheet that was handed in:
//! what stood in their way may be gone, so the rules are asked again in every run. What
//! waits for a person's word keeps waiting for it.

use super::engine::{Engine, Stop};
use super::window::begins;
use crate::domain::content::{Content, Draft};
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::EntryId;
use crate::ledger::is_release_enough;
use crate::rules::{self, Context, NotAdmitted, Stage};
use crate::store::StoreError;

impl Engine<'_> {
    /// Asks about what begins at this instant (seconds UTC) or later. Before the window is
    /// read that is everything, for it has to reach back to what is released here; once
    /// the sheets are known, what lies in it.
    pub(super) fn ask_held_again(&mut self, from: i64) -> Result<(), Stop> {
        let mut held: Vec<EntryId> = Vec::new();
        self.each_pending(|entry, link| {
            let waits = link.is_due() && link.attempt.is_none() && !link.is_leaving(&entry);
            if waits && begins(&entry) >= from && is_of_the_service(&entry) {
                held.push(entry.id);
            }
        })?;
        for id in held {
            self.ask_again(id)?;
        }
        Ok(())
    }

    fn ask_again(&mut self, id: EntryId) -> Result<(), Stop> {
        let now = self.clock.now();
        let (profile, settings) = (self.profile, self.rules);
        let max_age = self.settings.catalog_max_age;
        Ok(self.store.write(|tx| {
            let (Some((entry, _)), Some(link)) = (tx.entry(id)?, tx.link(id, &profile.name)?)
            else {
                return Ok(());
            };
            if !is_of_the_service(&entry) {
                return Ok(());
            }
            let facts = tx.facts(now, max_age);
            // Compared with what the service holds; what it does not hold is new to it.
            let before = Entry {
                content: match &link.last_sent {
                    Some(sent) => sent.content.clone(),
                    None => blank(&entry.content),
                },
                ..entry.clone()
            };
            let context = |stage| {
                let mut context = Context::new(now, stage, settings, &facts);
                context.profile = Some(profile);
                context.seen = link.last_seen.as_deref();
                context.mailing = Some(&link.mailing);
                context
            };
            let mut push = context(Stage::Push);
            push.before = Some(&entry);
            let mut still = verdict(rules::check(&entry, &push).map(|checked| checked.held))?;
            // Rules that are not asked before a delivery are asked as at a change; one that
            // let the entry through then has no say in it now.
            let mut change = context(Stage::Update);
            change.before = Some(&before);
            change.ending = true;
            let draft = Draft {
                content: entry.content.clone(),
                mailing: link.mailing.clone(),
                future: true,
            };
            let admitted = rules::admit(draft, &change).map(|admitted| admitted.held().to_vec());
            for breach in verdict(admitted)? {
                let was_held = entry.held.iter().any(|old| old.rule == breach.rule);
                if was_held && still.iter().all(|other| other.rule != breach.rule) {
                    still.push(breach);
                }
            }
            if still != entry.held {
                tx.set_held(id, &still, now)?;
            }
            Ok::<_, StoreError>(())
        })?)
    }
}

/// The breaches that hold it by this verdict.
fn verdict(said: Result<Vec<Breach>, NotAdmitted>) -> Result<Vec<Breach>, StoreError> {
    match said {
        Ok(held) => Ok(held),
        Err(NotAdmitted::Breaches(refusal)) => Ok(refusal.breaches),
        Err(NotAdmitted::Facts(error)) => Err(StoreError::of_fact(error)),
    }
}

/// Content of the same day that says nothing.
fn blank(content: &Content) -> Content {
    Content::blank(content.date, &content.zone, content.booked_as)
}

/// Whether it is held, and only for what a person's word does not release.
fn is_of_the_service(entry: &Entry) -> bool {
    let is_firm = |breach: &Breach| !is_release_enough(&breach.rule);
    !entry.content.is_timer() && !entry.held.is_empty() && entry.held.iter().all(is_firm)
}
