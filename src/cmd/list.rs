//! `tt list`: entries of a period, filtered, in any format.

use super::export;
use crate::app::{App, Desk, Seen};
use crate::cli::{Chargeable, Fields, Filters, Format, ListArgs, Sort};
use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::entry::Entry;
use crate::domain::status::{Billable, Status};
use crate::domain::when::{self, Bound, DaySpan};
use crate::report::render::table;
use crate::report::{Item, Totals};
use crate::store::{Filter, Listed, Running};
use chrono::Days;

/// Runs `tt list`.
///
/// # Errors
/// A period that is not understood, configuration, the store.
pub fn run(app: &mut App<'_>, args: &ListArgs) -> anyhow::Result<()> {
    let format = export::format(app, args.format)?;
    let desk = app.desk()?;
    let mut filter = filter(args, &desk)?;
    let given = &args.filters;
    let (sort, limit) = (given.sort, given.limit.map(|limit| limit as usize));
    // A limit keeps the newest.
    filter.newest_first = sort == Sort::Newest || limit.is_some();
    let store = app.look()?;
    let seen = Seen::of(&desk);
    let wanted = |(entry, link): &Listed| {
        let item = Item::stored(entry, link.as_ref());
        matches(given, entry)
            && (given.deliveries.is_empty() || given.deliveries.contains(&item.delivery(&seen)))
    };
    let view = store.view();
    let rows = view
        .entries(&filter)
        .map(|row| row.map_err(anyhow::Error::from))
        .filter(|row| row.as_ref().map_or(true, wanted))
        .take(limit.unwrap_or(usize::MAX));
    if sort == Sort::Newest || sort == Sort::Start && limit.is_none() {
        return print(app, format, given.ids, rows, &seen);
    }
    let mut listed = rows.collect::<anyhow::Result<Vec<_>>>()?;
    if filter.newest_first {
        listed.reverse();
    }
    self::sort(&mut listed, sort);
    print(app, format, given.ids, listed.into_iter().map(Ok), &seen)
}

/// Prints entries as they come; a table keeps as many as it shows.
fn print(
    app: &mut App<'_>,
    format: Format,
    ids: bool,
    rows: impl Iterator<Item = anyhow::Result<Listed>>,
    seen: &Seen<'_>,
) -> anyhow::Result<()> {
    if format != Format::Table {
        return export::write(app, format, rows, seen);
    }
    let mut listed = Vec::new();
    let mut totals = Totals::default();
    for row in rows {
        let (entry, link) = row?;
        if ids {
            app.print(&format!("{}\n", entry.id))?;
            continue;
        }
        totals.add(&Item::stored(&entry, link.as_ref()), seen);
        if listed.len() < table::MAX_ROWS {
            listed.push((entry, link));
        }
    }
    if ids {
        return Ok(());
    }
    let items: Vec<_> = listed
        .iter()
        .map(|(entry, link)| Item::stored(entry, link.as_ref()))
        .collect();
    let text = table::list(&items, &totals, seen, app.canvas());
    app.print(&text)
}

/// The conditions that the store can answer.
fn filter(args: &ListArgs, desk: &Desk) -> anyhow::Result<Filter> {
    let setting = desk.setting();
    let given = &args.filters;
    let mut filter = Filter {
        status: given.statuses.clone(),
        search: given.search.clone(),
        profile: given.fields.profile.clone().filter(|name| name != "none"),
        without_profile: given.fields.profile.as_deref() == Some("none"),
        ..Filter::default()
    };
    if given.billed && filter.status.is_empty() {
        filter.status = vec![Status::Billed];
    }
    if given.running {
        filter.running = Some(Running::Only);
    } else if given.stopped {
        filter.running = Some(Running::Not);
    }
    if let Some((kind, target)) = given.fields.targets.chosen() {
        filter.target_kind = Some(kind);
        filter.target = Some(target.trim_start_matches('#').to_owned());
    }
    let mut days = match &args.period {
        Some(period) => Some(when::period(period, &setting)?),
        None => None,
    };
    if days.is_none() && given.from.is_none() && given.to.is_none() && !given.running {
        let today = setting.today();
        days = Some(DaySpan {
            from: today.checked_sub_days(Days::new(1)).unwrap_or(today),
            to: today,
        });
    }
    filter.from_date = days.map(|days| days.from);
    filter.to_date = days.map(|days| days.to);
    if let Some(from) = &given.from {
        match when::from_bound(from, &setting)? {
            Bound::Day(day) => filter.from_date = filter.from_date.max(Some(day)),
            Bound::Instant(at) => filter.from = Some(at),
        }
    }
    if let Some(to) = &given.to {
        match when::to_bound(to, &setting)? {
            Bound::Day(day) => filter.to_date = Some(filter.to_date.map_or(day, |to| to.min(day))),
            Bound::Instant(at) => filter.to = Some(at),
        }
    }
    Ok(filter)
}

/// The conditions that are asked of each entry.
fn matches(filters: &Filters, entry: &Entry) -> bool {
    let content = &entry.content;
    let unbilled = entry.status != Status::Billed
        && matches!(content.billable, Billable::Billable | Billable::NoDefault);
    (!filters.unbilled || unbilled)
        && (filters.kinds.is_empty() || filters.kinds.contains(&kind(content)))
        && has_fields(&filters.fields, content)
}

fn has_fields(fields: &Fields, content: &Content) -> bool {
    let references = [
        (&fields.project, &content.project),
        (&fields.client, &content.client),
        (&fields.service, &content.service),
        (&fields.work_type, &content.work_type),
        (&fields.work_role, &content.work_role),
        (&fields.agreement, &content.agreement),
        (&fields.member, &content.member),
    ];
    references.into_iter().all(|(asked, value)| {
        asked
            .as_deref()
            .is_none_or(|asked| is_meant(asked, value.as_ref()))
    }) && fields
        .billable()
        .is_none_or(|billable| content.billable == billable)
        && fields
            .tags
            .iter()
            .all(|tag| content.tags.contains(tag.trim_start_matches('+')))
}

/// Whether what was typed names this value, by identity, as typed, or by name; `none` means no value.
fn is_meant(asked: &str, value: Option<&Reference>) -> bool {
    let Some(value) = value else {
        return asked == "none";
    };
    let same = |text: &str| text.eq_ignore_ascii_case(asked);
    value.id.as_deref().is_some_and(same)
        || same(&value.typed)
        || value.name.as_deref().is_some_and(same)
}

fn kind(content: &Content) -> Chargeable {
    use crate::domain::charge::TargetKind;
    match (&content.target, &content.project, &content.client) {
        (Some(target), ..) => match target.kind {
            TargetKind::Ticket => Chargeable::Ticket,
            TargetKind::ProjectTicket => Chargeable::ProjectTicket,
            TargetKind::Task => Chargeable::Task,
            TargetKind::Activity => Chargeable::Activity,
            TargetKind::ChargeCode => Chargeable::ChargeCode,
        },
        (None, Some(_), _) => Chargeable::Project,
        (None, None, Some(_)) => Chargeable::Client,
        (None, None, None) => Chargeable::General,
    }
}

fn sort(listed: &mut [Listed], by: Sort) {
    match by {
        // The store has them in this order.
        Sort::Start | Sort::Newest => {}
        Sort::Longest => {
            listed.sort_by_key(|(entry, _)| std::cmp::Reverse(entry.content.worked(i64::MAX / 2)))
        }
        Sort::Id => listed.sort_by_key(|(entry, _)| entry.id),
        Sort::Updated => {
            listed.sort_by_key(|(entry, _)| std::cmp::Reverse((entry.updated_at, entry.id)))
        }
    }
}
