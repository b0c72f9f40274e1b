//! What is not checked before a sync, told to somebody who has never heard of rules or
//! catalogs. Decides nothing: which rules could not be asked stands in the entry.

use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::entry::Entry;
use crate::rules::{asks_catalog, field_of};
use crate::screen::sanitize;

/// The line on what is not checked yet; none where nothing is left that the catalog would
/// tell. What only the service knows is asked at the next sync whatever is known here.
pub(super) fn line(entry: &Entry) -> Option<String> {
    let rules: Vec<_> = entry
        .unchecked
        .iter()
        .filter(|rule| asks_catalog(rule))
        .collect();
    let fields: Vec<_> = rules.iter().map(|rule| field_of(rule)).collect();
    let content = &entry.content;
    // What is charged to says most.
    let charge = fields.iter().flatten().find(|field| **field == "charge_to");
    let mut told = charge.into_iter().chain(fields.iter().flatten());
    let what = told.find_map(|field| question(field, content));
    let n_rules = rules.len();
    let plural = |n: usize| if n == 1 { "rule" } else { "rules" };
    let mut line = match (what, n_rules) {
        (_, 0) => return None,
        (Some(what), 1) => format!("not checked until sync: {what}"),
        (Some(what), n) => {
            let more = plural(n - 1);
            format!("not checked until sync: {what} (and {} more {more})", n - 1)
        }
        (None, n) => format!("not checked until sync: {n} {}", plural(n)),
    };
    if fields
        .iter()
        .flatten()
        .any(|field| is_unread(field, content))
    {
        line.push_str("; `tt catalog refresh` lets it be checked sooner");
    }
    Some(line)
}

/// What a rule on this field asks, in words.
fn question(field: &str, content: &Content) -> Option<String> {
    let about = thing(field, content).map(|(kind, at)| format!("{kind} {}", sanitize(&at.typed)));
    Some(match (field, about) {
        ("charge_to", Some(about)) => format!("whether {about} takes time"),
        ("client", Some(about)) => format!("whether {about} may be booked on"),
        (_, Some(about)) => format!("whether {about} may be used"),
        ("note", None) => "whether a note is needed".to_owned(),
        ("start" | "end", None) => "whether start and end are both needed".to_owned(),
        ("billable", None) => "how it is billed".to_owned(),
        _ => return None,
    })
}

/// Whether a field names something that nothing is known of: reading the catalog may help.
fn is_unread(field: &str, content: &Content) -> bool {
    // The billing of a ticket hangs on the ticket.
    let field = if field == "billable" {
        "charge_to"
    } else {
        field
    };
    thing(field, content).is_some_and(|(_, at)| at.id.is_none())
}

/// What a field of an entry names, with the word for its kind.
fn thing<'c>(field: &str, content: &'c Content) -> Option<(String, &'c Reference)> {
    let at = match field {
        "charge_to" => {
            let target = content.target.as_ref();
            let client = content.client.as_ref();
            let target = target.map(|it| (it.kind.word().replace('-', " "), &it.at));
            return target.or(client.map(|at| ("client".to_owned(), at)));
        }
        "project" => &content.project,
        "client" => &content.client,
        "service" => &content.service,
        "task" => &content.task,
        "work_type" => &content.work_type,
        "work_role" => &content.work_role,
        "agreement" => &content.agreement,
        _ => return None,
    };
    Some((field.replace('_', " "), at.as_ref()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::charge::{Target, TargetKind};
    use crate::ledger::{fresh_key, proposed};

    #[test]
    fn what_is_not_checked_is_told_in_words_and_advice_is_given_where_it_helps() {
        let ticket = "connectwise/ticket-takes-time";
        let billing = "connectwise/billing-decision";
        let refresh = "; `tt catalog refresh` lets it be checked sooner";
        for (rules, kind, id, says, helps) in [
            (vec![], TargetKind::Ticket, None, None, false),
            (
                vec![ticket],
                TargetKind::Ticket,
                None,
                Some("whether ticket 54321 takes time"),
                true,
            ),
            (
                vec![billing, ticket, "connectwise/note-required"],
                TargetKind::ProjectTicket,
                None,
                Some("whether project ticket 54321 takes time (and 2 more rules)"),
                true,
            ),
            (
                vec![billing],
                TargetKind::ChargeCode,
                Some("7"),
                Some("how it is billed"),
                false,
            ),
            (
                vec!["connectwise/note-required", billing],
                TargetKind::Ticket,
                Some("54321"),
                Some("whether a note is needed (and 1 more rule)"),
                false,
            ),
            (
                vec!["connectwise/rounding"],
                TargetKind::Ticket,
                None,
                None,
                false,
            ),
        ] {
            let date = "2026-11-22".parse().unwrap();
            let mut content = Content::blank(date, "UTC", crate::domain::status::BookedAs::Length);
            let mut at = Reference::typed("54321");
            at.id = id.map(str::to_owned);
            content.target = Some(Target { kind, at });
            let mut entry = proposed(content, fresh_key(0).unwrap(), 0);
            entry.unchecked = rules.into_iter().map(str::to_owned).collect();
            let advice = if helps { refresh } else { "" };
            let expected = says.map(|says| format!("not checked until sync: {says}{advice}"));
            assert_eq!(line(&entry), expected);
        }
    }
}
