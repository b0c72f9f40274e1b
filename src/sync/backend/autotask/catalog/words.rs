//! The service's lists of words: what the numbers of its fields mean to people, read from
//! the description of each entity once a run. Where they may not be read, nothing is known.

use crate::sync::backend::BackendError;
use crate::sync::backend::autotask::Autotask;
use crate::sync::backend::autotask::decode::plain;
use crate::sync::backend::autotask::errors::is_closed;
use crate::sync::backend::autotask::filter::{Scalar, number};
use crate::sync::backend::autotask::query::Row;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// The fields of a billing code that are read.
pub const CODE_FIELDS: &[&str] = &[
    "billingCodeType",
    "externalNumber",
    "isActive",
    "name",
    "useType",
];

/// What was read in this run, by entity.
pub type WordLists = Mutex<HashMap<String, Arc<Words>>>;

/// The words of one entity: field, number, word.
#[derive(Debug, Default)]
pub struct Words(BTreeMap<String, BTreeMap<String, String>>);

impl Words {
    /// The word for a row's number in a field; of some, nought is a number like any other.
    #[must_use]
    pub fn of(&self, row: &Row, field: &str) -> Option<&str> {
        let number = row.get(field).and_then(identity_or_zero)?;
        Some(self.0.get(field)?.get(&number)?.as_str())
    }

    /// The numbers of the status that means that something is complete.
    #[must_use]
    pub fn complete(&self) -> Vec<Scalar> {
        let all = self.0.get("status").into_iter().flatten();
        let done = all.filter(|(_, word)| is_complete(word));
        done.filter_map(|(number, _)| number.parse().ok().map(self::number))
            .collect()
    }

    fn read(answer: &Value) -> Self {
        let fields = answer.get("fields").and_then(Value::as_array);
        let mut words = BTreeMap::new();
        for field in fields.into_iter().flatten() {
            let name = field.get("name").and_then(Value::as_str);
            let values = field.get("picklistValues").and_then(Value::as_array);
            let (Some(name), Some(values)) = (name, values) else {
                continue;
            };
            let pair = |value: &Value| {
                let number = value.get("value").and_then(identity_or_zero)?;
                Some((number, value.get("label").and_then(plain)?))
            };
            let pairs: BTreeMap<_, _> = values.iter().filter_map(pair).collect();
            if !pairs.is_empty() {
                words.insert(name.to_owned(), pairs);
            }
        }
        Self(words)
    }
}

/// Whether a status is the one in which a ticket or task is done.
#[must_use]
pub fn is_complete(word: &str) -> bool {
    word.trim().eq_ignore_ascii_case("complete")
}

/// In lists of words a zero is a number like any other.
fn identity_or_zero(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A word in lower case with hyphens: `Recurring Service` is `recurring-service`.
#[must_use]
pub fn slug(word: &str) -> String {
    let parts = word.split(|c: char| !c.is_ascii_alphanumeric());
    let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("-").to_lowercase()
}

/// What billing codes are for.
#[derive(Debug)]
pub struct CodeWords(Arc<Words>);

impl CodeWords {
    /// By these words.
    #[must_use]
    pub fn of(words: &Arc<Words>) -> Self {
        Self(Arc::clone(words))
    }

    /// The sort of a code, as rules name it; none where the service does not tell.
    #[must_use]
    pub fn sort(&self, row: &Row) -> Option<String> {
        let word = self.0.of(row, "useType")?;
        let letters: String = word.chars().filter(char::is_ascii_alphabetic).collect();
        Some(match letters.to_ascii_lowercase().as_str() {
            "generalactivity" => "general-activity".to_owned(),
            low if low.contains("internal") => "internal-activity".to_owned(),
            low if low.contains("general") || low.contains("worktype") => "general".to_owned(),
            _ => slug(word),
        })
    }

    /// Whether a code may stand as a charge code, or as a work type.
    #[must_use]
    pub fn is_for(&self, row: &Row, is_charge_code: bool) -> bool {
        match self.sort(row).as_deref() {
            Some("general") => !is_charge_code,
            Some("internal-activity" | "general-activity") => is_charge_code,
            Some(_) => false,
            None => true,
        }
    }
}

impl Autotask {
    /// The words of an entity; none of them where they may not be read.
    pub(in super::super) fn words(&self, entity: &str) -> Result<Arc<Words>, BackendError> {
        let lock = || {
            let known = self.words.lock();
            known.unwrap_or_else(PoisonError::into_inner)
        };
        let known = lock().get(entity).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let words = match self.session.get(&[entity, "entityInformation", "fields"]) {
            Ok(answer) => Words::read(&answer),
            Err(error) if is_closed(&error) => {
                log::info!("the words of {entity} cannot be read: {}", error.message);
                Words::default()
            }
            Err(error) => return Err(error),
        };
        let words = Arc::new(words);
        lock().insert(entity.to_owned(), Arc::clone(&words));
        Ok(words)
    }

    /// What billing codes are for.
    pub(in super::super) fn code_words(&self) -> Result<CodeWords, BackendError> {
        Ok(CodeWords::of(&self.words("BillingCodes")?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_told_by_their_words() {
        let answer = json!({"fields": [
            {"name": "useType", "picklistValues": [
                {"value": "1", "label": "General Allocation Code"},
                {"value": "2", "label": "InternalActivity"},
                {"value": "3", "label": "General Activity"},
                {"value": "4", "label": "Expense Category"}]},
            {"name": "status", "picklistValues": [
                {"value": "5", "label": "Complete"}, {"value": 1, "label": "New"},
                {"value": "0", "label": "Inactive"}]},
            {"name": "name"}, {"picklistValues": []}, null
        ]});
        let words = Arc::new(Words::read(&answer));
        let codes = CodeWords::of(&words);
        let row = |number: i64| json!({"useType": number}).as_object().cloned().unwrap();
        for (number, sort, charge, work) in [
            (1, Some("general"), false, true),
            (2, Some("internal-activity"), true, false),
            (3, Some("general-activity"), true, false),
            (4, Some("expense-category"), false, false),
            (9, None, true, true),
        ] {
            let row = row(number);
            assert_eq!(codes.sort(&row).as_deref(), sort);
            assert_eq!(
                (codes.is_for(&row, true), codes.is_for(&row, false)),
                (charge, work)
            );
        }
        let off = json!({"status": 0}).as_object().cloned().unwrap();
        assert_eq!(words.of(&off, "status"), Some("Inactive"));
        assert_eq!(words.complete(), [number(5)]);
        assert_eq!(Words::read(&json!([])).complete(), []);
        assert_eq!(slug("Time & Materials"), "time-materials");
    }
}
