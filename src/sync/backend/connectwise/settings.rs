//! What a profile of this service is configured with. Plain data, checked
//! where it is used; never reads a file or the environment.

use crate::domain::secret::Secret;
use crate::domain::zone::Zone;

/// Where an entry's key is left on the service (`marker` of the profile).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marker {
    /// In `mobileGuid`, and in the internal note until an answer has shown that
    /// the service keeps the former.
    #[default]
    Auto,
    /// In `mobileGuid`, and always in the internal note.
    InternalNote,
    /// Nowhere: a lost create is recognised by what it says.
    None,
}

/// One profile.
#[derive(Debug)]
pub struct Settings {
    /// Address of the service; the path is ignored, a cloud user-interface host
    /// is replaced by its API host.
    pub url: String,
    /// The company's login name; also the tenant.
    pub company_id: String,
    /// The integration's GUID, sent with every request.
    pub client_id: String,
    /// Public half of the API key.
    pub public_key: String,
    /// Private half of the API key.
    pub private_key: Secret,
    /// Whose time is booked, by identifier or number; none: that of the API key.
    pub member: Option<String>,
    /// Whether the `documented` dialect is spoken instead of the vendor's API.
    pub documented: bool,
    /// Where keys are left.
    pub marker: Marker,
    /// The kind of approval given by an approver, in the service's word.
    pub approval_type: String,
    /// Zone in which an entry read from the service gets its day.
    pub zone: Zone,
}
