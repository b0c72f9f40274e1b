//! CSV as it is found: with or without quotes, comma, semicolon or tab, any line end, and the
//! apostrophe that `tt` itself puts before what a spreadsheet would run. Knows no column.

/// A record and the line it begins in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// Most columns.
const MOST_COLUMNS: usize = 256;

/// The records of a text, the headers first; records of nothing but blanks are passed over.
/// The error is of the line it names.
pub(super) fn read(text: &str) -> Result<Vec<Record>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut lines = Lines::of(text);
    let mut records = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => return Ok(records),
            Err(why) => return Err(why.to_string()),
        }
        let line = lines.at(record.position().map_or(0, csv::Position::byte));
        if record.len() > MOST_COLUMNS {
            return Err(format!(
                "line {line} has {} columns, more than {MOST_COLUMNS}",
                record.len()
            ));
        }
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            let cells = record.iter().map(bare).map(str::to_owned).collect();
            records.push(Record { line, cells });
        }
    }
}

/// Counts lines up to where records begin. The reader's own count stands still between the two
/// characters of a line end, and before lines that are empty.
struct Lines<'t> {
    bytes: &'t [u8],
    passed: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            passed: 0,
            line: 1,
        }
    }

    /// The line of the first cell behind this byte; asked in order.
    fn at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(next) = self.bytes.get(self.passed) {
            if self.passed >= byte && !matches!(next, b'\r' | b'\n') {
                break;
            }
            let ends = match next {
                b'\n' => true,
                b'\r' => self.bytes.get(self.passed + 1) != Some(&b'\n'),
                _ => false,
            };
            self.line += u64::from(ends);
            self.passed += 1;
        }
        self.line
    }
}

/// What parts the cells: of comma, semicolon and tab the one that the line of headers has
/// most of, outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    let mut in_quotes = false;
    for byte in text.bytes() {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b'\n' if !in_quotes => break,
            byte if !in_quotes => {
                for (known, n) in &mut counts {
                    *n += u32::from(*known == byte);
                }
            }
            _ => {}
        }
    }
    let mut best = counts[0];
    for count in counts {
        if count.1 > best.1 {
            best = count;
        }
    }
    best.0
}

/// The cell without the apostrophe that makes it harmless in a spreadsheet.
fn bare(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str) -> Vec<(u64, Vec<String>)> {
        read(text)
            .unwrap()
            .into_iter()
            .map(|record| (record.line, record.cells))
            .collect()
    }

    #[test]
    fn csv_of_every_sort_is_read_with_its_lines() {
        for (text, expected) in [
            ("a,b\n1,2\n", vec![(1, vec!["a", "b"]), (2, vec!["1", "2"])]),
            (
                "a;b\r\n\"1;x\";2\r\n",
                vec![(1, vec!["a", "b"]), (2, vec!["1;x", "2"])],
            ),
            (
                "a\tb\n1,5\t2",
                vec![(1, vec!["a", "b"]), (2, vec!["1,5", "2"])],
            ),
            (
                "\"a;;;;\",b\n\"two\nlines\",\"say \"\"hi\"\"\"\n\n,\nlast,'=1+1\n",
                vec![
                    (1, vec!["a;;;;", "b"]),
                    (2, vec!["two\nlines", "say \"hi\""]),
                    (6, vec!["last", "=1+1"]),
                ],
            ),
            (
                "a,b\n1\n1,2,3\n",
                vec![
                    (1, vec!["a", "b"]),
                    (2, vec!["1"]),
                    (3, vec!["1", "2", "3"]),
                ],
            ),
            ("", vec![]),
            (
                "a,b\r\n\r\n\r\n1,2\r3,4",
                vec![
                    (1, vec!["a", "b"]),
                    (4, vec!["1", "2"]),
                    (5, vec!["3", "4"]),
                ],
            ),
            ("one\n'tis\n", vec![(1, vec!["one"]), (2, vec!["'tis"])]),
        ] {
            let expected: Vec<(u64, Vec<String>)> = expected
                .into_iter()
                .map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect()))
                .collect();
            assert_eq!(cells(text), expected, "{text}");
        }
    }

    #[test]
    fn a_line_of_too_many_cells_is_refused() {
        assert!(read(&format!("a,b\n{}", ",".repeat(300))).is_err());
    }

    proptest! {
        /// What anybody writes by the standard comes back cell by cell, with the line it is in.
        #[test]
        fn what_is_written_by_the_standard_reads_back(
            rows in proptest::collection::vec(
                proptest::collection::vec("[a-z ,;\t\"\n=@']{0,8}", 3), 0..8),
            delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t')],
            crlf in any::<bool>(),
        ) {
            let mut writer = csv::WriterBuilder::new()
                .delimiter(delimiter)
                .quote_style(csv::QuoteStyle::Always)
                .terminator(if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
                .from_writer(Vec::new());
            writer.write_record(["first", "second", "third"]).unwrap();
            let mut expected = vec![(1, vec!["first".to_owned(), "second".into(), "third".into()])];
            let mut line = 2;
            for row in &rows {
                writer.write_record(row).unwrap();
                if row.iter().any(|cell| !cell.trim().is_empty()) {
                    let cells = row.iter().map(|cell| bare(cell).to_owned()).collect();
                    expected.push((line, cells));
                }
                line += 1 + row.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(cells(&text), expected);
        }

        #[test]
        fn no_text_is_too_odd(text in "(.|\n|\r|\"){0,60}") {
            let _ = read(&text);
        }
    }
}
