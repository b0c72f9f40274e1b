//! Questions at the terminal. They are asked only where somebody sits: stdin and
//! stdout are terminals, and neither `--yes` nor `--json` was given. Nothing is held
//! open meanwhile. What is asked goes to stderr.

use crate::app::App;
use crate::domain::when::{self, Setting};
use std::io::{BufRead, IsTerminal, Result, Write};

/// Whether there is somebody to ask.
#[must_use]
pub fn somebody(app: &App<'_>) -> bool {
    let around = &app.around;
    let is_seen = around.is_terminal && around.err_is_terminal;
    is_seen && !app.global.yes && !app.global.json && std::io::stdin().is_terminal()
}

/// A question at a terminal: where it is shown, and where the answer is typed.
pub struct Terminal<'t> {
    /// Where the question is shown.
    pub out: &'t mut dyn Write,
    /// Where the answer comes from.
    pub answers: &'t mut dyn BufRead,
}

impl Terminal<'_> {
    /// One line, without blanks around it; none where the input has ended.
    ///
    /// # Errors
    /// The terminal's.
    pub fn line(&mut self, question: &str) -> Result<Option<String>> {
        write!(self.out, "{question} ")?;
        self.out.flush()?;
        let mut line = Vec::new();
        // Bytes that are no text are what a line may hold too.
        if self.answers.read_until(b'\n', &mut line)? == 0 {
            writeln!(self.out)?;
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()))
    }

    /// A text; none where nothing was typed.
    ///
    /// # Errors
    /// The terminal's.
    pub fn text(&mut self, question: &str) -> Result<Option<String>> {
        Ok(self.line(question)?.filter(|text| !text.is_empty()))
    }

    /// Yes or no; nothing typed is yes, the end of the input is no.
    ///
    /// # Errors
    /// The terminal's.
    pub fn yes(&mut self, question: &str) -> Result<bool> {
        loop {
            let Some(line) = self.line(&format!("{question} [Y/n]"))? else {
                return Ok(false);
            };
            match line.to_ascii_lowercase().as_str() {
                "" | "y" | "yes" => return Ok(true),
                "n" | "no" => return Ok(false),
                _ => writeln!(self.out, "type y or n")?,
            }
        }
    }

    /// An instant after `after` (seconds UTC); nothing typed is `usual`. None at the end
    /// of the input.
    ///
    /// # Errors
    /// The terminal's.
    pub fn instant(
        &mut self,
        question: &str,
        usual: i64,
        after: i64,
        setting: &Setting,
    ) -> Result<Option<i64>> {
        loop {
            let Some(line) = self.line(question)? else {
                return Ok(None);
            };
            if line.is_empty() {
                return Ok(Some(usual));
            }
            match when::instant(&line, setting) {
                Ok(typed) if typed.at > after => return Ok(Some(typed.at)),
                Ok(typed) => writeln!(
                    self.out,
                    "{} is before it began ({})",
                    when::echo_instant(typed.at, setting),
                    when::echo_instant(after, setting)
                )?,
                Err(refusal) => writeln!(self.out, "{refusal}; {}", refusal.help)?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::zone::Zone;

    fn asked<T>(typed: &str, ask: impl FnOnce(&mut Terminal<'_>) -> Result<T>) -> (T, String) {
        let mut out = Vec::new();
        let answer = ask(&mut Terminal {
            out: &mut out,
            answers: &mut typed.as_bytes(),
        });
        (answer.unwrap(), String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_text_may_be_left_out() {
        for (typed, answer) in [
            ("fixed it\n", Some("fixed it")),
            ("  a  b \r\n", Some("a  b")),
            ("\n", None),
            ("", None),
            ("no line end", Some("no line end")),
        ] {
            let (text, shown) = asked(typed, |terminal| terminal.text("Note?"));
            assert_eq!(text.as_deref(), answer, "{typed:?}");
            assert!(shown.starts_with("Note? "), "{shown}");
        }
    }

    #[test]
    fn yes_is_what_return_means_and_the_end_of_input_is_no() {
        for (typed, answer) in [
            ("\n", true),
            ("Yes\n", true),
            ("n\n", false),
            ("", false),
            ("perhaps\ny\n", true),
            ("perhaps\n", false),
        ] {
            assert_eq!(asked(typed, |t| t.yes("Well?")).0, answer, "{typed:?}");
        }
    }

    #[test]
    fn an_instant_is_asked_for_until_it_stands() {
        // 2026-11-22 10:07 UTC; it began at 16:10 the day before.
        let now = 1_795_342_020;
        let began = now - 18 * 3600 + 3 * 60;
        let setting = Setting::new(now, Zone::UTC);
        let usual = began + 4_920;
        for (typed, answer, said) in [
            ("\n", Some(usual), ""),
            ("now\n", Some(now), ""),
            ("17:30\n", Some(began + 4_800), ""),
            ("16:00\n18:10\n", Some(began + 7_200), "before it began"),
            ("soon\nnow\n", Some(now), "not a time"),
            ("", None, ""),
        ] {
            let (at, shown) = asked(typed, |t| t.instant("When?", usual, began, &setting));
            assert_eq!(at, answer, "{typed:?}: {shown}");
            assert!(shown.contains(said), "{typed:?}: {shown}");
        }
    }
}
