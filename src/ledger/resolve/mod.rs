//! The answers of a person to what a sync could not decide: held, refused, in
//! conflict, deleted on the service, unconfirmed. What is answered here is carried
//! out by the next sync; nothing is asked of a service.

mod keep;
mod tie;

use super::error::LedgerError;
use super::site::Site;
use super::{Acting, reread};
use crate::domain::delivery::Link;
use crate::domain::entry::{Breach, Entry};
use crate::domain::ids::{EntryId, RemoteId};
use crate::domain::question::{Form, Question, fitting, question};
use crate::domain::status::{Delivery, Status};
use crate::rules::{Refusal, table::is_release_enough};
use crate::store::{Action, Store, Tx};

/// What the person answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Held, but right: deliver it.
    Release,
    /// Refused, but try again as it is.
    Retry,
    /// What is here counts; deleted there, it is booked anew.
    KeepMine,
    /// What is there counts here as well; deleted there, it is deleted here.
    KeepTheirs,
    /// Both are right: the record stays, what is here becomes another one.
    KeepBoth,
    /// It is this record of the service.
    Adopt(RemoteId),
    /// It is none of what the service holds: send it again.
    Resend {
        /// How long a create whose answer was lost may still be done, seconds.
        quarantine: i64,
    },
}

impl Answer {
    /// The form it is typed in.
    #[must_use]
    pub fn form(&self) -> Form {
        match self {
            Self::Release => Form::Release,
            Self::Retry => Form::Retry,
            Self::KeepMine => Form::Mine,
            Self::KeepTheirs => Form::Theirs,
            Self::KeepBoth => Form::Both,
            Self::Adopt(_) => Form::Adopt,
            Self::Resend { .. } => Form::Resend,
        }
    }
}

/// An entry, the link that a question is about, and the question.
pub(super) struct Asked {
    pub(super) entry: Entry,
    pub(super) link: Option<Link>,
    pub(super) question: Option<Question>,
}

/// What became of one answer: done, and as which act the journal has it; or refused.
pub(super) type Done = Result<Action, Vec<Breach>>;

/// Settles these entries, all or none. After [`Answer::KeepBoth`] the entries that were
/// taken over from the service are among those returned.
///
/// # Errors
/// A number that does not exist, an answer that does not fit where the entry stands,
/// [`LedgerError::Later`] within the quarantine, or the store's.
pub fn resolve(
    store: &mut Store,
    ids: &[EntryId],
    answer: &Answer,
    site: &Site,
) -> Result<Vec<Entry>, LedgerError> {
    store.write(|tx| {
        let acting = Acting::begin(tx, site)?;
        let mut settled = Vec::new();
        let mut refused = Vec::new();
        for id in ids {
            let asked = asked(tx, *id, site)?;
            let before = acting.before(*id)?;
            match settle(tx, &acting, &asked, answer, site)? {
                Ok((action, others)) => {
                    acting.note(action, *id, before)?;
                    settled.push(reread(tx, *id)?);
                    settled.extend(others);
                }
                Err(breaches) => refused.push((
                    Some(*id),
                    Refusal {
                        breaches,
                        locked: false,
                    },
                )),
            }
        }
        if !refused.is_empty() {
            return Err(LedgerError::Refused(refused));
        }
        settled.sort_by_key(|entry| entry.id);
        Ok(settled)
    })
}

type Settled = Result<(Action, Vec<Entry>), Vec<Breach>>;

fn settle(
    tx: &Tx<'_>,
    acting: &Acting<'_, '_>,
    asked: &Asked,
    answer: &Answer,
    site: &Site,
) -> Result<Settled, LedgerError> {
    let form = answer.form();
    if !fitting(asked.question, asked.link.as_ref()).contains(&form) {
        return Ok(Err(vec![misfit(asked, form, site)]));
    }
    let alone = |done: Done| done.map(|action| (action, Vec::new()));
    Ok(match answer {
        Answer::Release if asked.question == Some(Question::Twice) => {
            tie::both_right(tx, asked)?;
            Ok((Action::Resolve, Vec::new()))
        }
        Answer::Release => alone(release(tx, asked, site.now)?),
        Answer::Retry => {
            if let Some(link) = &asked.link {
                tx.clear_refusal(asked.entry.id, &link.profile)?;
            }
            Ok((Action::Resolve, Vec::new()))
        }
        Answer::KeepMine => alone(keep::mine(tx, asked, site)?),
        Answer::KeepTheirs => alone(keep::theirs(tx, asked, site)?),
        Answer::KeepBoth => match keep::both(tx, acting, asked, site)? {
            Ok(imported) => Ok((Action::Resolve, vec![imported])),
            Err(breaches) => Err(breaches),
        },
        Answer::Adopt(id) => alone(tie::adopt(tx, asked, id, site)?),
        Answer::Resend { quarantine } => alone(tie::resend(tx, asked, *quarantine, site.now)?),
    })
}

/// Where an entry stands, one that was taken away too where its service would not let go.
fn asked(tx: &Tx<'_>, id: EntryId, site: &Site) -> Result<Asked, LedgerError> {
    let Some((entry, _)) = tx.entry(id)? else {
        return Err(LedgerError::no_such(id));
    };
    let own = match &entry.content.profile {
        Some(profile) => tx.link(id, profile)?,
        None => None,
    };
    let here = ask(&entry, own, site);
    if here.question.is_some() && (!entry.removed || here.link.is_some()) {
        return Ok(here);
    }
    // Handed to another profile, it may still be asked about where it was before.
    for left in tx.links(id)? {
        let there = ask(&entry, Some(left), site);
        if there.question.is_some() {
            return Ok(there);
        }
    }
    if entry.removed {
        return Err(LedgerError::no_such(id));
    }
    let is_twice = match &here.link {
        Some(link) => tx.twice(&link.profile)?.iter().any(|(it, ..)| *it == id),
        None => false,
    };
    Ok(Asked {
        question: here.question.or(is_twice.then_some(Question::Twice)),
        ..here
    })
}

fn ask(entry: &Entry, link: Option<Link>, site: &Site) -> Asked {
    let push = push(entry, site);
    Asked {
        question: question(entry, link.as_ref(), push),
        entry: entry.clone(),
        link,
    }
}

fn push(entry: &Entry, site: &Site) -> Status {
    let profile = entry.content.profile.as_ref();
    let terms = profile.and_then(|name| site.profiles.get(name));
    terms.map_or(Status::Open, |terms| terms.profile.push)
}

fn release(tx: &Tx<'_>, asked: &Asked, now: i64) -> Result<Done, LedgerError> {
    let entry = &asked.entry;
    // What a rule refuses is held only because a timer must end: it has to be corrected.
    let firm: Vec<_> = entry
        .held
        .iter()
        .filter(|breach| !is_release_enough(&breach.rule))
        .cloned()
        .collect();
    if !firm.is_empty() {
        return Ok(Err(firm));
    }
    tx.set_apart(entry.id)?;
    tx.set_held(entry.id, &[], now)?;
    Ok(Ok(Action::Release))
}

/// An answer that does not fit: where the entry stands, and what fits.
fn misfit(asked: &Asked, form: Form, site: &Site) -> Breach {
    let (entry, link) = (&asked.entry, asked.link.as_ref());
    let id = entry.id;
    let push = push(entry, site);
    let stands = stands(entry, link, asked.question, push);
    let fits: Vec<_> = fitting(asked.question, link)
        .iter()
        .map(|form| format!("`tt resolve {id} {form}`"))
        .collect();
    let help = match (fits.as_slice(), asked.question) {
        ([], Some(Question::TooLong)) => format!("`tt edit {id} --end TIME` says when it ended"),
        ([], _) if entry.status == Status::Rejected && !entry.removed => {
            format!("correct it with `tt edit {id}`, then `tt submit {id}`")
        }
        ([], _) => "nothing is asked about it; `tt review` lists what is".to_owned(),
        (fits, _) => format!("what fits: {}", fits.join(", ")),
    };
    Breach {
        rule: "tt/resolve".into(),
        field: None,
        message: format!("entry {id} {stands}, which {form} does not answer"),
        help,
    }
}

fn stands(
    entry: &Entry,
    link: Option<&Link>,
    question: Option<Question>,
    push: Status,
) -> &'static str {
    match question {
        Some(Question::Held) => "is held by a rule",
        Some(Question::AlreadyThere) => "is held because its service has an equal one",
        Some(Question::Refused) => "was refused by its service",
        Some(Question::RemovalRefused) => "was deleted here, which its service refused",
        Some(Question::Conflict) => "was changed here and on its service",
        Some(Question::ChangedThere) => "was deleted here and changed on its service",
        Some(Question::DeletedThere) => "was deleted on its service",
        Some(Question::Unseen) => "may be on its service, which does not show it",
        Some(Question::Several) => "may be any of several on its service",
        Some(Question::Twice) => "is on its service twice",
        Some(Question::TooLong) => "is a timer of more than a day",
        Some(Question::Rejected) => "was rejected",
        None if entry.status == Status::Rejected && !entry.removed => "was rejected",
        None => match crate::domain::delivery::delivery(entry, link, push) {
            Delivery::Local => "is delivered to no service",
            Delivery::Waiting if entry.content.is_timer() => "is a timer",
            Delivery::Waiting => "waits for its status before it is sent",
            Delivery::Owed => "is owed and goes with the next sync",
            Delivery::Sent => "is delivered",
            Delivery::Unconfirmed => "is unconfirmed, which the next sync looks into",
            Delivery::Refused | Delivery::Held | Delivery::Conflict => "is not delivered",
        },
    }
}
