//! How much of a sum is counted more than once, because entries overlap. Whole seconds;
//! knows no rule and judges nothing: a sum with overlaps is right.

use crate::domain::content::Content;

/// The times of entries, pauses left out.
#[derive(Debug, Default)]
pub struct Overlaps {
    spans: Vec<(i64, i64)>,
}

impl Overlaps {
    /// Takes an entry in; a timer up to `now`, seconds UTC. Without clock times nothing
    /// can overlap.
    pub fn add(&mut self, content: &Content, now: i64) {
        let Some(mut from) = content.start else {
            return;
        };
        let to = content.end.unwrap_or(now);
        for pause in &content.pauses {
            self.put(from, pause.start.min(to));
            from = from.max(pause.end.unwrap_or(to));
        }
        self.put(from, to);
    }

    fn put(&mut self, from: i64, to: i64) {
        if from < to {
            self.spans.push((from, to));
        }
    }

    /// Seconds that are counted beyond the first time.
    #[must_use]
    pub fn seconds(mut self) -> i64 {
        self.spans.sort_unstable();
        let (mut twice, mut reach) = (0_i64, i64::MIN);
        for (from, to) in self.spans {
            if reach > from {
                twice = twice.saturating_add(reach.min(to).saturating_sub(from));
            }
            reach = reach.max(to);
        }
        twice
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_covered_again_is_counted_each_time() {
        for (spans, twice) in [
            (&[][..], 0),
            (&[(0, 10)], 0),
            (&[(0, 10), (10, 20)], 0),
            (&[(5, 15), (0, 10)], 5),
            (&[(0, 30), (5, 10), (10, 20)], 15),
            (&[(0, 10), (0, 10), (0, 10)], 20),
            (&[(0, 10), (-5, -1), (8, 9)], 1),
        ] {
            let mut overlaps = Overlaps::default();
            for (from, to) in spans {
                overlaps.put(*from, *to);
            }
            assert_eq!(overlaps.seconds(), twice, "{spans:?}");
        }
    }
}
