//! Blocks added up: which of them count today, and what work takes off which.

use super::*;
use serde_json::{Value, json};

const TODAY: &str = "2026-11-22";

fn on(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// From, to, hours, hours posted.
fn block((from, to, hours, posted): (&str, &str, i64, i64)) -> Block {
    Block {
        starts: on(from),
        ends: on(to),
        seconds: hours * HOUR,
        posted: Some(posted * HOUR),
    }
}

/// Day and hours.
fn work((day, hours): (&str, i64)) -> Work {
    Work {
        day: on(day),
        start: None,
        takes: hours * HOUR,
    }
}

/// Blocks, work, and what they are together: hours, hours used, from, to.
type Case<'a> = (
    &'a [(&'a str, &'a str, i64, i64)],
    &'a [(&'a str, i64)],
    Option<(i64, i64, &'a str, &'a str)>,
);

#[test]
fn what_holds_today_counts_and_work_is_taken_off_in_the_order_of_days() {
    let year = ("2026-01-01", "2026-12-31", 10, 4);
    let rows: &[Case<'_>] = &[
        // One block, and what is not posted.
        (&[year], &[], Some((10, 4, "2026-01-01", "2026-12-31"))),
        (
            &[year],
            &[("2026-11-20", 2)],
            Some((10, 6, "2026-01-01", "2026-12-31")),
        ),
        // More than there is; before it, nothing is its.
        (
            &[year],
            &[("2026-11-20", 9)],
            Some((10, 13, "2026-01-01", "2026-12-31")),
        ),
        (
            &[year],
            &[("2025-12-31", 9)],
            Some((10, 4, "2026-01-01", "2026-12-31")),
        ),
        // Two that hold are one sum; what the earlier cannot bear the later does.
        (
            &[year, ("2026-06-01", "2026-11-30", 5, 0)],
            &[("2026-11-01", 8)],
            Some((15, 12, "2026-01-01", "2026-11-30")),
        ),
        // In March only the first of them is there: three hours are billed besides.
        (
            &[year, ("2026-06-01", "2026-11-30", 5, 0)],
            &[("2026-03-01", 9)],
            Some((15, 13, "2026-01-01", "2026-11-30")),
        ),
        // One that is over bears the work of its days, while it has any left.
        (
            &[year, ("2025-06-01", "2026-10-31", 3, 1)],
            &[("2026-10-01", 5), ("2026-11-01", 1)],
            Some((10, 8, "2026-01-01", "2026-12-31")),
        ),
        (
            &[year, ("2025-06-01", "2026-10-31", 3, 1)],
            &[("2026-10-01", 1)],
            Some((10, 4, "2026-11-01", "2026-12-31")),
        ),
        // One that is to come is not there yet; from then on the figure is another one.
        (
            &[year, ("2026-12-01", "2026-12-31", 5, 0)],
            &[("2026-12-02", 2)],
            Some((10, 6, "2026-01-01", "2026-11-30")),
        ),
        (&[("2026-12-01", "2026-12-31", 5, 0)], &[], None),
        (&[("2026-10-01", "2026-11-21", 5, 0)], &[], None),
        // The first and the last day are in it.
        (
            &[(TODAY, TODAY, 5, 0)],
            &[(TODAY, 1)],
            Some((5, 1, TODAY, TODAY)),
        ),
        (&[], &[("2026-11-20", 2)], None),
    ];
    for (blocks, entries, wanted) in rows {
        let all = blocks.iter().copied().map(block).collect();
        let entries: Vec<Work> = entries.iter().copied().map(work).collect();
        let held = together(all, on(TODAY), Some(&entries));
        let wanted = wanted.map(|(hours, used, from, to)| Held {
            seconds: hours * HOUR,
            used: Some(used * HOUR),
            starts: on(from),
            ends: on(to),
            factors: BTreeMap::new(),
        });
        assert_eq!(held, wanted, "{blocks:?} {entries:?}");
    }
}

#[test]
fn what_is_not_told_is_not_known() {
    let whole = block(("2026-01-01", "2026-12-31", 10, 4));
    let untold = Block {
        posted: None,
        ..whole.clone()
    };
    let used = |blocks, work| together(blocks, on(TODAY), work).unwrap().used;
    assert_eq!(used(vec![whole.clone()], Some(&[][..])), Some(4 * HOUR));
    assert_eq!(used(vec![whole.clone()], None), None);
    assert_eq!(used(vec![whole, untold], Some(&[])), None);
}

#[test]
fn hours_to_bill_count_with_the_factor_of_the_role() {
    let factors = BTreeMap::from([("5".to_owned(), 5_400)]);
    let read = |row: Value| read_work(row.as_object().unwrap(), Some(&factors));
    let row = json!({
        "dateWorked": "2026-11-20T00:00:00Z", "startDateTime": "2026-11-20T09:00:00Z",
        "hoursToBill": 0.5, "hoursWorked": 2.0, "roleID": 5,
    });
    let work = read(row.clone()).unwrap();
    assert_eq!((work.day, work.takes), (on("2026-11-20"), 2_700));
    for (name, value, takes) in [
        ("roleID", json!(6), Some(1_800)),
        ("roleID", Value::Null, Some(1_800)),
        ("hoursToBill", Value::Null, Some(10_800)),
        ("hoursToBill", json!(1.0001), Some(5_400)),
        ("dateWorked", Value::Null, None),
    ] {
        let mut row = row.clone();
        row[name] = value;
        assert_eq!(read(row).map(|work| work.takes), takes, "{name}");
    }
    assert_eq!(read(json!({"dateWorked": "2026-11-20", "roleID": 5})), None);
}
