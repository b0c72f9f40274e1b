//! The commands, one file each: what was typed becomes a call of `ledger` or
//! `sync`, what came back is printed. Holds no rule and no SQL.

mod activity;
mod approve;
mod ask;
mod auth;
mod backup;
mod block;
mod cancel;
mod catalog;
mod check;
mod choose;
mod complete;
mod completions;
mod config;
mod connect;
mod context;
mod continue_;
mod delete;
mod doctor;
mod edit;
mod editor;
mod export;
mod fields;
mod fill;
mod filter;
mod form;
mod gaps;
pub mod generate;
mod history;
mod import;
mod init;
mod list;
mod log;
mod moving;
mod pause;
mod pick;
mod prompt;
mod reach;
mod recall;
mod reject;
mod remote;
mod report;
mod resolve;
mod resume;
mod review;
mod rules;
mod say;
mod schedule;
mod sheet;
mod show;
mod split;
mod start;
mod status;
mod stop;
mod submit;
mod switch;
mod sync;
mod team;
mod template;
mod timers;
mod unchecked;
mod undo;
mod week;
mod whole;

use crate::app::{App, Results, Surroundings};
use crate::cli::{self, Cli, Command, Unparsed, What};
use crate::failure::{self, Failure};
use crate::logging;
use crate::screen::{self, Surface};
use std::ffi::OsString;
use std::io::ErrorKind;

/// Runs the command line; the exit code.
pub fn main(args: impl IntoIterator<Item = OsString>, around: Surroundings<'_>) -> u8 {
    let args: Vec<_> = args.into_iter().collect();
    if complete::is_asked(&args) {
        complete::run(&args, around);
        return 0;
    }
    if let Some(global) = prompt::is_asked(&args) {
        prompt::quick(global, around);
        return 0;
    }
    let parsed = match cli::parse(args) {
        Ok(parsed) => parsed,
        Err(unparsed) => return unparsed_exit(&unparsed, around),
    };
    let Cli { global, command } = parsed;
    let json = global.json || command.writes_json();
    let mut results = Results::to(&mut *around.out);
    let lent = Surroundings {
        out: &mut results,
        err: &mut *around.err,
        ..around
    };
    let ran = App::new(lent, global).and_then(|mut app| {
        if let Some(level) = app.var("TT_LOG") {
            logging::install(&level).map_err(|error| {
                Failure::usage(
                    error.to_string(),
                    "set it to info, debug or trace, or unset it",
                )
            })?;
        }
        run(&mut app, command)?;
        app.around.out.flush()?;
        Ok(app.exit)
    });
    match ran {
        Ok(exit) => exit,
        Err(error) if is_closed_output(&error) => 0,
        Err(error) if results.failed => {
            let failure = unheard(&error);
            let _ = write!(around.err, "{}", failure.text());
            failure.code.exit()
        }
        Err(error) => {
            let failure = failure::of(&error);
            // Nobody is left to tell when even this cannot be written.
            let _ = if json {
                write!(around.out, "{}", failure.json())
            } else {
                write!(around.err, "{}", failure.text())
            };
            failure.code.exit()
        }
    }
}

fn run(app: &mut App<'_>, command: Command) -> anyhow::Result<()> {
    match command {
        Command::Log(args) => log::run(app, *args),
        Command::Start(args) => start::run(app, &args),
        Command::Stop(args) => stop::run(app, &args),
        Command::Pause(args) => pause::run(app, &args),
        Command::Switch(args) => switch::run(app, &args),
        Command::Resume(args) => resume::run(app, &args),
        Command::Cancel(_) => cancel::run(app),
        Command::Continue(args) => continue_::run(app, &args),
        Command::List(args) => list::run(app, &args),
        Command::Status(_) => status::run(app),
        Command::Gaps(args) => gaps::run(app, &args),
        Command::Fill(args) => fill::run(app, &args),
        Command::Week(args) => week::run(app, &args),
        Command::Report(args) => report::run(app, &args),
        Command::Show(args) => show::run(app, &args),
        Command::Delete(args) => delete::run(app, &args),
        Command::Edit(args) => edit::run(app, &args),
        Command::Split(args) => split::run(app, &args),
        Command::Undo(args) => undo::run(app, &args),
        Command::History(args) => history::run(app, &args),
        Command::Approve(args) => approve::run(app, &args),
        Command::Reject(args) => reject::run(app, &args),
        Command::Check(args) => check::run(app, &args),
        Command::Remote(args) => remote::run(app, *args),
        Command::Recall(args) => recall::run(app, &args),
        Command::Resolve(args) => resolve::run(app, &args),
        Command::Review(args) => review::run(app, &args),
        Command::Submit(args) => submit::run(app, &args),
        Command::Sheet(args) => sheet::run(app, &args),
        Command::Sync(args) => sync::run(app, &args),
        Command::Init(args) => init::run(app, &args),
        Command::Auth(args) => auth::run(app, &args),
        Command::Rules(args) => rules::run(app, &args),
        Command::Catalog(args) => catalog::run(app, &args),
        Command::Config(args) => config::run(app, &args),
        Command::Doctor(args) => doctor::run(app, &args),
        Command::Backup(args) => backup::run(app, &args),
        Command::Import(args) => import::run(app, &args),
        Command::Prompt(_) => prompt::run(app),
        Command::Schedule(args) => schedule::run(app, &args),
        Command::Completions(args) => completions::run(app, &args),
    }
}

/// Somebody who stops reading (`tt list | head`) is no failure.
fn is_closed_output(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// The command did what it was asked to, and its words are lost.
fn unheard(error: &anyhow::Error) -> Failure {
    Failure::new(
        failure::Code::Data,
        format!("the output cannot be written ({error:#}); what was booked stays booked"),
        "look with `tt list` before you repeat the command",
    )
}

fn unparsed_exit(unparsed: &Unparsed, around: Surroundings<'_>) -> u8 {
    let var = |name: &str| (around.env)(name).and_then(|value| value.into_string().ok());
    match &unparsed.what {
        What::Topic(topic) => {
            let text = cli::topic(*topic, &generate::rules());
            let _ = around.out.write_all(text.as_bytes());
            0
        }
        What::Shown { plain, styled } => {
            let (no_color, force) = (var("NO_COLOR"), var("CLICOLOR_FORCE"));
            let surface = Surface {
                no_color: no_color.as_deref(),
                clicolor_force: force.as_deref(),
                is_terminal: around.is_terminal,
            };
            let text = if screen::colour(unparsed.color, surface) {
                styled
            } else {
                plain
            };
            let _ = around.out.write_all(text.as_bytes());
            0
        }
        What::Refused { message, help } => {
            let failure = Failure::usage(
                message,
                if help.is_empty() {
                    "see `tt --help`"
                } else {
                    help
                },
            );
            let _ = if unparsed.json {
                write!(around.out, "{}", failure.json())
            } else {
                write!(around.err, "{}", failure.text())
            };
            failure.code.exit()
        }
    }
}
