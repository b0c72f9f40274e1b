//! Whatever `tt review` offers, the command takes, from where the entry stands; and where
//! it asks, `tt status` says that a person is needed, and nowhere else.

use super::sheets::bench;
use super::{Bench, rejected::shown};
use crate::support::vendor::faults::Fault;
use serde_json::{Value, json};

/// A way to come to be asked: the question, where the entry stands, and how.
type Case = (&'static str, &'static str, fn(&Bench));

fn there(bench: &Bench) -> i64 {
    bench.fake.entries()[0]["id"].as_i64().unwrap()
}

fn delivered(bench: &Bench) {
    bench.log("9:00-10:00", "dns");
    bench.sync(0);
}

fn handed_in(bench: &Bench) {
    delivered(bench);
    bench.tt("submit 1").exits(0);
    bench.sync(0);
}

fn given_back(bench: &Bench) {
    handed_in(bench);
    bench
        .tt("reject -p boss --member jdoe --reason no")
        .exits(0);
    bench.sync(0);
}

fn changed_there(bench: &Bench) {
    let change = |entry: &mut Value| entry["notes"] = json!("theirs");
    bench.fake.edit(there(bench), change);
}

fn refused(bench: &Bench) {
    bench
        .tt("log yesterday 10:00-11:00 --ticket 54325 -m no")
        .exits(0);
}

fn equal(bench: &Bench) {
    bench.log("9:00-10:00", "dns");
    bench.add_equal(0);
}

const CASES: [Case; 22] = [
    ("held", "open", |bench| {
        bench.log("5:00-18:00", "long");
    }),
    ("held", "open", |bench| {
        bench.tt("log yesterday 5:00-18:00 -p none long").exits(0);
    }),
    ("refused", "submitted", |bench| {
        // What is there is on a sheet that is still its owner's.
        delivered(bench);
        bench.tt("edit 1 --ticket 54325").exits(0);
        bench.tt("submit 1").exits(0);
        bench.sync(4);
    }),
    ("held", "open", |bench| {
        // Firm: a sheet that is handed in takes nothing more.
        handed_in(bench);
        bench.log("13:00-14:00", "late");
    }),
    ("already-there", "open", |bench| {
        equal(bench);
        bench.sync(4);
    }),
    ("already-there", "submitted", |bench| {
        equal(bench);
        bench.tt("submit 1").exits(0);
        bench.sync(4);
    }),
    ("refused", "open", |bench| {
        refused(bench);
        bench.sync(4);
    }),
    ("refused", "submitted", |bench| {
        refused(bench);
        bench.tt("submit 1").exits(0);
        bench.sync(4);
    }),
    ("conflict", "open", |bench| {
        delivered(bench);
        changed_there(bench);
        bench.tt("edit 1 -m mine").exits(0);
        bench.sync(4);
    }),
    ("conflict", "submitted", |bench| {
        delivered(bench);
        changed_there(bench);
        bench.tt("edit 1 -m mine").exits(0);
        bench.tt("submit 1").exits(0);
        bench.sync(4);
    }),
    ("conflict", "rejected", |bench| {
        given_back(bench);
        changed_there(bench);
        bench.tt("edit 1 -m mine").exits(0);
        bench.sync(4);
    }),
    ("conflict", "approved", |bench| {
        delivered(bench);
        changed_there(bench);
        bench.tt("edit 1 -m mine").exits(0);
        bench.fake.set_status(there(bench), "ApprovedByTierOne");
        bench.sync(4);
    }),
    ("changed-there", "open", |bench| {
        delivered(bench);
        changed_there(bench);
        bench.tt("delete 1").exits(0);
        bench.sync(4);
    }),
    ("deleted-there", "open", |bench| {
        delivered(bench);
        bench.fake.remove(there(bench));
        bench.sync(4);
    }),
    ("deleted-there", "submitted", |bench| {
        handed_in(bench);
        bench.fake.remove(there(bench));
        bench.sync(4);
    }),
    ("deleted-there", "rejected", |bench| {
        given_back(bench);
        bench.fake.remove(there(bench));
        bench.sync(4);
    }),
    ("refused", "rejected", |bench| {
        given_back(bench);
        bench.tt("edit 1 --ticket 54325").exits(0);
        bench.sync(4);
    }),
    ("removal-refused", "billed", |bench| {
        delivered(bench);
        bench.tt("delete 1").exits(0);
        bench.fake.set_status(there(bench), "Billed");
        bench.sync(4);
    }),
    ("several", "open", |bench| {
        let path = bench.desk.home().join("config.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let own = "[profile.work]\nmarker = \"none\"\n";
        std::fs::write(&path, text.replacen("[profile.work]\n", own, 1)).unwrap();
        bench.log("9:00-10:00", "dns");
        bench.next_create(Fault::LostBefore);
        bench.sync(6);
        bench.add_equal(0);
        bench.add_equal(0);
        bench.sync(4);
    }),
    ("too-long", "open", |bench| {
        bench.tt("start -p work --ticket 54321 --at -30h long");
        bench.tt("start -p work --ticket 54321 long");
        bench.tt("edit current --start 2026-01-05T09:00").exits(0);
    }),
    ("rejected", "rejected", given_back),
    ("rejected", "rejected", |bench| {
        given_back(bench);
        // Corrected, and the answer to that was lost: still its owner's.
        bench.tt("edit 1 -m corrected").exits(0);
    }),
];

/// What is offered, with something sensible in the place of what a person fills in.
fn filled(command: &str) -> String {
    command
        .replace("edit ID …", "edit 1 -m corrected")
        .replace('…', "-m corrected")
        .replace("TIME", "2026-01-05T10:00")
}

#[test]
fn whatever_is_offered_is_taken_and_status_says_the_same() {
    for (nr, (question, status, make)) in CASES.into_iter().enumerate() {
        let bench = bench(false);
        make(&bench);
        let asked = bench.tt("review --json").exits(0).json();
        let asked = asked.as_array().unwrap();
        let named = format!("case {nr}, {question} and {status}: {asked:?}");
        let found = |one: &&Value| one["question"] == question && one["status"] == status;
        assert!(asked.iter().any(|one| found(&one)), "{named}");
        let ids: Vec<_> = asked.iter().map(|one| one["id"].clone()).collect();
        let person = bench.tt("status --json").exits(0).json()["person"].clone();
        assert_eq!(person, json!(ids), "{named}");

        let text = bench.tt("review").exits(0).out;
        assert!(!text.contains("refused it: ConnectWise"), "{text}");
        let mut offered = shown(&text);
        for one in asked {
            let answers = one["answers"].as_array().unwrap();
            assert!(!answers.is_empty(), "{named}");
            offered.extend(answers.iter().map(|it| it.as_str().unwrap().to_owned()));
        }
        offered.sort();
        offered.dedup();
        let before = std::fs::read(bench.desk.db()).unwrap();
        for command in offered {
            for part in filled(&command).split(" && ") {
                let ran = bench.tt(part.strip_prefix("tt ").unwrap());
                // A sync says how it went; to come too early is no refusal.
                let fine = ran.code == 0 || part.starts_with("tt sync") || ran.code == 6;
                assert!(fine, "{named}\n{command}: {}{}", ran.out, ran.err);
            }
            std::fs::write(bench.desk.db(), &before).unwrap();
        }
    }
}

#[test]
fn what_is_looked_up_first_needs_nobody() {
    let bench = bench(false);
    bench.log("9:00-10:00", "dns");
    bench.next_create(Fault::LostBefore);
    bench.sync(6);
    // Whether it arrived is looked up first; nobody is needed yet.
    assert_eq!(bench.tt("review --json").exits(0).json(), json!([]));
    assert_eq!(
        bench.tt("status --json").exits(0).json()["person"],
        json!([])
    );
}

#[test]
fn where_nothing_is_asked_nobody_is_needed() {
    let bench = bench(false);
    handed_in(&bench);
    bench.tt("start --ticket 54321 going").exits(0);
    assert_eq!(bench.tt("review").exits(0).out, "nothing needs you\n");
    assert_eq!(
        bench.tt("status --json").exits(0).json()["person"],
        json!([])
    );
}
