//! Lists: pages, the filter of time entries, users, contacts, projects.

use chrono::NaiveDate;
use serde_json::Value;

use super::door::{error, not_found, ok};
use super::state::{Token, World};
use super::{Order, times};
use crate::support::vendor::http::{Request, encode};
use crate::support::vendor::rig::Answer;

/// projects: rows on a page unless asked.
const PROJECTS: usize = 25;

type Outcome<T> = Result<T, Answer>;

/// list: time entries.
pub(super) fn entries(world: &World, request: &Request, token: &Token) -> Outcome<Answer> {
    let filter = Filter::read(world, request.param("filter").unwrap_or_default())?;
    let query = request.param("query").map(str::to_lowercase);
    let mut rows: Vec<(&i64, &Value)> = world
        .entries
        .iter()
        .filter(|(_, entry)| filter.fits(world, entry))
        .filter(|(_, entry)| {
            let text = entry["description"].as_str().unwrap_or_default();
            query
                .as_ref()
                .is_none_or(|query| text.to_lowercase().contains(query))
        })
        .collect();
    // No order is promised, so none is kept to: an option chooses.
    rows.sort_by_key(|(id, entry)| {
        let began = times::read(&entry["started_at"]).unwrap_or_default();
        match world.options.order {
            Order::NewestFirst => (-began, -**id),
            Order::OldestFirst => (began, **id),
            Order::Scrambled => (id.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64 as i64), 0),
        }
    });
    let sees = token.has("sales_invoices");
    let rows: Vec<Value> = rows.iter().map(|(_, e)| world.shown(e, sees)).collect();
    page(world, request, &rows, world.options.page_size)
}

/// What a list of time entries is narrowed to.
#[derive(Default)]
struct Filter {
    states: Vec<String>,
    days: Option<(NaiveDate, NaiveDate)>,
    day: Option<NaiveDate>,
    contact: Option<String>,
    nil_contacts: bool,
    active: bool,
    project: Option<String>,
    user: Option<String>,
}

impl Filter {
    /// list: any filter takes the place of the default one, which is this year.
    fn read(world: &World, text: &str) -> Outcome<Self> {
        let today = times::day(world.now_ms(), world.options.filter_zone);
        let period = |text: &str| times::period(text, today, world.options.year_begins);
        let mut filter = Self::default();
        if text.is_empty() || world.options.keeps_default_period {
            filter.days = period("this_year");
        }
        for term in text.split(',').filter(|term| !term.is_empty()) {
            let (key, value) = term.split_once(':').unwrap_or((term, ""));
            let wrong = || error(400, &format!("{key} does not have a valid value"), &[]);
            let flag = || value.parse::<bool>().map_err(|_| wrong());
            match key {
                "state" => {
                    let states: Vec<String> = value.split('|').map(str::to_owned).collect();
                    let known = |s: &String| ["all", "open", "non_billable"].contains(&s.as_str());
                    if !states.iter().all(known) {
                        return Err(wrong());
                    }
                    filter.states = states;
                }
                "period" => filter.days = Some(period(value).ok_or_else(wrong)?),
                "day" => {
                    let day = NaiveDate::parse_from_str(value, "%Y-%m-%d").ok();
                    filter.day = Some(day.filter(|_| value.len() == 10).ok_or_else(wrong)?);
                }
                "contact_id" => filter.contact = Some(known(world, "contacts", key, value)?),
                "user_id" => filter.user = Some(known(world, "users", key, value)?),
                // Nobody says what an unknown project is answered with: an option.
                "project_id" if !world.options.unknown_project_is_404 => {
                    filter.project = Some(value.to_owned());
                }
                "project_id" => filter.project = Some(known(world, "projects", key, value)?),
                "include_nil_contacts" => filter.nil_contacts = flag()?,
                "include_active" => filter.active = flag()?,
                _ if world.options.ignores_unknown_filters => {}
                _ => return Err(error(400, &format!("{key} is not a valid filter"), &[])),
            }
        }
        Ok(filter)
    }

    fn fits(&self, world: &World, entry: &Value) -> bool {
        let began = times::read(&entry["started_at"]).unwrap_or_default();
        let day = times::day(began, world.options.filter_zone);
        let billable = entry["billable"] == true;
        let state = |state: &String| match state.as_str() {
            "open" => billable && entry["sales_invoice_id"].is_null(),
            "non_billable" => !billable,
            _ => true,
        };
        let nobody = entry["contact_id"].is_null();
        let contact = match &self.contact {
            Some(contact) => {
                entry["contact_id"] == contact.as_str() || (nobody && self.nil_contacts)
            }
            None => !nobody || self.nil_contacts || !world.options.hides_nil_contacts,
        };
        let is = |key: &str, wanted: &Option<String>| {
            wanted
                .as_ref()
                .is_none_or(|wanted| entry[key] == wanted.as_str())
        };
        contact
            && (self.states.is_empty() || self.states.iter().any(state))
            && self.days.is_none_or(|(from, to)| from <= day && day <= to)
            && self.day.is_none_or(|wanted| wanted == day)
            && (self.active || !entry["ended_at"].is_null())
            && is("project_id", &self.project)
            && is("user_id", &self.user)
    }
}

/// list: a contact or user that is not there is 404, not an empty list.
fn known(world: &World, list: &str, key: &str, value: &str) -> Outcome<String> {
    let found = world.row(list, &Value::from(value)).is_some();
    found
        .then(|| value.to_owned())
        .ok_or_else(|| not_found(key))
}

/// other resources: users, all on one page; some are only shown when asked for.
pub(super) fn users(world: &World, request: &Request) -> Answer {
    let asked = |name: &str| request.param(name) == Some("true");
    let rows = world.rows("users").iter().filter(|user| {
        let kind = user["user_type"].as_str().unwrap_or_default();
        (user["_inactive"] != true || asked("include_inactive"))
            && (kind != "accountant" || asked("include_accountants"))
            && (kind != "api_user" || asked("include_api_users"))
            && !kind.starts_with("deleted")
    });
    let rows: Vec<Value> = rows.map(without_own).collect();
    ok(200, &world.dressed(&Value::Array(rows)))
}

/// Keys with an underscore are the fake's own.
fn without_own(row: &Value) -> Value {
    let pairs = row.as_object().into_iter().flatten();
    let theirs = pairs.filter(|(key, _)| !key.starts_with('_'));
    Value::Object(theirs.map(|(k, v)| (k.clone(), v.clone())).collect())
}

/// other resources: contacts, by words and by page.
pub(super) fn contacts(world: &World, request: &Request) -> Outcome<Answer> {
    const SEARCHED: [&str; 7] = [
        "company_name",
        "firstname",
        "lastname",
        "city",
        "email",
        "phone",
        "customer_id",
    ];
    let query = request.param("query").unwrap_or_default().to_lowercase();
    let archived = request.param("include_archived") == Some("true");
    let rows = world.rows("contacts").iter().filter(|row| {
        let has = |key: &str| {
            row[key]
                .as_str()
                .is_some_and(|text| text.to_lowercase().contains(&query))
        };
        (archived || row["archived"] != true)
            && (query.is_empty() || SEARCHED.iter().any(|key| has(key)))
    });
    let rows: Vec<Value> = rows.cloned().collect();
    page(world, request, &rows, world.options.page_size)
}

/// other resources: projects, the active ones unless asked.
pub(super) fn projects(world: &World, request: &Request) -> Outcome<Answer> {
    let filter = request.param("filter").unwrap_or("state:active");
    let state = match filter.strip_prefix("state:") {
        Some(state @ ("all" | "active" | "archived")) => state,
        _ => return Err(error(400, "state does not have a valid value", &[])),
    };
    let rows = world.rows("projects").iter();
    let rows = rows.filter(|row| state == "all" || row["state"] == state);
    let rows: Vec<Value> = rows.cloned().collect();
    page(world, request, &rows, PROJECTS)
}

/// list: `page` from 1, `per_page` from 1 to 100, and where the next page is.
fn page(world: &World, request: &Request, rows: &[Value], size: usize) -> Outcome<Answer> {
    let number = |name: &str| {
        let wrong = || error(400, &format!("{name} does not have a valid value"), &[]);
        let text = request.param(name);
        text.map(|t| t.parse::<i64>().map_err(|_| wrong()))
            .transpose()
    };
    let size = match number("per_page")? {
        None => size,
        Some(n @ 1..=100) => usize::try_from(n).unwrap_or(size),
        Some(_) => return Err(error(400, "per_page does not have a valid value", &[])),
    };
    let nr = match number("page")? {
        None => 1,
        Some(n) if n < 1 => return Err(error(400, "Page is too small", &[("page", "min")])),
        Some(n) => usize::try_from(n).unwrap_or(usize::MAX),
    };
    let shown: Vec<Value> = rows
        .iter()
        .skip((nr - 1).saturating_mul(size))
        .take(size)
        .map(|row| world.dressed(row))
        .collect();
    let mut answer = ok(200, &Value::Array(shown));
    let own = format!("http://{}", request.header("host").unwrap_or("127.0.0.1"));
    let base = world.options.link_base.as_deref().unwrap_or(&own);
    let link = |to: usize, rel: &str| {
        let mut address = format!("{base}{}?page={to}&per_page={size}", request.path);
        for (name, value) in &request.query {
            if name != "page" && name != "per_page" {
                address.push_str(&format!("&{name}={}", encode(value)));
            }
        }
        format!("<{address}>; rel=\"{rel}\"")
    };
    let mut links = Vec::new();
    if nr > 1 {
        links.push(link(nr - 1, "prev"));
    }
    if nr.saturating_mul(size) < rows.len() {
        links.push(link(nr + 1, "next"));
    }
    if world.options.link_header && !links.is_empty() {
        answer.headers.push(("Link".to_owned(), links.join(", ")));
    }
    if world.options.total_count {
        let total = rows.len().to_string();
        answer.headers.push(("X-Total-Count".to_owned(), total));
    }
    Ok(answer)
}
