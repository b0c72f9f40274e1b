//! `tt remote list`: what the service holds, as a table or as JSON.

use super::ask::Asked;
use super::{Shelf, dial};
use crate::app::{App, Desk, Seen};
use crate::cli::{RemoteListArgs, Sort};
use crate::domain::delivery::Remote;
use crate::domain::entry::Breach;
use crate::domain::status::BackendKind;
use crate::failure::{Code, Failure};
use crate::report::render::json::{self, Pages};
use crate::report::render::remote;
use crate::sync::backend::{Backend, RemoteQuery, capabilities};
use crate::sync::look;
use std::cmp::Reverse;

/// Entries on a page, where nobody says.
const PER_PAGE: u32 = 100;

/// Runs `tt remote list`.
///
/// # Errors
/// What was asked for, configuration, the service, the store.
pub fn run(app: &mut App<'_>, args: &RemoteListArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let (profile, line, store) = {
        let named = args.filters.fields.profile.as_deref();
        let profile = super::connect::chosen(app, &desk, named, " with --profile")?;
        Asked::may_be(args, profile.kind())?;
        fits_page(args, profile.kind())?;
        dial(app, &desk, named)?
    };
    let backend = line.backend.as_ref();
    let asked = Asked::of(args, profile, backend, &desk)?;
    for note in &asked.notes {
        app.say(&format!("note: {note}"))?;
    }
    let (found, pages) = if asked.is_nothing {
        (Vec::new(), all_of(0, Some(0)))
    } else {
        read(args, backend, &asked.query)?
    };
    if !app.global.json && !args.filters.ids {
        app.say(&understood(&asked, profile.member.as_deref(), &desk))?;
    }
    let mut shelf = Shelf::of(found, profile, &store, app.now)?;
    let seen = Seen::of(&desk);
    sort(&mut shelf, args.filters.sort);
    let runs = |held: &remote::Held<'_>| held.item.entry.content.is_timer();
    if !args.filters.ids && shelf.held().iter().any(runs) {
        let title = profile.kind().title();
        app.say(&format!(
            "note: what runs on {title} is only shown: tt never stops it, stop it there"
        ))?;
    }
    if args.filters.ids {
        for held in shelf.held() {
            if let Some(remote) = held.remote() {
                let line = format!("{}\n", crate::screen::sanitize(&remote.id.0));
                app.print(&line)?;
            }
        }
        return Ok(());
    }
    let text = if app.global.json {
        json::remote_list(&shelf.held(), pages, &seen)
    } else {
        remote::list(&shelf.held(), &seen, app.canvas())
    };
    app.print(&text)
}

/// The rows, oldest first, and what is known of the pages.
fn read(
    args: &RemoteListArgs,
    backend: &dyn Backend,
    query: &RemoteQuery,
) -> anyhow::Result<(Vec<Remote>, Pages)> {
    let limit = args.filters.limit;
    if args.page.is_none() && args.per_page.is_none() {
        let found = look::all(backend, query, limit.map(|limit| limit as usize))?;
        let pages = all_of(found.rows.len(), found.total);
        return Ok((found.rows, pages));
    }
    let number = args.page.unwrap_or(1);
    let size = args
        .per_page
        .unwrap_or(PER_PAGE)
        .min(backend.capabilities().page);
    let batch = look::page(backend, query, number, size)?;
    let total = batch.total;
    let known = total.map(|total| total.div_ceil(u64::from(size)));
    let mut rows = batch.items;
    rows.sort_by_cached_key(|row| (row.content.date, row.content.start, row.id.clone()));
    if let Some(limit) = limit {
        let surplus = rows.len().saturating_sub(limit as usize);
        rows.drain(..surplus);
    }
    let last = batch.next.is_none().then_some(u64::from(number));
    let pages = Pages {
        page: number,
        per_page: Some(size),
        pages: known.or(last),
        total,
    };
    Ok((rows, pages))
}

fn all_of(n_rows: usize, total: Option<u64>) -> Pages {
    Pages {
        page: 1,
        per_page: u32::try_from(n_rows).ok(),
        pages: Some(1),
        total,
    }
}

fn sort(shelf: &mut Shelf, by: Sort) {
    let rows = &mut shelf.rows;
    match by {
        Sort::Start => {}
        Sort::Newest => rows.reverse(),
        Sort::Longest => rows.sort_by_key(|(entry, ..)| {
            let content = &entry.content;
            Reverse(
                content
                    .end
                    .map(|end| content.worked(end))
                    .or(content.length),
            )
        }),
        Sort::Id => rows.sort_by_cached_key(|(_, link, ..)| {
            let id = link.remote_id.as_ref().map(|id| id.0.clone());
            (id.as_ref().map(String::len), id)
        }),
        Sort::Updated => rows.sort_by_key(|(entry, ..)| Reverse(entry.updated_at)),
    }
}

/// `Sun 15 Nov – Sun 22 Nov, time of jdoe (--member all: everybody's)`
fn understood(asked: &Asked, member: Option<&str>, desk: &Desk) -> String {
    let day = |day: chrono::NaiveDate| day.format("%a %d %b %Y").to_string();
    let instant = |at: i64| desk.zone.rfc3339(at);
    let query = &asked.query;
    let mut said = match (query.first_day, query.last_day) {
        (Some(first), Some(last)) if first == last => day(first),
        (Some(first), Some(last)) => format!("{} – {}", day(first), day(last)),
        (Some(first), None) => format!("from {}", day(first)),
        (None, Some(last)) => format!("up to {}", day(last)),
        (None, None) if query.from.is_some() || query.to.is_some() => String::new(),
        (None, None) => "of all days".to_owned(),
    };
    let bounds = [("from", query.from), ("before", query.to)];
    for (word, at) in bounds
        .into_iter()
        .filter_map(|(word, at)| Some((word, at?)))
    {
        if !said.is_empty() {
            said += ", ";
        }
        said += &format!("{word} {}", instant(at));
    }
    if query.own {
        let whose = member.unwrap_or("the profile's member");
        said += &format!(", time of {whose}");
        if asked.is_presumed_own {
            said += " (--member all: everybody's)";
        }
    }
    said
}

fn fits_page(args: &RemoteListArgs, kind: BackendKind) -> Result<(), Failure> {
    let most = capabilities(kind).page;
    let Some(typed) = args.per_page.filter(|typed| *typed > most) else {
        return Ok(());
    };
    let breach = Breach {
        rule: format!("{kind}/per-page"),
        field: None,
        message: format!(
            "a page of {} has at most {most} entries, not {typed}",
            kind.title()
        ),
        help: format!("choose a number from 1 to {most}"),
    };
    Err(Failure {
        breaches: vec![breach.clone()],
        ..Failure::new(Code::Rule, breach.message, breach.help)
    })
}
