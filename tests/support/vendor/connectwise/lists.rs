//! Lists: filter, order, pages, links to the next page, chosen fields, counts.

use std::cmp::Ordering;

use serde_json::{Map, Value, json};

use super::conditions::{DateFilter, Filter, kind_of, value_at};
use crate::support::schema::Kind;
use crate::support::vendor::http::Request;
use crate::support::vendor::http::encode;

/// The largest page; more is capped without a word (seen).
pub const MAX_PAGE: usize = 1000;
/// The page when none is asked for (seen).
pub const DEFAULT_PAGE: usize = 25;

/// A refusal: code and words.
pub type Refused = (&'static str, String);

/// How a list behaves.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// The schema that names it.
    pub schema: &'a str,
    /// The schema object of a row.
    pub object: &'a str,
    /// Fields that a filter may not name.
    pub hidden: &'a [&'a str],
    /// How filters compare instants.
    pub dates: DateFilter,
    /// Whether a filter is read and then not applied.
    pub ignored: bool,
    /// What stands before the path in a `Link`.
    pub base: &'a str,
}

/// One page: rows and, if there is a next one, the `Link` header.
#[derive(Debug)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Value>,
    /// The header's value.
    pub link: Option<String>,
}

/// Rows that the filter of a request lets through.
pub fn filtered<'r>(
    request: &Request,
    rows: Vec<&'r Value>,
    how: Manner<'_>,
) -> Result<Vec<&'r Value>, Refused> {
    for name in ["childConditions", "customFieldConditions"] {
        if request.param(name).is_some_and(|v| !v.is_empty()) {
            return Err((
                "ApiFindCondition",
                format!("{name} are not known to this stand-in."),
            ));
        }
    }
    let Some(text) = request.param("conditions").filter(|t| !t.trim().is_empty()) else {
        return Ok(rows);
    };
    let filter = Filter::parse(text, (how.schema, how.object), how.hidden, how.dates);
    let filter = filter.map_err(|message| ("ApiFindCondition", message))?;
    if how.ignored {
        return Ok(rows);
    }
    Ok(rows.into_iter().filter(|row| filter.accepts(row)).collect())
}

/// One page of a list.
pub fn page(request: &Request, rows: Vec<&Value>, how: Manner<'_>) -> Result<Page, Refused> {
    let mut rows = filtered(request, rows, how)?;
    let size = number(request, "pageSize")?
        .unwrap_or(DEFAULT_PAGE)
        .clamp(1, MAX_PAGE);
    let forward = request
        .header("pagination-type")
        .is_some_and(|v| v.eq_ignore_ascii_case("forward-only"));
    let id_of = |row: &Value| {
        row["id"]
            .as_u64()
            .and_then(|id| usize::try_from(id).ok())
            .unwrap_or(0)
    };
    let next;
    if forward {
        // The cursor is an id, so the order is by id, whatever was asked.
        rows.sort_by_key(|row| id_of(row));
        let from = number(request, "pageId")?.unwrap_or(0);
        rows.retain(|row| id_of(row) > from);
        let more = rows.len() > size;
        rows.truncate(size);
        next = rows
            .last()
            .filter(|_| more)
            .map(|row| ("pageId", id_of(row)));
    } else {
        order(request, &mut rows, how)?;
        let page = number(request, "page")?.unwrap_or(1);
        if page == 0 {
            return Err(("InvalidObject", "The page must be 1 or more.".to_owned()));
        }
        let from = (page - 1).saturating_mul(size);
        next = (rows.len() > from.saturating_add(size)).then_some(("page", page + 1));
        rows = rows.into_iter().skip(from).take(size).collect();
    }
    let rows = rows
        .iter()
        .map(|row| chosen(request, row, how))
        .collect::<Result<_, _>>()?;
    let link = next.map(|(name, value)| link(request, how.base, name, value));
    Ok(Page { rows, link })
}

/// A row with only the fields asked for. `_info` is among them only when named.
pub fn chosen(request: &Request, row: &Value, how: Manner<'_>) -> Result<Value, Refused> {
    let Some(names) = request.param("fields").filter(|f| !f.trim().is_empty()) else {
        return Ok(row.clone());
    };
    let mut out = Map::new();
    for name in names.split(',').map(str::trim) {
        if kind_of(how.schema, how.object, name).is_none() {
            return Err((
                "ApiFindCondition",
                format!("{name} is not a recognized name."),
            ));
        }
        let value = value_at(row, name);
        if value.is_null() {
            continue;
        }
        match name.split_once('/') {
            None => {
                out.insert(name.to_owned(), value.clone());
            }
            Some((first, rest)) => {
                let inner = out.entry(first.to_owned()).or_insert_with(|| json!({}));
                inner[rest] = value.clone();
            }
        }
    }
    Ok(Value::Object(out))
}

fn number(request: &Request, name: &str) -> Result<Option<usize>, Refused> {
    let Some(text) = request.param(name) else {
        return Ok(None);
    };
    let value = text
        .parse()
        .map_err(|_| ("InvalidObject", format!("{name} is not a number: {text}")))?;
    Ok(Some(value))
}

fn order(request: &Request, rows: &mut [&Value], how: Manner<'_>) -> Result<(), Refused> {
    let mut keys = Vec::new();
    for part in request.param("orderBy").unwrap_or("id").split(',') {
        let mut words = part.split_whitespace();
        let name = words.next().unwrap_or("id");
        let kind = kind_of(how.schema, how.object, name);
        if matches!(kind, None | Some(Kind::Object(_) | Kind::List)) {
            return Err((
                "ApiFindCondition",
                format!("{name} is not a recognized name."),
            ));
        }
        let down = match words.next().map(str::to_lowercase).as_deref() {
            None | Some("asc") => false,
            Some("desc") => true,
            Some(other) => return Err(("ApiFindCondition", format!("{other} is not an order."))),
        };
        keys.push((name, down));
    }
    rows.sort_by(|a, b| {
        let by = |&(name, down): &(&str, bool)| {
            let order = compare(value_at(a, name), value_at(b, name));
            if down { order.reverse() } else { order }
        };
        keys.iter()
            .map(by)
            .find(|o| *o != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    });
    Ok(())
}

fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a
            .as_f64()
            .partial_cmp(&b.as_f64())
            .unwrap_or(Ordering::Equal),
        (Value::String(a), Value::String(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        _ => (!a.is_null()).cmp(&!b.is_null()),
    }
}

/// The request's own query with the page moved on.
fn link(request: &Request, base: &str, name: &str, value: usize) -> String {
    let kept = request
        .query
        .iter()
        .filter(|(n, _)| n != "page" && n != "pageId");
    let mut query: Vec<String> = kept
        .map(|(n, v)| format!("{}={}", encode(n), encode(v)))
        .collect();
    query.push(format!("{name}={value}"));
    format!("<{base}{}?{}>; rel=\"next\"", request.path, query.join("&"))
}
