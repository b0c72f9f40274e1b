//! Reading of JSON bodies, with errors that help and give nothing away.
//!
//! An error names the field (`[3].workType.id`) and what was expected there,
//! never what was found: it may be somebody's note or a token. A web page is
//! told apart from broken JSON, because the person must do something else about
//! it. Depth is limited by the parser (128).

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use thiserror::Error;

use super::outcome::{Certainty, Kind, NetError};

/// Why a body could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BodyFault {
    /// Nothing there.
    #[error("the answer is empty")]
    Empty,
    /// HTML: a sign-in page, a gateway's error page.
    #[error("the answer is a web page")]
    Page,
    /// Neither HTML nor the beginning of JSON.
    #[error("the answer is not JSON")]
    NotJson,
    /// JSON that breaks off.
    #[error("the JSON breaks off at line {line}")]
    Cut {
        /// Line of the end, from 1.
        line: usize,
    },
    /// JSON with an error in it.
    #[error("the JSON has an error at line {line}, column {column}")]
    Broken {
        /// Line of the error, from 1.
        line: usize,
        /// Byte of that line, from 1.
        column: usize,
    },
    /// Proper JSON of another shape.
    #[error("{}: {problem}", named(.path))]
    Shape {
        /// The field, for example `[3].workType.id`; empty for the whole.
        path: String,
        /// What is missing or was expected.
        problem: String,
    },
}

impl BodyFault {
    /// As an error of the request: its outcome is unknown, since the service did answer.
    #[must_use]
    pub fn into_error(self, host: &str) -> NetError {
        match self {
            Self::Page => NetError::new(Kind::WebPage, Certainty::Unknown, host, ""),
            Self::Cut { .. } => {
                NetError::new(Kind::Cut, Certainty::Unknown, host, &self.to_string())
            }
            _ => NetError::new(Kind::BadBody, Certainty::Unknown, host, &self.to_string()),
        }
    }
}

fn named(path: &str) -> &str {
    if path.is_empty() {
        "the whole answer"
    } else {
        path
    }
}

/// Whether a body is a web page, by its type or its first character.
#[must_use]
pub fn is_page(body: &[u8], content_type: Option<&str>) -> bool {
    let declared = content_type.unwrap_or_default().to_ascii_lowercase();
    let start = start_of(body);
    start.first() == Some(&b'<') || (declared.starts_with("text/html") && !may_be_json(start))
}

fn start_of(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(body)
        .trim_ascii_start()
}

fn may_be_json(start: &[u8]) -> bool {
    matches!(
        start.first(),
        Some(b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
    )
}

/// Reads a body.
///
/// # Errors
/// [`BodyFault`], which quotes nothing of the body.
pub fn decode<T: DeserializeOwned>(
    body: &[u8],
    content_type: Option<&str>,
) -> Result<T, BodyFault> {
    let start = start_of(body);
    if start.is_empty() {
        return Err(BodyFault::Empty);
    }
    if is_page(body, content_type) {
        return Err(BodyFault::Page);
    }
    serde_json::from_slice(start).map_err(|error| match error.classify() {
        _ if !may_be_json(start) => BodyFault::NotJson,
        Category::Eof => BodyFault::Cut { line: error.line() },
        Category::Data => shape(start, &error),
        Category::Syntax | Category::Io => BodyFault::Broken {
            line: error.line(),
            column: error.column(),
        },
    })
}

fn shape(text: &[u8], error: &serde_json::Error) -> BodyFault {
    let told = error.to_string();
    let missing = told
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    let end = offset(text, error.line(), error.column());
    let mut path = path_at(text, end, missing.is_some());
    if let Some(field) = missing {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(field);
        return BodyFault::Shape {
            path,
            problem: "is missing".to_owned(),
        };
    }
    let standard = [
        "invalid type",
        "invalid value",
        "invalid length",
        "unknown variant",
    ];
    let expected = if standard.iter().any(|start| told.starts_with(start)) {
        // Behind the last "expected" stand this program's own words.
        told.rsplit_once(", expected ")
            .map(|(_, rest)| rest.split(" at line ").next().unwrap_or(rest))
    } else {
        None
    };
    let problem = match expected {
        Some(expected) => format!("expected {expected}"),
        None => "is not of the expected form".to_owned(),
    };
    BodyFault::Shape { path, problem }
}

fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let starts = text
        .split_inclusive(|byte| *byte == b'\n')
        .take(line.saturating_sub(1));
    let before: usize = starts.map(<[u8]>::len).sum();
    before.saturating_add(column).min(text.len())
}

enum Level {
    Object { key: String, in_key: bool },
    Array(usize),
}

/// The path of the value that ends at, or contains, byte `end` of valid JSON.
/// `of_object`: the error was noticed behind the closing brace of the object it
/// is about.
fn path_at(text: &[u8], end: usize, of_object: bool) -> String {
    let end = if of_object && end > 0 && text.get(end - 1) == Some(&b'}') {
        end - 1
    } else {
        end
    };
    let mut levels: Vec<Level> = Vec::new();
    let mut at = 0;
    while at < end {
        match text[at] {
            b'"' => {
                let close = closing_quote(text, at + 1);
                if let Some(Level::Object { key, in_key: true }) = levels.last_mut() {
                    *key = String::from_utf8_lossy(&text[at + 1..close]).into_owned();
                }
                at = close;
            }
            b'{' => levels.push(Level::Object {
                key: String::new(),
                in_key: true,
            }),
            b'[' => levels.push(Level::Array(0)),
            b'}' | b']' => {
                levels.pop();
            }
            b',' => match levels.last_mut() {
                Some(Level::Object { key, in_key }) => {
                    key.clear();
                    *in_key = true;
                }
                Some(Level::Array(index)) => *index += 1,
                None => {}
            },
            b':' => {
                if let Some(Level::Object { in_key, .. }) = levels.last_mut() {
                    *in_key = false;
                }
            }
            _ => {}
        }
        at += 1;
    }
    if of_object {
        levels.pop();
    }
    let mut path = String::new();
    for level in &levels {
        match level {
            Level::Array(index) => path.push_str(&format!("[{index}]")),
            Level::Object { key, .. } if key.is_empty() => {}
            Level::Object { key, .. } => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
        }
    }
    path
}

fn closing_quote(text: &[u8], from: usize) -> usize {
    let mut at = from;
    while at < text.len() && text[at] != b'"' {
        at += if text[at] == b'\\' { 2 } else { 1 };
    }
    at.min(text.len())
}

#[cfg(test)]
mod tests;
