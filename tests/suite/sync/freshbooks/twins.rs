//! Two entries of one time, project and note whose answers are both lost: which of them a
//! record is shows in what else it says, and in nothing else.

use super::kills::compare;
use super::{Books, ENTRIES, Fault, On, Plan, seed};
use serde_json::Value;

/// What each entry here says, by its number.
fn said(books: &Books) -> Vec<(i64, Value)> {
    let entries = books.entries();
    let told = |entry: &Value| {
        let of = |name: &str| entry[name]["ref"].clone();
        Value::from(vec![entry["end"].clone(), of("service"), of("task")])
    };
    let mut said: Vec<_> = entries
        .iter()
        .map(|entry| (entry["id"].as_i64().unwrap(), told(entry)))
        .collect();
    said.sort_by_key(|(id, _)| *id);
    said
}

/// Of each two the first create is lost on its way and the second arrives.
#[test]
fn what_one_twin_left_there_is_not_the_others() {
    let books = Books::new();
    let mut plan = Plan::calm();
    let (client, project, service) = (seed::LOVELACE, seed::ENGINE, seed::CONSULTING);
    let on = format!("--client {client} --project {project} --service {service} -m dns");
    for time in ["9:00-10:00", "10:00-11:00", "11:00-12:00", "13:00-14:00"] {
        for fault in [Fault::LostBefore, Fault::LostAfter] {
            books.tt(&format!("log yesterday {time} {on}")).exits(0);
            plan = plan.next(1, On::new("POST", ENTRIES), fault);
        }
    }
    books
        .tt(&format!("edit 2 --task {}", seed::RESEARCH))
        .exits(0);
    books
        .tt(&format!("edit 3 --task {}", seed::RESEARCH))
        .exits(0);
    books.tt("edit 5 --service none").exits(0);
    books.tt("edit 8 --for 30m").exits(0);
    let wanted = said(&books);
    assert_eq!(wanted.len(), 8);
    books.fake.plan(plan);
    books.until_settled();
    assert_eq!(said(&books), wanted);
    compare(&books, 0);
    books.is_idle();
}
