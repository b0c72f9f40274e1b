//! Blocks of hours: what is left is said by `log` and `status`, and stops nobody.

use super::{Desk, WORK};
use serde_json::{Value, json};

const READ: &str = "2026-11-22T08:00:00+01:00";

fn agreement(facts: &Value) -> Value {
    json!({
        "as_of": READ,
        "items": [
            {"kind": "agreements", "id": 77, "name": "Gold", "facts": facts},
            {"kind": "tickets", "id": 54321, "name": "Mail", "facts": {"agreement": 77}},
            {"kind": "tickets", "id": 54322, "name": "Other", "facts": {"agreement": null}},
        ],
    })
}

fn stocked(facts: &Value) -> Desk {
    let desk = Desk::new();
    desk.config(WORK);
    put(&desk, facts);
    desk
}

fn put(desk: &Desk, facts: &Value) {
    std::fs::write(desk.home().join("c.json"), agreement(facts).to_string()).unwrap();
    desk.tt("catalog import c.json").exits(0);
}

fn block_lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.contains("Gold:")).collect()
}

#[test]
fn log_says_what_is_left_with_what_only_this_machine_knows() {
    let desk = stocked(&json!({"block_seconds": 36_000, "block_used_seconds": 18_000}));
    let ran = desk.tt("log 1h --ticket 54321 x").exits(0);
    assert_eq!(
        block_lines(&ran.err),
        ["note: Gold: 4h of 10h left, 60% used (1h of it since the last reading)"]
    );
    let ran = desk
        .tt("log 2h --on yesterday --agreement 77 --ticket 54322 x")
        .exits(0);
    assert_eq!(
        block_lines(&ran.err),
        [
            "warning: Gold: 2h of 10h left, 80% used (3h of it since the last reading); it warns from 80% on"
        ]
    );
    let ran = desk.tt("log 3h --on fri --ticket 54321 x").exits(0);
    assert_eq!(
        block_lines(&ran.err),
        ["warning: Gold: all of 10h is used, and 1h more (6h of it since the last reading)"]
    );
    // Nobody is stopped, and stdout is as it was.
    assert_eq!(
        desk.json("log 15m --ticket 54321 y")
            .as_array()
            .unwrap()
            .len(),
        1
    );
    for line in [
        "log 10m --ticket 54322 other",
        "log 10m --ticket 54321 --no-bill x",
        "log 10m --ticket 54321 --agreement none x",
        "log 10m -p none x",
    ] {
        let ran = desk.tt(line).exits(0);
        assert!(block_lines(&ran.err).is_empty(), "{line}: {}", ran.err);
    }
}

#[test]
fn status_has_a_line_and_json_has_the_figures() {
    let desk = stocked(&json!({"block_seconds": 36_000, "block_used_seconds": 28_800}));
    assert_eq!(
        desk.json("status")["blocks"],
        json!([]),
        "nothing of this week is on it"
    );
    desk.tt("log 1h --ticket 54321 x").exits(0);
    assert_eq!(
        desk.json("status")["blocks"],
        json!([{
            "profile": "work", "agreement": {"id": "77", "name": "Gold"},
            "block_seconds": 36_000, "used_seconds": 28_800, "here_seconds": 3_600,
            "left_seconds": 3_600, "percent": 90, "level": 80,
            "as_of": READ, "stale": false,
        }])
    );
    let text = desk.tt("status").exits(0).out;
    assert!(
        text.contains(
            "block    Gold: 1h of 10h left, 90% used (1h of it since the last reading)\n"
        ),
        "{text}"
    );
    // The service's next figure has it in, as far as anybody here can tell.
    desk.tt("delete last").exits(0);
    assert_eq!(desk.json("status")["blocks"], json!([]));
}

#[test]
fn an_old_figure_is_said_to_be_old() {
    let mut desk = stocked(&json!({"block_seconds": 36_000, "block_used_seconds": 0}));
    desk.set_now("2026-11-25T10:00:00+01:00");
    let ran = desk.tt("log 1h --ticket 54321 x").exits(0);
    assert!(
        ran.err.contains(
            "the service's figure is of Sun 22 Nov 08:00, `tt catalog refresh agreements -p work`"
        ),
        "{}",
        ran.err
    );
    assert_eq!(desk.json("status")["blocks"][0]["stale"], json!(true));
    assert!(desk.tt("status").exits(0).out.contains("by an old figure"));
}

#[test]
fn levels_are_those_of_the_configuration() {
    let desk = stocked(&json!({"block_seconds": 36_000, "block_used_seconds": 0}));
    desk.config(&format!(
        "{WORK}\n[rules]\nblock_warn = [50]\n[profile.work.rules]\nblock_warn = [5]\n"
    ));
    let ran = desk.tt("log 1h --ticket 54321 x").exits(0);
    assert!(
        ran.err.contains("warning: Gold: 9h of 10h left, 10% used"),
        "{}",
        ran.err
    );
    desk.config(&format!("{WORK}\n[rules]\nblock_warn = []\n"));
    let ran = desk.tt("log 12h --on fri --ticket 54321 x").exits(0);
    assert!(
        ran.err
            .contains("note: Gold: all of 10h is used, and 3h more"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_not_known_whole_or_does_not_hold_is_not_guessed() {
    for facts in [
        json!({"block_seconds": 36_000}),
        json!({"block_used_seconds": 36_000}),
        json!({"block_seconds": 0, "block_used_seconds": 0}),
        json!({"block_seconds": 36_000, "block_used_seconds": 0, "block_ends": "2026-11-21"}),
        json!({"block_seconds": 36_000, "block_used_seconds": 0, "block_starts": "2026-11-23"}),
    ] {
        let desk = stocked(&facts);
        let ran = desk.tt("log 1h --ticket 54321 x").exits(0);
        assert!(block_lines(&ran.err).is_empty(), "{facts}: {}", ran.err);
        assert_eq!(desk.json("status")["blocks"], json!([]), "{facts}");
    }
    let ran = {
        let desk = Desk::new();
        desk.config(WORK);
        std::fs::write(
            desk.home().join("c.json"),
            agreement(&json!({"block_seconds": -1})).to_string(),
        )
        .unwrap();
        desk.tt("catalog import c.json").exits(2)
    };
    assert!(ran.err.contains("block_seconds"), "{}", ran.err);
}

#[test]
fn fill_says_it_once_for_all_that_it_books() {
    let mut desk = stocked(&json!({"block_seconds": 36_000, "block_used_seconds": 0}));
    desk.set_now("2026-11-16T18:00:00+01:00");
    desk.tt("log 9-10 --ticket 54321 a").exits(0);
    desk.tt("log 10-11 --ticket 54321 b").exits(0);
    desk.set_now("2026-11-23T18:00:00+01:00");
    let ran = desk.tt("fill --yes").exits(0);
    assert_eq!(block_lines(&ran.err).len(), 1, "{}", ran.err);
}

#[test]
fn an_hour_in_some_roles_is_more_or_less_than_an_hour() {
    let desk = Desk::new();
    desk.config(WORK);
    let factors = json!([{"role": 5, "hour_seconds": 5_400}, {"role": "6", "hour_seconds": 1_800}]);
    let catalog = json!({
        "as_of": READ,
        "items": [
            {"kind": "agreements", "id": 77, "name": "Gold", "facts": {
                "block_seconds": 36_000, "block_used_seconds": 0, "block_factors": factors,
                "excluded_roles": ["8"],
            }},
            {"kind": "work-roles", "id": 5, "name": "Senior"},
            {"kind": "work-roles", "id": 7, "name": "Other"},
            {"kind": "tickets", "id": 54321, "name": "Mail", "facts": {"agreement": 77}},
            {"kind": "tickets", "id": 54322, "name": "Web",
                "facts": {"agreement": 77, "assigned_role": "6"}},
            {"kind": "tickets", "id": 54323, "name": "Desk",
                "facts": {"agreement": 77, "assigned_role": "8"}},
        ],
    });
    std::fs::write(desk.home().join("c.json"), catalog.to_string()).unwrap();
    desk.tt("catalog import c.json").exits(0);
    for (line, said) in [
        ("log 1h --ticket 54321 x", "9h of 10h left"),
        (
            "log 1h --on yesterday --ticket 54321 --work-role Senior x",
            "7h 30m of 10h left",
        ),
        ("log 1h --on fri --ticket 54322 x", "7h of 10h left"),
        (
            "log 1h --on thu --ticket 54322 --work-role Other x",
            "6h of 10h left",
        ),
    ] {
        let ran = desk.tt(line).exits(0);
        let lines = block_lines(&ran.err).join("");
        assert!(lines.contains(said), "{line}: {}", ran.err);
    }
    let ran = desk.tt("log 1h --on wed --ticket 54323 x").exits(0);
    assert!(block_lines(&ran.err).is_empty(), "left out: {}", ran.err);
}
