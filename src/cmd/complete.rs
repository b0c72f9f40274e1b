//! What completion scripts ask: the values that may stand where somebody is typing.
//!
//! Looks into the local database and the configuration, as far as they can be read at
//! once; what cannot be read is not offered. Never fails, never waits, never asks a
//! service, writes nothing but its answer, and puts nothing into it that was not made harmless.

mod matching;
mod values;

use super::context;
use crate::app::{App, Desk, Surroundings};
use crate::cli::Global;
use crate::cli::complete::{self, Place, Value, shell};
use crate::config::Config;
use crate::store::Glance;
use std::ffi::OsString;

/// Whether a script is calling, and not a person.
#[must_use]
pub fn is_asked(args: &[OsString]) -> bool {
    args.get(1).is_some_and(|word| word == complete::ENTRY)
}

/// Answers a script; `args` are those of the process.
pub fn run(args: &[OsString], mut around: Surroundings<'_>) {
    let words: Vec<_> = args
        .iter()
        .skip(2)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let Some(asked) = shell::asked(&words) else {
        return;
    };
    let place = complete::place(&asked.words);
    let found = match place.value {
        Value::File => None,
        Value::Nothing => Some(Vec::new()),
        _ => Some(
            World::of(&place, around.lend()).map_or_else(Vec::new, |world| world.values(&place)),
        ),
    };
    let answer = match found {
        None => shell::Answer::Files,
        Some(found) => matching::choose(&place, found),
    };
    // Nobody is left to tell.
    let _ = around
        .out
        .write_all(asked.tell(&answer, &place.lead, &place.typed).as_bytes());
}

/// What can be looked into.
struct World {
    glance: Option<Glance>,
    desk: Desk,
    /// Whose catalog is meant.
    profile: Option<String>,
}

impl World {
    /// None where not even the places of the files are known.
    fn of(place: &Place, around: Surroundings<'_>) -> Option<Self> {
        let global = Global {
            config: place.config.clone(),
            db: place.db.clone(),
            ..Global::default()
        };
        let app = App::new(around, global).ok()?;
        // A broken configuration says nothing; the database still does.
        let config = Config::load(&app.paths).unwrap_or_default();
        let desk = app.desk_with(config).ok()?;
        let named = place.profile.clone().or_else(|| app.var("TT_PROFILE"));
        let profile = named
            .or_else(|| context::profile(&app, &desk))
            .or_else(|| desk.config.default_profile.clone());
        Some(Self {
            glance: Glance::at(&app.paths.db.path),
            profile: profile.filter(|name| name != "none"),
            desk,
        })
    }
}
