//! Queries: the filter, pages and their addresses, counts.

use serde_json::{Map, Value, json};

use super::door::{ok, refused, wrong_verb};
use super::filter::{Node, unknown_field};
use super::options::{Order, WithoutId};
use super::state::{World, fields};
use crate::support::vendor::http::{Request, encode};
use crate::support::vendor::rig::Answer;

/// query: rows on a page, unless asked for less.
const PAGE: usize = 500;

type Outcome = Result<Answer, Answer>;

/// Where a page begins: after the row with this identity, and where the earlier ones did.
#[derive(Debug, Clone)]
struct Cursor {
    size: usize,
    earlier: Vec<i64>,
    after: i64,
}

/// The beginning, as cursors write it.
const START: i64 = -1;

/// query: the first page, by POST or by GET with the question in `search`.
pub(super) fn first(world: &mut World, request: &Request, entity: &str) -> Outcome {
    let asked = question(request)?;
    let size = size(world, &asked)?;
    let cursor = Cursor {
        size,
        earlier: Vec::new(),
        after: START,
    };
    page(world, request, entity, &asked, &cursor)
}

/// query: a further page: the same verb and the same body.
pub(super) fn next(world: &mut World, request: &Request, entity: &str) -> Outcome {
    let text = request.param("paging").unwrap_or_default();
    let paging: Value = serde_json::from_str(text).unwrap_or_default();
    let whole = |value: &Value| -> Option<Vec<i64>> {
        value.as_array()?.iter().map(Value::as_i64).collect()
    };
    let cursor = (|| {
        Some(Cursor {
            size: usize::try_from(paging["pageSize"].as_u64()?).ok()?,
            earlier: whole(&paging["previousIds"])?,
            after: *whole(&paging["nextIds"])?.first()?,
        })
    })();
    let cursor = cursor.ok_or_else(|| refused("The paging parameter is invalid."))?;
    if request.method == "GET" && request.param("search").is_none() {
        return Err(wrong_verb("GET"));
    }
    let asked = match question(request) {
        Ok(asked) => asked,
        Err(_) if world.options.next_without_body && request.method == "POST" => {
            let kept = paging["question"].as_u64();
            let kept = kept.and_then(|at| usize::try_from(at).ok());
            let kept = kept.and_then(|at| world.questions.get(at));
            kept.cloned().ok_or_else(no_filter)?
        }
        Err(refused) => return Err(refused),
    };
    page(world, request, entity, &asked, &cursor)
}

/// query: how many there are.
pub(super) fn count(world: &mut World, request: &Request, entity: &str) -> Outcome {
    let asked = question(request)?;
    let node = Node::read(world, entity, &asked["filter"])?;
    let rows = found(world, entity, &node);
    Ok(ok(&json!({"queryCount": rows.len()})))
}

/// Whether the interface's user sees a row.
pub(super) fn is_visible(world: &World, entity: &str, row: &Value) -> bool {
    entity != "TimeEntries" || !world.options.hides_non_billable || row["isNonBillable"] != true
}

/// The question, its own keys in the vendor's spelling as far as the case is free.
fn question(request: &Request) -> Result<Value, Answer> {
    let asked: Value = match request.method.as_str() {
        "GET" => {
            serde_json::from_str(request.param("search").unwrap_or_default()).unwrap_or_default()
        }
        _ => request.json(),
    };
    let asked = asked.as_object().ok_or_else(no_filter)?;
    let mut out = Map::new();
    for (key, value) in asked {
        let known = ["filter", "includeFields"];
        let known = known.into_iter().find(|k| k.eq_ignore_ascii_case(key));
        out.insert(known.unwrap_or(key).to_owned(), value.clone());
    }
    // query: at least one filter.
    let any = out.get("filter").and_then(Value::as_array);
    if any.is_none_or(Vec::is_empty) {
        return Err(no_filter());
    }
    Ok(Value::Object(out))
}

fn no_filter() -> Answer {
    refused("A query needs at least one filter.")
}

/// query: 500 rows at most.
fn size(world: &World, asked: &Value) -> Result<usize, Answer> {
    let options = &world.options;
    let given = [
        ("maxRecords", options.honours_max_records),
        ("MaxRecords", options.honours_pascal_case),
    ];
    let given = given.into_iter().find_map(|(key, honoured)| {
        let value = &asked[key];
        (honoured && !value.is_null()).then_some(value)
    });
    let Some(given) = given else {
        return Ok(PAGE);
    };
    match given.as_u64().map(usize::try_from) {
        Some(Ok(n)) if n > 0 => Ok(n.min(PAGE)),
        _ => Err(refused("MaxRecords must be between 1 and 500.")),
    }
}

/// The place of an identity in the order of rows.
fn place(world: &World, id: i64) -> (i64, i64) {
    match world.options.order {
        Order::ById => (id, id),
        Order::Scrambled => (id.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64), id),
    }
}

/// The identities of the rows that fit, in their order.
fn found(world: &World, entity: &str, node: &Node) -> Vec<i64> {
    let since = world.now_ms() - world.options.list_lag;
    let listed = |row: &Value| {
        let made = row["_made"].as_i64();
        world.options.list_lag == 0 || made.is_none_or(|made| made <= since)
    };
    let mut ids: Vec<i64> = world
        .table(entity)
        .iter()
        .filter(|(_, row)| listed(row) && is_visible(world, entity, row))
        .filter(|(_, row)| node.fits(world, row))
        .map(|(id, _)| *id)
        .collect();
    ids.sort_by_key(|id| place(world, *id));
    ids
}

fn page(
    world: &mut World,
    request: &Request,
    entity: &str,
    asked: &Value,
    cursor: &Cursor,
) -> Outcome {
    let node = Node::read(world, entity, &asked["filter"])?;
    let columns = columns(world, entity, asked)?;
    let all = found(world, entity, &node);
    let skip = match cursor.after {
        START => 0,
        after => {
            let at = place(world, after);
            all.partition_point(|id| place(world, *id) <= at)
        }
    };
    let shown: Vec<i64> = all.iter().copied().skip(skip).take(cursor.size).collect();
    let more = skip + shown.len() < all.len();
    let mut next = (more && !shown.is_empty()).then(|| {
        let mut earlier = cursor.earlier.clone();
        earlier.push(cursor.after);
        Cursor {
            size: cursor.size,
            earlier,
            after: shown[shown.len() - 1],
        }
    });
    let has_id = columns
        .as_ref()
        .is_none_or(|c| c.contains(&"id".to_owned()));
    if next.is_some() && !has_id {
        match world.options.without_id {
            WithoutId::Refused => {
                let words = "The id field is required to return more than one page of results.";
                return Err(refused(words));
            }
            WithoutId::FirstPageOnly => next = None,
            WithoutId::Fine => {}
        }
    }
    if next.is_some() && world.options.next_loops {
        next = Some(cursor.clone());
    }
    let previous = cursor.earlier.split_last().map(|(last, rest)| Cursor {
        size: cursor.size,
        earlier: rest.to_vec(),
        after: *last,
    });
    let rows: Vec<Value> = shown
        .iter()
        .map(|id| {
            let row = world.shown(entity, &world.table(entity)[id]);
            picked(row, columns.as_deref())
        })
        .collect();
    let mut address = |cursor: Option<Cursor>| {
        cursor.map(|cursor| address(world, request, entity, asked, &cursor))
    };
    let (previous, next) = (address(previous), address(next));
    Ok(ok(&json!({
        "items": rows,
        "pageDetails": {
            "count": rows.len(), "requestCount": cursor.size,
            "prevPageUrl": previous, "nextPageUrl": next,
        },
    })))
}

/// query: only these fields.
fn columns(world: &World, entity: &str, asked: &Value) -> Result<Option<Vec<String>>, Answer> {
    let Some(names) = asked["includeFields"].as_array().filter(|n| !n.is_empty()) else {
        return Ok(None);
    };
    let known = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        if world.options.hours_approved_unnamed && name.eq_ignore_ascii_case("hoursApproved") {
            return Err(refused(&format!("The field {name} cannot be queried.")));
        }
        let mut fields = fields(entity).into_iter().flat_map(|f| f.keys());
        let field = fields.find(|field| field.eq_ignore_ascii_case(name));
        field.cloned().ok_or_else(|| unknown_field(entity, name))
    };
    names.iter().map(known).collect::<Result<_, _>>().map(Some)
}

fn picked(row: Value, columns: Option<&[String]>) -> Value {
    let (Some(columns), Value::Object(row)) = (columns, &row) else {
        return row;
    };
    let pairs = row.iter().filter(|(key, _)| columns.contains(key));
    Value::Object(pairs.map(|(k, v)| (k.clone(), v.clone())).collect())
}

/// query: the address of a page, to be followed letter by letter.
fn address(
    world: &mut World,
    request: &Request,
    entity: &str,
    asked: &Value,
    cursor: &Cursor,
) -> String {
    let own = format!("http://{}", request.header("host").unwrap_or("127.0.0.1"));
    let base = world.options.page_base.clone().unwrap_or(own);
    let mut paging = json!({
        "pageSize": cursor.size, "previousIds": cursor.earlier, "nextIds": [cursor.after],
    });
    if world.options.next_without_body {
        world.questions.push(asked.clone());
        paging["question"] = json!(world.questions.len() - 1);
    }
    let zone = &world.zone;
    let mut to = format!(
        "{base}{zone}/ATServicesRest/V1.0/{entity}/query/next?paging={}",
        quoted(&paging.to_string())
    );
    if request.method == "GET" {
        to.push_str(&format!("&search={}", quoted(&asked.to_string())));
    }
    to
}

/// Percent signs with small letters, which is not how clients write them themselves.
fn quoted(text: &str) -> String {
    let mut out = String::new();
    let mut hex = 0;
    for c in encode(text).chars() {
        hex = if c == '%' { 3 } else { hex };
        out.push(if hex > 0 { c.to_ascii_lowercase() } else { c });
        hex = i32::max(hex - 1, 0);
    }
    out
}
