//! What goes wrong, and when: one fault for one request, decided by a plan.
//!
//! A plan is deterministic in the sequence of requests it is asked about; its
//! randomness comes from a seed and from nothing else.

/// One thing that goes wrong with one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answered with this status in the service's own error shape; nothing is done.
    RefuseBefore(u16),
    /// Read whole, then the connection is closed; nothing is done.
    LostBefore,
    /// Done, then the connection is closed without an answer.
    LostAfter,
    /// The connection is closed at once; done so many milliseconds later (1000 at most).
    Late(u64),
    /// 429 in the service's own shape with the given `Retry-After`; nothing is done.
    Throttled {
        /// The header's value, word for word; none leaves the header out.
        retry_after: Option<String>,
    },
    /// 500 in the service's error shape.
    Error500 {
        /// Whether the request was carried out all the same.
        applied: bool,
    },
    /// Done, then a success status with JSON that breaks off.
    Garbage,
    /// 200 with a page of HTML, as a login portal sends it; nothing is done.
    HtmlPage,
    /// 302 to `/followed` on the same host; nothing is done.
    Redirect,
    /// Done; the head is whole, the body breaks off half-way.
    CutBody,
    /// Done; the answer breaks off within its head.
    CutHead,
    /// Done; the answer arrives in small pieces, one every so many milliseconds.
    SlowDrip {
        /// The pause between two pieces of 32 bytes.
        every_ms: u64,
    },
    /// Done and answered as if the connection stayed open; then it is closed.
    DeadKeepAlive,
    /// Reset by the peer after the head, the body unread; nothing is done.
    Reset,
    /// Done; the answer is sent and only the sending side is closed.
    HalfClose,
}

impl Fault {
    /// Whether the service carries the request out, now or later.
    pub fn acts(&self) -> bool {
        match self {
            Self::LostAfter
            | Self::Late(_)
            | Self::Garbage
            | Self::CutBody
            | Self::CutHead
            | Self::SlowDrip { .. }
            | Self::DeadKeepAlive
            | Self::HalfClose => true,
            Self::Error500 { applied } => *applied,
            Self::RefuseBefore(_)
            | Self::LostBefore
            | Self::Throttled { .. }
            | Self::HtmlPage
            | Self::Redirect
            | Self::Reset => false,
        }
    }

    /// One of each that a client can live through, for random plans.
    pub fn weather() -> Vec<Self> {
        vec![
            Self::RefuseBefore(503),
            Self::LostBefore,
            Self::LostAfter,
            Self::Late(300),
            Self::Throttled {
                retry_after: Some("1".to_owned()),
            },
            Self::Throttled { retry_after: None },
            Self::Error500 { applied: false },
            Self::Error500 { applied: true },
            Self::Garbage,
            Self::HtmlPage,
            Self::Redirect,
            Self::CutBody,
            Self::CutHead,
            Self::SlowDrip { every_ms: 5 },
            Self::DeadKeepAlive,
            Self::Reset,
            Self::HalfClose,
        ]
    }
}

/// Which requests are meant.
#[derive(Debug, Clone, Default)]
pub struct On {
    method: Option<String>,
    path: Option<String>,
    writes: Option<bool>,
    pass: usize,
}

impl On {
    /// Every request.
    pub fn any() -> Self {
        Self::default()
    }

    /// Every request that is not a GET, or what the service takes for one.
    pub fn writes() -> Self {
        Self {
            writes: Some(true),
            ..Self::default()
        }
    }

    /// Every request that only asks.
    pub fn reads() -> Self {
        Self {
            writes: Some(false),
            ..Self::default()
        }
    }

    /// This method on this path of the service's interface (`/time/entries`), in
    /// which `*` stands for one segment (`/time/entries/*`).
    pub fn new(method: &str, path: &str) -> Self {
        Self {
            method: Some(method.to_owned()),
            path: Some(path.to_owned()),
            ..Self::default()
        }
    }

    /// Lets the first `n` matching requests through.
    #[must_use]
    pub fn after(mut self, n: usize) -> Self {
        self.pass = n;
        self
    }

    fn matches(&self, method: &str, path: &str, writes: bool) -> bool {
        self.method.as_deref().is_none_or(|m| m == method)
            && self.writes.is_none_or(|wanted| wanted == writes)
            && self.path.as_deref().is_none_or(|p| {
                p.split('/').count() == path.split('/').count()
                    && p.split('/')
                        .zip(path.split('/'))
                        .all(|(want, have)| want == "*" || want == have)
            })
    }
}

#[derive(Debug, Clone)]
struct Step {
    on: On,
    left: usize,
    fault: Fault,
}

#[derive(Debug, Clone)]
struct Chance {
    dice: Dice,
    writes: u8,
    reads: u8,
    faults: Vec<Fault>,
    only: On,
}

/// What goes wrong with which request: scripted steps first, then chance.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    steps: Vec<Step>,
    chance: Option<Chance>,
}

impl Plan {
    /// Nothing goes wrong.
    pub fn calm() -> Self {
        Self::default()
    }

    /// The next request that matches goes wrong; short for `calm().next(1, on, fault)`.
    pub fn once(on: On, fault: Fault) -> Self {
        Self::calm().next(1, on, fault)
    }

    /// Adds a step: the next `n` matching requests go wrong this way. Steps are
    /// tried in the order of adding; one that is used up is passed over.
    #[must_use]
    pub fn next(mut self, n: usize, on: On, fault: Fault) -> Self {
        self.steps.push(Step { on, left: n, fault });
        self
    }

    /// So many percent of writes and of reads go wrong, each in a way drawn from `faults`.
    pub fn random(seed: u64, writes: u8, reads: u8, faults: &[Fault]) -> Self {
        let chance = Chance {
            dice: Dice::new(seed),
            writes,
            reads,
            faults: faults.to_vec(),
            only: On::any(),
        };
        Self {
            steps: Vec::new(),
            chance: (!faults.is_empty()).then_some(chance),
        }
    }

    /// Narrows the random part to these requests.
    #[must_use]
    pub fn only(mut self, on: On) -> Self {
        if let Some(chance) = &mut self.chance {
            chance.only = on;
        }
        self
    }

    /// The fault of the next request, if any. Counts it.
    pub fn draw(&mut self, method: &str, path: &str) -> Option<Fault> {
        self.draw_for(method, path, method != "GET")
    }

    /// The same where the method alone does not say whether something is to change.
    pub fn draw_for(&mut self, method: &str, path: &str, writes: bool) -> Option<Fault> {
        for step in self
            .steps
            .iter_mut()
            .filter(|s| s.left > 0 && s.on.matches(method, path, writes))
        {
            if step.on.pass > 0 {
                step.on.pass -= 1;
                continue;
            }
            step.left -= 1;
            return Some(step.fault.clone());
        }
        let chance = self
            .chance
            .as_mut()
            .filter(|c| c.only.matches(method, path, writes))?;
        // Both numbers are drawn every time, so that a request that goes well
        // moves the sequence on just as far as one that does not.
        let (hit, which) = (
            chance.dice.below(100),
            chance.dice.below(chance.faults.len()),
        );
        let percent = if writes { chance.writes } else { chance.reads };
        (hit < usize::from(percent)).then(|| chance.faults[which].clone())
    }
}

/// A small seeded generator (splitmix64); good enough to choose faults.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// The sequence that belongs to this seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 for 0.
    pub fn below(&mut self, n: usize) -> usize {
        let n = u64::try_from(n).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.roll() % n).unwrap_or(0)
    }
}
