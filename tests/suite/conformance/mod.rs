//! One list of cases for every service: what [`tt::sync::backend::Backend`] promises,
//! tried against each adapter and its fake, and against the reference service.
//!
//! A new service is one file in `rigs` and a line in [`RIGS`]. A case that a service
//! cannot have is named in its `absent` table with the reason; everything else must hold.
//!
//! | file | what is in it |
//! |---|---|
//! | `rig` | what a service brings along to be tried |
//! | `line` | the client of a rig whose service is behind a socket |
//! | `rigs/*` | the services |
//! | `cases/*` | the cases |

mod cases;
mod line;
mod rig;
mod rigs;

use self::rig::{Manner, Rig};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How a case ends: what is wrong is an error that says so.
type Outcome = anyhow::Result<()>;

/// A case.
struct Case {
    /// Its name, by which a rig says that it cannot have it.
    name: &'static str,
    /// What is done; each time with a service that holds nothing yet.
    run: fn(&dyn Rig) -> Outcome,
}

/// A service that can be tried.
struct Known {
    manner: &'static Manner,
    make: fn() -> Box<dyn Rig>,
}

/// The services.
const RIGS: &[Known] = &[
    Known {
        manner: &rigs::autotask::V1,
        make: rigs::autotask::v1,
    },
    Known {
        manner: &rigs::connectwise::OPENAPI,
        make: rigs::connectwise::openapi,
    },
    Known {
        manner: &rigs::connectwise::DOCUMENTED,
        make: rigs::connectwise::documented,
    },
    Known {
        manner: &rigs::freshbooks::MEASURED,
        make: rigs::freshbooks::measured,
    },
    Known {
        manner: &rigs::freshbooks::OTHERWISE,
        make: rigs::freshbooks::otherwise,
    },
    Known {
        manner: &rigs::moneybird::V2,
        make: rigs::moneybird::v2,
    },
    Known {
        manner: &rigs::moneybird::DOCUMENTED,
        make: rigs::moneybird::documented,
    },
    Known {
        manner: &rigs::reference::MANNER,
        make: rigs::reference::make,
    },
];

/// The fewest cases that have to run on every service.
const LEAST: usize = 30;

/// Runs every case that a service can have; tells all failures at once.
fn try_all(name: &str) {
    let known = RIGS
        .iter()
        .find(|known| known.manner.name == name)
        .unwrap_or_else(|| panic!("no rig {name}"));
    let mut failures = Vec::new();
    for case in cases::all() {
        if known.manner.lacks(case.name) {
            continue;
        }
        let rig = (known.make)();
        let outcome = catch_unwind(AssertUnwindSafe(|| (case.run)(rig.as_ref())));
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(error)) => failures.push(format!("{}: {error:#}", case.name)),
            Err(_) => failures.push(format!("{}: panicked, see above", case.name)),
        }
        let wrong = rig.schema_errors();
        failures.extend(wrong.iter().map(|e| format!("{}: schema: {e}", case.name)));
    }
    assert!(failures.is_empty(), "{name}:\n{}", failures.join("\n"));
}

#[test]
fn autotask_v1() {
    try_all("autotask/v1");
}

#[test]
fn connectwise_openapi() {
    try_all("connectwise/openapi");
}

#[test]
fn connectwise_documented() {
    try_all("connectwise/documented");
}

#[test]
fn freshbooks_measured() {
    try_all("freshbooks/measured");
}

#[test]
fn freshbooks_otherwise() {
    try_all("freshbooks/otherwise");
}

#[test]
fn moneybird_v2() {
    try_all("moneybird/v2");
}

#[test]
fn moneybird_documented() {
    try_all("moneybird/documented");
}

#[test]
fn reference() {
    try_all("reference");
}

#[test]
fn every_case_has_a_name_of_its_own() {
    let mut names: Vec<_> = cases::all().map(|case| case.name).collect();
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert_eq!(all, names.len());
}

#[test]
fn every_service_has_enough_cases_and_says_why_others_are_none_of_its() {
    let names: Vec<_> = cases::all().map(|case| case.name).collect();
    for Known { manner, .. } in RIGS {
        for (name, reason) in manner.absent {
            let start = name.trim_end_matches('*');
            assert!(
                names
                    .iter()
                    .any(|it| it == name || *name != start && it.starts_with(start)),
                "{}: no case {name}",
                manner.name
            );
            assert!(reason.len() > 10, "{}: why not {name}?", manner.name);
        }
        let run = names.iter().filter(|it| !manner.lacks(it)).count();
        assert!(run >= LEAST, "{}: only {run} cases", manner.name);
        let unique: std::collections::BTreeSet<_> = manner.absent.iter().map(|it| it.0).collect();
        assert_eq!(
            unique.len(),
            manner.absent.len(),
            "{}: said twice",
            manner.name
        );
    }
}

/// A case that a service cannot have by its capabilities is the only one it may leave out
/// on that ground: what it says it can do is tried.
#[test]
fn capabilities_and_absent_cases_agree() {
    for Known { manner, make } in RIGS {
        let can = make().backend().capabilities();
        for (case, needed) in [
            ("the_key_is_kept", can.keeps_key),
            ("without_clock_times", can.dates),
            ("a_sheet_handed_in_locks_its_entries", can.sheets),
            ("the_internal_note_stays_internal", manner.internal_note),
        ] {
            assert_eq!(manner.lacks(case), !needed, "{}: {case}", manner.name);
        }
    }
}
