//! One page of any entity: the same verb and body for every page of a question, the next
//! one by the address that the service gives and only on its own host, and every row
//! compared again with what was asked for.

use super::Autotask;
use super::errors::Act;
use super::filter::Filter;
use super::session::Call;
use crate::net::Method;
use crate::sync::backend::{BackendError, Page};
use serde_json::{Map, Value, json};

/// The most the service gives at once.
pub const PER_PAGE: u32 = 500;
/// Pages after which a search is given up.
const MOST_PAGES: usize = 200;

/// A row of the service.
pub type Row = Map<String, Value>;

/// What is asked of one entity.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// Its name, as it stands in the path.
    pub entity: &'a str,
    /// The fields wanted, the identity always among them; all of them where none is named.
    pub fields: &'a [&'a str],
    /// Which rows.
    pub filter: Filter,
    /// Whether a part of it is in a person's own words.
    pub act: Act,
}

impl<'a> Question<'a> {
    /// A question of our own.
    #[must_use]
    pub fn new(entity: &'a str, fields: &'a [&'a str], filter: Filter) -> Self {
        Self {
            entity,
            fields,
            filter,
            act: Act::Read,
        }
    }
}

/// The rows of one page, and where it goes on.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The rows that are what was asked for.
    pub rows: Vec<Row>,
    /// The address of the next page.
    pub next: Option<String>,
}

impl Autotask {
    /// One page.
    ///
    /// # Errors
    /// As any read.
    pub(super) fn page_of(
        &self,
        question: &Question<'_>,
        page: &Page,
    ) -> Result<Rows, BackendError> {
        let size = page.size.unwrap_or(PER_PAGE).clamp(1, PER_PAGE);
        let mut body = json!({
            "maxRecords": size,
            "filter": question.filter.to_json(),
        });
        if !question.fields.is_empty() {
            let mut fields = vec!["id"];
            fields.extend(question.fields.iter().filter(|name| **name != "id"));
            body["includeFields"] = json!(fields);
        }
        let call = Call {
            act: question.act,
            method: Method::Post,
            path: &[question.entity, "query"],
            page: page.cursor.as_deref(),
        };
        let answer = self.session.send(call, Some(&body))?;
        let rows = answer.get("items").and_then(Value::as_array);
        let rows = rows.ok_or_else(|| self.unreadable())?;
        let rows = rows.iter().filter_map(Value::as_object);
        let next = answer.pointer("/pageDetails/nextPageUrl");
        let next = next.and_then(Value::as_str).filter(|link| !link.is_empty());
        Ok(Rows {
            rows: rows
                .filter(|row| question.filter.holds(row))
                .cloned()
                .collect(),
            next: next.map(str::to_owned),
        })
    }

    /// The rows of all pages.
    ///
    /// # Errors
    /// As any read.
    pub(super) fn all_of(&self, question: &Question<'_>) -> Result<Vec<Row>, BackendError> {
        self.pages_of(question, MOST_PAGES).map(|(rows, _)| rows)
    }

    /// The rows of no more pages than these, and whether that is all of them.
    ///
    /// # Errors
    /// As any read.
    pub(super) fn pages_of(
        &self,
        question: &Question<'_>,
        most: usize,
    ) -> Result<(Vec<Row>, bool), BackendError> {
        let mut found = Vec::new();
        let mut page = Page::default();
        for _ in 0..most {
            let rows = self.page_of(question, &page)?;
            found.extend(rows.rows);
            match rows.next {
                Some(next) if page.cursor.as_ref() != Some(&next) => page.cursor = Some(next),
                _ => return Ok((found, true)),
            }
        }
        Ok((found, false))
    }
}
