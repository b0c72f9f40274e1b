//! `tt list`: periods, filters, shapes.

use super::Desk;

fn busy_week() -> Desk {
    let desk = Desk::new();
    desk.tt("log thu 9-10 --ticket 11 vpn").exits(0);
    desk.tt("log fri 9-10:30 --ticket 12 mail -t urgent")
        .exits(0);
    desk.tt("log yesterday 9-9:30 --charge-code ADMIN paperwork")
        .exits(0);
    desk.tt("log 8-9 --ticket 11 vpn again --no-bill").exits(0);
    desk
}

fn ids(desk: &Desk, line: &str) -> Vec<i64> {
    desk.json(line)
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["id"].as_i64().unwrap())
        .collect()
}

#[test]
fn the_default_period_is_today_and_yesterday() {
    let desk = busy_week();
    assert_eq!(ids(&desk, "list"), [3, 4]);
    assert_eq!(ids(&desk, "list week"), [1, 2, 3, 4]);
    assert_eq!(ids(&desk, "list fri"), [2]);
    assert_eq!(ids(&desk, "list 2026-11-19..2026-11-20"), [1, 2]);
    assert_eq!(ids(&desk, "list --from thu --to fri"), [1, 2]);
    assert_eq!(ids(&desk, "list last-month"), [0_i64; 0]);
}

#[test]
fn filters_narrow_the_list() {
    let desk = busy_week();
    assert_eq!(ids(&desk, "list week --ticket 11"), [1, 4]);
    assert_eq!(ids(&desk, "list week --kind charge-code"), [3]);
    assert_eq!(ids(&desk, "list week --tag urgent"), [2]);
    assert_eq!(ids(&desk, "list week --search VPN"), [1, 4]);
    assert_eq!(ids(&desk, "list week --billable do-not-bill"), [4]);
    assert_eq!(ids(&desk, "list week --status open --limit 2"), [3, 4]);
    assert_eq!(ids(&desk, "list week --delivery owed"), [0_i64; 0]);
    let text = desk.tt("list week --ticket 11 --ids").exits(0);
    assert_eq!(text.out, "1\n4\n");
}

#[test]
fn text_is_plain_off_a_terminal_and_sums_up() {
    let desk = busy_week();
    let ran = desk.tt("list week").exits(0);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
    assert!(
        !ran.out.contains('│') && !ran.out.contains('─'),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("paperwork") && ran.out.contains("4h"),
        "{}",
        ran.out
    );
    let colour = desk.tt("list week --color always").exits(0);
    assert!(
        colour.out.contains('\u{1b}') || colour.out == ran.out,
        "{}",
        colour.out
    );
}

#[test]
fn an_empty_list_is_no_failure_and_json_stays_json() {
    let desk = Desk::new();
    let ran = desk.tt("list").exits(0);
    assert!(!desk.db().exists(), "looking made a database");
    assert_eq!(
        ran.out, "",
        "a script that reads lines would take words for an entry"
    );
    assert_eq!(desk.tt("list --json").exits(0).out.trim(), "[]");
}

#[test]
fn a_summer_entry_keeps_its_own_offset() {
    let desk = Desk::new().at("2026-07-01T12:00:00+02:00");
    desk.tt("log 9-10 summer").exits(0);
    let desk = desk.at("2026-11-22T10:07:33+01:00");
    let entry = desk.json("list 2026-07")[0].clone();
    assert_eq!(entry["start"], "2026-07-01T09:00:00+02:00");
    assert!(desk.tt("list 2026-07").exits(0).out.contains("09:00"));
}

#[test]
fn every_filter_of_the_contract_is_asked() {
    let desk = Desk::new();
    desk.config(super::WORK);
    desk.tt("log mon 9-10 --ticket 11 --client acme one")
        .exits(0);
    desk.tt("log tue 9-12 --project Web --client web --member jdoe two")
        .exits(0);
    desk.tt("log wed 9-11 --member else --client acme -t a three")
        .exits(0);
    desk.tt("log thu 9-10 -p none four").exits(0);
    desk.tt("submit 1").exits(0);
    for (filter, found) in [
        ("--member me", &[1, 2, 4][..]),
        ("--member JDoe", &[1, 2]),
        ("--member else", &[3]),
        ("--member none", &[1, 4]),
        ("--ticket #11", &[1]),
        ("--ticket none", &[2, 3, 4]),
        ("--task 5", &[]),
        ("--client ACME", &[1, 3]),
        ("--client none", &[4]),
        ("--kind project,client", &[2, 3]),
        ("--kind general", &[4]),
        ("--tag a", &[3]),
        ("--tag none", &[1, 2, 4]),
        ("--status submitted", &[1]),
        ("--billed", &[]),
        ("--unbilled", &[1, 2, 3, 4]),
        ("--delivery owed", &[1, 2, 3]),
        ("--delivery local", &[4]),
        ("-p work --stopped", &[1, 2, 3]),
        ("--running", &[]),
        ("--from 2026-11-17T10:00 --to wed", &[3]),
        ("--search TWO", &[2]),
        ("--sort newest", &[4, 3, 2, 1]),
        ("--sort longest --limit 3", &[2, 3, 4]),
        ("--sort newest --limit 2", &[4, 3]),
        ("--limit 2", &[3, 4]),
        ("--limit 2 --client acme", &[1, 3]),
    ] {
        assert_eq!(
            ids(&desk, &format!("list week {filter}")),
            found,
            "{filter}"
        );
    }
}

#[test]
fn what_is_held_is_marked_even_without_a_profile() {
    let desk = Desk::new();
    desk.tt("log 13h --on yesterday a long day").exits(0);
    let text = desk.tt("list yesterday").exits(0);
    assert!(text.out.contains("held!"), "{}", text.out);
}
