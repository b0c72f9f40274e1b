//! Takes away on the service what was removed here, or belongs elsewhere by now: looks
//! at it first, for somebody may have changed it there, and then a person is asked.

use super::deliver::{Course, Turn};
use super::engine::{Engine, Stop, is_leaving};
use super::gone::Looked;
use crate::domain::delivery::{Act, Attempt, Link};
use crate::domain::entry::Entry;

impl Engine<'_> {
    /// Looks at what is to be taken away on the service, then takes it away: somebody
    /// may have changed it there.
    pub(super) fn leave(
        &mut self,
        entry: &Entry,
        link: &Link,
        course: &mut Course<'_>,
    ) -> Result<Turn, Stop> {
        let waits = link.attempt.is_some() || link.is_refused() || link.is_changed_there(entry);
        if waits {
            return Ok(Turn::Passed);
        }
        let Some(id) = link
            .remote_id
            .as_ref()
            .filter(|id| !course.window.compared(id))
        else {
            return self.removal(entry, link, course);
        };
        match self.look_at(entry, link, id, course.window, course.report)? {
            Looked::There => {}
            Looked::Gone => return Ok(Turn::Settled),
            Looked::Untold => return Ok(Turn::Passed),
        }
        match self
            .store
            .view()
            .by_remote(&self.profile.name, course.tenant, id)?
        {
            Some((entry, link)) if is_leaving(&entry, &link) && !link.is_changed_there(&entry) => {
                self.removal(&entry, &link, course)
            }
            _ => Ok(Turn::Passed),
        }
    }

    /// Takes away on the service what was removed here, or is delivered elsewhere now.
    fn removal(
        &mut self,
        entry: &Entry,
        link: &Link,
        course: &mut Course<'_>,
    ) -> Result<Turn, Stop> {
        let name = &self.profile.name;
        let Some(id) = &link.remote_id else {
            // Certainly never there: a create that was refused, or never left.
            self.store.write(|tx| tx.settle_gone(entry.id, name))?;
            return Ok(Turn::Passed);
        };
        let attempt = Attempt {
            act: Act::Delete,
            sent: None,
            revision: link.revision,
            sent_at: self.clock.now(),
            times: 1,
        };
        if !self.begin(link, &attempt, course)? {
            return Ok(Turn::Passed);
        }
        match self.backend.delete(id) {
            Ok(()) => {
                self.let_go(entry.id)?;
                course.report.deleted += 1;
                Ok(Turn::Settled)
            }
            Err(error) => self.failed(entry, link, &attempt, error, course),
        }
    }
}
