//! The table of rules against the oracles of ConnectWise, Moneybird and FreshBooks:
//! both are asked about the same random entries over the same random catalogs, and
//! have to say the same.
//!
//! A case is an entry no rule minds, with some [`Twist`]s: each is made to break one
//! rule (or to come close). A case on which the two differ is told without the
//! twists that have nothing to do with it.

mod connectwise;
mod everywhere;
mod freshbooks;
mod moneybird;
mod wire;

use self::everywhere::EVERYWHERE;
use super::agreement;
use super::world::Ends as Ended;
use crate::support::vendor::oracle::everywhere as ours;
use crate::support::vendor::oracle::{Company, Ends, Oracle, Proposal, RuleId, generate};
use std::collections::{BTreeMap, BTreeSet};
use tt::domain::content::Pause;
use tt::domain::entry::Adjustment;
use tt::domain::settings::OverlapPolicy;
use tt::domain::status::Status;
use tt::rules::{Stage, adjusted};

/// Cases a service without more being asked for.
const CASES: u64 = 256;

/// Chance that can be repeated (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    /// True once in so many times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// An entry and everything known besides it.
pub type Case = (Proposal, Company);

/// A change that breaks a rule, or nearly does.
pub struct Twist {
    /// What it does, for whoever reads a failure.
    pub does: &'static str,
    pub make: Make,
    /// Whether it is about where the entry stands: made once the entry is stored.
    pub late: bool,
    /// The stage at which it tells, where it does at one alone.
    pub at: Option<Stage>,
}

/// A change of what is asked.
type Make = fn(&mut Proposal, &mut Company, &mut Dice);

/// A change of the entry or of what is known besides it.
pub const fn twist(does: &'static str, make: Make) -> Twist {
    Twist {
        does,
        make,
        late: false,
        at: None,
    }
}

/// A change of where the entry stands.
pub const fn late(does: &'static str, make: Make) -> Twist {
    Twist {
        does,
        make,
        late: true,
        at: None,
    }
}

/// The same, at this stage only.
pub const fn at(stage: Stage, twist: Twist) -> Twist {
    Twist {
        at: Some(stage),
        ..twist
    }
}

/// What a service's test brings along.
pub struct Service {
    pub oracle: &'static dyn Oracle,
    /// Rules whose answer rests on the catalog.
    pub by_catalog: &'static [RuleId],
    /// An entry nobody minds.
    pub plain: fn(&mut Dice) -> Case,
    pub twists: &'static [Twist],
    /// What is said of an entry that changes: something else of everything it has.
    pub other: fn(&mut Proposal),
}

/// The second says the same of the same entry more exactly, or of more of it.
const SAID_BETTER: &[(RuleId, RuleId)] = &[
    ("tt/overlap", "tt/end-after-start"),
    ("tt/increment", "tt/worked-positive"),
    ("tt/increment", "tt/deduct-within"),
    ("tt/increment", "tt/end-after-start"),
    ("tt/worked-positive", "tt/deduct-within"),
    ("tt/worked-positive", "tt/end-after-start"),
    ("tt/deduct-within", "tt/end-after-start"),
    ("tt/note-required", "moneybird/description"),
    ("tt/note-required", "connectwise/note-required"),
    ("connectwise/note-required", "tt/note-required"),
    ("moneybird/description", "tt/note-required"),
    ("connectwise/hours-deduct", "tt/deduct-within"),
    ("connectwise/hours-deduct", "tt/end-after-start"),
    ("connectwise/hours-deduct", "tt/worked-positive"),
    ("tt/deduct-within", "connectwise/hours-deduct"),
    ("tt/worked-positive", "connectwise/hours-deduct"),
    ("connectwise/time-start", "tt/clock-needed"),
    ("tt/clock-needed", "connectwise/time-start"),
    ("tt/one-target", "connectwise/charge-to-type"),
    ("connectwise/charge-to-type", "tt/one-target"),
    ("tt/status-allows-edit", "connectwise/status-editable"),
    ("tt/status-allows-edit", "connectwise/no-delete-billed"),
    ("connectwise/status-editable", "tt/status-allows-edit"),
    ("moneybird/pause-within", "tt/deduct-within"),
    ("moneybird/pause-within", "tt/worked-positive"),
    ("moneybird/pause-within", "tt/end-after-start"),
    ("tt/deduct-within", "moneybird/pause-within"),
    ("tt/worked-positive", "moneybird/pause-within"),
    ("moneybird/start", "tt/clock-needed"),
    ("moneybird/end", "tt/clock-needed"),
    ("moneybird/end", "tt/end-after-start"),
    ("tt/clock-needed", "moneybird/start"),
    ("tt/status-allows-edit", "moneybird/invoiced"),
    ("freshbooks/duration", "tt/worked-positive"),
    ("freshbooks/duration", "tt/deduct-within"),
    ("freshbooks/duration", "tt/end-after-start"),
    ("tt/worked-positive", "freshbooks/duration"),
    ("freshbooks/started-at", "tt/clock-needed"),
    ("tt/clock-needed", "freshbooks/started-at"),
    ("tt/status-allows-edit", "freshbooks/billed"),
];

/// What one side says: every rule and what follows from it.
pub type Said = BTreeMap<String, Ends>;

fn stops(ends: Ends) -> bool {
    matches!(ends, Ends::Refuse | Ends::Lock)
}

/// What the oracles expect to follow.
pub fn expected(service: &Service, (asked, company): &Case) -> Said {
    let oracle = service.oracle;
    let mut said = Said::new();
    let mut say = |id: RuleId, ends: Ends| {
        let shut = id == "connectwise/sheet-open" && asked.seen.is_none();
        let old = company.stale && service.by_catalog.contains(&id);
        let held = match ends {
            Ends::Warn => false,
            _ if asked.stage == Stage::Push => true,
            _ if !asked.writes() => false,
            _ if asked.ending => true,
            // What was pulled last may have changed since, and what the service does
            // not hold yet is worth keeping till then.
            Ends::Lock => shut,
            _ => old,
        };
        said.insert(id.to_owned(), if held { Ends::Hold } else { ends });
    };
    for id in oracle.breaches(asked, company) {
        say(id, oracle.ends(id, asked, company));
    }
    for id in ours::breaches(asked, company) {
        let strict = id == "tt/overlap" && asked.settings.overlap == OverlapPolicy::Refuse;
        let of = ours::RULES.iter().find(|(of, _)| *of == id);
        say(id, if strict { Ends::Refuse } else { of.unwrap().1 });
    }
    said
}

/// What the table says, and the values it would put in.
pub fn actual((asked, company): &Case) -> (Said, Vec<Adjustment>) {
    let said = agreement::ours(&agreement::Case {
        asked: asked.clone(),
        company: company.clone(),
    });
    let ends = |ended| match ended {
        Ended::Refused => Ends::Refuse,
        Ended::Locked => Ends::Lock,
        Ended::Held => Ends::Hold,
        Ended::Warned => Ends::Warn,
        Ended::Adjusted => Ends::Adjust,
    };
    let breaches = said
        .breaches
        .into_iter()
        .map(|(id, ended)| (id, ends(ended)));
    (breaches.collect(), said.adjustments)
}

/// Where the two differ; nothing where they agree.
fn differ(service: &Service, case: &Case) -> Option<String> {
    let expected = expected(service, case);
    let (actual, adjustments) = actual(case);
    let stopped = expected.values().any(|ends| stops(*ends));
    // Beside what stops an entry, what only holds or warns is not told.
    let due: BTreeMap<_, _> = expected
        .iter()
        .filter(|(_, ends)| !stopped || stops(**ends))
        .collect();
    for (id, ends) in &actual {
        match due.get(id) {
            None => {
                return Some(format!(
                    "the table says {id} ({ends:?}), the oracle does not"
                ));
            }
            // One lock makes a lock of the whole refusal.
            Some(_) if stops(*ends) && stopped => {}
            Some(due) if **due == *ends => {}
            Some(due) => return Some(format!("{id} is {ends:?}, and by the oracle {due:?}")),
        }
    }
    for (id, ends) in &due {
        let better = SAID_BETTER
            .iter()
            .any(|(less, more)| less == id && actual.contains_key(*more));
        if !actual.contains_key(*id) && !better {
            return Some(format!(
                "the oracle says {id} ({ends:?}), the table does not"
            ));
        }
    }
    let locks = due
        .iter()
        .any(|(id, ends)| **ends == Ends::Lock && actual.contains_key(*id));
    if locks != actual.values().any(|ends| *ends == Ends::Lock) {
        return Some("the one says it is locked, the other does not".to_owned());
    }
    if stopped {
        return None;
    }
    let theirs = service.oracle.adjusts(&case.0, &case.1);
    let ours: BTreeSet<&str> = adjustments.iter().map(|it| it.rule.as_str()).collect();
    if ours != theirs.iter().copied().collect() {
        return Some(format!(
            "the table adjusts by {ours:?}, the oracle by {theirs:?}"
        ));
    }
    let mut sent = case.clone();
    sent.0.content = adjusted(&case.0.content, &adjustments);
    if !service.oracle.settles_alike(&case.0, &sent.0, &case.1) {
        return Some(format!(
            "the service keeps something else than {adjustments:?}"
        ));
    }
    // What goes out must suit the service at least as well as what was typed; what the
    // site asks holds for what was typed.
    let mut after = self::expected(service, &sent);
    after.retain(|id, ends| {
        let new = stops(*ends) && !expected.contains_key(id);
        new && !id.starts_with("tt/")
    });
    (!after.is_empty()).then(|| format!("what was adjusted breaks {after:?}"))
}

fn made(service: &Service, seed: u64, twists: &[&Twist]) -> Case {
    let mut dice = Dice(seed);
    let (mut asked, mut company) = (service.plain)(&mut dice);
    let stage = dice.pick(&[
        Stage::Log,
        Stage::Log,
        Stage::Log,
        Stage::Update,
        Stage::Update,
        Stage::Push,
        Stage::Delete,
        Stage::Submit,
        Stage::Approve,
    ]);
    let stage = twists.iter().find_map(|twist| twist.at).unwrap_or(stage);
    asked.stage = stage;
    let twist = |late: bool, asked: &mut Proposal, company: &mut Company| {
        for (at, twist) in twists.iter().enumerate().filter(|(_, it)| it.late == late) {
            let mut own = Dice(seed ^ u64::try_from(at + 1).unwrap());
            (twist.make)(asked, company, &mut own);
        }
    };
    twist(false, &mut asked, &mut company);
    let status = match stage {
        Stage::Approve => Status::Submitted,
        _ => Status::Open,
    };
    generate::later(&mut asked, stage, status);
    if stage == Stage::Update {
        (service.other)(&mut asked);
    }
    twist(true, &mut asked, &mut company);
    (asked, company)
}

#[expect(
    clippy::disallowed_methods,
    reason = "who runs the tests says how many, not the product"
)]
fn cases() -> u64 {
    let asked = std::env::var("TT_RULE_CASES").ok();
    asked.and_then(|n| n.parse().ok()).unwrap_or(CASES)
}

/// Asks both about every case. Each rule that can be broken at all is broken alone at
/// least once, but for those named in `never_alone`.
pub fn agree(service: &Service, never_alone: &[RuleId]) {
    let all: Vec<&Twist> = service.twists.iter().chain(EVERYWHERE).collect();
    let mut alone: BTreeMap<String, u32> = BTreeMap::new();
    let mut differences: BTreeMap<String, String> = BTreeMap::new();
    let cases = cases().max(8 * all.len() as u64);
    for seed in 0..cases {
        let mut dice = Dice(!seed);
        let mut twists = Vec::new();
        if !dice.once_in(8) {
            twists.push(all[usize::try_from(seed).unwrap() % all.len()]);
        }
        while dice.once_in(3) {
            twists.push(all[dice.below(all.len())]);
        }
        let case = made(service, seed, &twists);
        if let Some(difference) = differ(service, &case) {
            let mut left = twists.clone();
            let still = |twists: &[&Twist]| {
                differ(service, &made(service, seed, twists)) == Some(difference.clone())
            };
            let mut at = 0;
            while at < left.len() {
                let mut fewer = left.clone();
                fewer.remove(at);
                if still(&fewer) { left = fewer } else { at += 1 }
            }
            let does: Vec<&str> = left.iter().map(|twist| twist.does).collect();
            let (asked, _) = made(service, seed, &left);
            let told = format!(
                "case {seed}, {does:?}\n  at {:?}: {:?}",
                asked.stage, asked.content
            );
            differences.entry(difference).or_insert(told);
            continue;
        }
        let said = expected(service, &case);
        let rest = |id: &String| {
            let better = |(less, more): &(RuleId, RuleId)| less == id && said.contains_key(*more);
            SAID_BETTER.iter().any(better)
        };
        if said.len() == 1 || said.keys().filter(|id| !rest(id)).count() <= 1 {
            for id in said.keys() {
                *alone.entry(id.clone()).or_default() += 1;
            }
        }
        for id in service.oracle.adjusts(&case.0, &case.1) {
            *alone.entry(id.to_owned()).or_default() += 1;
        }
    }
    let told: Vec<String> = differences
        .iter()
        .map(|(difference, example)| format!("{difference}\n  {example}"))
        .collect();
    assert!(told.is_empty(), "\n{}", told.join("\n"));
    let missed: Vec<RuleId> = service
        .oracle
        .rules()
        .iter()
        .filter(|(id, ends)| *ends != Ends::Never && !alone.contains_key(*id))
        .map(|(id, _)| *id)
        .collect();
    assert_eq!(missed, never_alone, "of {alone:?}");
}

/// A pause of so many seconds, a minute after the start.
pub fn pause(asked: &mut Proposal, seconds: i64) {
    let Some(start) = asked.content.start else {
        return;
    };
    asked.content.pauses = vec![Pause {
        start: start + 60,
        end: Some(start + 60 + seconds),
    }];
}
