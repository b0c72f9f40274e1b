//! Two books in one configuration: ConnectWise for the employer, FreshBooks or Moneybird for
//! clients of one's own. Both are delivered side by side, and an entry that is handed over
//! from one to the other is in one of them at most.

use super::{Bench, Fault, On, Plan, ran, start};
use crate::cli::Ran;
use crate::support::vendor::{freshbooks, moneybird};
use serde_json::{Value, json};
use std::process::Child;

mod kills;

/// Where the employer's entries are created and changed.
const THEIRS: &str = "/time/entries";

/// The other book.
enum Own {
    FreshBooks(freshbooks::Fake),
    Moneybird(moneybird::Fake),
}

impl Own {
    fn freshbooks() -> Self {
        Self::FreshBooks(freshbooks::Fake::start(freshbooks::Options::default()))
    }

    fn moneybird() -> Self {
        Self::Moneybird(moneybird::Fake::start(moneybird::Options::default()))
    }

    fn plan(&self, plan: Plan) {
        match self {
            Self::FreshBooks(fake) => fake.plan(plan),
            Self::Moneybird(fake) => fake.plan(plan),
        }
    }

    fn wait_for_late(&self) {
        match self {
            Self::FreshBooks(fake) => fake.wait_for_late(),
            Self::Moneybird(fake) => fake.wait_for_late(),
        }
    }

    fn schema_errors(&self) -> Vec<String> {
        match self {
            Self::FreshBooks(fake) => fake.schema_errors(),
            Self::Moneybird(fake) => fake.schema_errors(),
        }
    }

    /// What its entries say, in order.
    fn notes(&self) -> Vec<String> {
        let (entries, field) = match self {
            Self::FreshBooks(fake) => (fake.active_entries(), "note"),
            Self::Moneybird(fake) => (fake.entries(), "description"),
        };
        let text = |entry: &Value| entry[field].as_str().unwrap_or_default().to_owned();
        let mut notes: Vec<_> = entries.iter().map(text).collect();
        notes.sort();
        notes
    }

    fn n_writes(&self) -> usize {
        let requests = match self {
            Self::FreshBooks(fake) => fake.requests(),
            Self::Moneybird(fake) => fake.requests(),
        };
        requests.iter().filter(|it| it.is_write()).count()
    }

    fn clear_requests(&self) {
        match self {
            Self::FreshBooks(fake) => fake.clear_requests(),
            Self::Moneybird(fake) => fake.clear_requests(),
        }
    }

    /// Where a create goes.
    fn entries(&self) -> &'static str {
        match self {
            Self::FreshBooks(_) => "/time_entries",
            Self::Moneybird(_) => "/time_entries.json",
        }
    }

    fn table(&self) -> String {
        let head = "\n[profile.own]\npush = \"open\"\ntoken = { file = \"own-token\" }\n";
        match self {
            Self::FreshBooks(fake) => format!(
                "{head}backend = \"freshbooks\"\nurl = {:?}\nbusiness = {:?}\n\n\
                 [profile.own.defaults]\nproject = \"81234\"\nservice = \"40021\"\nbillable = \"do-not-bill\"\n",
                fake.url(),
                fake.business(),
            ),
            Self::Moneybird(fake) => format!(
                "{head}backend = \"moneybird\"\nurl = {:?}\nadministration = {:?}\nuser = {:?}\n\n\
                 [profile.own.defaults]\nproject = \"500000000000000044\"\nbillable = \"do-not-bill\"\n",
                fake.url(),
                fake.administration(),
                fake.user(),
            ),
        }
    }

    fn token(&self) -> String {
        match self {
            Self::FreshBooks(fake) => fake.token(),
            Self::Moneybird(fake) => fake.token(),
        }
    }
}

/// A desk with both.
struct Shelf {
    work: Bench,
    own: Own,
}

impl Shelf {
    fn new(own: Own) -> Self {
        let work = Bench::new();
        work.secret("own-token", &own.token());
        let defaults = "\n[profile.work.defaults]\nwork_type = \"Remote\"\n";
        let text = work.text("") + defaults + &own.table();
        work.desk.config(&text);
        Self { work, own }
    }

    fn both() -> [Self; 2] {
        [Self::new(Own::freshbooks()), Self::new(Own::moneybird())]
    }

    fn tt(&self, line: &str) -> Ran {
        self.work.tt(line)
    }

    /// The reports of a sync of all profiles, which ends so.
    fn sync(&self, code: i32) -> [Value; 2] {
        let value = self.tt("sync --all --now --json").exits(code).json();
        let report = |name: &str| {
            let all = value["profiles"].as_array().unwrap();
            all.iter().find(|it| it["profile"] == name).unwrap().clone()
        };
        [report("work"), report("own")]
    }

    /// Books something at this time of yesterday for the employer.
    fn log(&self, time: &str, note: &str) {
        self.work.log(time, note);
    }

    /// Hands an entry over to the other profile.
    fn to_own(&self, id: usize) -> Ran {
        self.tt(&format!("edit {id} -p own --ticket none"))
    }

    fn to_work(&self, id: usize) -> Ran {
        self.tt(&format!("edit {id} -p work --ticket 54321"))
    }

    /// What each of the two holds.
    fn held(&self) -> (Vec<String>, Vec<String>) {
        (self.work.notes(), self.own.notes())
    }

    fn calm(&self) {
        self.work.fake.plan(Plan::calm());
        self.own.plan(Plan::calm());
    }

    fn start(&self, args: &[&str]) -> Child {
        start(&self.work.command(), &self.work.desk, args)
    }

    /// Syncs until nothing is left open, as cron would.
    fn until_settled(&self) {
        for _ in 0..60 {
            let ran = self.tt("sync --all --now --json");
            let value = ran.json();
            let reports = value["profiles"].as_array().unwrap();
            if ran.code == 0 && reports.iter().all(|it| it["owed"] == 0) {
                return;
            }
            assert!(ran.code == 6 || ran.code == 0, "{} {}", ran.out, ran.err);
            crate::cli::pause(250_000);
        }
        panic!("never settled: {}", self.tt("sync --all --json").out);
    }

    fn is_idle(&self) {
        self.calm();
        self.work.fake.clear_requests();
        self.own.clear_requests();
        for report in self.sync(0) {
            assert_eq!(report["outcome"], "done", "{report}");
        }
        assert_eq!((self.work.n_writes(), self.own.n_writes()), (0, 0));
        assert_eq!(self.work.fake.schema_errors(), Vec::<String>::new());
        assert_eq!(self.own.schema_errors(), Vec::<String>::new());
    }
}

fn notes(all: &[&str]) -> Vec<String> {
    all.iter().map(|note| (*note).to_owned()).collect()
}

#[test]
fn both_are_delivered_in_one_command_with_the_defaults_of_each() {
    for shelf in Shelf::both() {
        shelf.log("9:00-10:00", "dns");
        shelf
            .tt("log yesterday 10:00-11:30 -p own -m wiring")
            .exits(0);
        let [work, own] = shelf.sync(0);
        assert_eq!((&work["created"], &own["created"]), (&json!(1), &json!(1)));
        assert_eq!(shelf.held(), (notes(&["dns"]), notes(&["wiring"])));
        let entries = shelf.tt("list yesterday --json").exits(0).json();
        let find = |note: &str| {
            let all = entries.as_array().unwrap().iter();
            all.clone().find(|it| it["note"] == note).unwrap().clone()
        };
        let (dns, wiring) = (find("dns"), find("wiring"));
        assert_eq!(dns["work_type"]["ref"], "Remote", "{dns}");
        assert_eq!(dns["project"], Value::Null);
        assert_eq!(wiring["work_type"], Value::Null, "{wiring}");
        assert_eq!(wiring["billable"], "do-not-bill");
        assert!(!wiring["project"].is_null());
        // One report over both, and each alone.
        for (options, seconds) in [("", 9_000), (" -p work", 3_600), (" -p own", 5_400)] {
            let report = shelf
                .tt(&format!("report yesterday --json{options}"))
                .exits(0);
            assert_eq!(
                report.json()["total"]["worked_seconds"],
                seconds,
                "{options}"
            );
        }
        shelf.is_idle();
    }
}

#[test]
fn trouble_with_one_delays_nothing_of_the_other() {
    for shelf in Shelf::both() {
        shelf.log("9:00-10:00", "dns");
        shelf
            .tt("log yesterday 10:00-11:00 -p own -m wiring")
            .exits(0);
        // The own one is away, refuses the login, or asks to come back much later.
        for (fault, code) in [
            (Fault::RefuseBefore(401), 5),
            (Fault::Reset, 6),
            (
                Fault::Throttled {
                    retry_after: Some("100".into()),
                },
                6,
            ),
        ] {
            shelf
                .own
                .plan(Plan::calm().next(50, On::any(), fault.clone()));
            shelf.log("11:00-11:10", "more");
            let ran = shelf
                .tt("sync --all --now --json --max-time 30s")
                .exits(code);
            let value = ran.json();
            let work = value["profiles"].as_array().unwrap();
            let work = work.iter().find(|it| it["profile"] == "work").unwrap();
            assert_eq!(
                (&work["outcome"], &work["owed"]),
                (&json!("done"), &json!(0))
            );
            assert_eq!(shelf.own.notes(), notes(&[]), "{fault:?}");
            shelf.calm();
        }
        assert_eq!(shelf.work.notes().len(), 4);
        // And the other way round, once the wait that was asked for is over.
        shelf
            .work
            .fake
            .plan(Plan::calm().next(50, On::any(), Fault::RefuseBefore(401)));
        shelf.log("12:00-12:10", "later");
        let mut command = shelf.work.command();
        let then = super::now() + chrono::TimeDelta::minutes(5);
        command.env("TT_NOW", then.format("%Y-%m-%dT%H:%M:%SZ").to_string());
        let told = ran(command.args(["sync", "--all", "--now"]).output().unwrap()).exits(5);
        assert_eq!(shelf.own.notes(), notes(&["wiring"]), "{}", told.err);
    }
}

/// Nothing is timed: by when the slow one has answered its first question, the other is done.
#[test]
fn a_slow_one_is_not_waited_for() {
    let shelf = Shelf::new(Own::freshbooks());
    shelf.log("9:00-10:00", "dns");
    shelf
        .tt("log yesterday 10:00-11:00 -p own -m wiring")
        .exits(0);
    let Own::FreshBooks(fake) = &shelf.own else {
        panic!()
    };
    fake.slow(std::time::Duration::from_secs(2));
    let requests = shelf.work.fake.watch();
    let child = shelf.start(&["sync", "--all", "--now"]);
    while let Ok(seen) = requests.recv() {
        if seen.method == "POST" && seen.operation == THEIRS {
            break;
        }
    }
    assert_eq!(shelf.own.n_writes(), 0);
    assert!(child.wait_with_output().unwrap().status.success());
    assert_eq!(shelf.held(), (notes(&["dns"]), notes(&["wiring"])));
}

#[test]
fn an_entry_is_handed_over_and_back_in_one_sync() {
    for shelf in Shelf::both() {
        shelf.log("9:00-10:00", "dns");
        shelf.log("10:00-11:00", "stays");
        shelf.sync(0);
        shelf.to_own(1).exits(0);
        // Withdrawn there and owed here; and nothing of it was sent yet.
        assert_eq!(shelf.held(), (notes(&["dns", "stays"]), notes(&[])));
        let [work, own] = shelf.sync(0);
        assert_eq!(
            (&work["deleted"], &own["created"]),
            (&json!(1), &json!(1)),
            "{work} {own}"
        );
        assert_eq!(shelf.held(), (notes(&["stays"]), notes(&["dns"])));
        shelf.is_idle();
        shelf.to_work(1).exits(0);
        shelf.sync(0);
        assert_eq!(shelf.held(), (notes(&["dns", "stays"]), notes(&[])));
        shelf.is_idle();
        // There and back before anybody was asked is nothing at all.
        shelf.to_own(1).exits(0);
        shelf.tt("undo").exits(0);
        shelf.is_idle();
        // Two that change places.
        shelf
            .tt("log yesterday 12:00-13:00 -p own -m mine")
            .exits(0);
        shelf.sync(0);
        shelf.to_own(1).exits(0);
        shelf.to_work(3).exits(0);
        shelf.sync(0);
        assert_eq!(shelf.held(), (notes(&["mine", "stays"]), notes(&["dns"])));
        shelf.is_idle();
    }
}

#[test]
fn one_that_was_never_sent_goes_to_the_new_one_alone() {
    let shelf = Shelf::new(Own::freshbooks());
    shelf.log("9:00-10:00", "dns");
    shelf.to_own(1).exits(0);
    shelf.tt("sync own --now").exits(0);
    assert_eq!(shelf.held(), (notes(&[]), notes(&["dns"])));
    shelf.is_idle();
}

#[test]
fn it_is_created_only_when_it_is_gone() {
    // A sync of the new one alone leaves it, and says why.
    let shelf = Shelf::new(Own::freshbooks());
    shelf.log("9:00-10:00", "dns");
    shelf.sync(0);
    shelf.to_own(1).exits(0);
    let told = shelf.tt("sync own --now").exits(6);
    assert!(
        told.err
            .contains("waits until profile work has taken it away"),
        "{}",
        told.err
    );
    assert!(told.err.contains("tt sync work"), "{}", told.err);
    assert_eq!(shelf.held(), (notes(&["dns"]), notes(&[])));
    shelf.tt("sync work --now").exits(0);
    assert_eq!(shelf.held(), (notes(&[]), notes(&[])));
    shelf.tt("sync own --now").exits(0);
    assert_eq!(shelf.held(), (notes(&[]), notes(&["dns"])));
    shelf.is_idle();
}

#[test]
fn a_fault_between_the_two_makes_neither_two_nor_none() {
    let faults = [
        Fault::RefuseBefore(503),
        Fault::LostBefore,
        Fault::LostAfter,
        Fault::Late(300),
        Fault::Error500 { applied: true },
        Fault::Error500 { applied: false },
        Fault::Garbage,
    ];
    // Nearly all of the time goes into waiting between tries.
    std::thread::scope(|scope| {
        for fault in &faults {
            for withdrawing in [true, false] {
                scope.spawn(move || fault_between(fault, withdrawing));
            }
        }
    });
}

/// An entry on its way from one book to the other, and this in the way of the one's or the
/// other's write.
fn fault_between(fault: &Fault, withdrawing: bool) {
    let shelf = Shelf::new(Own::freshbooks());
    shelf.log("9:00-10:00", "dns");
    shelf.sync(0);
    shelf.to_own(1).exits(0);
    if withdrawing {
        let writes = On::writes();
        shelf
            .work
            .fake
            .plan(Plan::calm().next(8, writes, fault.clone()));
    } else {
        let creates = On::new("POST", shelf.own.entries());
        shelf.own.plan(Plan::once(creates, fault.clone()));
    }
    shelf.tt("sync --all --now");
    shelf.calm();
    let (there, here) = shelf.held();
    assert!(
        there.len() + here.len() <= 1,
        "{fault:?}: {there:?} {here:?}"
    );
    shelf.until_settled();
    shelf.work.fake.wait_for_late();
    shelf.own.wait_for_late();
    shelf.until_settled();
    assert_eq!(shelf.held(), (notes(&[]), notes(&["dns"])), "{fault:?}");
    shelf.is_idle();
}

#[test]
fn one_that_may_not_be_withdrawn_stays_where_it_is() {
    let shelf = Shelf::new(Own::freshbooks());
    shelf.log("9:00-10:00", "dns");
    shelf.sync(0);
    shelf.to_own(1).exits(0);
    let id = shelf.work.fake.entries()[0]["id"].as_i64().unwrap();
    shelf.work.fake.set_status(id, "BilledAgreement");
    let [work, own] = shelf.sync(4);
    assert_eq!(own["created"], 0, "{work} {own}");
    assert_eq!(shelf.held(), (notes(&["dns"]), notes(&[])));
    // However often it is tried.
    shelf.tt("sync --all --now");
    shelf.tt("sync own --now");
    assert_eq!(shelf.held(), (notes(&["dns"]), notes(&[])));
    // Opened again there, it goes.
    shelf.work.fake.set_status(id, "Open");
    shelf.tt("resolve 1 --retry");
    shelf.until_settled();
    assert_eq!(shelf.held(), (notes(&[]), notes(&["dns"])));
    shelf.is_idle();
}
