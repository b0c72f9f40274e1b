//! Questions for entries. Any filter drops the service's own defaults, so every
//! question names its period, its states and whether running entries count. Its
//! days are those of the administration: windows are a day wider on each side,
//! and every row is compared again here.

use super::decode::{instant, runs};
use super::errors::Act;
use super::normalise::normalise;
use super::{ENTRIES, Moneybird, USERS};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::status::{Billable, InvoiceState, Status};
use crate::net::page::next_number;
use crate::sync::backend::{BackendError, Batch, ErrorKind, Page, RemoteQuery, Wanted};
use chrono::{DateTime, Datelike, NaiveDate};
use serde_json::Value;

/// The most the service gives at once.
pub const PER_PAGE: u32 = 100;
/// Pages after which a search is given up.
const MOST_PAGES: u32 = 100;

/// Whether entries without a contact count.
const NIL_CONTACTS: &str = "include_nil_contacts";

/// The rows of one page, where it goes on, and how many there are in all.
type Rows = (Vec<Value>, Option<String>, Option<u64>);

/// What entries are asked for, in the service's terms: `key:value,key:value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    parts: Vec<(String, String)>,
}

impl Filter {
    /// All states, running ones too, of a window (seconds UTC) with a day to spare on each
    /// side; without bounds, of all times.
    #[must_use]
    pub fn window(from: Option<i64>, to: Option<i64>) -> Self {
        let day = |at: i64, spare: i64| {
            let at = at.saturating_add(spare.saturating_mul(86_400));
            DateTime::from_timestamp(at, 0).map(|at| at.date_naive())
        };
        let first = from.and_then(|from| day(from, -1));
        let last = to.and_then(|to| day(to, 1));
        Self::days(first, last)
    }

    /// All states, running ones too, of these days, both inclusive.
    #[must_use]
    pub fn days(first: Option<NaiveDate>, last: Option<NaiveDate>) -> Self {
        let written =
            |day: NaiveDate| format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
        let first = first.map_or_else(|| "19700101".to_owned(), written);
        let last = last.map_or_else(|| "20991231".to_owned(), written);
        Self {
            parts: vec![
                ("period".to_owned(), format!("{first}..{last}")),
                ("state".to_owned(), "all".to_owned()),
                ("include_active".to_owned(), "true".to_owned()),
                // Whether they are hidden without it, nobody has written down.
                (NIL_CONTACTS.to_owned(), "true".to_owned()),
            ],
        }
    }

    /// With this key as well, or in place of what it was.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.parts.retain(|(known, _)| known != key);
        self.parts.push((key.to_owned(), value.into()));
        self
    }

    /// Without this key.
    #[must_use]
    fn without(mut self, key: &str) -> Self {
        self.parts.retain(|(known, _)| known != key);
        self
    }

    /// With what a person wrote in the service's own way, in place of the same keys here.
    #[must_use]
    pub fn with_typed(self, typed: &str) -> Self {
        let parts = typed.split(',').map(str::trim);
        parts
            .filter(|part| !part.is_empty())
            .fold(self, |filter, part| {
                let (key, value) = part.split_once(':').unwrap_or((part, ""));
                filter.with(key.trim(), value.trim())
            })
    }

    /// Adds what the service can tell apart of what is asked for.
    #[must_use]
    fn of(query: &RemoteQuery, own: Option<&str>) -> Self {
        let (from, to) = query.window();
        let mut filter = Self::window(from, to);
        if query.running == Some(false) {
            filter = filter.with("include_active", "false");
        }
        let like = query.like.as_deref();
        let number = |reference: Option<&Reference>| reference?.number().map(str::to_owned);
        let wanted = |wanted: &Option<Wanted>| wanted.as_ref()?.number().map(str::to_owned);
        let user = match query.own {
            true => own.map(str::to_owned),
            false => {
                wanted(&query.member).or_else(|| number(like.and_then(|like| like.member.as_ref())))
            }
        };
        let client =
            wanted(&query.client).or_else(|| number(like.and_then(|like| like.client.as_ref())));
        let project =
            wanted(&query.project).or_else(|| number(like.and_then(|like| like.project.as_ref())));
        if client.is_some() && !query.include_no_client {
            filter = filter.without(NIL_CONTACTS);
        }
        for (key, value) in [
            ("user_id", user),
            ("contact_id", client),
            ("project_id", project),
        ] {
            if let Some(value) = value {
                filter = filter.with(key, value);
            }
        }
        if let Some(state) = state(query) {
            filter = filter.with("state", state);
        }
        match &query.where_text {
            // A contact that is asked for is not none.
            Some(typed) if typed.contains("contact_id") && !typed.contains(NIL_CONTACTS) => {
                filter.with_typed(typed).without(NIL_CONTACTS)
            }
            Some(typed) => filter.with_typed(typed),
            None => filter,
        }
    }

    /// As it stands in the query.
    #[must_use]
    pub fn text(&self) -> String {
        let parts = self.parts.iter();
        let parts: Vec<String> = parts.map(|(key, value)| format!("{key}:{value}")).collect();
        parts.join(",")
    }
}

/// The service's groups for what is asked for; none where all of them may hold it.
fn state(query: &RemoteQuery) -> Option<String> {
    if !query.states.is_empty() {
        let word = |state: &InvoiceState| match state {
            InvoiceState::All => "all",
            InvoiceState::Open => "open",
            InvoiceState::NonBillable => "non_billable",
        };
        let words: Vec<_> = query.states.iter().map(word).collect();
        return (!words.contains(&"all")).then(|| words.join("|"));
    }
    match (query.statuses.as_slice(), query.billable.as_slice()) {
        (_, [Billable::DoNotBill]) => Some("non_billable".to_owned()),
        ([Status::Open], [Billable::Billable]) => Some("open".to_owned()),
        _ => None,
    }
}

impl Moneybird {
    pub(super) fn list_page(
        &self,
        query: &RemoteQuery,
        page: &Page,
    ) -> Result<Batch<Remote>, BackendError> {
        if query.own && self.own().is_none() {
            return Err(super::nobody("whose time it is, is not known by number"));
        }
        let filter = Filter::of(query, self.own());
        let named = query.member.is_some()
            || query.client.is_some()
            || query.project.is_some()
            || query.search.is_some()
            || query.where_text.is_some();
        let act = if named { Act::Ask } else { Act::Read };
        let text = query.search.as_deref();
        let mut batch = self.entries(&filter.text(), text, (act, page))?;
        let (from, to) = query.window();
        let within = |remote: &Remote| {
            let start = remote.content.start;
            start.is_none_or(|start| {
                from.is_none_or(|from| start >= from) && to.is_none_or(|to| start < to)
            })
        };
        let wanted = |remote: &Remote| query.running.is_none_or(|running| running == runs(remote));
        batch
            .items
            .retain(|remote| within(remote) && wanted(remote));
        for remote in batch.items.iter_mut().filter(|remote| runs(remote)) {
            remote.content.end = None;
        }
        Ok(batch)
    }

    /// One page of entries; rows as they come.
    pub(super) fn entries(
        &self,
        filter: &str,
        text: Option<&str>,
        (act, page): (Act, &Page),
    ) -> Result<Batch<Remote>, BackendError> {
        let mut query = vec![("filter", filter)];
        if let Some(text) = text {
            query.push(("query", text));
        }
        let (rows, next, total) = self.asked(act, &[ENTRIES], &query, page).map_err(|error| {
            if error.kind != ErrorKind::NotFound {
                return error;
            }
            // The list itself is always there: a contact, project or user is not.
            let help = "check `user` of the profile and what was asked for";
            BackendError::new(ErrorKind::Misconfigured, error.message, help)
        })?;
        let reader = self.reader();
        let items = rows.iter().map(|row| reader.read(row));
        let items = items.collect::<Result<Vec<_>, _>>();
        Ok(Batch {
            items: items.map_err(|_| self.unreadable())?,
            next,
            total,
        })
    }

    /// The rows of one page, where it goes on, and how many there are in all.
    pub(super) fn page_of(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
        page: &Page,
    ) -> Result<Rows, BackendError> {
        self.asked(Act::Read, path, query, page)
    }

    fn asked(
        &self,
        act: Act,
        path: &[&str],
        query: &[(&str, &str)],
        page: &Page,
    ) -> Result<Rows, BackendError> {
        let number = page.cursor.as_deref().and_then(|text| text.parse().ok());
        let number: u32 = number.unwrap_or(1).max(1);
        let size = page.size.unwrap_or(PER_PAGE).clamp(1, PER_PAGE);
        let (number_text, size_text) = (number.to_string(), size.to_string());
        let mut asked = query.to_vec();
        // Users come all at once.
        let in_pages = path != [USERS];
        if in_pages {
            asked.push(("per_page", &size_text));
            asked.push(("page", &number_text));
        }
        let reply = self.session.ask(act, path, &asked)?;
        let rows = reply.value.as_array().ok_or_else(|| self.unreadable())?;
        let full = in_pages && rows.len() >= size as usize;
        let total = reply.answer.header("x-total-count");
        let total = total.and_then(|text| text.trim().parse().ok());
        Ok((
            rows.clone(),
            next_number(&reply.answer, number, full),
            total,
        ))
    }

    /// Everything that may be what was sent. Without a key of ours it is recognised by
    /// what it says, and by not having been there before.
    pub(super) fn find_sent(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        let (Some(start), Some(_)) = (sent.content.start, sent.content.end) else {
            return Ok(Vec::new());
        };
        let query = RemoteQuery {
            from: Some(start.saturating_sub(86_400)),
            to: Some(start.saturating_add(86_400)),
            own: sent.content.member.is_none(),
            like: Some(Box::new(Content {
                client: None,
                project: None,
                ..sent.content.clone()
            })),
            running: Some(false),
            ..RemoteQuery::default()
        };
        let held = |content: &Content| normalise(content, self.zone, self.own(), self.details);
        let want = held(&sent.content);
        let mut found = Vec::new();
        let mut page = Page::default();
        for _ in 0..MOST_PAGES {
            let batch = self.list_page(&query, &page)?;
            let same = |remote: &Remote| is_what_was_sent(&held(&remote.content), &want);
            found.extend(batch.items.into_iter().filter(same));
            match batch.next {
                Some(next) => page.cursor = Some(next),
                None => break,
            }
        }
        // The oldest first: identities grow with time.
        found.sort_by_key(|remote| remote.raw.get("created_at").and_then(instant));
        Ok(found)
    }
}

/// User, start, end, project, client and note, of normalised contents.
fn is_what_was_sent(row: &Content, sent: &Content) -> bool {
    let same = |one: &Option<Reference>, two: &Option<Reference>| match (one, two) {
        (Some(one), Some(two)) => one.is_same(two),
        // A project may bring its contact along.
        (Some(_), None) | (None, None) => true,
        (None, Some(_)) => false,
    };
    row.member == sent.member
        && row.start == sent.start
        && row.end == sent.end
        && same(&row.project, &sent.project)
        && same(&row.client, &sent.client)
        && row.note == sent.note
}
