//! Whose time it is: the profile's member as the service knows him, and what
//! his settings there demand of an entry.

use crate::domain::charge::Reference;
use serde_json::Value;

/// The member a profile books for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// His number; none while the service has not been asked, or does not tell.
    pub id: Option<i64>,
    /// His login name.
    pub identifier: Option<String>,
    /// His name.
    pub name: Option<String>,
    /// His zone, where it is an IANA name.
    pub zone: Option<String>,
    /// Whether his entries need start, end and hours.
    pub needs_both: bool,
}

impl Member {
    /// A member as configured: a number or a login name.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let text = text.trim();
        let id = text.parse().ok().filter(|id| *id > 0);
        Self {
            id,
            identifier: id.is_none().then(|| text.to_owned()),
            name: None,
            zone: None,
            needs_both: false,
        }
    }

    /// A member as the service returns him; none where it is not one.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        let text = |name: &str| {
            let text = value.get(name)?.as_str()?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        let id = value.get("id")?.as_i64();
        let identifier = text("identifier");
        if id.is_none() && identifier.is_none() {
            return None;
        }
        let parts = [text("firstName"), text("lastName")];
        let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let zone = value
            .get("timeZone")
            .and_then(|zone| zone.get("name")?.as_str());
        let needs_both =
            value.get("requireStartAndEndTimeOnTimeEntryFlag") == Some(&Value::Bool(true));
        Some(Self {
            id,
            identifier,
            name: if name.is_empty() {
                text("name")
            } else {
                Some(name)
            },
            // The vendor's own list of zones has names such as "US Eastern".
            zone: zone.filter(|zone| zone.contains('/')).map(str::to_owned),
            needs_both,
        })
    }

    /// Whether a number or login name is his.
    #[must_use]
    pub fn is(&self, id: Option<&str>, identifier: Option<&str>) -> bool {
        let same_id = self.id.is_some() && id.and_then(|id| id.parse().ok()) == self.id;
        let same_name = match (&self.identifier, identifier) {
            (Some(own), Some(other)) => own.eq_ignore_ascii_case(other),
            _ => false,
        };
        same_id || same_name
    }

    /// Whether a reference means him.
    #[must_use]
    pub fn is_meant_by(&self, reference: &Reference) -> bool {
        match &reference.id {
            Some(id) if self.id.is_some() => self.is(Some(id), None),
            id => self.is(
                id.as_deref().or(Some(&reference.typed)),
                Some(&reference.typed),
            ),
        }
    }

    /// As a reference, by number where it is known.
    #[must_use]
    pub fn reference(&self) -> Option<Reference> {
        match (self.id, &self.identifier) {
            (Some(id), identifier) => {
                let id = id.to_string();
                let mut known = Reference::known(&id, self.name.as_deref());
                if let Some(identifier) = identifier {
                    known.typed.clone_from(identifier);
                }
                Some(known)
            }
            (None, Some(identifier)) => Some(Reference::typed(identifier)),
            (None, None) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_member_is_known_by_number_or_login_name() {
        let jane = Member::read(&json!({
            "id": 118, "identifier": "JDoe", "firstName": "Jane", "lastName": "Doe",
            "timeZone": {"id": 1, "name": "US Eastern"},
            "requireStartAndEndTimeOnTimeEntryFlag": true
        }))
        .unwrap();
        assert!(jane.needs_both && jane.zone.is_none() && jane.name.as_deref() == Some("Jane Doe"));
        assert!(jane.is_meant_by(&Reference::typed("jdoe")));
        assert!(jane.is_meant_by(&Reference::typed("118")));
        assert!(jane.is_meant_by(&Reference::known("118", None)));
        assert!(!jane.is_meant_by(&Reference::known("119", None)));
        assert!(!jane.is_meant_by(&Reference::typed("jd")));
        assert_eq!(Member::typed(" 118 ").id, Some(118));
        assert!(Member::typed("jdoe").is_meant_by(&Reference::typed("JDOE")));
        assert_eq!(
            jane.reference().and_then(|member| member.id),
            Some("118".into())
        );
        for not_one in [
            json!(null),
            json!([]),
            json!({}),
            json!({"id": null}),
            json!({"id": "x"}),
        ] {
            assert_eq!(Member::read(&not_one), None, "{not_one}");
        }
    }
}
