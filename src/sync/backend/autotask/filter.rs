//! Questions in the service's query language, built by type: an operator that it does
//! not know it drops without a word and answers with rows nobody asked for, so none can
//! be written down here. Every filter also reads a row, as far as the row tells.

use crate::sync::backend::figures::{instant, read_instant};
use chrono::NaiveDate;
use serde_json::{Map, Number, Value, json};
use std::cmp::Ordering;

/// The most values in one list.
pub const MOST_VALUES: usize = 500;
/// Groups within groups that a person may write.
const DEEPEST: u32 = 8;

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// A number.
    Number(Number),
    /// Yes or no.
    Flag(bool),
    /// Text; instants too.
    Text(String),
}

/// What is asked of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// Equal.
    Is(Scalar),
    /// Not equal.
    IsNot(Scalar),
    /// More.
    Above(Scalar),
    /// As much or more.
    AtLeast(Scalar),
    /// Less.
    Below(Scalar),
    /// As much or less.
    AtMost(Scalar),
    /// Begins with.
    Begins(String),
    /// Ends with.
    Ends(String),
    /// Contains.
    Contains(String),
    /// One of these.
    Among(Vec<Scalar>),
    /// None of these.
    NotAmong(Vec<Scalar>),
    /// Has a value.
    Exists,
    /// Has none.
    Absent,
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
enum Clause {
    Field { name: String, test: Test, udf: bool },
    Group { any: bool, clauses: Vec<Clause> },
}

/// Conditions that all must hold, at least one.
#[derive(Debug, Clone, PartialEq)]
pub struct Filter(Vec<Clause>);

/// A query that a person typed and that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotAFilter(String);

impl Filter {
    /// Everything there is.
    #[must_use]
    pub fn all() -> Self {
        Self::of("id", Test::Exists)
    }

    /// What meets this test.
    #[must_use]
    pub fn of(field: &str, test: Test) -> Self {
        Self(vec![field_of(field, test)])
    }

    /// What meets this test as well.
    #[must_use]
    pub fn and(mut self, field: &str, test: Test) -> Self {
        self.0.push(field_of(field, test));
        self
    }

    /// What meets any of these.
    #[must_use]
    pub fn and_any(mut self, tests: &[(&str, Test)]) -> Self {
        let clauses = tests
            .iter()
            .map(|(field, test)| field_of(field, test.clone()))
            .collect();
        self.0.push(Clause::Group { any: true, clauses });
        self
    }

    /// What meets all of another filter as well.
    #[must_use]
    pub fn and_all(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// What a person wrote: one condition, a list of them, or the body of a query.
    ///
    /// # Errors
    /// What is not JSON, an operator that does not exist, a field that cannot be one.
    pub fn parse(text: &str) -> Result<Self, NotAFilter> {
        let value: Value = serde_json::from_str(text.trim())
            .map_err(|_| NotAFilter("the filter is not JSON".to_owned()))?;
        let value = value.get("filter").unwrap_or(&value);
        let clauses = match value {
            Value::Array(all) => all.iter().map(|one| clause(one, 0)).collect(),
            one => clause(one, 0).map(|one| vec![one]),
        };
        match clauses? {
            empty if empty.is_empty() => Err(NotAFilter("the filter has no condition".to_owned())),
            clauses => Ok(Self(clauses)),
        }
    }

    /// The fields it names.
    #[must_use]
    pub fn fields(&self) -> Vec<&str> {
        fn collect<'c>(clauses: &'c [Clause], into: &mut Vec<&'c str>) {
            for clause in clauses {
                match clause {
                    Clause::Field { name, .. } => into.push(name),
                    Clause::Group { clauses, .. } => collect(clauses, into),
                }
            }
        }
        let mut names = Vec::new();
        collect(&self.0, &mut names);
        names
    }

    /// As it is sent.
    #[must_use]
    pub fn to_json(&self) -> Value {
        self.0.iter().map(written).collect()
    }

    /// Whether a row is among what is asked for; one that does not tell is.
    #[must_use]
    pub fn holds(&self, row: &Map<String, Value>) -> bool {
        self.0
            .iter()
            .all(|clause| meets(clause, row) != Some(false))
    }
}

/// A whole number.
#[must_use]
pub fn number(value: i64) -> Scalar {
    Scalar::Number(value.into())
}

/// Midnight of a day, as days are written.
#[must_use]
pub fn midnight(day: NaiveDate) -> Scalar {
    let at = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    Scalar::Text(instant(at))
}

fn field_of(name: &str, test: Test) -> Clause {
    Clause::Field {
        name: name.to_owned(),
        test,
        udf: false,
    }
}

fn scalar(value: &Value) -> Option<Scalar> {
    Some(match value {
        Value::Number(number) => Scalar::Number(number.clone()),
        Value::Bool(flag) => Scalar::Flag(*flag),
        Value::String(text) => Scalar::Text(text.clone()),
        _ => return None,
    })
}

fn clause(value: &Value, depth: u32) -> Result<Clause, NotAFilter> {
    let bad = |what: String| Err(NotAFilter(what));
    if depth > DEEPEST {
        return bad("the groups of the filter are too deep".to_owned());
    }
    let Some(op) = value.get("op").and_then(Value::as_str) else {
        return bad(format!("a condition has no \"op\": {value}"));
    };
    let low = op.to_ascii_lowercase();
    if let "and" | "or" = low.as_str() {
        let items = value.get("items").and_then(Value::as_array);
        let Some(items) = items.filter(|items| !items.is_empty()) else {
            return bad(format!("\"{op}\" has no \"items\""));
        };
        let clauses = items.iter().map(|one| clause(one, depth + 1));
        return Ok(Clause::Group {
            any: low == "or",
            clauses: clauses.collect::<Result<_, _>>()?,
        });
    }
    let name = value.get("field").and_then(Value::as_str).unwrap_or("");
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let udf = value.get("udf") == Some(&Value::Bool(true));
    if name.is_empty() || !udf && !name.chars().all(fits) {
        return bad(format!("\"{op}\" names no field: {value}"));
    }
    let given = value.get("value");
    let one = || {
        given
            .and_then(scalar)
            .ok_or_else(|| NotAFilter(format!("\"{op}\" on {name} needs a \"value\"")))
    };
    let text = || match one()? {
        Scalar::Text(text) => Ok(text),
        _ => Err(NotAFilter(format!("\"{op}\" on {name} needs text"))),
    };
    let list = || {
        let values = given.and_then(Value::as_array).map(Vec::as_slice);
        let values: Option<Vec<_>> = values.unwrap_or_default().iter().map(scalar).collect();
        let fits = |values: &Vec<_>| (1..=MOST_VALUES).contains(&values.len());
        values.filter(fits).ok_or_else(|| {
            NotAFilter(format!(
                "\"{op}\" on {name} needs a list of 1 to {MOST_VALUES}"
            ))
        })
    };
    let test = match low.as_str() {
        "eq" => Test::Is(one()?),
        "noteq" => Test::IsNot(one()?),
        "gt" => Test::Above(one()?),
        "gte" => Test::AtLeast(one()?),
        "lt" => Test::Below(one()?),
        "lte" => Test::AtMost(one()?),
        "beginswith" => Test::Begins(text()?),
        "endswith" => Test::Ends(text()?),
        "contains" => Test::Contains(text()?),
        "in" => Test::Among(list()?),
        "notin" => Test::NotAmong(list()?),
        "exist" => Test::Exists,
        "notexist" => Test::Absent,
        _ => {
            return bad(format!(
                "the service knows no operator \"{op}\" and would drop it; there are eq, noteq, \
                 gt, gte, lt, lte, beginsWith, endsWith, contains, in, notIn, exist, notExist, \
                 and, or"
            ));
        }
    };
    Ok(Clause::Field {
        name: name.to_owned(),
        test,
        udf,
    })
}

fn written(clause: &Clause) -> Value {
    let plain = |value: &Scalar| match value {
        Scalar::Number(number) => Value::Number(number.clone()),
        Scalar::Flag(flag) => Value::Bool(*flag),
        Scalar::Text(text) => Value::String(text.clone()),
    };
    match clause {
        Clause::Group { any, clauses } => {
            let items: Vec<_> = clauses.iter().map(written).collect();
            json!({"op": if *any { "or" } else { "and" }, "items": items})
        }
        Clause::Field { name, test, udf } => {
            let (op, value) = match test {
                Test::Is(value) => ("eq", Some(plain(value))),
                Test::IsNot(value) => ("noteq", Some(plain(value))),
                Test::Above(value) => ("gt", Some(plain(value))),
                Test::AtLeast(value) => ("gte", Some(plain(value))),
                Test::Below(value) => ("lt", Some(plain(value))),
                Test::AtMost(value) => ("lte", Some(plain(value))),
                Test::Begins(text) => ("beginsWith", Some(json!(text))),
                Test::Ends(text) => ("endsWith", Some(json!(text))),
                Test::Contains(text) => ("contains", Some(json!(text))),
                Test::Among(values) => ("in", Some(values.iter().map(plain).collect())),
                Test::NotAmong(values) => ("notIn", Some(values.iter().map(plain).collect())),
                Test::Exists => ("exist", None),
                Test::Absent => ("notExist", None),
            };
            let mut written = json!({"op": op, "field": name});
            if let Some(value) = value {
                written["value"] = value;
            }
            if *udf {
                written["udf"] = json!(true);
            }
            written
        }
    }
}

/// Whether a row meets a condition; none where it does not tell.
fn meets(clause: &Clause, row: &Map<String, Value>) -> Option<bool> {
    match clause {
        Clause::Group { any, clauses } => {
            let answers: Vec<_> = clauses.iter().map(|clause| meets(clause, row)).collect();
            let decides = Some(*any);
            if answers.contains(&decides) {
                return decides;
            }
            (!answers.contains(&None)).then_some(!any)
        }
        Clause::Field { udf: true, .. } => None,
        Clause::Field { name, test, .. } => {
            let has = row.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
            passes(test, has?.1)
        }
    }
}

fn passes(test: &Test, value: &Value) -> Option<bool> {
    if value.is_null() {
        return match test {
            Test::Absent => Some(true),
            // What "not" makes of nothing at all differs between databases.
            Test::IsNot(_) | Test::NotAmong(_) => None,
            _ => Some(false),
        };
    }
    let against = |wanted: &Scalar, fits: fn(Ordering) -> bool| compared(value, wanted).map(fits);
    let lower = value.as_str().map(str::to_lowercase);
    let text = |fits: &dyn Fn(&str) -> bool| lower.as_deref().map(fits);
    match test {
        Test::Exists => Some(true),
        // An empty text counts as nothing in some fields.
        Test::Absent => (value.as_str() != Some("")).then_some(false),
        Test::Is(wanted) => against(wanted, Ordering::is_eq),
        Test::IsNot(wanted) => against(wanted, Ordering::is_ne),
        Test::Above(wanted) => against(wanted, Ordering::is_gt),
        Test::AtLeast(wanted) => against(wanted, Ordering::is_ge),
        Test::Below(wanted) => against(wanted, Ordering::is_lt),
        Test::AtMost(wanted) => against(wanted, Ordering::is_le),
        Test::Begins(wanted) => text(&|it| it.starts_with(&wanted.to_lowercase())),
        Test::Ends(wanted) => text(&|it| it.ends_with(&wanted.to_lowercase())),
        Test::Contains(wanted) => text(&|it| it.contains(&wanted.to_lowercase())),
        Test::Among(all) | Test::NotAmong(all) => {
            let among: Option<Vec<_>> = all
                .iter()
                .map(|one| against(one, Ordering::is_eq))
                .collect();
            let is_in = among?.contains(&true);
            Some(is_in == matches!(test, Test::Among(_)))
        }
    }
}

/// How a value of a row compares; none where the two are not of one kind.
fn compared(value: &Value, wanted: &Scalar) -> Option<Ordering> {
    match (value, wanted) {
        (Value::Bool(one), Scalar::Flag(two)) => Some(one.cmp(two)),
        (Value::Number(one), Scalar::Number(two)) => match (one.as_i64(), two.as_i64()) {
            (Some(one), Some(two)) => Some(one.cmp(&two)),
            _ => one.as_f64()?.partial_cmp(&two.as_f64()?),
        },
        (Value::String(one), Scalar::Text(two)) => {
            let at = |text: &str| read_instant(&Value::from(text));
            match (at(one), at(two)) {
                (Some(one), Some(two)) => Some(one.cmp(&two)),
                _ => Some(one.to_lowercase().cmp(&two.to_lowercase())),
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
