//! Puts what rules decided into a copy of the content: what goes to the service.
//! What was typed is never touched.

use crate::domain::charge::Reference;
use crate::domain::content::Content;
use crate::domain::entry::{AdjustedTo, Adjustment};

/// The content with every adjustment put into its field, in their order. An
/// adjustment without a value is the service's own doing and changes nothing
/// here; neither does a value that its field cannot hold.
#[must_use]
pub fn adjusted(content: &Content, adjustments: &[Adjustment]) -> Content {
    let mut adjusted = content.clone();
    for adjustment in adjustments {
        if let Some(value) = &adjustment.value {
            put(&mut adjusted, &adjustment.field, value);
        }
    }
    adjusted
}

fn put(content: &mut Content, field: &str, value: &AdjustedTo) {
    use AdjustedTo::{Billable, Day, Flag, Nothing, Seconds, Thing};
    let thing: Option<&mut Option<Reference>> = match field {
        "client" => Some(&mut content.client),
        "project" => Some(&mut content.project),
        "service" => Some(&mut content.service),
        "task" => Some(&mut content.task),
        "member" => Some(&mut content.member),
        "work_type" => Some(&mut content.work_type),
        "work_role" => Some(&mut content.work_role),
        "agreement" => Some(&mut content.agreement),
        _ => None,
    };
    match (thing, field, value) {
        (Some(slot), _, Thing(thing)) => *slot = Some(thing.clone()),
        (Some(slot), _, Nothing) => *slot = None,
        (None, "date", Day(day)) => content.date = *day,
        (None, "start", Seconds(at)) => content.start = Some(*at),
        (None, "end", Seconds(at)) => content.end = Some(*at),
        // All that was not worked, pauses too: no service is told of the pauses one by one.
        (None, "deduct_seconds", Seconds(seconds)) => {
            content.deduct = *seconds;
            content.pauses.clear();
        }
        (None, "billable", Billable(option)) => content.billable = *option,
        (None, "extra.show_on_invoice", Flag(shown)) => {
            content.extra.show_on_invoice = Some(*shown);
        }
        (None, "extra.show_on_invoice", Nothing) => content.extra.show_on_invoice = None,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Pause;
    use crate::domain::status::{Billable, BookedAs};

    #[test]
    fn each_value_goes_into_its_field_and_nothing_else_changes() {
        let day = "2026-11-20".parse().unwrap();
        let mut content = Content::blank(day, "UTC", BookedAs::Range);
        (content.start, content.end, content.deduct) = (Some(61), Some(3661), 30);
        content.pauses.push(Pause {
            start: 70,
            end: Some(100),
        });
        content.agreement = Some(Reference::typed("77"));
        let of = |field: &str, value| Adjustment {
            rule: "tt/test".into(),
            field: field.into(),
            from: None,
            to: None,
            message: String::new(),
            value,
        };
        let thing = Reference::known("12", None);
        let all = [
            of("start", Some(AdjustedTo::Seconds(60))),
            of("end", Some(AdjustedTo::Seconds(3660))),
            of("deduct_seconds", Some(AdjustedTo::Seconds(60))),
            of("agreement", Some(AdjustedTo::Nothing)),
            of("work_role", Some(AdjustedTo::Thing(thing.clone()))),
            of("date", Some(AdjustedTo::Day(day.succ_opt().unwrap()))),
            of("billable", Some(AdjustedTo::Billable(Billable::Billable))),
            of("extra.show_on_invoice", Some(AdjustedTo::Flag(true))),
            // Not for us to put there, and nonsense.
            of("work_type", None),
            of("start", Some(AdjustedTo::Flag(true))),
            of("moon", Some(AdjustedTo::Seconds(1))),
        ];
        let mut expected = content.clone();
        (expected.start, expected.end, expected.deduct) = (Some(60), Some(3660), 60);
        expected.pauses.clear();
        (expected.agreement, expected.work_role) = (None, Some(thing));
        expected.date = day.succ_opt().unwrap();
        expected.billable = Billable::Billable;
        expected.extra.show_on_invoice = Some(true);
        assert_eq!(adjusted(&content, &all), expected);
        assert_eq!(adjusted(&content, &[]), content);
    }
}
