//! Who the token belongs to: an identity, and the businesses it is a member of. The
//! number of a membership is neither of the two and is read by nobody.

use super::decode::{identity, person, word};
use serde_json::Value;

/// Somebody who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// His identity.
    pub identity: String,
    /// His name, where the service tells.
    pub name: Option<String>,
    /// The businesses he belongs to, in the service's order.
    pub businesses: Vec<Business>,
}

/// A business of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Business {
    /// Its number.
    pub id: String,
    /// Its name, where the service tells.
    pub name: Option<String>,
    /// Its account; a business without accounting has none. That of another role may be
    /// somebody else's, so there is no substitute.
    pub account: Option<String>,
}

impl Me {
    /// Reads the answer of `users/me`; none where it is not one.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        let me = value.get("response")?;
        let own = me.get("id").and_then(identity);
        let own = own.or_else(|| me.get("identity_id").and_then(identity))?;
        let memberships = me.get("business_memberships").and_then(Value::as_array);
        let businesses = memberships.into_iter().flatten();
        let businesses = businesses.filter_map(|it| Business::read(it.get("business")?));
        Some(Self {
            identity: own,
            name: person(me),
            businesses: businesses.collect(),
        })
    }

    /// The business of this number.
    #[must_use]
    pub fn business(&self, id: &str) -> Option<&Business> {
        self.businesses.iter().find(|business| business.id == id)
    }

    /// The businesses for people: `6001 Byron Engines, 6002 Side`.
    #[must_use]
    pub fn listed(&self) -> String {
        let each = |business: &Business| match &business.name {
            Some(name) => format!("{} {name}", business.id),
            None => business.id.clone(),
        };
        let all: Vec<_> = self.businesses.iter().map(each).collect();
        if all.is_empty() {
            return "none".to_owned();
        }
        all.join(", ")
    }
}

impl Business {
    fn read(value: &Value) -> Option<Self> {
        Some(Self {
            id: value.get("id").and_then(identity)?,
            name: word(value, "name"),
            account: word(value, "account_id"),
        })
    }
}
