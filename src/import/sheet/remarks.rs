//! What is said once for many rows of a sheet. Decides nothing.

use crate::domain::zone::Zone;

/// What is told once for many rows: how many, and the first line.
#[derive(Default)]
pub(super) struct Remarks {
    pub(super) twice: (u32, u64),
    pub(super) differing: (u32, u64),
}

impl Remarks {
    pub(super) fn told(self, zone: Zone) -> Vec<String> {
        let mut told = Vec::new();
        let rows = |n: u32| if n == 1 { "row" } else { "rows" };
        if let (n @ 1.., line) = self.twice {
            told.push(format!(
                "{n} {} from line {line} on {} in an hour that exists twice in {zone}; the \
                 earlier one is taken",
                rows(n),
                if n == 1 { "begins" } else { "begin" },
            ));
        }
        if let (n @ 1.., line) = self.differing {
            told.push(format!(
                "{n} {} from line {line} on {} another length than from start to end; the clock \
                 times are taken",
                rows(n),
                if n == 1 { "has" } else { "have" },
            ));
        }
        told
    }
}

/// Counts a row of this line.
pub(super) fn count(remark: &mut (u32, u64), line: u64) {
    remark.0 += 1;
    if remark.0 == 1 {
        remark.1 = line;
    }
}
