//! Listings for other programs: which sheet a format is, and the streams they go to.

use crate::app::{App, Seen};
use crate::cli::Format;
use crate::failure::Failure;
use crate::report::render::{self, Sheet, ical, json, jsonl, markdown};
use crate::store::Listed;

/// The format that `--format` and `--json` ask for.
///
/// # Errors
/// When they ask for two.
pub fn format(app: &App<'_>, asked: Option<Format>) -> Result<Format, Failure> {
    match (asked, app.global.json) {
        (None, false) => Ok(Format::Table),
        (None | Some(Format::Json), true) => Ok(Format::Json),
        (Some(format), false) => Ok(format),
        (Some(format), true) => Err(Failure::usage(
            format!("--json and --format {format} ask for two things"),
            "leave one of them out",
        )),
    }
}

/// Writes entries while they are being read; nothing is kept, so there may be any number.
/// A table needs them all and is none of this.
///
/// # Errors
/// Those of the rows and of the stream.
pub fn write(
    app: &mut App<'_>,
    format: Format,
    rows: impl IntoIterator<Item = anyhow::Result<Listed>>,
    seen: &Seen<'_>,
) -> anyhow::Result<()> {
    let out = &mut *app.around.out;
    let mut sheet: Box<dyn Sheet> = match format {
        Format::Table | Format::Json => Box::new(json::Array::new(out)),
        Format::Jsonl => Box::new(jsonl::Lines::new(out)),
        Format::Csv => Box::new(render::csv::Records::new(out)),
        Format::Markdown => Box::new(markdown::Rows::new(out)),
        Format::Ical => Box::new(ical::Calendar::new(out)),
    };
    render::write(sheet.as_mut(), rows, seen)
}
