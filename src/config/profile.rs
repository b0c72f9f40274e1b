//! A profile as it is used: one account on one service.

use super::secret::SecretSource;
use crate::domain::settings::{ProfileSettings, RuleSettings};
use crate::domain::status::{BackendKind, Billable, Status, words};
use crate::domain::tenant::TenantSettings;
use crate::rounding::Policy;
pub use crate::rounding::Send;
use std::path::PathBuf;

words! {
    /// Where the entry's key is left on the service.
    Marker {
        /// In the internal note until the service has been seen to keep the key in a field.
        Auto = "auto",
        /// In the internal note.
        InternalNote = "internal-note",
        /// Nowhere.
        None = "none",
    }
}

words! {
    /// Which description of its interface a service is spoken to by.
    Dialect {
        /// The vendor's published interface.
        OpenApi = "openapi",
        /// The one of its written documentation.
        Documented = "documented",
    }
}

words! {
    /// The kind of approval asked for when a sheet is approved (ConnectWise).
    ApprovalType {
        /// `DataEntry`.
        DataEntry = "DataEntry",
        /// First tier.
        Tier1Update = "Tier1Update",
        /// Second tier.
        Tier2Update = "Tier2Update",
        /// `Billing`.
        Billing = "Billing",
        /// `Service`.
        Service = "Service",
        /// `Project`.
        Project = "Project",
        /// `MonthlySummary`.
        MonthlySummary = "MonthlySummary",
        /// `SalesActivity`.
        SalesActivity = "SalesActivity",
        /// `Schedule`.
        Schedule = "Schedule",
    }
}

/// What entries of a profile have unless something else is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Defaults {
    /// Work type, as typed.
    pub work_type: Option<String>,
    /// Work role, as typed.
    pub work_role: Option<String>,
    /// Billable option.
    pub billable: Option<Billable>,
    /// Agreement, as typed.
    pub agreement: Option<String>,
    /// Client, as typed.
    pub client: Option<String>,
    /// Project, as typed.
    pub project: Option<String>,
    /// Service, as typed.
    pub service: Option<String>,
}

/// What ConnectWise needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectWise {
    /// The company one logs in to.
    pub company_id: String,
    /// The integrator's GUID.
    pub client_id: String,
    /// Public half of the key.
    pub public_key: String,
    /// Private half of the key.
    pub private_key: SecretSource,
    /// Asked for when a sheet is approved.
    pub approval_type: ApprovalType,
}

/// What Autotask needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Autotask {
    /// The interface user's name.
    pub user: String,
    /// Its secret.
    pub secret: SecretSource,
    /// The integration's tracking code.
    pub integration_code: SecretSource,
    /// The resource in whose name it writes.
    pub impersonate: Option<String>,
    /// Where the zone is asked for, if not at the vendor's address.
    pub discovery_url: Option<String>,
    /// The tenant's settings.
    pub settings: TenantSettings,
}

/// What Moneybird needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moneybird {
    /// The administration; none where it is chosen at login.
    pub administration: Option<String>,
    /// How to log in.
    pub login: Login,
}

/// What FreshBooks needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreshBooks {
    /// The business; none where it is chosen at login.
    pub business: Option<String>,
    /// The account; a business without accounting has none.
    pub account: Option<String>,
    /// How to log in.
    pub login: Login,
}

/// How to log in to a service that takes tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Login {
    /// A ready access token, never refreshed.
    Token(SecretSource),
    /// Tokens by a login in the browser, kept in the state folder.
    OAuth(OAuth),
}

/// An application registered with the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuth {
    /// Its identity.
    pub client_id: String,
    /// Its secret.
    pub client_secret: SecretSource,
    /// Where the browser is sent back to; as registered.
    pub redirect_uri: String,
}

/// The service of a profile, with what only it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backend {
    /// ConnectWise PSA.
    ConnectWise(ConnectWise),
    /// Autotask PSA.
    Autotask(Autotask),
    /// Moneybird.
    Moneybird(Moneybird),
    /// FreshBooks.
    FreshBooks(FreshBooks),
}

impl Backend {
    /// Which service.
    #[must_use]
    pub fn kind(&self) -> BackendKind {
        match self {
            Self::ConnectWise(_) => BackendKind::ConnectWise,
            Self::Autotask(_) => BackendKind::Autotask,
            Self::Moneybird(_) => BackendKind::Moneybird,
            Self::FreshBooks(_) => BackendKind::FreshBooks,
        }
    }
}

/// One account on one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Its service.
    pub backend: Backend,
    /// The service's address where it is not the usual one.
    pub url: Option<String>,
    /// A further authority to trust; may begin with `~/` ([`super::paths::expand`]).
    pub ca_file: Option<PathBuf>,
    /// The zone in which the service's own dates are (IANA).
    pub zone: Option<String>,
    /// The status from which entries are delivered: open, submitted or approved.
    pub push: Status,
    /// Which length goes to the service.
    pub send: Send,
    /// The name of the rounding policy.
    pub rounding: String,
    /// The rounding policy itself.
    pub policy: Policy,
    /// Whether it may approve and reject on the service.
    pub approver: bool,
    /// Where the entry's key is left.
    pub marker: Marker,
    /// How the service is spoken to.
    pub dialect: Dialect,
    /// Whose time it is, in the service's terms: identifier, identity or e-mail.
    pub member: Option<String>,
    /// What entries have unless something else is said.
    pub defaults: Defaults,
    /// The site's rules with the profile's own put over them.
    pub rules: RuleSettings,
}

impl Profile {
    /// Which service.
    #[must_use]
    pub fn kind(&self) -> BackendKind {
        self.backend.kind()
    }

    /// The application it logs in with, where it does so with the browser.
    #[must_use]
    pub fn application(&self) -> Option<&OAuth> {
        match &self.backend {
            Backend::Moneybird(Moneybird { login, .. })
            | Backend::FreshBooks(FreshBooks { login, .. }) => match login {
                Login::OAuth(application) => Some(application),
                Login::Token(_) => None,
            },
            Backend::ConnectWise(_) | Backend::Autotask(_) => None,
        }
    }

    /// The place to book in that it names itself, where it has one and logs in with tokens.
    #[must_use]
    pub fn place(&self) -> Option<&str> {
        match &self.backend {
            Backend::Moneybird(service) => service.administration.as_deref(),
            Backend::FreshBooks(service) => service.business.as_deref(),
            Backend::ConnectWise(_) | Backend::Autotask(_) => None,
        }
    }

    /// What rules know of it.
    #[must_use]
    pub fn settings(&self) -> ProfileSettings {
        ProfileSettings {
            name: self.name.clone(),
            backend: self.kind(),
            documented: self.dialect == Dialect::Documented,
            member: self.member.clone(),
            approver: self.approver,
            push: self.push,
            billable: self.defaults.billable,
            tenant: match &self.backend {
                Backend::Autotask(service) => Some(service.settings.clone()),
                _ => None,
            },
        }
    }

    /// The secrets it names, each with its key in the profile's table.
    #[must_use]
    pub fn secrets(&self) -> Vec<(&'static str, &SecretSource)> {
        let login = match &self.backend {
            Backend::ConnectWise(service) => {
                return vec![("private_key", &service.private_key)];
            }
            Backend::Autotask(service) => {
                return vec![
                    ("secret", &service.secret),
                    ("integration_code", &service.integration_code),
                ];
            }
            Backend::Moneybird(service) => &service.login,
            Backend::FreshBooks(service) => &service.login,
        };
        match login {
            Login::Token(token) => vec![("token", token)],
            Login::OAuth(application) => {
                vec![("oauth.client_secret", &application.client_secret)]
            }
        }
    }
}
