//! Timesheets, a line each.

use super::Canvas;
use super::columns::{Cell, Paint, Rows};
use crate::domain::status::Status;
use crate::report::model::Sheet;
use crate::report::phrase::{length, n_entries};
use crate::screen::sanitize;

/// The text; nothing where there are none.
#[must_use]
pub fn sheets(sheets: &[Sheet], canvas: Canvas) -> String {
    if sheets.is_empty() {
        return String::new();
    }
    let mut rows = Rows::default();
    let names = [
        "sheet", "from", "to", "status", "worked", "target", "entries", "period", "profile",
    ];
    let heads = names.iter().enumerate().map(|(at, name)| match at {
        4..=6 => Cell::right(*name),
        _ => Cell::left(*name),
    });
    rows.push(heads.map(|head| head.in_paint(Some(Paint::Bold))).collect());
    for sheet in sheets {
        let target = match sheet.target {
            0 => "–".to_owned(),
            target => length(target),
        };
        rows.push(vec![
            Cell::left(sanitize(sheet.remote_id.as_deref().unwrap_or("–"))),
            Cell::left(sheet.from.to_string()),
            Cell::left(sheet.to.to_string()),
            Cell::left(sheet.status.word()).in_paint(paint(sheet.status)),
            Cell::right(length(sheet.worked)),
            Cell::right(target),
            Cell::right(sheet.n_entries.to_string()),
            Cell::left(format!("{} of {}", sheet.period, sheet.year)),
            Cell::left(whose(sheet)),
        ]);
    }
    rows.text(2, canvas.colour)
}

/// `sheet 1234, 2026-11-16 to 2026-11-22, submitted: 38h of 40h, 12 entries (work, jdoe)`
#[must_use]
pub fn heading(sheet: &Sheet) -> String {
    let id = sheet.remote_id.as_deref().unwrap_or("–");
    let target = match sheet.target {
        0 => String::new(),
        target => format!(" of {}", length(target)),
    };
    let line = format!(
        "sheet {id}, {} to {}, {}: {}{target}, {} ({})\n",
        sheet.from,
        sheet.to,
        sheet.status,
        length(sheet.worked),
        n_entries(sheet.n_entries),
        whose(sheet)
    );
    sanitize(line.trim_end()).into_owned() + "\n"
}

/// The profile, and the member where one is known by name: a number of the service tells
/// nobody whose it is.
fn whose(sheet: &Sheet) -> String {
    let profile = sheet.profile.as_deref().unwrap_or("no profile");
    let is_name = |member: &&String| !member.chars().all(|c| c.is_ascii_digit());
    let text = match sheet.member.as_ref().filter(is_name) {
        Some(member) => format!("{profile}, {member}"),
        None => profile.to_owned(),
    };
    sanitize(&text).into_owned()
}

pub(super) fn paint(status: Status) -> Option<Paint> {
    match status {
        Status::Open => None,
        Status::Submitted => Some(Paint::Cyan),
        Status::Rejected => Some(Paint::Red),
        Status::Approved => Some(Paint::Green),
        Status::Billed => Some(Paint::Dim),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn sheet() -> Sheet {
        Sheet {
            profile: Some("work".to_owned()),
            remote_id: Some("12\u{1b}34".to_owned()),
            from: sample::day(2026, 11, 16),
            to: sample::day(2026, 11, 22),
            status: Status::Submitted,
            member: Some("jdoe".to_owned()),
            year: 2026,
            period: 47,
            worked: 5400,
            target: 40 * 3600,
            n_entries: 2,
        }
    }

    #[test]
    fn a_line_says_period_state_and_hours() {
        let week = Sheet {
            profile: None,
            remote_id: None,
            member: None,
            target: 0,
            ..sheet()
        };
        let text = sheets(&[sheet(), week], Canvas::default());
        assert!(!text.contains('\u{1b}'), "{text:?}");
        let lines: Vec<_> = text.lines().collect();
        assert!(
            lines[1].ends_with(
                "2026-11-16  2026-11-22  submitted  1h 30m     40h        2  47 of 2026  work, jdoe"
            ),
            "{text}"
        );
        assert!(
            lines[2].starts_with('–') && lines[2].ends_with("no profile"),
            "{text}"
        );
        assert_eq!(sheets(&[], Canvas::default()), "");
        let numbered = Sheet {
            member: Some("123".to_owned()),
            ..sheet()
        };
        let text = sheets(&[numbered], Canvas::default());
        assert!(text.ends_with("  47 of 2026  work\n"), "{text}");
        assert!(heading(&sheet()).ends_with("submitted: 1h 30m of 40h, 2 entries (work, jdoe)\n"));
    }
}
