//! Random histories from a seed, and the smallest one that still fails.

use crate::history::{History, Step, To, Way};
use crate::play::Play;
use crate::service::Keeping;
use crate::weather::Weather;
use std::panic::{AssertUnwindSafe, catch_unwind};
use tt::domain::status::Status;

/// A small seeded generator (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xD6E8_FEB8_6659_FD93))
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.roll() % n.max(1)
    }

    fn small(&mut self, n: u8) -> u8 {
        u8::try_from(self.below(n.into())).unwrap()
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
}

/// The history of a seed. Weather is armed once for the whole of it: only some kinds of
/// faults happen in one history, but those often.
pub fn history(seed: u64) -> History {
    let mut dice = Dice::new(seed);
    let keeping = [Keeping::Key, Keeping::Marker, Keeping::Nothing][usize::from(dice.small(3))];
    let seats = if dice.one_in(3) { 2 } else { 1 };
    let armed: Vec<_> = ALL.iter().copied().filter(|_| dice.one_in(2)).collect();
    let calm = 1 + dice.below(3);
    let length = 3 + dice.below(14);
    let mut scene = Scene {
        dice,
        seats: seats as u64,
        armed,
        calm,
        knows: keeping != Keeping::Nothing,
    };
    let mut steps: Vec<_> = (0..length).map(|_| scene.step()).collect();
    match scene.dice.below(6) {
        0..=2 => steps.insert(0, scene.book()),
        // Of one time and note, but not the same: nothing there may make one the other.
        4 => drop(steps.splice(0..0, scene.lost_twins())),
        // Found again or not, it is told by what was sent, whatever it is by now.
        3 => drop(steps.splice(0..0, scene.lost_then_edited())),
        _ => {}
    }
    History {
        keeping,
        seats,
        steps,
    }
}

const ALL: [Weather; 11] = [
    Weather::Refused,
    Weather::NotSent,
    Weather::Throttled,
    Weather::LostBefore,
    Weather::LostAfter,
    Weather::Late(0),
    Weather::Error500 { applied: false },
    Weather::Error500 { applied: true },
    Weather::Redirect,
    Weather::Garbage,
    Weather::Cut,
];

struct Scene {
    dice: Dice,
    seats: u64,
    armed: Vec<Weather>,
    calm: u64,
    knows: bool,
}

impl Scene {
    fn seat(&mut self) -> usize {
        usize::try_from(self.dice.below(self.seats)).unwrap()
    }

    fn book(&mut self) -> Step {
        Step::Book {
            seat: self.seat(),
            slot: self.dice.small(3),
            note: self.dice.small(2),
        }
    }

    /// Booked, sent with the answer lost, and edited before anybody looked again.
    fn lost_then_edited(&mut self) -> Vec<Step> {
        let seat = self.seat();
        let (slot, n) = (self.dice.small(3), self.dice.small(4));
        let book = Step::Book {
            seat,
            slot,
            note: 0,
        };
        let lost = [Weather::LostAfter, Weather::Garbage, Weather::Cut];
        let lost = lost[usize::from(self.dice.small(3))];
        let sync = |writes: &[Weather]| Step::Sync {
            seat,
            profile: 0,
            writes: writes.to_vec(),
            reads: Vec::new(),
            dies_after: None,
        };
        let to = if self.dice.one_in(2) {
            To::Note(n + 2)
        } else {
            To::Later(n)
        };
        let edit = Step::Edit { seat, which: 0, to };
        vec![book, sync(&[lost]), edit, sync(&[])]
    }

    /// Two of one time and note that an edit told apart, and the answers to both are lost.
    fn lost_twins(&mut self) -> Vec<Step> {
        let seat = self.seat();
        let (slot, n) = (self.dice.small(3), self.dice.small(4));
        let book = Step::Book {
            seat,
            slot,
            note: 0,
        };
        let ways = [To::WorkType(n), To::Internal(n), To::Minutes(n + 40)];
        let to = ways[usize::from(self.dice.small(3))];
        let which = self.dice.small(2);
        let edit = Step::Edit { seat, which, to };
        let lost = [
            Weather::LostBefore,
            Weather::LostAfter,
            Weather::Late(1 + i64::from(n) * 300),
        ];
        let mut any = || lost[usize::from(self.dice.small(3))];
        let sync = Step::Sync {
            seat,
            profile: 0,
            writes: vec![any(), any()],
            reads: Vec::new(),
            dies_after: None,
        };
        vec![book.clone(), book, edit, sync]
    }

    fn to(&mut self) -> To {
        let n = self.dice.small(4);
        match self.dice.below(8) {
            0..=2 => To::Note(n + 2),
            3 => To::Internal(n),
            4 => To::Minutes(n + 40),
            5 => To::Later(n),
            6 => To::WorkType(n),
            _ => To::NoWorkType,
        }
    }

    fn weather(&mut self) -> Weather {
        if self.armed.is_empty() || self.dice.below(4) < self.calm {
            return Weather::Fair;
        }
        let which = self.dice.below(self.armed.len() as u64);
        match self.armed[usize::try_from(which).unwrap()] {
            Weather::Late(_) => Weather::Late(1 + i64::try_from(self.dice.below(1_000)).unwrap()),
            other => other,
        }
    }

    fn sync(&mut self) -> Step {
        let n_writes = self.dice.below(5);
        let n_reads = if self.dice.one_in(6) {
            self.dice.below(8)
        } else {
            0
        };
        Step::Sync {
            seat: self.seat(),
            profile: usize::from(self.dice.one_in(8)),
            writes: (0..n_writes).map(|_| self.weather()).collect(),
            reads: (0..n_reads).map(|_| self.dice.one_in(2)).collect(),
            dies_after: self.dice.one_in(6).then(|| self.dice.below(12)),
        }
    }

    fn step(&mut self) -> Step {
        let which = self.dice.small(8);
        match self.dice.below(40) {
            0..=6 => self.book(),
            7..=11 => {
                let to = if self.dice.one_in(8) {
                    To::Profile(self.dice.small(2))
                } else {
                    self.to()
                };
                Step::Edit {
                    seat: self.seat(),
                    which,
                    to,
                }
            }
            12..=13 => Step::Remove {
                seat: self.seat(),
                which,
            },
            14..=15 => Step::Undo { seat: self.seat() },
            16 => Step::Split {
                seat: self.seat(),
                which,
            },
            17 => Step::Timer {
                seat: self.seat(),
                minutes: 2 + self.dice.small(60),
            },
            18 => Step::Submit {
                seat: self.seat(),
                which,
            },
            19..=21 => Step::EditThere {
                which,
                to: self.to(),
            },
            22 => Step::DeleteThere { which },
            23 => {
                let ways = [
                    Status::Submitted,
                    Status::Approved,
                    Status::Open,
                    Status::Billed,
                ];
                Step::StatusThere {
                    which,
                    status: ways[usize::from(self.dice.small(4))],
                }
            }
            24 if self.knows => Step::BookThere {
                slot: self.dice.small(3),
                note: self.dice.small(2),
            },
            24..=26 => Step::Pass(1 + i64::try_from(self.dice.below(2_000)).unwrap()),
            27 => Step::SetClock(if self.dice.one_in(2) { -3_600 } else { 3_600 }),
            28 => Step::Save { seat: self.seat() },
            29 => Step::Restore { seat: self.seat() },
            30 => Step::Answer {
                seat: self.seat(),
                way: [Way::Mine, Way::Theirs, Way::Both][usize::from(self.dice.small(3))],
            },
            _ => self.sync(),
        }
    }
}

/// Plays it; a panic is a failure like any other.
pub fn failure(history: &History) -> Option<Vec<String>> {
    match catch_unwind(AssertUnwindSafe(|| Play::all(history))) {
        Ok(wrong) if wrong.is_empty() => None,
        Ok(wrong) => Some(wrong),
        Err(why) => {
            let text = why
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| why.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Some(vec![format!("panicked: {}", text.unwrap_or_default())])
        }
    }
}

/// Leaves out steps and eases the weather as long as it still fails.
pub fn shrunk(history: &History) -> History {
    let mut least = history.clone();
    loop {
        let smaller = simpler(&least).into_iter().find(|it| failure(it).is_some());
        match smaller {
            Some(smaller) => least = smaller,
            None => return least,
        }
    }
}

/// Everything that is one step simpler, the most daring first.
fn simpler(history: &History) -> Vec<History> {
    let n = history.steps.len();
    let with = |steps: Vec<Step>| History {
        steps,
        ..history.clone()
    };
    let mut all = Vec::new();
    for size in [n / 2, n / 4, 1] {
        for from in (0..n).step_by(size.max(1)) {
            let mut steps = history.steps.clone();
            steps.drain(from..(from + size).min(n));
            if steps.len() < n {
                all.push(with(steps));
            }
        }
    }
    for (at, step) in history.steps.iter().enumerate() {
        let Step::Sync {
            seat,
            profile,
            writes,
            reads,
            dies_after,
        } = step
        else {
            continue;
        };
        let mut put = |writes: &[Weather], reads: &[bool], dies_after: Option<u64>| {
            let mut steps = history.steps.clone();
            steps[at] = Step::Sync {
                seat: *seat,
                profile: *profile,
                writes: writes.to_vec(),
                reads: reads.to_vec(),
                dies_after,
            };
            if steps != history.steps {
                all.push(with(steps));
            }
        };
        put(writes, reads, None);
        put(writes, &[], *dies_after);
        for n in 0..writes.len() {
            put(&writes[..n], reads, *dies_after);
            let mut eased = writes.clone();
            eased[n] = Weather::Fair;
            put(&eased, reads, *dies_after);
        }
    }
    all
}

/// A history as a person reads it.
pub fn told(history: &History) -> String {
    let mut text = format!(
        "service keeps {:?}, {} seat(s)\n",
        history.keeping, history.seats
    );
    for step in &history.steps {
        text += &format!("  {step:?}\n");
    }
    text
}
