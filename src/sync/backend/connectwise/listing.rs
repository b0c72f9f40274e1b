//! Questions for entries: pages of a window, and the search for what a lost
//! answer may have left there. Every row is compared again here; what the
//! service's filter promises is not relied on.

use super::conditions::{Bounds, Conditions};
use super::decode::kept_key;
use super::encode::billable;
use super::errors::Act;
use super::normalise::{is_same_target, normalise};
use super::{ConnectWise, ENTRIES, rows};
use crate::domain::charge::{Chargeable, TargetKind};
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::ids::Key;
use crate::net::page::next_number;
use crate::sync::backend::{BackendError, Batch, ErrorKind, Page, RemoteQuery, Wanted};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

/// Rows asked for at once, where nobody says; the service's own most is 1,000.
const SIZE: u32 = 200;
const LARGEST: u32 = 1000;

/// Pages after which a search is given up.
const MOST_PAGES: u32 = 100;

/// What a page of a list is asked for by.
pub(super) struct Question<'a> {
    /// The predicates; none where empty.
    pub conditions: &'a str,
    /// The order.
    pub order: &'a str,
    /// Whether a person wrote part of it.
    pub act: Act,
}

impl<'a> Question<'a> {
    /// Of our own making, in the order in which a list grows.
    pub(super) fn of(conditions: &'a str) -> Self {
        Self {
            conditions,
            order: "id asc",
            act: Act::Read,
        }
    }

    /// In the order, and with the person's part, of this query.
    fn asking(self, query: &RemoteQuery) -> Self {
        Self {
            order: if query.newest_first {
                "timeStart desc, id desc"
            } else {
                self.order
            },
            act: if query.where_text.is_some() {
                Act::Ask
            } else {
                self.act
            },
            ..self
        }
    }
}

/// The service's word for a kind of charge; none where not every version has one.
fn charged_to(kind: Chargeable) -> Option<&'static str> {
    Some(match kind {
        Chargeable::Ticket => "ServiceTicket",
        Chargeable::ProjectTicket => "ProjectTicket",
        Chargeable::ChargeCode => "ChargeCode",
        Chargeable::Activity => "Activity",
        Chargeable::Task | Chargeable::Project | Chargeable::Client | Chargeable::General => {
            return None;
        }
    })
}

impl ConnectWise {
    /// One page of a window.
    pub(super) fn list_page(
        &self,
        query: &RemoteQuery,
        page: &Page,
    ) -> Result<Batch<Remote>, BackendError> {
        let narrowed = self.narrowed(Conditions::new(), query)?;
        let narrowed = self.filtered(narrowed, query);
        let (from, to) = query.window();
        let typed = query.where_text.as_deref();
        let window = |bounds| {
            let windowed = narrowed.clone().window(from, to, bounds);
            windowed.build_with(typed)
        };
        let bounds = self.bounds();
        let asked = window(bounds);
        let batch = self.entries(&Question::of(&asked).asking(query), page)?;
        let windowed = from.is_some() || to.is_some();
        let first = page.cursor.as_deref().is_none_or(|cursor| cursor == "1");
        if !(batch.items.is_empty() && first && windowed && bounds == Bounds::Instants) {
            return Ok(batch);
        }
        // Some servers find nothing by instants. An empty window is believed only
        // when a window by days is empty too.
        let asked = window(Bounds::Days);
        let batch = self.entries(&Question::of(&asked).asking(query), page)?;
        if !batch.items.is_empty() {
            self.by_days.store(true, Ordering::Relaxed);
        }
        Ok(batch)
    }

    /// Everything that may be what was sent: by key, else what equals it.
    pub(super) fn find_sent(&self, sent: &Outgoing) -> Result<Vec<Remote>, BackendError> {
        // Without a start it was never sent.
        let Some(start) = sent.content.start else {
            return Ok(Vec::new());
        };
        let query = RemoteQuery {
            from: Some(start),
            to: Some(start.saturating_add(1)),
            own: sent.content.member.is_none(),
            like: Some(Box::new(sent.content.clone())),
            ..RemoteQuery::default()
        };
        let mut found: Vec<Remote> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut page = Page::default();
        for _ in 0..MOST_PAGES {
            let batch = self.list_page(&query, &page)?;
            let before = seen.len();
            for row in batch.items {
                if seen.insert(row.id.clone()) {
                    found.push(row);
                }
            }
            match batch.next {
                // A page of nothing new means that the pages go round in a circle.
                Some(next) if seen.len() > before => page.cursor = Some(next),
                _ => break,
            }
        }
        let (ours, others): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|row| bears(row, sent.key));
        if !ours.is_empty() {
            return Ok(ours);
        }
        let own = self.own().clone();
        let held = |content: &Content| normalise(content, self.zone, own.as_ref());
        let want = held(&sent.content);
        let mut alike: Vec<_> = others.into_iter().filter(|row| row.key.is_none()).collect();
        alike.retain(|row| is_same_but_for_length(&held(&row.content), &want));
        // Some tenants round hours: a row of another length counts where none is exact.
        let length = |content: &Content| content.end.map(|end| content.worked(end));
        let is_exact = |row: &Remote| length(&row.content) == length(&want);
        if alike.iter().any(is_exact) {
            alike.retain(is_exact);
        }
        Ok(alike)
    }

    /// Adds whose and which entries are asked for.
    fn narrowed(
        &self,
        mut asked: Conditions,
        query: &RemoteQuery,
    ) -> Result<Conditions, BackendError> {
        if query.own {
            let own = self.booker()?;
            match (own.id, own.identifier) {
                (Some(id), _) => asked = asked.number("member/id", id),
                (None, Some(identifier)) => {
                    asked = asked
                        .text("member/identifier", &identifier)
                        .map_err(|error| {
                            let help = "set `member` of the profile to the member's number";
                            BackendError::new(ErrorKind::Misconfigured, error.to_string(), help)
                        })?;
                }
                (None, None) => {}
            }
        }
        let Some(like) = &query.like else {
            return Ok(asked);
        };
        let number =
            |reference: &crate::domain::charge::Reference| reference.number()?.parse::<i64>().ok();
        if let Some(id) = like.member.as_ref().filter(|_| !query.own).and_then(number) {
            asked = asked.number("member/id", id);
        }
        // The kind is left out: whether a ticket is one of a project may have been unknown.
        match (&like.target, &like.client) {
            (Some(target), _) if target.kind != TargetKind::Task => {
                if let Some(id) = number(&target.at) {
                    asked = asked.number("chargeToId", id);
                }
            }
            (None, Some(client)) => {
                if let Some(id) = number(client) {
                    asked = asked.number("company/id", id);
                }
            }
            _ => {}
        }
        Ok(asked)
    }

    /// Adds what the service can tell apart of the rest. What it cannot, or not in
    /// every version, is compared here alone: notes, fields without a value.
    fn filtered(&self, mut asked: Conditions, query: &RemoteQuery) -> Conditions {
        let number = |wanted: &Wanted| wanted.number()?.parse::<i64>().ok();
        let references = [
            ("member/id", &query.member),
            ("company/id", &query.client),
            ("project/id", &query.project),
            ("workType/id", &query.work_type),
            ("workRole/id", &query.work_role),
            ("agreement/id", &query.agreement),
        ];
        for (field, wanted) in references {
            let or_none = field == "company/id" && query.include_no_client;
            if let Some(id) = wanted.as_ref().filter(|_| !or_none).and_then(number) {
                asked = asked.number(field, id);
            }
        }
        if let Some((kind, wanted)) = &query.target
            && let (Some(id), Some(word)) = (number(wanted), charged_to(Chargeable::from(*kind)))
        {
            asked = asked
                .number("chargeToId", id)
                .words("chargeToType", &[word], true);
        }
        let kinds: Option<Vec<_>> = query.kinds.iter().map(|kind| charged_to(*kind)).collect();
        if let Some(kinds) = kinds {
            asked = asked.words("chargeToType", &kinds, true);
        }
        if !query.statuses.is_empty() {
            let (words, is) = self.dialect.words(&query.statuses);
            asked = asked.words("status", &words, is);
        }
        let options: Vec<_> = query.billable.iter().map(|it| billable(*it)).collect();
        asked.words("billableOption", &options, true)
    }

    fn bounds(&self) -> Bounds {
        if self.by_days.load(Ordering::Relaxed) {
            Bounds::Days
        } else {
            Bounds::Instants
        }
    }

    fn entries(&self, question: &Question<'_>, page: &Page) -> Result<Batch<Remote>, BackendError> {
        let (values, next) = self.page_of(&ENTRIES, question, page)?;
        let reader = self.reader();
        let items = values
            .iter()
            .map(|row| reader.read(row, None).map(|remote| self.placed(remote)))
            .collect::<Result<Vec<_>, _>>();
        Ok(Batch {
            items: items.map_err(|_| self.unreadable())?,
            next,
            total: None,
        })
    }

    /// The rows of one page and where it goes on.
    pub(super) fn page_of(
        &self,
        path: &[&str],
        question: &Question<'_>,
        page: &Page,
    ) -> Result<(Vec<Value>, Option<String>), BackendError> {
        let number = page
            .cursor
            .as_deref()
            .and_then(|cursor| cursor.parse().ok())
            .unwrap_or(1_u32)
            .max(1);
        let size = page.size.unwrap_or(SIZE).clamp(1, LARGEST);
        let (number_text, size_text) = (number.to_string(), size.to_string());
        let mut query = vec![
            ("orderBy", question.order),
            ("page", &number_text),
            ("pageSize", &size_text),
        ];
        if !question.conditions.is_empty() {
            query.insert(0, ("conditions", question.conditions));
        }
        let reply = self.session.ask(question.act, path, &query)?;
        let values = rows(&reply.value)
            .ok_or_else(|| self.unreadable())?
            .to_vec();
        let next = next_number(
            &reply.answer,
            number,
            values.len() >= size as usize && !values.is_empty(),
        );
        Ok((values, next))
    }
}

/// Whether a row carries this key, in either place.
fn bears(row: &Remote, key: Key) -> bool {
    let note = row.raw.get("internalNotes").and_then(Value::as_str);
    kept_key(row.raw.get("mobileGuid")) == Some(key)
        || row.key == Some(key)
        || note
            .and_then(Key::find_marker)
            .is_some_and(|(found, _)| found == key)
}

/// Member, target, start and note, of normalised contents.
fn is_same_but_for_length(row: &Content, sent: &Content) -> bool {
    let client = sent.target.is_some() || row.client == sent.client;
    client
        && row.member == sent.member
        && is_same_target(row.target.as_ref(), sent.target.as_ref())
        && row.start == sent.start
        && row.note == sent.note
}
