//! Questions for entries. Any filter drops the service's own defaults, so every
//! question names its period, its states and whether running entries count. Its
//! days are those of the administration: windows are a day wider on each side,
//! and every row is compared again here.

use super::decode::{instant, runs};
use super::normalise::normalise;
use super::{ENTRIES, Moneybird};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::net::Response;
use crate::net::page::next_link;
use crate::sync::backend::{BackendError, Batch, ErrorKind, Page, RemoteQuery};
use chrono::{DateTime, Datelike, NaiveDate};
use serde_json::Value;

/// The most the service gives at once.
pub const PER_PAGE: u32 = 100;
/// Pages after which a search is given up.
const MOST_PAGES: u32 = 100;

/// What entries are asked for, in the service's terms: `key:value,key:value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    parts: Vec<(&'static str, String)>,
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
                ("period", format!("{first}..{last}")),
                ("state", "all".to_owned()),
                ("include_active", "true".to_owned()),
            ],
        }
    }

    /// With this key as well, or in place of what it was.
    #[must_use]
    pub fn with(mut self, key: &'static str, value: impl Into<String>) -> Self {
        self.parts.retain(|(known, _)| *known != key);
        self.parts.push((key, value.into()));
        self
    }

    /// As it stands in the query.
    #[must_use]
    pub fn text(&self) -> String {
        let parts = self.parts.iter();
        let parts: Vec<String> = parts.map(|(key, value)| format!("{key}:{value}")).collect();
        parts.join(",")
    }
}

impl Moneybird {
    pub(super) fn list_page(
        &self,
        query: &RemoteQuery,
        page: &Page,
    ) -> Result<Batch<Remote>, BackendError> {
        let mut filter = Filter::window(query.from, query.to);
        let like = query.like.as_deref();
        let number = |reference: Option<&Reference>| reference?.number().map(str::to_owned);
        let user = match (query.own, like.and_then(|like| like.member.as_ref())) {
            (true, _) => self.own.clone(),
            (false, member) => number(member),
        };
        if let Some(user) = user {
            filter = filter.with("user_id", user);
        }
        if let Some(client) = number(like.and_then(|like| like.client.as_ref())) {
            filter = filter.with("contact_id", client);
        }
        if let Some(project) = number(like.and_then(|like| like.project.as_ref())) {
            filter = filter.with("project_id", project);
        }
        let mut batch = self.entries(&filter.text(), None, page)?;
        let within = |remote: &Remote| {
            let start = remote.content.start;
            start.is_none_or(|start| {
                query.from.is_none_or(|from| start >= from) && query.to.is_none_or(|to| start < to)
            })
        };
        // A timer that runs there is nobody's entry yet.
        batch.items.retain(|remote| within(remote) && !runs(remote));
        Ok(batch)
    }

    /// One page of entries; rows as they come.
    pub(super) fn entries(
        &self,
        filter: &str,
        text: Option<&str>,
        page: &Page,
    ) -> Result<Batch<Remote>, BackendError> {
        let mut query = vec![("filter", filter)];
        if let Some(text) = text {
            query.push(("query", text));
        }
        let (rows, next, total) = self.page_of(&[ENTRIES], &query, page).map_err(|error| {
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
    ) -> Result<(Vec<Value>, Option<String>, Option<u64>), BackendError> {
        let number = page.cursor.as_deref().and_then(|text| text.parse().ok());
        let number: u32 = number.unwrap_or(1).max(1);
        let size = page.size.unwrap_or(PER_PAGE).clamp(1, PER_PAGE);
        let (number_text, size_text) = (number.to_string(), size.to_string());
        let mut asked = query.to_vec();
        asked.push(("per_page", &size_text));
        asked.push(("page", &number_text));
        let reply = self.session.get(path, &asked)?;
        let rows = reply.value.as_array().ok_or_else(|| self.unreadable())?;
        let full = rows.len() >= size as usize;
        let total = reply.answer.header("x-total-count");
        let total = total.and_then(|text| text.trim().parse().ok());
        Ok((rows.clone(), next_page(&reply.answer, number, full), total))
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
        };
        let held =
            |content: &Content| normalise(content, self.zone, self.own.as_deref(), self.details);
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

/// The number of the next page: by the `Link` header where there is one, else as
/// long as pages are full. Only the number is taken, never the address.
fn next_page(answer: &Response, number: u32, full: bool) -> Option<String> {
    let following = number.checked_add(1)?.to_string();
    if answer.header("link").is_none() {
        return full.then_some(following);
    }
    let link = answer.headers_named("link").find_map(next_link)?;
    let query = link.split_once('?').map_or("", |(_, query)| query);
    let told = query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("page="));
    let told = told.filter_map(|page| page.parse::<u32>().ok());
    let told = told.filter(|told| *told > number).next();
    Some(told.map_or(following, |told| told.to_string()))
}
