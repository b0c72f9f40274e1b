//! A person who is asked: reads the review, knows what was sent from where, and answers
//! with the commands there are.

use crate::history::Way;
use crate::play::Play;
use crate::truth::Truth;
use crate::world::{PROFILES, QUARANTINE};
use tt::domain::ids::{EntryId, RemoteId};
use tt::domain::question::{self, Question};
use tt::domain::status::Origin;
use tt::ledger::{self, Answer, Asking, LedgerError};

/// When a timer ends of which nobody knows it.
const TIMER: i64 = 1_800;

impl Play {
    /// What this person is asked.
    pub fn review(&mut self, seat: usize) -> Vec<Asking> {
        self.review_of(seat, None)
    }

    pub fn review_of(&mut self, seat: usize, profile: Option<&str>) -> Vec<Asking> {
        let site = self.world.site();
        ledger::review(self.world.seats[seat].store(), profile, &site).unwrap()
    }

    /// The person answers everything there is.
    pub fn answer(&mut self, seat: usize, way: Way) {
        for asking in self.review(seat) {
            // One answer may be enough for several records.
            let is_asked = |other: &Asking| {
                (other.entry.id, other.question) == (asking.entry.id, asking.question)
            };
            if self.review(seat).iter().any(is_asked) {
                self.answer_one(seat, &asking, way);
            }
        }
    }

    fn answer_one(&mut self, seat: usize, asking: &Asking, way: Way) {
        let id = asking.entry.id;
        let side = match way {
            Way::Mine => Answer::KeepMine,
            Way::Theirs => Answer::KeepTheirs,
            Way::Both => Answer::KeepBoth,
        };
        let gone = match way {
            Way::Mine => Answer::KeepMine,
            Way::Theirs | Way::Both => Answer::KeepTheirs,
        };
        match asking.question {
            Question::Held => self.answer_held(seat, asking),
            Question::AlreadyThere => self.answer_already_there(seat, asking),
            Question::Refused => self.answer_refusal(seat, asking, Answer::Retry),
            Question::RemovalRefused => {
                let back = if way == Way::Mine {
                    Answer::Retry
                } else {
                    gone
                };
                self.answer_refusal(seat, asking, back);
            }
            Question::Conflict => {
                self.expect_dispute(seat, asking);
                self.must(seat, id, &side);
            }
            Question::ChangedThere => {
                let key = asking.entry.key;
                let known = self.truth.contested.contains(&key) || self.truth.changed_there(key);
                if asking.entry.origin == Origin::Local && !known {
                    self.wrong.push(format!(
                        "seat {seat}: entry {id} was not changed there: {:?}",
                        asking.link
                    ));
                }
                self.truth.contested.insert(key);
                // One that belongs elsewhere by now does not come back by this.
                if self.resolve(seat, id, &gone).is_err() {
                    self.must(seat, id, &Answer::KeepMine);
                }
            }
            Question::DeletedThere => {
                self.expect_dispute(seat, asking);
                self.must(seat, id, &gone);
            }
            Question::Several | Question::Unseen => self.choose(seat, asking),
            // Whether one entry is there twice was looked at when it was reported.
            Question::Twice => self.must(seat, id, &Answer::Release),
            Question::TooLong => self.end_timer(seat, id),
            // Nothing waits for it: it goes on when its owner has corrected it.
            Question::Rejected => {}
        }
    }

    fn resolve(&mut self, seat: usize, id: EntryId, answer: &Answer) -> Result<(), LedgerError> {
        let before = Truth::dump(&self.world, seat);
        let site = self.world.site();
        let done = ledger::resolve(self.world.seats[seat].store(), &[id], answer, &site);
        let after = Truth::dump(&self.world, seat);
        self.truth.did_here(&before, &after);
        done.map(drop)
    }

    fn must(&mut self, seat: usize, id: EntryId, answer: &Answer) {
        if let Err(error) = self.resolve(seat, id, answer) {
            self.wrong.push(format!(
                "seat {seat}: entry {id} does not take {answer:?}: {error:?}"
            ));
        }
    }

    /// A person is asked only about what both sides have a claim to.
    fn expect_dispute(&mut self, seat: usize, asking: &Asking) {
        let entry = &asking.entry;
        let is_known = self.truth.contested.contains(&entry.key);
        if entry.origin == Origin::Local && !is_known {
            self.wrong.push(format!(
                "seat {seat}: entry {} is in conflict over {:?}, which nobody disputes",
                entry.id,
                asking.link.as_ref().map(|link| &link.conflict)
            ));
        }
        self.truth.contested.insert(entry.key);
    }

    /// No rule of this world holds anything but what a person said wrongly.
    fn answer_held(&mut self, seat: usize, asking: &Asking) {
        let held = &asking.entry.held;
        let gone_since = held.iter().all(|it| it.rule == "sync/no-such-record");
        if !gone_since || !self.truth.contested.contains(&asking.entry.key) {
            self.wrong.push(format!("seat {seat}: held for {held:?}"));
        }
        self.must(seat, asking.entry.id, &Answer::Release);
    }

    /// Held for an equal record there: it is the same where it was sent from here.
    fn answer_already_there(&mut self, seat: usize, asking: &Asking) {
        let entry = &asking.entry;
        let Some(own) = self.own_record(seat, asking) else {
            self.must(seat, entry.id, &Answer::Release);
            return;
        };
        if !self.truth.contested.contains(&entry.key) {
            self.wrong.push(format!(
                "seat {seat}: entry {} is held for the record that was sent from it",
                entry.id
            ));
        }
        self.must(seat, entry.id, &Answer::Adopt(own));
    }

    /// The record that was sent from this entry, if it is there and nobody else's.
    fn own_record(&mut self, seat: usize, asking: &Asking) -> Option<RemoteId> {
        let name = asking.link.as_ref().map(|link| link.profile.clone())?;
        let which = usize::from(name == PROFILES[1]);
        let records = self.world.services[which].records();
        let own = records
            .values()
            .find(|record| record.origin == Some(asking.entry.key))
            .map(|record| record.remote.id.clone())?;
        let view = self.world.seats[seat].store().view();
        let free = view.by_remote(&name, PROFILES[which], &own).unwrap();
        free.is_none().then_some(own)
    }

    fn answer_refusal(&mut self, seat: usize, asking: &Asking, answer: Answer) {
        let (entry, Some(link)) = (&asking.entry, &asking.link) else {
            return;
        };
        // What was locked there is unlocked by whoever keeps the books.
        let which = usize::from(link.profile == PROFILES[1]);
        if let Some(id) = link.remote_id.as_ref().and_then(|id| id.0.parse().ok()) {
            self.world.services[which].edit(id, |remote| remote.locked = false);
        }
        let code = link.refusal.as_ref().map_or("", |it| it.code.as_str());
        let was_asked_for = match code {
            "no" => self.refusals,
            "locked" => true,
            _ => false,
        };
        if !was_asked_for {
            self.wrong.push(format!(
                "seat {seat}: entry {} is refused: {:?}",
                entry.id, link.refusal
            ));
        }
        if answer != Answer::Retry {
            self.truth.contested.insert(entry.key);
        }
        // One that belongs elsewhere by now does not come back by this.
        if self.resolve(seat, entry.id, &answer).is_err() {
            self.must(seat, entry.id, &Answer::Retry);
        }
    }

    /// Of several that a lost create may be, the person knows which, or that it is none.
    fn choose(&mut self, seat: usize, asking: &Asking) {
        let id = asking.entry.id;
        let named = asking
            .link
            .as_ref()
            .map(question::candidates)
            .unwrap_or_default();
        if named.len() < 2 {
            self.wrong
                .push(format!("seat {seat}: entry {id} may be any of {named:?}"));
        }
        if let Some(own) = self.own_record(seat, asking) {
            // What differs between the two is for the same person to compare.
            self.truth.contested.insert(asking.entry.key);
            self.must(seat, id, &Answer::Adopt(own));
            return;
        }
        let resend = Answer::Resend {
            quarantine: QUARANTINE,
        };
        match self.resolve(seat, id, &resend) {
            // It may still arrive.
            Ok(()) | Err(LedgerError::Later { .. }) => {}
            Err(error) => self.wrong.push(format!(
                "seat {seat}: entry {id} is not sent again: {error:?}"
            )),
        }
    }

    fn end_timer(&mut self, seat: usize, id: EntryId) {
        self.here(seat, |world| {
            world.edit(seat, id, |content| {
                content.pauses.clear();
                content.end = content.start.map(|start| start + TIMER);
            })
        });
    }
}
