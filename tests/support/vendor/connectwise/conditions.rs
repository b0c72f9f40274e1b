//! The filter language of the lists: `member/id=123 and timeStart>=[2024-02-01]`.
//!
//! `= != < <= > >= contains like in not in`, `and or not`, parentheses, `/` for
//! nesting; strings in quotes, instants in brackets, numbers, booleans, null.
//! Names and enum words are checked against the schema and refused otherwise.

use std::cmp::Ordering;

use serde_json::Value;

use super::times;
use crate::support::schema::{self, Kind};

/// How faithfully instants in filters are compared. The reports contradict each
/// other, so a client must live with each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DateFilter {
    /// To the second.
    #[default]
    Exact,
    /// As if the server read them in a zone so many hours off.
    Shifted(i64),
    /// Full instants match nothing; bare dates work.
    DatesOnly,
}

/// What refuses a filter, in the service's words.
pub type Refused = String;

#[derive(Debug, Clone, PartialEq)]
enum Literal {
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    Instant(i64, bool),
}

#[derive(Debug, Clone)]
enum Node {
    All(Vec<Node>),
    Any(Vec<Node>),
    Not(Box<Node>),
    Compare(String, Op, Vec<Literal>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Contains,
    Like,
    In,
}

/// A filter ready to use.
#[derive(Debug, Clone)]
pub struct Filter {
    node: Node,
    dates: DateFilter,
}

impl Filter {
    /// Reads a filter on rows of an object of a schema; `hidden` are fields that rows have
    /// but filters may not name.
    pub fn parse(
        text: &str,
        (schema, object): (&str, &str),
        hidden: &[&str],
        dates: DateFilter,
    ) -> Result<Self, Refused> {
        let tokens = tokens(text)?;
        let mut parser = Parser {
            tokens: &tokens,
            at: 0,
            schema,
            object,
            hidden,
        };
        let node = parser.any()?;
        if parser.at < tokens.len() {
            return Err(format!("Syntax error near {:?}.", tokens[parser.at]));
        }
        Ok(Self { node, dates })
    }

    /// Whether a row passes.
    pub fn accepts(&self, row: &Value) -> bool {
        self.eval(&self.node, row)
    }

    fn eval(&self, node: &Node, row: &Value) -> bool {
        match node {
            Node::All(nodes) => nodes.iter().all(|n| self.eval(n, row)),
            Node::Any(nodes) => nodes.iter().any(|n| self.eval(n, row)),
            Node::Not(node) => !self.eval(node, row),
            Node::Compare(path, op, wanted) => {
                let have = value_at(row, path);
                wanted.iter().any(|want| self.compare(have, *op, want))
            }
        }
    }

    fn compare(&self, have: &Value, op: Op, want: &Literal) -> bool {
        if *want == Literal::Null {
            return match op {
                Op::Eq | Op::In => have.is_null(),
                Op::Ne => !have.is_null(),
                _ => false,
            };
        }
        if have.is_null() {
            return false;
        }
        let order = match want {
            Literal::Text(want) => {
                let (have, want) = (
                    have.as_str().unwrap_or_default().to_lowercase(),
                    want.to_lowercase(),
                );
                match op {
                    Op::Contains => return have.contains(&want),
                    Op::Like => return like(&have, &want),
                    _ => Some(have.cmp(&want)),
                }
            }
            Literal::Number(want) => have.as_f64().and_then(|have| have.partial_cmp(want)),
            Literal::Bool(want) => have.as_bool().map(|have| have.cmp(want)),
            Literal::Instant(want, bare) => {
                let shift = match self.dates {
                    DateFilter::Exact => 0,
                    DateFilter::Shifted(hours) => hours * 3600,
                    DateFilter::DatesOnly if *bare => 0,
                    DateFilter::DatesOnly => return false,
                };
                let have = have.as_str().and_then(times::parse_literal);
                have.map(|(have, _)| have.cmp(&(want + shift)))
            }
            Literal::Null => None,
        };
        let Some(order) = order else { return false };
        match op {
            Op::Eq | Op::In => order == Ordering::Equal,
            Op::Ne => order != Ordering::Equal,
            Op::Lt => order == Ordering::Less,
            Op::Le => order != Ordering::Greater,
            Op::Gt => order == Ordering::Greater,
            Op::Ge => order != Ordering::Less,
            Op::Contains | Op::Like => false,
        }
    }
}

/// The value at a path of names; null where there is none.
pub fn value_at<'a>(row: &'a Value, path: &str) -> &'a Value {
    let path = if path == "lastUpdated" {
        "_info/lastUpdated"
    } else {
        path
    };
    path.split('/').fold(row, |value, name| &value[name])
}

/// The kind of a field as lists name it; `lastUpdated` stands for `_info/lastUpdated`.
pub fn kind_of(schema: &str, object: &str, path: &str) -> Option<Kind> {
    if path == "lastUpdated" {
        return Some(Kind::DateTime);
    }
    schema::field(schema, object, path)
}

fn like(have: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('%');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = have.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Sign(&'static str),
    Literal(Literal),
}

const SIGNS: [&str; 9] = ["!=", "<=", ">=", "=", "<", ">", "(", ")", ","];

fn tokens(text: &str) -> Result<Vec<Token>, Refused> {
    let (mut out, mut rest) = (Vec::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        let used = if let Some(sign) = SIGNS.iter().find(|s| rest.starts_with(**s)) {
            out.push(Token::Sign(sign));
            sign.len()
        } else if first == '"' || first == '\'' {
            let (value, used) = quoted(rest, first)?;
            out.push(Token::Literal(Literal::Text(value)));
            used
        } else if first == '[' {
            let end = rest.find(']').ok_or("A DateTime must end with ].")?;
            let (at, bare) = times::parse_literal(rest[1..end].trim())
                .ok_or_else(|| format!("{} is not a valid DateTime.", &rest[..=end]))?;
            out.push(Token::Literal(Literal::Instant(at, bare)));
            end + 1
        } else {
            let inside = |c: char| c.is_alphanumeric() || "_/.-".contains(c);
            let used = rest.find(|c: char| !inside(c)).unwrap_or(rest.len());
            if used == 0 {
                return Err(format!("Unexpected character {first}."));
            }
            out.push(word(&rest[..used]));
            used
        };
        rest = rest[used..].trim_start();
    }
    Ok(out)
}

fn word(text: &str) -> Token {
    match text.to_lowercase().as_str() {
        "true" => Token::Literal(Literal::Bool(true)),
        "false" => Token::Literal(Literal::Bool(false)),
        "null" => Token::Literal(Literal::Null),
        _ => match text.parse::<f64>() {
            Ok(number) if text.starts_with(|c: char| c.is_ascii_digit() || c == '-') => {
                Token::Literal(Literal::Number(number))
            }
            _ => Token::Word(text.to_owned()),
        },
    }
}

/// A quoted string; a backslash takes the next character as it is.
fn quoted(text: &str, quote: char) -> Result<(String, usize), Refused> {
    let (mut value, mut escaped) = (String::new(), false);
    for (i, c) in text.char_indices().skip(1) {
        if escaped {
            value.push(c);
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return Ok((value, i + c.len_utf8()));
        } else {
            value.push(c);
        }
    }
    Err("A string must end with the quote it began with.".to_owned())
}

struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    schema: &'a str,
    object: &'a str,
    hidden: &'a [&'a str],
}

impl Parser<'_> {
    fn keyword(&mut self, wanted: &str) -> bool {
        let hit = matches!(self.tokens.get(self.at), Some(Token::Word(w)) if w.eq_ignore_ascii_case(wanted));
        self.at += usize::from(hit);
        hit
    }

    fn sign(&mut self, wanted: &str) -> bool {
        let hit = matches!(self.tokens.get(self.at), Some(Token::Sign(s)) if *s == wanted);
        self.at += usize::from(hit);
        hit
    }

    fn any(&mut self) -> Result<Node, Refused> {
        let mut nodes = vec![self.all()?];
        while self.keyword("or") {
            nodes.push(self.all()?);
        }
        Ok(Node::Any(nodes))
    }

    fn all(&mut self) -> Result<Node, Refused> {
        let mut nodes = vec![self.one()?];
        while self.keyword("and") {
            nodes.push(self.one()?);
        }
        Ok(Node::All(nodes))
    }

    fn one(&mut self) -> Result<Node, Refused> {
        if self.keyword("not") {
            return Ok(Node::Not(Box::new(self.one()?)));
        }
        if self.sign("(") {
            let node = self.any()?;
            if self.sign(")") {
                return Ok(node);
            }
            return Err("A closing parenthesis is missing.".to_owned());
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Result<Node, Refused> {
        let Some(Token::Word(path)) = self.tokens.get(self.at) else {
            return Err("A field name is expected.".to_owned());
        };
        self.at += 1;
        let first = path.split('/').next().unwrap_or_default();
        let kind =
            kind_of(self.schema, self.object, path).filter(|_| !self.hidden.contains(&first));
        let kind = kind.ok_or_else(|| format!("{path} is not a recognized name."))?;
        let negated = self.keyword("not");
        let op = self.op(negated)?;
        let wanted = if op == Op::In {
            self.list()?
        } else {
            vec![self.literal()?]
        };
        for literal in &wanted {
            suits(path, &kind, op, literal)?;
        }
        let node = Node::Compare(path.clone(), op, wanted);
        Ok(if negated {
            Node::Not(Box::new(node))
        } else {
            node
        })
    }

    fn op(&mut self, negated: bool) -> Result<Op, Refused> {
        for (word, op) in [
            ("contains", Op::Contains),
            ("like", Op::Like),
            ("in", Op::In),
        ] {
            if self.keyword(word) {
                return Ok(op);
            }
        }
        let signs = [
            ("=", Op::Eq),
            ("!=", Op::Ne),
            ("<", Op::Lt),
            ("<=", Op::Le),
            (">", Op::Gt),
            (">=", Op::Ge),
        ];
        for (sign, op) in signs {
            if !negated && self.sign(sign) {
                return Ok(op);
            }
        }
        Err("An operator is expected.".to_owned())
    }

    fn literal(&mut self) -> Result<Literal, Refused> {
        let Some(Token::Literal(literal)) = self.tokens.get(self.at) else {
            return Err("String literals must be quoted, DateTimes in square brackets.".to_owned());
        };
        self.at += 1;
        Ok(literal.clone())
    }

    fn list(&mut self) -> Result<Vec<Literal>, Refused> {
        if !self.sign("(") {
            return Err("A list in parentheses is expected.".to_owned());
        }
        let mut out = vec![self.literal()?];
        while self.sign(",") {
            out.push(self.literal()?);
        }
        if self.sign(")") {
            Ok(out)
        } else {
            Err("A closing parenthesis is missing.".to_owned())
        }
    }
}

fn suits(path: &str, kind: &Kind, op: Op, literal: &Literal) -> Result<(), Refused> {
    if let (Kind::Enum(words), Literal::Text(word)) = (kind, literal) {
        if matches!(op, Op::Contains | Op::Like) || words.contains(word) {
            return Ok(());
        }
        return Err("Enum value supplied was invalid".to_owned());
    }
    let text_only = matches!(op, Op::Contains | Op::Like);
    let fits = match (kind, literal) {
        (Kind::Object(_) | Kind::List, _) => false,
        (_, Literal::Null) => !text_only,
        (Kind::Int | Kind::Number, Literal::Number(_)) => !text_only,
        (Kind::Text | Kind::Uuid, Literal::Text(_)) => true,
        // The days of a sheet are plain text in the schema and dates in use.
        (Kind::DateTime | Kind::Text, Literal::Instant(..)) => !text_only,
        (Kind::Bool, Literal::Bool(_)) => !text_only,
        (Kind::Any, _) => true,
        _ => false,
    };
    if fits {
        Ok(())
    } else {
        Err(format!("The value given for {path} is of the wrong type."))
    }
}
