//! `tt remote note`: a note or to-do beside an entry of the service.

use super::{dial, remote_id};
use crate::app::App;
use crate::cli::RemoteNoteArgs;
use crate::cmd::connect;
use crate::domain::charge::Reference;
use crate::domain::entry::Breach;
use crate::failure::{Code, Failure};
use crate::report::render::json;
use crate::screen::sanitize;
use crate::sync::backend::{ErrorKind, capabilities};

/// Runs `tt remote note`.
///
/// # Errors
/// An empty text, an entry that is not there, configuration, the service.
pub fn run(app: &mut App<'_>, args: &RemoteNoteArgs) -> anyhow::Result<()> {
    let desk = app.desk()?;
    let id = remote_id(&args.id)?;
    let text = args.words.join(" ");
    let text = text.trim();
    let profile = connect::chosen(app, &desk, args.profile.as_deref(), " with --profile")?;
    let kind = profile.kind();
    // Nobody has to be asked for that.
    if !capabilities(kind).notes {
        app.say(&format!(
            "note: {} has no notes beside its entries; nothing was sent",
            kind.title()
        ))?;
        if app.global.json {
            let value = serde_json::json!({ "ok": true, "note": null });
            app.print(&json::line(&value))?;
        }
        return Ok(());
    }
    if text.is_empty() {
        return Err(empty(kind.word()).into());
    }
    let (_, line, _) = dial(app, &desk, args.profile.as_deref())?;
    let assignee = args.assignee.as_deref().map(Reference::typed);
    let Some(notes) = line.backend.notes() else {
        anyhow::bail!("{} has notes and no way to them", kind.title());
    };
    let added = notes.add_note(&id, text, args.todo, assignee.as_ref());
    let note = added.map_err(|error| match error.kind {
        // It may be there: only a person can look.
        ErrorKind::OutcomeUnknown => anyhow::Error::new(Failure::new(
            Code::Person,
            error.message,
            format!("look with `tt remote show {id}` before you repeat the command"),
        )),
        _ => error.into(),
    })?;
    if app.global.json {
        let value = serde_json::json!({
            "ok": true,
            "note": {
                "id": note.id, "entry": id, "text": note.text,
                "todo": note.todo, "assignee": note.assignee,
            },
        });
        return app.print(&json::line(&value));
    }
    let what = if note.todo { "to-do" } else { "note" };
    let whose = args.assignee.as_deref();
    let whose = whose.map_or_else(String::new, |whose| format!(" for {}", sanitize(whose)));
    app.print(&format!(
        "added a {what}{whose} to {id}: {}\n",
        sanitize(text)
    ))
}

fn empty(service: &str) -> Failure {
    let breach = Breach {
        rule: format!("{service}/note-todo"),
        field: Some("note".to_owned()),
        message: "the note is empty".to_owned(),
        help: "give the text after the number".to_owned(),
    };
    Failure {
        breaches: vec![breach.clone()],
        ..Failure::new(Code::Rule, breach.message, breach.help)
    }
}
