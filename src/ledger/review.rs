//! What needs a person, as the last syncs and rules left it. Reads only.

use super::error::LedgerError;
use super::site::Site;
use crate::domain::delivery::Link;
use crate::domain::entry::Entry;
use crate::domain::ids::RemoteId;
use crate::domain::question::{Question, question};
use crate::domain::status::Status;
use crate::rules::table::is_release_enough;
use crate::store::Store;

/// A timer longer than this (seconds) cannot become an entry by itself.
const DAY: i64 = 86_400;

/// One thing that a person is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The entry.
    pub entry: Entry,
    /// The link it is about, whole; none of a timer that belongs to no service.
    pub link: Option<Link>,
    /// What is asked.
    pub question: Question,
    /// The other record that bears its key.
    pub other: Option<RemoteId>,
    /// Whether a word is not enough: a rule that refuses has to be obeyed.
    pub is_firm: bool,
}

/// Everything that needs a person, of one profile or all, in order of number.
///
/// # Errors
/// The store's.
pub fn review(
    store: &Store,
    profile: Option<&str>,
    site: &Site,
) -> Result<Vec<Asking>, LedgerError> {
    let view = store.view();
    let mut asked = Vec::new();
    for entry in view.timers()? {
        let is_meant =
            profile.is_none_or(|profile| entry.content.profile.as_deref() == Some(profile));
        if is_meant && is_too_long(&entry, site.now) {
            asked.push(Asking::of(entry, None, Question::TooLong));
        }
    }
    for (entry, brief) in view.pending(profile)? {
        let push = push(&brief.profile, site);
        let found = question(&entry, Some(&brief), push);
        let Some(found) = found.filter(|found| *found != Question::TooLong) else {
            continue;
        };
        let whole = view.link(entry.id, &brief.profile)?;
        asked.push(Asking::of(entry, whole.or(Some(brief)), found));
    }
    for name in site.profiles.keys() {
        if profile.is_some_and(|profile| profile != name) {
            continue;
        }
        for (id, linked, other) in view.twice(name)? {
            let link = view.link(id, name)?;
            let entry = view.entry(id)?.map(|(entry, _)| entry);
            // Meanwhile it may have been taken away, or have become another record.
            let (Some(entry), Some(link)) = (entry.filter(|entry| !entry.removed), link) else {
                continue;
            };
            if link.remote_id.as_ref() == Some(&linked) {
                let mut twice = Asking::of(entry, Some(link), Question::Twice);
                twice.other = Some(other);
                asked.push(twice);
            }
        }
    }
    asked.sort_by_key(|asking| asking.entry.id);
    Ok(asked)
}

impl Asking {
    fn of(entry: Entry, link: Option<Link>, question: Question) -> Self {
        let is_firm = entry
            .held
            .iter()
            .any(|breach| !is_release_enough(&breach.rule));
        Self {
            entry,
            link,
            question,
            other: None,
            is_firm,
        }
    }
}

fn push(profile: &str, site: &Site) -> Status {
    let terms = site.profiles.get(profile);
    terms.map_or(Status::Open, |terms| terms.profile.push)
}

/// A parked timer lasts until it was parked.
fn is_too_long(timer: &Entry, now: i64) -> bool {
    let parked = timer.content.pauses.last().filter(|it| it.end.is_none());
    let until = parked.map_or(now, |pause| pause.start);
    let lasts = timer.content.start.map_or(0, |start| until - start);
    timer.is_unended() || lasts > DAY
}
