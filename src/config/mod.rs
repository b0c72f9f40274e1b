//! The configuration: `config.toml` read whole into types, where the files are,
//! which layer a value comes from, and how a secret is had.
//!
//! Layers, later wins: default < file < profile < environment < flag. The
//! environment is passed in, never read here; nothing is written, no clock is
//! read, and a secret is fetched only when somebody asks for it.

mod address;
mod check;
pub mod context;
mod document;
pub mod draft;
mod error;
mod file;
mod finding;
mod keys;
mod layers;
pub mod paths;
pub mod profile;
mod profile_file;
mod secret;
mod site;
mod template;
mod values;
mod zone;

pub use check::check;
pub use error::{ConfigError, UnknownProfile};
pub use file::Config;
pub use finding::{Finding, Severity};
pub use layers::{Origin, Setting};
pub use paths::{Flags, Folders, Paths, PathsError};
pub use profile::{
    ApprovalType, Autotask, Backend, ConnectWise, Defaults, Dialect, FreshBooks, Login, Marker,
    Moneybird, OAuth, Profile, Send,
};
pub use secret::{SecretError, SecretSource};
pub use site::{DateOrder, SyncSettings, TimeSettings, Weekday};
pub use template::Template;
pub use zone::{ZoneError, choose_zone};

/// The environment as it is passed in: a name to its value.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<std::ffi::OsString>;
