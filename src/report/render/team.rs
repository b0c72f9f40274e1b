//! Timesheets of everybody, a line each: who has handed in, and who has not.

use super::Canvas;
use super::columns::{Cell, Paint, Rows};
use super::sheets::paint;
use crate::report::model::TeamSheet;
use crate::report::phrase::length;
use crate::screen::sanitize;

/// More lines than these are only counted.
const MOST: usize = 1_000;

/// The text; nothing where there are none.
#[must_use]
pub fn team(sheets: &[TeamSheet], canvas: Canvas) -> String {
    if sheets.is_empty() {
        return String::new();
    }
    let mut rows = Rows::default();
    let names = [
        "from", "to", "member", "status", "worked", "target", "entries", "sheet",
    ];
    let heads = names.iter().enumerate().map(|(at, name)| match at {
        4..=6 => Cell::right(*name),
        _ => Cell::left(*name),
    });
    rows.push(heads.map(|head| head.in_paint(Some(Paint::Bold))).collect());
    for row in sheets.iter().take(MOST) {
        let sheet = &row.sheet;
        let (status, colour) = if row.is_started {
            (sheet.status.word(), paint(sheet.status))
        } else {
            ("not started", Some(Paint::Red))
        };
        let target = match sheet.target {
            0 => "–".to_owned(),
            target => length(target),
        };
        rows.push(vec![
            Cell::left(sheet.from.to_string()),
            Cell::left(sheet.to.to_string()),
            Cell::left(sanitize(&row.who)),
            Cell::left(status).in_paint(colour),
            Cell::right(length(sheet.worked)),
            Cell::right(target),
            Cell::right(sheet.n_entries.to_string()),
            Cell::left(sanitize(sheet.remote_id.as_deref().unwrap_or("–"))),
        ]);
    }
    let mut text = rows.text(2, canvas.colour);
    let more = sheets.len().saturating_sub(MOST);
    if more > 0 {
        text += &format!("and {more} more: ask for fewer days, or use --json\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::status::Status;
    use crate::report::model::Sheet;
    use crate::report::sample;

    #[test]
    fn who_has_not_begun_is_seen_and_foreign_text_does_no_harm() {
        let sheet = Sheet {
            profile: Some("work".to_owned()),
            remote_id: Some("4410".to_owned()),
            from: sample::day(2026, 11, 16),
            to: sample::day(2026, 11, 22),
            status: Status::Submitted,
            member: Some("124".to_owned()),
            year: 2026,
            period: 47,
            worked: 5400,
            target: 40 * 3600,
            n_entries: 2,
        };
        let of = |who: &str, is_started| TeamSheet {
            sheet: sheet.clone(),
            is_started,
            who: who.to_owned(),
        };
        let text = team(
            &[of("as\u{1b}mith", true), of("plee", false)],
            Canvas::default(),
        );
        assert!(!text.contains('\u{1b}'), "{text:?}");
        let lines: Vec<_> = text.lines().collect();
        assert!(
            lines[1].contains("submitted    1h 30m     40h        2  4410"),
            "{text}"
        );
        assert!(
            lines[2].contains("plee") && lines[2].contains("not started"),
            "{text}"
        );
        assert_eq!(team(&[], Canvas::default()), "");
        let many = vec![of("plee", true); MOST + 3];
        assert!(team(&many, Canvas::default()).contains("and 3 more"));
    }
}
