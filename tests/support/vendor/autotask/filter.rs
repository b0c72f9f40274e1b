//! The filter of a query: conditions, groups, and what is made of a bad one.

use serde_json::Value;

use super::door::refused;
use super::state::{World, fields, model};
use super::times;
use crate::support::vendor::rig::Answer;

/// query: conditions in an `or`, and values of an `in`.
const MOST: usize = 500;

/// What a row is asked.
#[derive(Debug)]
pub(super) enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Test {
        op: Op,
        field: String,
        kind: Kind,
        value: Value,
    },
}

/// query: the operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Eq,
    NotEq,
    Gt,
    Gte,
    Lt,
    Lte,
    BeginsWith,
    EndsWith,
    Contains,
    Exist,
    NotExist,
    In,
    NotIn,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
    Bool,
    Instant,
}

/// A value that can be compared.
#[derive(Debug, PartialEq, PartialOrd)]
enum Plain {
    Number(f64),
    Text(String),
    Bool(bool),
    Instant(i64),
}

/// query: the published words of an unknown field.
pub(super) fn unknown_field(entity: &str, name: &str) -> Answer {
    refused(&format!(
        "Unable to find {name} in the {} Entity.",
        model(entity)
    ))
}

impl Node {
    /// query: the list at the top is an AND. A condition with an operator that does
    /// not exist is dropped without a word.
    pub(super) fn read(world: &World, entity: &str, list: &Value) -> Result<Self, Answer> {
        let mut nodes = Vec::new();
        for item in list.as_array().into_iter().flatten() {
            nodes.extend(Self::one(world, entity, item)?);
        }
        if world.options.drops_conditions {
            nodes.clear();
        }
        Ok(Self::All(nodes))
    }

    fn one(world: &World, entity: &str, item: &Value) -> Result<Option<Self>, Answer> {
        let word = item["op"].as_str().unwrap_or_default().to_lowercase();
        if word == "and" || word == "or" {
            let mut nodes = Vec::new();
            let items = item["items"].as_array();
            for item in items.into_iter().flatten() {
                nodes.extend(Self::one(world, entity, item)?);
            }
            if word == "or" && nodes.len() > MOST {
                return Err(refused("A query may have 500 OR conditions at most."));
            }
            let empty = nodes.is_empty();
            let group = match word.as_str() {
                "and" => Self::All(nodes),
                _ => Self::Any(nodes),
            };
            return Ok((!empty).then_some(group));
        }
        let Some(op) = Op::read(&word) else {
            return Ok(None);
        };
        let name = item["field"].as_str().unwrap_or_default();
        let (field, kind) = known(world, entity, name, item["udf"] == true)?;
        let value = item["value"].clone();
        check(op, kind, &value, &field)?;
        Ok(Some(Self::Test {
            op,
            field,
            kind,
            value,
        }))
    }

    /// Whether a row fits.
    pub(super) fn fits(&self, world: &World, row: &Value) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().all(|node| node.fits(world, row)),
            Self::Any(nodes) => nodes.iter().any(|node| node.fits(world, row)),
            Self::Test {
                op,
                field,
                kind,
                value,
            } => test(world, *op, *kind, &own(world, row, field), value),
        }
    }
}

/// What a row holds, as it would be shown.
fn own(world: &World, row: &Value, field: &str) -> Value {
    match (field, &row[field]) {
        ("useType", kind) if *kind == super::seed::INTERNAL => {
            world.options.internal_use_type.into()
        }
        (_, value) => value.clone(),
    }
}

fn known(world: &World, entity: &str, name: &str, udf: bool) -> Result<(String, Kind), Answer> {
    let mut fields = fields(entity).into_iter().flatten();
    let found = fields.find(|(field, _)| field.eq_ignore_ascii_case(name));
    let (field, ty) = found
        .filter(|_| !udf)
        .ok_or_else(|| unknown_field(entity, name))?;
    if field == "internalNotes" && !world.options.internal_notes_queryable {
        return Err(refused(&format!("The field {field} cannot be queried.")));
    }
    // blocks: the one field of theirs that "will return an error when queried".
    if (entity, field.as_str()) == ("ContractBlocks", "hoursApproved") {
        return Err(refused(&format!("The field {field} cannot be queried.")));
    }
    let kind = match ty.as_str().unwrap_or_default().trim_end_matches('?') {
        "int32" | "int64" | "number" => Kind::Number,
        "boolean" => Kind::Bool,
        "date-time" => Kind::Instant,
        _ => Kind::Text,
    };
    Ok((field.clone(), kind))
}

/// query: values are of the field's type; booleans strictly true or false.
fn check(op: Op, kind: Kind, value: &Value, field: &str) -> Result<(), Answer> {
    let wrong = || refused(&format!("The value of {field} is invalid: {value}."));
    match op {
        Op::Exist | Op::NotExist => Ok(()),
        Op::In | Op::NotIn => {
            let values = value.as_array().ok_or_else(wrong)?;
            let fit = values.iter().all(|value| plain(kind, value).is_some());
            (fit && values.len() <= MOST)
                .then_some(())
                .ok_or_else(wrong)
        }
        Op::BeginsWith | Op::EndsWith | Op::Contains if kind != Kind::Text => Err(wrong()),
        _ if value.is_null() => Ok(()),
        _ => plain(kind, value).map(|_| ()).ok_or_else(wrong),
    }
}

fn plain(kind: Kind, value: &Value) -> Option<Plain> {
    let text = value.as_str();
    match kind {
        Kind::Number => {
            let number = value.as_f64().or_else(|| text?.trim().parse().ok());
            number.map(Plain::Number)
        }
        Kind::Bool => {
            let flag = value.as_bool().or_else(|| text?.parse().ok());
            flag.map(Plain::Bool)
        }
        Kind::Instant => times::read_ms(value).map(Plain::Instant),
        Kind::Text => {
            let text = text.map(str::to_lowercase);
            let text = text.or_else(|| value.is_number().then(|| value.to_string()));
            text.map(Plain::Text)
        }
    }
}

fn test(world: &World, op: Op, kind: Kind, own: &Value, wanted: &Value) -> bool {
    // A text that is empty is none.
    let there = !own.is_null() && own != "";
    let Some(have) = plain(kind, own).filter(|_| there) else {
        let not = matches!(op, Op::NotEq | Op::NotIn) && world.options.not_takes_null;
        return op == Op::NotExist || not;
    };
    let one = || plain(kind, wanted);
    let many = || wanted.as_array().into_iter().flatten();
    let among = || many().any(|value| plain(kind, value).as_ref() == Some(&have));
    let text = |fits: fn(&str, &str) -> bool| match (&have, one()) {
        (Plain::Text(have), Some(Plain::Text(wanted))) => fits(have, &wanted),
        _ => false,
    };
    match op {
        Op::Exist => true,
        Op::NotExist => false,
        Op::Eq => one().is_some_and(|wanted| have == wanted),
        Op::NotEq => one().is_some_and(|wanted| have != wanted),
        Op::Gt => one().is_some_and(|wanted| have > wanted),
        Op::Gte => one().is_some_and(|wanted| have >= wanted),
        Op::Lt => one().is_some_and(|wanted| have < wanted),
        Op::Lte => one().is_some_and(|wanted| have <= wanted),
        Op::In => among(),
        Op::NotIn => !among(),
        Op::BeginsWith => text(|have, wanted| have.starts_with(wanted)),
        Op::EndsWith => text(|have, wanted| have.ends_with(wanted)),
        Op::Contains => text(|have, wanted| have.contains(wanted)),
    }
}

impl Op {
    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "eq" => Self::Eq,
            "noteq" => Self::NotEq,
            "gt" => Self::Gt,
            "gte" => Self::Gte,
            "lt" => Self::Lt,
            "lte" => Self::Lte,
            "beginswith" => Self::BeginsWith,
            "endswith" => Self::EndsWith,
            "contains" => Self::Contains,
            "exist" => Self::Exist,
            "notexist" => Self::NotExist,
            "in" => Self::In,
            "notin" => Self::NotIn,
            _ => return None,
        })
    }
}
