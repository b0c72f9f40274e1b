//! `tt prompt`: one short line for a shell prompt or a bar, from the small file that every
//! write keeps. Opens no database, reads no configuration, waits for nobody and never
//! fails: where there is nothing to say, or nothing to read, it prints nothing.

use crate::app::{App, Surroundings};
use crate::cli::Global;
use crate::domain::prompt::Shown;
use crate::report::render::json;
use crate::screen::sanitize;
use crate::store::prompt;
use std::ffi::OsString;
use std::path::Path;

/// The words that ask for the prompt and nothing else, which are most of the calls there
/// will ever be: the command line is not parsed for them. None where there is more to it,
/// such as `--help`.
#[must_use]
pub fn is_asked(args: &[OsString]) -> Option<Global> {
    let mut words = args.iter().skip(1);
    if words.next()? != "prompt" {
        return None;
    }
    let mut global = Global::default();
    while let Some(word) = words.next() {
        match word.to_str()? {
            "--json" => global.json = true,
            "--db" => global.db = Some(words.next()?.into()),
            _ => return None,
        }
    }
    Some(global)
}

/// Answers it.
pub fn quick(global: Global, mut around: Surroundings<'_>) {
    let is_json = global.json;
    let shown = App::new(around.lend(), global).map_or_else(
        |_| Shown::default(),
        |app| shown(&app.paths.db.path, app.now),
    );
    // Nobody is left to tell.
    let _ = around.out.write_all(text(&shown, is_json).as_bytes());
}

/// Runs `tt prompt`.
///
/// # Errors
/// Those of the stream.
pub fn run(app: &mut App<'_>) -> anyhow::Result<()> {
    let shown = shown(&app.paths.db.path, app.now);
    let is_json = app.global.json;
    app.print(&text(&shown, is_json))
}

fn shown(db: &Path, now: i64) -> Shown {
    let state = prompt::read(db);
    state.map_or_else(Shown::default, |state| state.at(now, prompt::stamp(db)))
}

fn text(shown: &Shown, is_json: bool) -> String {
    let line = sanitize(&shown.line()).into_owned();
    if is_json {
        return bar(shown, &line);
    }
    if line.is_empty() {
        return line;
    }
    line + "\n"
}

/// What waybar takes as it is: `text`, `tooltip` and `class`, with the figures beside them.
fn bar(shown: &Shown, line: &str) -> String {
    let note = shown
        .running
        .as_ref()
        .and_then(|timer| timer.note.as_deref());
    let mut value = serde_json::json!({
        "text": line,
        "tooltip": sanitize(note.unwrap_or_default()),
        "class": shown.classes(),
    });
    let figures = serde_json::to_value(shown).unwrap_or_default();
    if let (Some(all), serde_json::Value::Object(figures)) = (value.as_object_mut(), figures) {
        all.extend(figures);
    }
    json::line(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> Option<Global> {
        let words = line.split(' ').map(OsString::from);
        is_asked(&words.collect::<Vec<_>>())
    }

    #[test]
    fn only_what_needs_no_parser_is_answered_at_once() {
        assert_eq!(asked("tt prompt"), Some(Global::default()));
        let global = asked("tt prompt --db x.db --json").unwrap();
        assert_eq!((global.json, global.db), (true, Some("x.db".into())));
        for line in [
            "tt",
            "tt log",
            "tt --json prompt",
            "tt prompt --help",
            "tt prompt --db",
            "tt prompt --db=x",
            "tt prompt more",
        ] {
            assert_eq!(asked(line), None, "{line}");
        }
    }
}
