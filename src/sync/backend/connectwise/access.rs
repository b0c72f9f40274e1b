//! Who the service takes us for, and whose time is booked. `/system/info` answers
//! anybody and proves nothing, so a member is asked for.

use super::conditions::Conditions;
use super::member::Member;
use super::session::{Reply, Session};
use super::{ConnectWise, rows};
use crate::sync::backend::{BackendError, ErrorKind, Identity};
use serde_json::Value;

impl ConnectWise {
    /// Proves the credentials and settles the member.
    ///
    /// # Errors
    /// `Unauthorized`, `Forbidden`, `Misconfigured` where the member is missing or unknown.
    pub(super) fn identify(&self) -> Result<Identity, BackendError> {
        let (own, version) = self.member_there()?;
        let identity = Identity {
            tenant: self.session.tenant(),
            member: own.reference(),
            zone: own.zone.clone(),
            version,
        };
        *self.own() = Some(own);
        Ok(identity)
    }

    fn member_there(&self) -> Result<(Member, Option<String>), BackendError> {
        // The member behind the API key; older versions do not tell, and a role may forbid it.
        let (key_owner, version) = match self.session.get(&["system", "myMembers"], &[]) {
            Ok(reply) => {
                let first = rows(&reply.value).map_or(Some(&reply.value), |rows| rows.first());
                (first.and_then(Member::read), version(&reply))
            }
            Err(error) if may_fall_back(&error) => (None, None),
            Err(error) => return Err(error),
        };
        let Some(typed) = &self.typed else {
            let nobody = || {
                BackendError::new(
                    ErrorKind::Misconfigured,
                    format!(
                        "{} does not tell whose API key this is",
                        self.session.service()
                    ),
                    "set `member` of the profile to your login name there",
                )
            };
            return key_owner.map(|owner| (owner, version)).ok_or_else(nobody);
        };
        let wanted = Member::typed(typed);
        if let Some(owner) = &key_owner
            && owner.is(Some(typed), Some(typed))
        {
            return Ok((owner.clone(), version));
        }
        match member(&self.session, typed) {
            Ok((Some(found), told)) => Ok((found, version.or(told))),
            Ok((None, _)) => Err(BackendError::new(
                ErrorKind::Misconfigured,
                format!("{} has no member `{typed}`", self.session.service()),
                "correct `member` of the profile: the login name or number of the member there",
            )),
            // The key was accepted; that its role may not read members does not stop time entry.
            Err(error) if key_owner.is_some() && may_fall_back(&error) => Ok((wanted, version)),
            Err(error) if error.kind == ErrorKind::NotFound => Err(BackendError::new(
                ErrorKind::Misconfigured,
                format!(
                    "{} has no list of members: {}",
                    self.session.service(),
                    error.message
                ),
                "check `url` of the profile",
            )),
            Err(error) => Err(error),
        }
    }
}

/// The member with this login name or number.
///
/// # Errors
/// As any read.
pub(super) fn member(
    session: &Session,
    typed: &str,
) -> Result<(Option<Member>, Option<String>), BackendError> {
    let wanted = Member::typed(typed);
    let asked = match (wanted.id, &wanted.identifier) {
        (Some(id), _) => Conditions::new().number("id", id),
        (None, identifier) => {
            let identifier = identifier.as_deref().unwrap_or_default();
            let asked = Conditions::new().text("identifier", identifier);
            asked.map_err(|error| {
                let help = "name the member by number";
                BackendError::new(ErrorKind::Misconfigured, error.to_string(), help)
            })?
        }
    };
    let reply = session.get(
        &["system", "members"],
        &[("conditions", &asked.build()), ("pageSize", "1")],
    )?;
    let found = rows(&reply.value).unwrap_or_default().iter();
    let found = found.filter_map(Member::read).find(|found| {
        let id = wanted.id.map(|id| id.to_string());
        found.is(id.as_deref(), wanted.identifier.as_deref())
    });
    Ok((found, version(&reply)))
}

fn may_fall_back(error: &BackendError) -> bool {
    matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden)
}

fn version(reply: &Reply) -> Option<String> {
    let told = reply
        .answer
        .header("api-current-version")
        .map(crate::sync::backend::clean);
    told.or_else(|| {
        reply
            .value
            .get("version")
            .and_then(Value::as_str)
            .map(crate::sync::backend::clean)
    })
}
