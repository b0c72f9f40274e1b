//! Two entries of one time, project and note whose answers are both lost: which of them a
//! record is shows in what else it says, and in nothing else.

use super::kills::compare;
use super::{Books, ENTRIES, Fault, On, Plan};
use serde_json::Value;

/// Of each two the first create is lost on its way and the second arrives.
#[test]
fn what_one_twin_left_there_is_not_the_others() {
    let books = Books::new();
    let mut plan = Plan::calm();
    for time in ["9:00-10:00", "10:00-11:00", "11:00-12:00", "13:00-14:00"] {
        for fault in [Fault::LostBefore, Fault::LostAfter] {
            books.log(time, "dns");
            plan = plan.next(1, On::new("POST", ENTRIES), fault);
        }
    }
    books.tt("edit 2 --for 30m").exits(0);
    books.tt("edit 3 --for 45m").exits(0);
    books.tt("edit 6 --billable do-not-bill").exits(0);
    books.tt("edit 7 --billable do-not-bill").exits(0);
    let said = || {
        let told = |it: &Value| ["id", "end", "billable"].map(|name| it[name].to_string());
        let mut said: Vec<_> = books.entries().iter().map(told).collect();
        said.sort();
        said
    };
    let wanted = said();
    assert_eq!(wanted.len(), 8);
    books.fake.plan(plan);
    books.until_settled();
    assert_eq!(said(), wanted);
    compare(&books, 0);
    let held = books.held();
    let n_unbilled = held.iter().filter(|it| it["billable"] == false).count();
    assert_eq!(n_unbilled, 2, "{held:?}");
    books.is_idle();
}
