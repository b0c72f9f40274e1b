//! What makes a row the same row when it is read again, also from a file that has grown.
//! Names only: what was booked for them is for the store to know.

use super::{Format, Left, Reason, Row, Time};
use std::collections::HashMap;
use std::fmt::Write as _;

/// The names of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// By what its source tells it apart: its own identity, else person and start.
    pub name: String,
    /// By everything it says.
    pub whole: String,
    /// What it says, to see whether the source changed it since.
    pub digest: String,
    /// Whether no other row of this import has its name.
    pub is_only: bool,
}

/// Gives every row its identity. Rows that say the same a second time come back as twins.
#[must_use]
pub fn identify(format: Format, rows: Vec<Row>) -> (Vec<(Row, Identity)>, Vec<Left>) {
    let mut kept: Vec<(Row, Identity)> = Vec::with_capacity(rows.len());
    let mut first_of: HashMap<String, usize> = HashMap::new();
    let mut n_of: HashMap<String, u32> = HashMap::new();
    let mut left = Vec::new();
    for row in rows {
        let identity = of(format, &row);
        if let Some(first) = first_of.get(&identity.whole) {
            let first = &kept[*first].0.at;
            let file = if first.file == row.at.file {
                String::new()
            } else {
                " of another file".to_owned()
            };
            left.push(Left {
                at: row.at,
                reason: Reason::Twin,
                detail: format!("as line {}{file}", first.line),
            });
            continue;
        }
        first_of.insert(identity.whole.clone(), kept.len());
        *n_of.entry(identity.name.clone()).or_default() += 1;
        kept.push((row, identity));
    }
    for (_, identity) in &mut kept {
        identity.is_only = n_of.get(&identity.name) == Some(&1);
    }
    (kept, left)
}

fn of(format: Format, row: &Row) -> Identity {
    let digest = digest(row);
    let user = row.user.as_deref().unwrap_or_default();
    let whole = match row.time {
        // Twice the same quarter of an hour on one day is half an hour.
        Time::Day { .. } if row.id.is_none() => format!("{format}:{digest}#{}", row.nth),
        _ => format!("{format}:{digest}"),
    };
    let name = match (&row.id, row.time) {
        (Some(id), _) => format!("{format}:id:{id}"),
        (None, Time::Range { start, .. }) => format!("{format}:at:{start}:{user}"),
        (None, Time::Day { .. }) => whole.clone(),
    };
    Identity {
        name,
        whole,
        digest,
        is_only: true,
    }
}

/// 128 bits (FNV-1a) of everything the row says: rows are told apart by it, nothing is
/// protected by it. The spelling never changes, or everything would be imported anew.
fn digest(row: &Row) -> String {
    let mut said = String::new();
    // Writing to a String cannot fail.
    let _ = match row.time {
        Time::Range { start, end } => write!(said, "{start}\u{1f}{end}"),
        Time::Day { date, length } => write!(said, "{date}\u{1f}{length}"),
    };
    let _ = write!(said, "\u{1f}{}", row.deduct);
    let id = row.id.as_ref();
    for text in [Some(&row.user), Some(&row.note), Some(&row.internal_note)] {
        let text = text.and_then(Option::as_deref).unwrap_or_default();
        let _ = write!(said, "\u{1f}{text}");
    }
    let _ = write!(said, "\u{1f}{}", id.map_or("", String::as_str));
    let mut labels: Vec<_> = row
        .labels
        .iter()
        .map(|(kind, label)| format!("\u{1f}{kind}\u{1e}{label}"))
        .collect();
    labels.sort();
    said.extend(labels);
    let hash = said.bytes().fold(OFFSET, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(PRIME)
    });
    format!("{hash:032x}")
}

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

#[cfg(test)]
mod tests {
    use super::super::Spot;
    use super::super::mapping::Kind;
    use super::*;

    fn row(line: u64, start: i64, note: &str) -> Row {
        Row {
            at: Spot { file: 0, line },
            time: Time::Range {
                start,
                end: start + 600,
            },
            zone: None,
            deduct: 0,
            labels: vec![(Kind::Tag, "a".into()), (Kind::Project, "b".into())],
            note: Some(note.into()),
            internal_note: None,
            user: None,
            id: None,
            nth: 1,
        }
    }

    #[test]
    fn the_hash_is_the_one_it_always_was() {
        assert_eq!(
            digest(&row(1, 1_000, "one")),
            "e82e6000c23241d98dbdd29924935e2f"
        );
        let mut turned = row(7, 1_000, "one");
        turned.labels.reverse();
        assert_eq!(digest(&turned), digest(&row(1, 1_000, "one")));
        assert_ne!(digest(&row(1, 1_000, "two")), digest(&row(1, 1_000, "one")));
    }

    #[test]
    fn twins_are_told_and_rows_that_share_a_name_are_kept() {
        let rows = vec![
            row(1, 0, "one"),
            row(2, 0, "two"),
            row(3, 0, "one"),
            row(4, 5, "x"),
        ];
        let (kept, left) = identify(Format::Timewarrior, rows);
        let only: Vec<_> = kept
            .iter()
            .map(|(row, id)| (row.at.line, id.is_only))
            .collect();
        assert_eq!(only, [(1, false), (2, false), (4, true)]);
        assert_eq!(kept[0].1.name, kept[1].1.name);
        assert_ne!(kept[0].1.whole, kept[1].1.whole);
        assert_eq!((left[0].at.line, left[0].reason), (3, Reason::Twin));
        assert_eq!(left[0].detail, "as line 1");
    }

    #[test]
    fn twice_the_same_length_on_a_day_is_two_rows() {
        let day = |nth, line| Row {
            time: Time::Day {
                date: chrono::NaiveDate::MIN,
                length: 900,
            },
            nth,
            ..row(line, 0, "stand-up")
        };
        let (kept, left) = identify(Format::Csv, vec![day(1, 1), day(2, 2), day(1, 3)]);
        assert_eq!((kept.len(), left.len()), (2, 1));
    }

    #[test]
    fn an_identity_of_the_source_goes_before_the_start() {
        let mut one = row(1, 0, "one");
        one.id = Some("75f3".into());
        let (kept, _) = identify(Format::Watson, vec![one]);
        assert_eq!(kept[0].1.name, "watson:id:75f3");
    }
}
