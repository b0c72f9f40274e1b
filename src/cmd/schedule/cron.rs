//! The user's crontab, through crontab(1). Of its lines only those that end in our mark
//! are ever changed; all others stay byte for byte, text or not.

use super::plan::CRON_MARK;
use crate::failure::{Code, Failure};
use crate::screen::sanitize;
use std::io::{ErrorKind, Write as _};
use std::process::{Command, Output, Stdio};

/// A crontab as it is.
pub(super) struct Table(Vec<u8>);

fn crontab(arg: &str) -> Command {
    let mut command = Command::new("crontab");
    // What it says is read, so it says it in one language.
    command.arg(arg).env("LC_ALL", "C");
    command
}

impl Table {
    /// Reads it; none where there is no crontab(1) here.
    ///
    /// # Errors
    /// What it says where it lets nobody read: a table that was not read is never written.
    pub(super) fn read() -> Result<Option<Self>, Failure> {
        let output = match crontab("-l").stdin(Stdio::null()).output() {
            Ok(output) => output,
            Err(why) if why.kind() == ErrorKind::NotFound => return Ok(None),
            Err(why) => return Err(refused("cannot be run", &why.to_string())),
        };
        if output.status.success() {
            return Ok(Some(Self(output.stdout)));
        }
        let said = said(&output);
        let words = said.to_lowercase();
        // A user who has none yet; BusyBox says it as of a file.
        if words.contains("no crontab") || words.contains("no such file") {
            return Ok(Some(Self(Vec::new())));
        }
        Err(refused("cannot be read", &said))
    }

    /// Our lines.
    pub(super) fn ours(&self) -> Vec<String> {
        let lines = self.lines().filter(|line| is_ours(line));
        lines
            .map(|line| String::from_utf8_lossy(line).trim_end().to_owned())
            .collect()
    }

    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        self.0.split_inclusive(|byte| *byte == b'\n')
    }

    /// The table with this line in the place of ours, or without any; none where that
    /// changes nothing.
    fn with(&self, line: Option<&str>) -> Option<Self> {
        let mut made = Vec::with_capacity(self.0.len() + 200);
        let mut left = line;
        for old in self.lines() {
            if !is_ours(old) {
                made.extend_from_slice(old);
            } else if let Some(line) = left.take() {
                made.extend_from_slice(line.as_bytes());
                made.push(b'\n');
            }
        }
        if let Some(line) = left {
            if made.last().is_some_and(|byte| *byte != b'\n') {
                made.push(b'\n');
            }
            made.extend_from_slice(line.as_bytes());
            made.push(b'\n');
        }
        (made != self.0).then_some(Self(made))
    }

    /// Puts this line in the place of ours, or takes ours out; whether anything changed.
    ///
    /// # Errors
    /// What crontab(1) says.
    pub(super) fn put(&self, line: Option<&str>) -> Result<bool, Failure> {
        let Some(wanted) = self.with(line) else {
            return Ok(false);
        };
        let cannot = |why: std::io::Error| refused("cannot be written", &why.to_string());
        let mut child = crontab("-")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(cannot)?;
        // A program that ends before it has read says why in its output.
        let told = child.stdin.take().map(|mut to| to.write_all(&wanted.0));
        let output = child.wait_with_output().map_err(cannot)?;
        if !output.status.success() {
            return Err(refused("was not taken", &said(&output)));
        }
        told.transpose().map_err(cannot)?;
        match Self::read()? {
            Some(now) if now.ours() == wanted.ours() => Ok(true),
            _ => Err(refused("was taken, but reads otherwise", "")),
        }
    }
}

fn is_ours(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    line.ends_with(CRON_MARK.as_bytes()) && !line.trim_ascii_start().starts_with(b"#")
}

fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    sanitize(text.lines().next().unwrap_or_default()).into_owned()
}

fn refused(what: &str, said: &str) -> Failure {
    let message = if said.is_empty() {
        format!("the crontab {what}")
    } else {
        format!("the crontab {what}: {said}")
    };
    Failure::new(
        Code::Config,
        message,
        "see `crontab -l`; `tt schedule install --with cron -n` prints the line to put there",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "7 * * * * tt sync # tt schedule";

    fn with(table: &[u8], line: Option<&str>) -> Option<Vec<u8>> {
        Table(table.to_vec()).with(line).map(|table| table.0)
    }

    #[test]
    fn other_lines_stay_byte_for_byte() {
        let others = b"SHELL=/bin/sh\n\n# mine # tt schedule\n* * * * * x\xff # tt\n0 1 * * * y";
        let put = with(others, Some(LINE)).unwrap();
        assert_eq!(
            put,
            [others.as_slice(), b"\n", LINE.as_bytes(), b"\n"].concat()
        );
        // Once more changes nothing; another line takes its place.
        assert_eq!(with(&put, Some(LINE)), None);
        let other = with(&put, Some("8 * * * * tt sync # tt schedule")).unwrap();
        assert_eq!(
            Table(other.clone()).ours(),
            ["8 * * * * tt sync # tt schedule"]
        );
        // Taken out: what was there is there, with the end its last line was given.
        let gone = with(&other, None).unwrap();
        assert_eq!(gone, [others.as_slice(), b"\n"].concat());
        assert_eq!(with(&gone, None), None);
    }

    #[test]
    fn two_lines_of_ours_become_one_in_the_place_of_the_first() {
        let table = format!("{LINE}\nother\n  {LINE}  \r\n");
        let put = with(table.as_bytes(), Some(LINE)).unwrap();
        assert_eq!(put, format!("{LINE}\nother\n").as_bytes());
        assert_eq!(
            with(b"", Some(LINE)).unwrap(),
            format!("{LINE}\n").as_bytes()
        );
        assert_eq!(with(LINE.as_bytes(), None).unwrap(), b"");
    }
}
