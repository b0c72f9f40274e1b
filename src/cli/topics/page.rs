//! A topic before it is set: the same parts become help on a terminal and a man page.

/// A piece of a topic.
pub(in crate::cli) enum Part {
    /// A title.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// What stands on the left, and what it means.
    Rows(Vec<(String, String)>),
    /// Lines that stay as they are.
    Lines(Vec<String>),
}

impl Part {
    pub(in crate::cli) fn heading(text: &str) -> Self {
        Self::Heading(text.to_owned())
    }

    pub(in crate::cli) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(in crate::cli) fn rows(rows: &[(&str, &str)]) -> Self {
        let owned = |(left, right): &(&str, &str)| ((*left).to_owned(), (*right).to_owned());
        Self::Rows(rows.iter().map(owned).collect())
    }
}

/// Columns of a page on a terminal.
const WIDTH: usize = 80;

/// Where the right side of a row begins at most.
const LEFT: usize = 26;

/// The parts as text for a terminal.
pub(in crate::cli) fn text(title: &str, parts: &[Part]) -> String {
    let mut out = format!("{title}\n");
    for part in parts {
        match part {
            Part::Heading(title) => out.push_str(&format!("\n{title}:\n")),
            Part::Text(text) => out.push_str(&format!("\n{}\n", wrapped(text, 0))),
            Part::Rows(rows) => out.push_str(&format!("\n{}", table(rows))),
            Part::Lines(lines) => {
                out.push('\n');
                for line in lines {
                    out.push_str(format!("  {line}").trim_end());
                    out.push('\n');
                }
            }
        }
    }
    // A title stands on what it is about.
    out.replace(":\n\n", ":\n")
}

fn table(rows: &[(String, String)]) -> String {
    let longest = rows.iter().map(|(left, _)| left.chars().count()).max();
    let left = longest.unwrap_or(0).min(LEFT);
    let indent = left + 4;
    let mut out = String::new();
    for (name, says) in rows {
        out.push_str(&format!("  {name:left$}"));
        if name.chars().count() > left {
            out.push_str(&format!("\n  {:left$}", ""));
        }
        out.push_str(&format!("  {}\n", wrapped(says, indent)));
    }
    out
}

/// Text in lines of at most [`WIDTH`] columns, the first of which begins after `indent`.
pub(in crate::cli) fn wrapped(text: &str, indent: usize) -> String {
    let mut out = String::new();
    let mut column = indent;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if column > indent && column + 1 + width > WIDTH {
            out.push_str(&format!("\n{:indent$}", ""));
            column = indent;
        }
        if column > indent {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out
}
