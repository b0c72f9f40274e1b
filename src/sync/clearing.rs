//! Values that a service fills in by itself when an entry is created, though it shall have
//! none there: the create is settled as if it were not the whole of the entry yet, so the
//! rest is owed, through any crash, and goes right after.

use super::answered::Landed;
use super::deliver::Course;
use super::engine::{Engine, Stop};
use crate::domain::delivery::{Act, Attempt, Link, Remote};
use crate::domain::entry::Entry;
use crate::domain::ids::EntryId;

impl Engine<'_> {
    /// The attempt as it counts now that the service holds this: of the revision before,
    /// where something is left to be taken away.
    pub(super) fn as_settled(&self, attempt: &Attempt, remote: &Remote) -> Attempt {
        let mut settled = attempt.clone();
        let sent = attempt.sent.as_ref().filter(|_| attempt.act == Act::Create);
        let mut there = remote.content.clone();
        let is_left = self.backend.clears_after_create().iter().any(|slot| {
            sent.is_some_and(|sent| sent.content.given.is_none(*slot))
                && there.slot(*slot).is_some_and(|value| value.is_some())
        });
        if is_left {
            settled.revision = settled.revision.saturating_sub(1);
        }
        settled
    }

    /// An entry that was just created and is not whole there yet.
    pub(super) fn left_to_clear(
        &mut self,
        id: EntryId,
        course: &mut Course<'_>,
    ) -> Result<Option<(Entry, Link)>, Stop> {
        if self.backend.clears_after_create().is_empty() {
            return Ok(None);
        }
        if course.landed.as_ref().is_some_and(Landed::is_whole) {
            return Ok(None);
        }
        self.land(course)?;
        let view = self.store.view();
        let (Some((entry, _)), Some(link)) = (view.entry(id)?, view.link(id, &self.profile.name)?)
        else {
            return Ok(None);
        };
        let sent = link.last_sent.as_ref();
        let is_the_same = sent.is_some_and(|sent| sent.revision == link.revision);
        let Some(record) = link
            .remote_id
            .clone()
            .filter(|_| is_the_same && link.is_due())
        else {
            return Ok(None);
        };
        // It was read back a moment ago.
        course.window.note(&record);
        Ok(Some((entry, link)))
    }
}
