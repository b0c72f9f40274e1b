//! What a history is made of: what people and services do one after another.

use crate::service::Keeping;
use crate::weather::Weather;
use crate::world::PROFILES;
use tt::domain::charge::Reference;
use tt::domain::content::Content;
use tt::domain::status::Status;

/// A field and what it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    Note(u8),
    Internal(u8),
    Minutes(u8),
    Later(u8),
    WorkType(u8),
    NoWorkType,
    /// Another profile; not on the service.
    Profile(u8),
}

impl To {
    pub fn apply(self, content: &mut Content) {
        match self {
            Self::Note(n) => content.note = Some(format!("n{n}")),
            Self::Internal(n) => content.internal_note = Some(format!("i{n}")),
            Self::Minutes(n) => {
                content.end = content.start.map(|start| start + i64::from(n + 1) * 60);
            }
            Self::Later(n) => {
                let by = i64::from(n + 1) * 60;
                content.start = content.start.map(|start| start + by);
                content.end = content.end.map(|end| end + by);
            }
            Self::WorkType(n) => {
                let id = (n + 1).to_string();
                content.work_type = Some(Reference::known(&id, None));
            }
            Self::NoWorkType => content.work_type = None,
            Self::Profile(n) => content.profile = Some(PROFILES[usize::from(n % 2)].into()),
        }
    }
}

/// Which side a person who is asked finds right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Mine,
    Theirs,
    Both,
}

/// One thing that happens. `which` counts among what is there at that moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Book {
        seat: usize,
        slot: u8,
        note: u8,
    },
    Edit {
        seat: usize,
        which: u8,
        to: To,
    },
    Remove {
        seat: usize,
        which: u8,
    },
    Undo {
        seat: usize,
    },
    Split {
        seat: usize,
        which: u8,
    },
    Timer {
        seat: usize,
        minutes: u8,
    },
    Submit {
        seat: usize,
        which: u8,
    },
    EditThere {
        which: u8,
        to: To,
    },
    DeleteThere {
        which: u8,
    },
    StatusThere {
        which: u8,
        status: Status,
    },
    BookThere {
        slot: u8,
        note: u8,
    },
    Pass(i64),
    SetClock(i64),
    Save {
        seat: usize,
    },
    Restore {
        seat: usize,
    },
    Answer {
        seat: usize,
        way: Way,
    },
    Sync {
        seat: usize,
        profile: usize,
        writes: Vec<Weather>,
        reads: Vec<bool>,
        dies_after: Option<u64>,
    },
}

/// A fair run.
pub fn sync() -> Step {
    sync_in(&[])
}

/// A run in this weather.
pub fn sync_in(writes: &[Weather]) -> Step {
    Step::Sync {
        seat: 0,
        profile: 0,
        writes: writes.to_vec(),
        reads: Vec::new(),
        dies_after: None,
    }
}

/// A history with the kind of service it is played on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    pub keeping: Keeping,
    pub seats: usize,
    pub steps: Vec<Step>,
}
