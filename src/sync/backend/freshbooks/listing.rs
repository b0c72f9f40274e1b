//! Questions for entries. A key that the service does not know is ignored without a
//! word, and what it then shows is everything: every row is compared again here.
//! Its bounds are inclusive, its pages have no promised order.

use super::decode::{instant, is_deleted, runs};
use super::encode;
use super::errors::Act;
use super::normalise::normalise;
use super::session::Family;
use super::{ENTRIES, FreshBooks};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::status::{Billable, Status};
use crate::sync::backend::{BackendError, Batch, ErrorKind, Page, RemoteQuery, Wanted};
use serde_json::Value;

/// The most the service gives at once.
pub const PER_PAGE: u32 = 100;
/// Pages after which a search is given up.
const MOST_PAGES: u32 = 100;

/// Rows of one page and where it goes on.
pub struct Rows {
    /// As they came.
    pub rows: Vec<Value>,
    /// The number of the next page.
    pub next: Option<String>,
    /// How many there are in all, where the service says; it counts some that it hides.
    pub total: Option<u64>,
}

/// Query pairs.
type Pairs = Vec<(&'static str, String)>;

/// What entries are asked for, in the service's terms.
fn filter(query: &RemoteQuery, own: &str) -> Pairs {
    let mut pairs = Pairs::new();
    let (from, to) = query.window();
    pairs.extend(from.map(|from| ("started_from", encode::instant(from))));
    pairs.extend(to.map(|to| ("started_to", encode::instant(to))));
    let like = query.like.as_deref();
    let member = match &query.member {
        _ if query.own => Some(own.to_owned()),
        Some(Wanted::Is(member)) => member.number().map(str::to_owned),
        _ => {
            let like = like.and_then(|like| like.member.as_ref());
            like.and_then(Reference::number).map(str::to_owned)
        }
    };
    // Without it only the own ones are shown.
    if !query.own && member.as_deref() != Some(own) {
        pairs.push(("team", "true".to_owned()));
    }
    pairs.extend(member.map(|member| ("identity_id", member)));
    let number = |wanted: &Option<Wanted>| wanted.as_ref()?.number().map(str::to_owned);
    pairs.extend(number(&query.client).map(|client| ("client_id", client)));
    pairs.extend(number(&query.project).map(|project| ("project_id", project)));
    match query.billable.as_slice() {
        [Billable::Billable] => pairs.push(("billable", "true".to_owned())),
        [Billable::DoNotBill] => pairs.push(("billable", "false".to_owned())),
        _ => {}
    }
    match query.statuses.as_slice() {
        [Status::Billed] => pairs.push(("billed", "true".to_owned())),
        [Status::Open] => pairs.push(("billed", "false".to_owned())),
        _ => {}
    }
    if query.running != Some(false) {
        pairs.push(("include_unlogged", "true".to_owned()));
    }
    pairs
}

impl FreshBooks {
    pub(super) fn list_page(
        &self,
        query: &RemoteQuery,
        page: &Page,
    ) -> Result<Batch<Remote>, BackendError> {
        let pairs = filter(query, self.own()?);
        let named = query.member.is_some() || query.client.is_some() || query.project.is_some();
        let act = if named { Act::Ask } else { Act::Read };
        let found = self
            .page_of(act, Family::TimeTracking, ENTRIES, ENTRIES, &pairs, page)
            .map_err(|error| {
                if error.kind != ErrorKind::NotFound {
                    return error;
                }
                // The list itself is always there; the business may not be.
                let help = "check `business` of the profile";
                BackendError::new(ErrorKind::Misconfigured, error.message, help)
            })?;
        let reader = self.reader();
        let items = found.rows.iter().map(|row| reader.read(row));
        let items = items.collect::<Result<Vec<_>, _>>();
        let mut items = items.map_err(|_| self.session.unreadable())?;
        let (from, to) = query.window();
        items.retain(|remote| {
            let is_within = remote.content.start.is_none_or(|start| {
                from.is_none_or(|from| start >= from) && to.is_none_or(|to| start < to)
            });
            is_within
                && !is_deleted(remote)
                && query.running.is_none_or(|running| running == runs(remote))
                && (!query.own || remote.content.member.is_none())
        });
        for remote in items.iter_mut().filter(|remote| runs(remote)) {
            remote.content.end = None;
        }
        Ok(Batch {
            items,
            next: found.next,
            total: found.total,
        })
    }

    /// One page of a list under this key, in the family's own envelope.
    pub(super) fn page_of(
        &self,
        act: Act,
        family: Family<'_>,
        path: &str,
        key: &str,
        query: &[(&'static str, String)],
        page: &Page,
    ) -> Result<Rows, BackendError> {
        let number = page.cursor.as_deref().and_then(|text| text.parse().ok());
        let number: u32 = number.unwrap_or(1).max(1);
        let size = page.size.unwrap_or(PER_PAGE).clamp(1, PER_PAGE);
        let (number_text, size_text) = (number.to_string(), size.to_string());
        let mut pairs: Vec<(&str, &str)> = query
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        pairs.push(("per_page", &size_text));
        pairs.push(("page", &number_text));
        let parts: Vec<&str> = path.split('/').collect();
        let value = self.session.ask(act, family, &parts, &pairs)?;
        let found = rows(&value, key).ok_or_else(|| self.session.unreadable())?;
        let meta = |name: &str| {
            let of_accounting = value.pointer("/response/result");
            let meta = value.get("meta").or_else(|| value.pointer("/result/meta"));
            meta.or(of_accounting)?.get(name)?.as_u64()
        };
        // Rows may be counted that are not shown: an empty page is the last one.
        let goes_on = !found.is_empty()
            && match meta("pages") {
                Some(pages) => u64::from(number) < pages,
                None => found.len() >= size as usize,
            };
        Ok(Rows {
            next: goes_on.then(|| number.saturating_add(1).to_string()),
            total: meta("total"),
            rows: found,
        })
    }

    /// Every row of a list.
    pub(super) fn all_of(
        &self,
        family: Family<'_>,
        path: &str,
        key: &str,
        query: &[(&'static str, String)],
    ) -> Result<Vec<Value>, BackendError> {
        let (mut found, mut page) = (Vec::new(), Page::default());
        for _ in 0..MOST_PAGES {
            let rows = self.page_of(Act::Read, family, path, key, query, &page)?;
            found.extend(rows.rows);
            match rows.next {
                Some(next) => page.cursor = Some(next),
                None => break,
            }
        }
        Ok(found)
    }

    /// Everything that may be what was sent. Without a key of ours it is recognised by what
    /// it says: whose, when to the second, how long, on what.
    pub(super) fn find_sent(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        let (Some(start), Some(_)) = (sent.content.start, sent.content.end) else {
            return Ok(Vec::new());
        };
        let query = RemoteQuery {
            from: Some(start.saturating_sub(1)),
            to: Some(start.saturating_add(1)),
            own: sent.content.member.is_none(),
            like: Some(Box::new(sent.content.clone())),
            running: Some(false),
            ..RemoteQuery::default()
        };
        let own = self.own()?;
        let held = |content: &Content| normalise(content, self.zone, Some(own));
        let want = held(&sent.content);
        let (mut found, mut page) = (Vec::new(), Page::default());
        for _ in 0..MOST_PAGES {
            let batch = self.list_page(&query, &page)?;
            let same = |remote: &Remote| is_what_was_sent(&held(&remote.content), &want);
            found.extend(batch.items.into_iter().filter(same));
            match batch.next {
                Some(next) => page.cursor = Some(next),
                None => break,
            }
        }
        // The oldest first.
        found.sort_by_key(|remote| remote.raw.get("created_at").and_then(instant));
        Ok(found)
    }
}

/// The rows of an answer: bare, or in the envelope of accounting. A map of rows by number
/// is as good as a list.
fn rows(value: &Value, key: &str) -> Option<Vec<Value>> {
    let places = [
        value.get(key),
        value.pointer(&format!("/response/result/{key}")),
        value.pointer(&format!("/result/{key}")),
    ];
    match places.into_iter().flatten().next()? {
        Value::Array(rows) => Some(rows.clone()),
        Value::Object(rows) => Some(rows.values().cloned().collect()),
        _ => None,
    }
}

/// Whose, when, how long, on what and in which words, of normalised contents.
fn is_what_was_sent(row: &Content, sent: &Content) -> bool {
    let same = |one: &Option<Reference>, two: &Option<Reference>| match (one, two) {
        (Some(one), Some(two)) => one.is_same(two),
        // A project may bring its client along.
        (Some(_), None) | (None, None) => true,
        (None, Some(_)) => false,
    };
    row.member == sent.member
        && row.start == sent.start
        && row.end == sent.end
        && same(&row.project, &sent.project)
        && same(&row.client, &sent.client)
        && same(&row.service, &sent.service)
        && same(&row.task, &sent.task)
        && row.note == sent.note
}
