//! Lists of time entries: filters, pages, totals. What is no filter is passed over.

use serde_json::{Value, json};

use super::door::{Wrong, invalid, ok};
use super::options::{Order, PerPage};
use super::state::{Entry, Token, World};
use super::times;
use crate::support::vendor::http::Request;
use crate::support::vendor::rig::Answer;

/// list: rows on a page unless asked.
const PAGE: usize = 30;
/// list: the most rows on a page.
const MOST: usize = 100;

type Outcome<T> = Result<T, Answer>;

/// list: one's own logged entries unless asked for more.
pub(super) fn entries(
    world: &World,
    business: i64,
    token: &Token,
    request: &Request,
) -> Outcome<Answer> {
    let filter = Filter::read(world, request)?;
    let manages = world.manages(token.identity, business);
    let fitting: Vec<&Entry> = world
        .entries
        .values()
        .filter(|e| e.business == business && filter.fits(e))
        .collect();
    let mine = |e: &&&Entry| {
        let own = e.row["identity_id"] == token.identity;
        (own || (filter.team && manages)) && filter.of(e)
    };
    let mut rows: Vec<&Entry> = fitting.iter().filter(mine).copied().collect();
    // A sort that is asked for does nothing.
    rows.sort_by_key(|e| {
        let began = times::read(&e.row["started_at"]).unwrap_or_default();
        let id = e.row["id"].as_i64().unwrap_or_default();
        match world.options.order {
            Order::NewestFirst => (-began, -id),
            Order::OldestFirst => (began, id),
            Order::Scrambled => (id.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64), 0),
        }
    });
    let total = match world.options.counts_unseen {
        true => fitting.len(),
        false => rows.len(),
    };
    let seconds = |only: fn(&Value) -> bool| -> i64 {
        let rows = rows.iter().map(|e| &e.row).filter(|row| only(row));
        rows.filter_map(|row| row["duration"].as_i64()).sum()
    };
    let logged = seconds(|row| row["is_logged"] == true);
    let unbilled = seconds(|row| row["billable"] == true && row["billed"] != true);
    let page = Page::read(world, request, PAGE)?;
    let mut meta = page.meta(total);
    meta["total_logged"] = json!(logged);
    meta["total_unbilled"] = json!(unbilled);
    meta["total_logged_per_team_member"] = json!([]);
    meta["total_logged_per_client"] = json!([]);
    let shown: Vec<Value> = page.cut(&rows).iter().map(|e| world.shown(e)).collect();
    Ok(ok(200, &json!({"meta": meta, "time_entries": shown})))
}

/// What a list of time entries is narrowed to.
struct Filter {
    from: Option<i64>,
    to: Option<i64>,
    since: Option<i64>,
    ids: Vec<(&'static str, i64)>,
    flags: Vec<(&'static str, bool)>,
    identity: Option<i64>,
    team: bool,
    deleted: bool,
    unlogged: bool,
    words: Option<String>,
}

impl Filter {
    fn read(world: &World, request: &Request) -> Outcome<Self> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let mut instant = |name: &str| {
            let text = request.param(name)?;
            let at = times::filter(text);
            if at.is_none() {
                let words = "Input should be a valid datetime or date, input is too short";
                wrong.push((name.to_owned(), words.to_owned()));
            }
            at
        };
        let (from, to) = (instant("started_from"), instant("started_to"));
        let since = instant("updated_since");
        let mut flag = |name: &str| {
            let text = request.param(name)?;
            let word = text.parse::<bool>().ok();
            if word.is_none() {
                let words = "Input should be a valid boolean, unable to interpret input";
                wrong.push((name.to_owned(), words.to_owned()));
            }
            word
        };
        let options = &world.options;
        let more = |key: &&str| match *key {
            "project_id" => options.filters_project,
            "service_id" | "task_id" | "active" => options.filters_more,
            _ => true,
        };
        let flags = ["billable", "billed", "active"].into_iter().filter(more);
        let flags = flags.filter_map(|key| Some((key, flag(key)?))).collect();
        let team = flag("team").unwrap_or(false);
        let deleted = flag("include_deleted").unwrap_or(false);
        let unlogged = flag("include_unlogged").unwrap_or(false);
        let mut id = |name: &str| {
            let text = request.param(name)?;
            let id = text.parse::<i64>().ok();
            if id.is_none() {
                let words = "Input should be a valid integer";
                wrong.push((name.to_owned(), words.to_owned()));
            }
            id
        };
        let identity = id("identity_id");
        let ids = ["client_id", "project_id", "service_id", "task_id"];
        let ids = ids.into_iter().filter(more);
        let ids = ids.filter_map(|key| Some((key, id(key)?))).collect();
        if !wrong.is_empty() {
            return Err(invalid(&wrong));
        }
        let words = request
            .param("q")
            .filter(|_| request.path.ends_with("/search"));
        Ok(Self {
            from,
            to,
            since,
            ids,
            flags,
            identity,
            team,
            deleted,
            unlogged,
            words: words.map(str::to_lowercase),
        })
    }

    fn fits(&self, entry: &Entry) -> bool {
        let row = &entry.row;
        let began = times::read(&row["started_at"]).unwrap_or_default();
        let note = row["note"].as_str().unwrap_or_default().to_lowercase();
        self.from.is_none_or(|from| from <= began)
            && self.to.is_none_or(|to| began <= to)
            && self.since.is_none_or(|since| since <= entry.updated)
            && self.ids.iter().all(|(key, id)| row[*key] == *id)
            && self.flags.iter().all(|(key, flag)| row[*key] == *flag)
            && (self.deleted || row["active"] == true)
            && (self.unlogged || row["is_logged"] == true)
            && self.words.as_ref().is_none_or(|words| note.contains(words))
    }

    fn of(&self, entry: &Entry) -> bool {
        self.identity
            .is_none_or(|wanted| entry.row["identity_id"] == wanted)
    }
}

/// list: a page from 1 (0 is the first one too) of so many rows.
pub(super) struct Page {
    nr: usize,
    size: usize,
}

impl Page {
    pub(super) fn read(world: &World, request: &Request, unsaid: usize) -> Outcome<Self> {
        let number = |name: &str| {
            let text = request.param(name)?;
            Some(text.parse::<usize>().map_err(|_| {
                let words = "Input should be a valid integer";
                invalid(&[(name.to_owned(), words.to_owned())])
            }))
        };
        let nr = number("page").transpose()?.unwrap_or(1).max(1);
        let size = number("per_page").transpose()?.unwrap_or(unsaid);
        if size == 0 || (size > MOST && world.options.per_page == PerPage::Refused) {
            let words = "ensure this value is between 1 and 100";
            return Err(invalid(&[("per_page".to_owned(), words.to_owned())]));
        }
        Ok(Self {
            nr,
            size: size.min(MOST),
        })
    }

    /// list: nothing at all is no page of no rows.
    pub(super) fn meta(&self, total: usize) -> Value {
        let size = if total == 0 { 0 } else { self.size };
        let pages = total.div_ceil(self.size);
        json!({"total": total, "per_page": size, "page": self.nr, "pages": pages})
    }

    pub(super) fn cut<'a, T>(&self, rows: &'a [T]) -> &'a [T] {
        let from = (self.nr - 1).saturating_mul(self.size).min(rows.len());
        let to = from.saturating_add(self.size).min(rows.len());
        &rows[from..to]
    }
}
