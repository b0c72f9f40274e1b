//! What `tt init` and `tt auth` take. The text beside a field is its help.

use super::values::{one_of, text};
use crate::domain::status::BackendKind;
use clap::{Args, Subcommand};

/// Write a profile into the configuration
///
/// Asks on a terminal; elsewhere options say everything, or with --from-env variables named
/// TT_SERVICE_KEY, such as TT_CONNECTWISE_URL, _COMPANY_ID, _CLIENT_ID, _PUBLIC_KEY, _PRIVATE_KEY
/// and _MEMBER. A secret is never stored and never an option: what is written is where it comes
/// from, a command (`pass show …`), a file that only you can read, or a variable. The service is
/// asked at once; where that fails nothing is written. What the configuration has stays as it is,
/// and a profile that exists is never overwritten.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct InitArgs {
    /// Which service
    #[arg(long, value_name = "BACKEND", value_parser = one_of(BackendKind::CONFIGURABLE, BackendKind::word))]
    pub backend: Option<BackendKind>,
    /// Name of the profile; without it "work", off a terminal
    #[arg(short, long, value_name = "NAME", value_parser = text)]
    pub profile: Option<String>,
    /// Take what no option says from variables of the environment
    #[arg(long)]
    pub from_env: bool,
    /// Address of the service
    #[arg(long, help_heading = "The service", value_name = "URL", value_parser = text)]
    pub url: Option<String>,
    /// The company one logs in to (ConnectWise)
    #[arg(long, help_heading = "The service", value_name = "NAME", value_parser = text)]
    pub company_id: Option<String>,
    /// The integrator's GUID (ConnectWise)
    #[arg(long, help_heading = "The service", value_name = "GUID", value_parser = text)]
    pub client_id: Option<String>,
    /// Public half of the key (ConnectWise)
    #[arg(long, help_heading = "The service", value_name = "KEY", value_parser = text)]
    pub public_key: Option<String>,
    /// Name of the API user (Autotask)
    #[arg(long, help_heading = "The service", value_name = "NAME", value_parser = text)]
    pub user: Option<String>,
    /// Where the tracking code comes from, as with --secret (Autotask)
    #[arg(long, help_heading = "The service", value_name = "FROM", value_parser = text)]
    pub integration_code: Option<String>,
    /// Number of the administration (Moneybird)
    #[arg(long, help_heading = "The service", value_name = "N", value_parser = text)]
    pub administration: Option<String>,
    /// Where the secret comes from: env:NAME, file:PATH or "command:pass show NAME"
    #[arg(long, help_heading = "The service", value_name = "FROM", value_parser = text)]
    pub secret: Option<String>,
    /// Whose time it is: login name or number; without it whoever the key belongs to
    #[arg(long, help_heading = "Entries", value_name = "M", value_parser = text)]
    pub member: Option<String>,
    /// Work type of entries that name none
    #[arg(long, help_heading = "Entries", value_name = "W", value_parser = text)]
    pub work_type: Option<String>,
    /// Work role of entries that name none
    #[arg(long, help_heading = "Entries", value_name = "R", value_parser = text)]
    pub work_role: Option<String>,
    /// Write it without asking the service
    #[arg(long)]
    pub offline: bool,
}

/// Look at logins
#[derive(Debug, Clone, PartialEq, Eq, Args)]
#[command(subcommand_required = true, infer_subcommands = true)]
#[command(disable_help_subcommand = true)]
pub struct AuthArgs {
    /// What to do.
    #[command(subcommand)]
    pub action: AuthAction,
}

/// What to do with logins.
#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
pub enum AuthAction {
    /// Say whether each profile can log in now
    Status(AuthStatusArgs),
}

/// Say whether each profile can log in now
///
/// Service, tenant, member, where the secret comes from (never what it is), and whether the
/// service lets us in now. Ends with exit code 5 where one does not, and 6 where one cannot be
/// reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct AuthStatusArgs {
    /// Only this profile
    #[arg(value_name = "PROFILE", value_parser = text)]
    pub profile: Option<String>,
}
