//! What a profile of this service is configured with. Plain data, checked where it is
//! used; never reads a file or the environment.

use crate::domain::secret::Secret;
use crate::domain::zone::Zone;

/// One profile.
#[derive(Debug)]
pub struct Settings {
    /// The interface user's name; also the tenant, for a company may move to other servers.
    pub user: String,
    /// Its secret.
    pub secret: Secret,
    /// The integration's tracking code.
    pub integration_code: Secret,
    /// Whose time is booked, by number or mail address.
    pub resource: Option<String>,
    /// In whose name is written, by number.
    pub impersonate: Option<String>,
    /// Where the service is; with it nobody is asked.
    pub url: Option<String>,
    /// Where is asked where the service is, instead of at the vendor's.
    pub discovery_url: Option<String>,
    /// The resource's zone as configured.
    pub zone: Option<Zone>,
    /// The zone of this machine, where the service tells none of the resource.
    pub fallback: Zone,
    /// Whether the profile may approve for billing.
    pub approver: bool,
}
