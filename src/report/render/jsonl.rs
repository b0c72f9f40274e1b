//! JSON lines: the objects of [`super::json`], one a line and nothing around them.

use super::{Sheet, json};
use crate::report::{Context, Item};
use std::io::{self, Write};

/// One entry a line.
pub struct Lines<'o> {
    out: &'o mut dyn Write,
}

impl<'o> Lines<'o> {
    /// Onto this stream.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self { out }
    }
}

impl Sheet for Lines<'_> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn entry(&mut self, item: &Item<'_>, context: &dyn Context) -> io::Result<()> {
        json::value(self.out, &json::Entry::of(item, context))?;
        self.out.write_all(b"\n")
    }

    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;
    use crate::report::Item;
    use crate::report::render::Sheet;
    use crate::report::sample::{entry, here};

    #[test]
    fn every_line_is_an_entry() {
        let mut out = Vec::new();
        let mut lines = Lines::new(&mut out);
        lines.begin().unwrap();
        for id in 1..=3 {
            let mut entry = entry(id, 90 * id, 60);
            entry.content.note = Some("two\nlines".to_owned());
            lines.entry(&Item::stored(&entry, None), &here()).unwrap();
        }
        lines.end().unwrap();
        let text = String::from_utf8(out).unwrap();
        let ids: Vec<_> = text
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].clone())
            .collect();
        assert_eq!(ids, [1, 2, 3]);
    }
}
