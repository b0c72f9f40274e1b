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
    /// The integrator's GUID (ConnectWise), or the application's identity (--redirect-uri)
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
    /// Number of the business (FreshBooks)
    #[arg(long, help_heading = "The service", value_name = "N", value_parser = text)]
    pub business: Option<String>,
    /// Log in with the browser, which is sent back here (Moneybird, FreshBooks); as registered
    #[arg(long, help_heading = "The service", value_name = "URL", value_parser = text)]
    pub redirect_uri: Option<String>,
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

/// Log in, log out, and look at logins
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
    /// Log in with the browser (Moneybird, FreshBooks)
    Login(AuthLoginArgs),
    /// Say whether each profile can log in now
    Status(AuthStatusArgs),
    /// Withdraw a login there and remove it here
    Logout(AuthLogoutArgs),
}

/// Log in with the browser (Moneybird, FreshBooks)
///
/// For a profile with a table [profile.NAME.oauth]. Prints an address; open it in a browser,
/// allow the application, and paste the whole address you are sent to. That page need not
/// load: the code is in the address bar. Off a terminal the address to paste is read from
/// stdin, or given with --paste, in a later run too; the state in it must be the one that was
/// asked with.
///
/// Tokens are kept in the state folder, in a file for you alone, and renewed by themselves. Then
/// the business or administration is chosen and kept with them; with several and nobody to ask,
/// name one. Naming one alone, while logged in, changes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct AuthLoginArgs {
    /// Which profile; without it that of TT_PROFILE or default_profile
    #[arg(value_name = "PROFILE", value_parser = text)]
    pub profile: Option<String>,
    /// The same
    #[arg(short = 'p', long = "profile", value_name = "NAME", value_parser = text, conflicts_with = "profile")]
    pub named: Option<String>,
    /// The address the browser was sent to; the code alone where a page shows it
    #[arg(long, value_name = "ADDRESS_OR_CODE", value_parser = text)]
    pub paste: Option<String>,
    /// The business to book in (FreshBooks)
    #[arg(long, value_name = "N", value_parser = text)]
    pub business: Option<String>,
    /// The administration to book in (Moneybird)
    #[arg(long, value_name = "N", value_parser = text)]
    pub administration: Option<String>,
}

/// Withdraw a login there and remove it here
///
/// Where the service has no way to withdraw tokens, or cannot be reached, the login is removed
/// here all the same, and what is left to do there is said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct AuthLogoutArgs {
    /// Which profile; without it that of TT_PROFILE or default_profile
    #[arg(value_name = "PROFILE", value_parser = text)]
    pub profile: Option<String>,
    /// The same
    #[arg(short = 'p', long = "profile", value_name = "NAME", value_parser = text, conflicts_with = "profile")]
    pub named: Option<String>,
}

/// Say whether each profile can log in now
///
/// Service, tenant, member, where the secret comes from (never what it is), until when a login
/// with the browser lasts, and whether the service lets us in now. Ends with exit code 5 where
/// one does not, and 6 where one cannot be reached.
#[derive(Debug, Clone, PartialEq, Eq, Default, Args)]
pub struct AuthStatusArgs {
    /// Only this profile
    #[arg(value_name = "PROFILE", value_parser = text)]
    pub profile: Option<String>,
    /// The same
    #[arg(short = 'p', long = "profile", value_name = "NAME", value_parser = text, conflicts_with = "profile")]
    pub named: Option<String>,
}
