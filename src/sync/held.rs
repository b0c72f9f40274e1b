//! Entries that a rule of the service's keeps here, such as a sheet that was handed in:
//! what stood in their way may be gone, so the rules are asked again in every run. What
//! waits for a person's word keeps waiting for it.

use super::engine::{Engine, Stop};
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::EntryId;
use crate::ledger::is_release_enough;
use crate::rules::{self, Context, NotAdmitted, Stage};
use crate::store::StoreError;

impl Engine<'_> {
    /// Asks before the window is read: it has to reach back to what is released here.
    pub(super) fn ask_held_again(&mut self) -> Result<(), Stop> {
        let mut held: Vec<EntryId> = Vec::new();
        self.each_pending(|entry, link| {
            let waits = link.is_due() && link.attempt.is_none() && !link.is_leaving(&entry);
            if waits && is_of_the_service(&entry) {
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
            let ask = |stage| {
                let mut context = Context::new(now, stage, settings, &facts);
                context.profile = Some(profile);
                context.before = Some(&entry);
                context.seen = link.last_seen.as_deref();
                context.mailing = Some(&link.mailing);
                context.ending = true;
                match rules::check(&entry, &context) {
                    Ok(checked) => Ok(checked.held),
                    Err(NotAdmitted::Breaches(refusal)) => Ok(refusal.breaches),
                    Err(NotAdmitted::Facts(error)) => Err(StoreError::of_fact(error)),
                }
            };
            // Asked as at a change, for the rules that are not asked before a delivery; what
            // only those say that let it through before is not its business.
            let was_held = |breach: &Breach| entry.held.iter().any(|old| old.rule == breach.rule);
            let mut still = ask(Stage::Push)?;
            for breach in ask(Stage::Update)? {
                let is_new = still.iter().all(|other| other.rule != breach.rule);
                if was_held(&breach) && is_new {
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

/// Whether it is held, and only for what a person's word does not release.
fn is_of_the_service(entry: &Entry) -> bool {
    let is_firm = |breach: &Breach| !is_release_enough(&breach.rule);
    !entry.content.is_timer() && !entry.held.is_empty() && entry.held.iter().all(is_firm)
}
