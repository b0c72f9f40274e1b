//! What is to run and how often, and how each scheduler has it written. Pure: texts only.

use crate::domain::span;
use crate::domain::when;
use crate::failure::{Code, Failure};

/// How often, without `--every`.
const USUAL: u32 = 15 * 60;

/// Oftener than this (seconds) helps nobody and angers services.
const OFTENEST: u32 = 5 * 60;

const HOUR: u32 = 3_600;
const DAY: u32 = 86_400;

/// Ends our line of a crontab; to the shell it is a comment.
pub(super) const CRON_MARK: &str = "# tt schedule";

/// Begins each of our units.
pub(super) const UNIT_MARK: &str =
    "# Written by `tt schedule install`; `tt schedule remove` takes it away.";

/// How often a run is begun, and at which moment of that stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pace {
    /// Seconds from one run to the next.
    pub(super) every: u32,
    /// Whole minutes after the beginning of each stretch.
    pub(super) minutes: u32,
}

impl Pace {
    /// What was typed, else every 15 minutes; `seed` is what differs between machines.
    ///
    /// # Errors
    /// Lengths that divide neither an hour nor a day, which no crontab can say.
    pub(super) fn read(typed: Option<&str>, seed: &str) -> anyhow::Result<Self> {
        let every = match typed {
            Some(typed) => u32::try_from(when::setting_seconds(typed)?).unwrap_or(u32::MAX),
            None => USUAL,
        };
        let divides =
            |whole: u32, part: u32| every.is_multiple_of(part) && whole.is_multiple_of(every);
        if every < OFTENEST || !(divides(HOUR, 60) || (every >= HOUR && divides(DAY, HOUR))) {
            return Err(Failure::usage(
                format!(
                    "every {} cannot be scheduled",
                    typed.unwrap_or_default().escape_debug()
                ),
                "write one of 5m 10m 12m 15m 20m 30m 1h 2h 3h 4h 6h 8h 12h 24h",
            )
            .into());
        }
        let minutes = hash(seed) % (every / 60);
        Ok(Self { every, minutes })
    }

    /// Seconds by which systemd may put a run off, beside the minute that is ours.
    fn delay(self) -> u32 {
        (self.every / 5).min(300)
    }

    /// `every 15 minutes`, at which minute.
    pub(super) fn people(self) -> String {
        format!("every {}", span::people(i64::from(self.every)))
    }

    /// Minute and hour as a crontab has them.
    fn cron(self) -> String {
        let (hour, minute) = (self.minutes / 60, self.minutes % 60);
        match self.every {
            DAY => format!("{minute} {hour} * * *"),
            HOUR => format!("{minute} * * * *"),
            every if every < HOUR => format!("{minute}-59/{} * * * *", every / 60),
            every => format!("{minute} {hour}-23/{} * * *", every / HOUR),
        }
    }

    /// The moments as systemd has them.
    fn calendar(self) -> String {
        let (hour, minute) = (self.minutes / 60, self.minutes % 60);
        match self.every {
            DAY => format!("*-*-* {hour:02}:{minute:02}:00"),
            HOUR => format!("*-*-* *:{minute:02}:00"),
            every if every < HOUR => format!("*-*-* *:{minute:02}/{}:00", every / 60),
            every => format!("*-*-* {hour:02}/{}:{minute:02}:00", every / HOUR),
        }
    }
}

/// FNV-1a: the same number for the same text, by every version of this program.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |sum, byte| {
        (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// What is to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Plan {
    /// The program.
    pub(super) program: String,
    /// What it is called with.
    pub(super) args: Vec<String>,
    /// Variables it needs, by name.
    pub(super) env: Vec<(String, String)>,
    /// How often.
    pub(super) pace: Pace,
}

/// A timer and the service that it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Units {
    pub(super) service: String,
    pub(super) timer: String,
}

impl Plan {
    /// Refuses paths that no scheduler can be told.
    ///
    /// # Errors
    /// A control character in one of them.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let values = self.env.iter().map(|(_, value)| value);
        let mut all = values.chain(&self.args).chain([&self.program]);
        match all.find(|text| text.chars().any(char::is_control)) {
            None => Ok(()),
            Some(text) => Err(Failure::new(
                Code::Config,
                format!(
                    "{} has a character in it that no schedule can hold",
                    text.escape_debug()
                ),
                "give it another name",
            )),
        }
    }

    /// The line of a crontab, without its end.
    pub(super) fn cron(&self) -> String {
        let mut words = Vec::new();
        if !self.env.is_empty() {
            words.push("env".to_owned());
            let set = self.env.iter();
            words.extend(set.map(|(name, value)| format!("{name}={}", shell(value))));
        }
        words.push(shell(&self.program));
        words.extend(self.args.iter().map(|arg| {
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            if arg.chars().all(plain) {
                arg.clone()
            } else {
                shell(arg)
            }
        }));
        // To cron a bare % is the end of the line.
        let command = words.join(" ").replace('%', "\\%");
        format!("{} {command} {CRON_MARK}", self.pace.cron())
    }

    /// The units of the user's systemd.
    pub(super) fn systemd(&self) -> Units {
        let words = std::iter::once(&self.program).chain(&self.args);
        let command: Vec<_> = words.map(|word| unit(word)).collect();
        // Else what follows a $ would be taken for a variable.
        let literal = if command.iter().any(|word| word.contains('$')) {
            ":"
        } else {
            ""
        };
        let set: String = self
            .env
            .iter()
            .map(|(name, value)| format!("Environment={}\n", unit(&format!("{name}={value}"))))
            .collect();
        let service = format!(
            "{UNIT_MARK}\n[Unit]\nDescription=tt: deliver what is owed\n\n[Service]\nType=oneshot\n\
             {set}ExecStart={literal}{}\n# 4: a person is needed; 6: it will be tried again.\n\
             SuccessExitStatus=4 6\n",
            command.join(" ")
        );
        let timer = format!(
            "{UNIT_MARK}\n[Unit]\nDescription=tt: deliver what is owed, {}\n\n[Timer]\n\
             OnCalendar={}\nRandomizedDelaySec={}\nPersistent=true\n\n[Install]\n\
             WantedBy=timers.target\n",
            self.pace.people(),
            self.pace.calendar(),
            self.pace.delay()
        );
        Units { service, timer }
    }

    /// The agent of launchd, as a property list.
    pub(super) fn launchd(&self) -> String {
        let words = std::iter::once(&self.program).chain(&self.args);
        let words: String = words
            .map(|word| format!("    <string>{}</string>\n", xml(word)))
            .collect();
        let mut set = String::new();
        for (name, value) in &self.env {
            set += &format!(
                "    <key>{}</key>\n    <string>{}</string>\n",
                xml(name),
                xml(value)
            );
        }
        if !set.is_empty() {
            set = format!("  <key>EnvironmentVariables</key>\n  <dict>\n{set}  </dict>\n");
        }
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
             \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
             <plist version=\"1.0\">\n<dict>\n  <key>Label</key>\n  <string>tt.sync</string>\n  \
             <key>ProgramArguments</key>\n  <array>\n{words}  </array>\n{set}  \
             <key>StartInterval</key>\n  <integer>{}</integer>\n  \
             <key>ProcessType</key>\n  <string>Background</string>\n</dict>\n</plist>\n",
            self.pace.every
        )
    }

    /// The task of the Windows Task Scheduler. It cannot set variables: options say what
    /// they would.
    pub(super) fn task(&self) -> String {
        let mut args = self.args.clone();
        for (name, value) in &self.env {
            let option = match name.as_str() {
                "TT_DB" => "--db",
                "TT_CONFIG" => "--config",
                _ => continue,
            };
            args.extend([option.to_owned(), format!("\"{value}\"")]);
        }
        let start = format!(
            "2026-01-01T{:02}:{:02}:00",
            self.pace.minutes / 60,
            self.pace.minutes % 60
        );
        format!(
            "<?xml version=\"1.0\"?>\n\
             <Task version=\"1.2\" xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">\n  \
             <RegistrationInfo><Description>tt: deliver what is owed</Description></RegistrationInfo>\n  \
             <Triggers>\n    <TimeTrigger>\n      <StartBoundary>{start}</StartBoundary>\n      \
             <RandomDelay>PT{}S</RandomDelay>\n      \
             <Repetition><Interval>PT{}M</Interval></Repetition>\n    </TimeTrigger>\n  </Triggers>\n  \
             <Settings>\n    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>\n    \
             <StartWhenAvailable>true</StartWhenAvailable>\n    \
             <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>\n    \
             <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>\n    \
             <ExecutionTimeLimit>PT1H</ExecutionTimeLimit>\n  </Settings>\n  <Actions>\n    <Exec>\n      \
             <Command>{}</Command>\n      <Arguments>{}</Arguments>\n    </Exec>\n  </Actions>\n</Task>\n",
            self.pace.delay(),
            self.pace.every / 60,
            xml(&self.program),
            xml(&args.join(" "))
        )
    }
}

/// A word as a POSIX shell has it, quoted.
fn shell(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A word as a unit has it: quoted where it must be, `%` doubled.
fn unit(word: &str) -> String {
    let word = word.replace('%', "%%");
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.,:=+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word;
    }
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

fn xml(text: &str) -> String {
    let escapes = [
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("\"", "&quot;"),
    ];
    escapes
        .iter()
        .fold(text.to_owned(), |text, (bare, escaped)| {
            text.replace(bare, escaped)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(program: &str, every: &str) -> Plan {
        Plan {
            program: program.into(),
            args: vec!["sync".into(), "--all".into(), "--quiet".into()],
            env: Vec::new(),
            pace: Pace::read(Some(every), "machine").unwrap(),
        }
    }

    #[test]
    fn every_pace_that_divides_an_hour_or_a_day_can_be_written() {
        for every in [
            "5m", "10m", "12m", "15m", "20m", "30m", "1h", "2h", "8h", "24h", "1d",
        ] {
            let pace = Pace::read(Some(every), "machine").unwrap();
            assert!(pace.minutes < pace.every / 60, "{every}: {pace:?}");
        }
        for every in ["4m", "7m", "25m", "90m", "5h", "48h", "5m 30s", "0m"] {
            assert!(Pace::read(Some(every), "machine").is_err(), "{every}");
        }
        let at = |every, minutes| {
            let pace = Pace { every, minutes };
            (pace.cron(), pace.calendar())
        };
        let row = |cron: &str, calendar: &str| (cron.to_owned(), calendar.to_owned());
        assert_eq!(at(900, 7), row("7-59/15 * * * *", "*-*-* *:07/15:00"));
        assert_eq!(at(HOUR, 7), row("7 * * * *", "*-*-* *:07:00"));
        assert_eq!(at(7_200, 67), row("7 1-23/2 * * *", "*-*-* 01/2:07:00"));
        assert_eq!(at(DAY, 187), row("7 3 * * *", "*-*-* 03:07:00"));
    }

    #[test]
    fn the_minute_is_stable_and_differs_between_machines() {
        let minute = |seed: &str| Pace::read(None, seed).unwrap().minutes;
        assert_eq!(minute("a"), minute("a"));
        let different: std::collections::BTreeSet<_> =
            (0..200).map(|n| minute(&format!("machine {n}"))).collect();
        assert_eq!(different.len(), 15);
    }

    #[test]
    fn odd_paths_are_quoted_as_each_scheduler_wants_it() {
        let mut plan = plan("/opt/my tools/50%'s/$tt", "1h");
        plan.pace.minutes = 3;
        plan.env = vec![("TT_DB".into(), "/a \"b\"\\c%/t.db".into())];
        plan.args.push("q&a".into());
        assert_eq!(
            plan.cron(),
            "3 * * * * env TT_DB='/a \"b\"\\c\\%/t.db' '/opt/my tools/50\\%'\\''s/$tt' \
             sync --all --quiet 'q&a' # tt schedule"
        );
        let units = plan.systemd();
        for line in [
            "Environment=\"TT_DB=/a \\\"b\\\"\\\\c%%/t.db\"\n",
            "ExecStart=:\"/opt/my tools/50%%'s/$tt\" sync --all --quiet \"q&a\"\n",
            "SuccessExitStatus=4 6\n",
        ] {
            assert!(units.service.contains(line), "{line}: {}", units.service);
        }
        assert!(
            units
                .timer
                .contains("OnCalendar=*-*-* *:03:00\nRandomizedDelaySec=300\n")
        );
        assert!(units.timer.starts_with(UNIT_MARK) && units.service.starts_with(UNIT_MARK));
        assert!(plan.launchd().contains("<string>q&amp;a</string>"));
        let task = plan.task();
        assert!(task.contains("--db &quot;/a"), "{task}");
        assert!(task.contains("<Interval>PT60M</Interval>"), "{task}");
        plan.program.push('\n');
        assert_eq!(plan.check().unwrap_err().code, Code::Config);
    }
}
