//! `tt schedule`: what is written where, by programs that stand in for crontab(1) and
//! systemctl(1), and that nothing else is touched.

use super::{Desk, Ran, WORK};
use serde_json::json;
use std::fs;
use std::path::PathBuf;

/// Keeps a crontab in a file, and notes each call of both programs.
const CRONTAB: &str = r#"#!/bin/sh
echo "crontab $*" >> "$HOME/calls"
if [ -e "$HOME/forbidden" ]; then
  echo "You (user) are not allowed to use this program (crontab)" >&2
  exit 1
fi
case "$1" in
-l) [ -e "$HOME/crontab.kept" ] || { echo "no crontab for user" >&2; exit 1; }
    cat "$HOME/crontab.kept" ;;
-) cat > "$HOME/crontab.kept" ;;
*) exit 1 ;;
esac
"#;
const SYSTEMCTL: &str = r#"#!/bin/sh
echo "systemctl $*" >> "$HOME/calls"
if [ -e "$HOME/fails" ] && [ "$2" = "$(cat "$HOME/fails")" ]; then
  echo "Failed to connect to bus" >&2
  exit 1
fi
"#;

struct Machine(Desk);

impl Machine {
    /// With these programs.
    fn with(programs: &[(&str, &str)]) -> Self {
        let mut desk = Desk::new();
        desk.config(WORK);
        let folder = desk.home().join("fake bin");
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in programs {
            let path = folder.join(name);
            fs::write(&path, text).unwrap();
            make_runnable(&path);
        }
        // Only what these need is beside them.
        for tool in ["sh", "cat", "echo", "env"] {
            std::os::unix::fs::symlink(format!("/bin/{tool}"), folder.join(tool)).unwrap();
        }
        let path = folder.display().to_string();
        desk.set_env("PATH", &path);
        Self(desk)
    }

    fn cron() -> Self {
        Self::with(&[("crontab", CRONTAB)])
    }

    fn systemd() -> Self {
        Self::with(&[("crontab", CRONTAB), ("systemctl", SYSTEMCTL)])
    }

    fn tt(&self, line: &str) -> Ran {
        self.0.tt(line)
    }

    fn file(&self, path: &str) -> PathBuf {
        self.0.home().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.file(path)).unwrap_or_default()
    }

    fn unit(&self, name: &str) -> String {
        self.read(&format!(".config/systemd/user/{name}"))
    }
}

fn make_runnable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

const OTHERS: &str = "MAILTO=me@example.org\n# tt schedule is mine\n5 4 * * * backup # tt\n";

#[test]
fn a_secret_that_the_schedule_lacks_is_said_before_and_after() {
    let machine = Machine::cron();
    let lacks = "private_key of profile work comes from the variable CW_PRIVATE";
    assert!(!machine.tt("doctor").out.contains(lacks));
    for (line, place) in [
        ("schedule install -n", "into your crontab"),
        (
            "schedule install -n --with systemd",
            "these files would be written",
        ),
        ("schedule install --with launchd", "Library/LaunchAgents"),
    ] {
        let ran = machine.tt(line).exits(0);
        assert!(ran.err.contains(place), "{}", ran.err);
        assert!(
            ran.err.contains(&format!("warning: {lacks}")),
            "{}",
            ran.err
        );
    }
    machine.tt("schedule install").exits(0);
    let found = machine.tt("doctor").out;
    assert!(found.contains("warning  schedule"), "{found}");
    assert!(found.contains(lacks), "{found}");
}

#[test]
fn cron_gets_one_line_and_keeps_all_others() {
    let machine = Machine::cron();
    fs::write(machine.file("crontab.kept"), OTHERS).unwrap();
    let ran = machine.tt("schedule install").exits(0);
    assert!(
        ran.out
            .contains("scheduled: tt sync --all --quiet, every 15m, by the crontab"),
        "{}",
        ran.out
    );
    // What works here and not there is said at once.
    assert!(
        ran.err
            .contains("warning: private_key of profile work comes from the variable CW_PRIVATE"),
        "{}",
        ran.err
    );
    let table = machine.read("crontab.kept");
    let line = table.strip_prefix(OTHERS).unwrap();
    assert_eq!(line.lines().count(), 1, "{table}");
    assert!(line.contains("/15 * * * * env TT_CONFIG='"), "{line}");
    assert!(
        line.ends_with(" sync --all --quiet # tt schedule\n"),
        "{line}"
    );
    // Once more changes nothing, another pace replaces it.
    let again = machine.tt("schedule install --json").exits(0).json();
    assert_eq!(again["changed"], json!(false));
    assert_eq!(machine.read("crontab.kept"), table);
    machine.tt("schedule install work --every 1h").exits(0);
    let hourly = machine.read("crontab.kept");
    assert!(
        hourly.starts_with(OTHERS) && hourly.contains("sync work --quiet #"),
        "{hourly}"
    );
    assert_eq!(hourly.matches("# tt schedule\n").count(), 1, "{hourly}");
    let shown = machine.tt("schedule show").exits(0);
    assert_eq!(shown.out, hourly.strip_prefix(OTHERS).unwrap());
    machine.tt("schedule remove -n").exits(0);
    assert_eq!(machine.read("crontab.kept"), hourly);
    machine.tt("schedule remove").exits(0);
    assert_eq!(machine.read("crontab.kept"), OTHERS);
    let nothing = machine.tt("schedule remove --json").exits(1).json();
    assert_eq!(nothing["error"]["code"], "nothing");
    let shown = machine.tt("schedule show").exits(0);
    assert!(
        shown.out.is_empty() && shown.err.contains("nothing is scheduled"),
        "{}",
        shown.err
    );
}

#[test]
fn a_crontab_that_may_not_be_read_is_not_taken_for_an_empty_one() {
    let machine = Machine::cron();
    fs::write(machine.file("crontab.kept"), OTHERS).unwrap();
    fs::write(machine.file("forbidden"), "").unwrap();
    for line in ["install", "install --with cron", "show", "remove"] {
        let ran = machine.tt(&format!("schedule {line}")).exits(5);
        assert!(
            ran.err.contains("not allowed to use this program"),
            "{line}: {}",
            ran.err
        );
    }
    assert_eq!(machine.read("crontab.kept"), OTHERS);
    assert!(!machine.read("calls").contains("crontab -\n"));
}

#[test]
fn systemd_gets_two_units_that_count_later_and_person_as_success() {
    let machine = Machine::systemd();
    let ran = machine.tt("schedule install").exits(0);
    assert!(ran.out.contains("by the user's systemd"), "{}", ran.out);
    assert!(ran.err.contains("loginctl enable-linger"), "{}", ran.err);
    let (timer, service) = (
        machine.unit("tt-sync.timer"),
        machine.unit("tt-sync.service"),
    );
    assert!(service.contains("SuccessExitStatus=4 6\n"), "{service}");
    assert!(service.contains(" sync --all --quiet\n"), "{service}");
    assert!(service.contains("Environment=TT_DB=/"), "{service}");
    assert!(
        timer.contains("RandomizedDelaySec=180\n") && timer.contains("/15:00\n"),
        "{timer}"
    );
    let calls = machine.read("calls");
    for call in [
        "daemon-reload",
        "enable --now tt-sync.timer",
        "restart tt-sync.timer",
    ] {
        assert!(
            calls.contains(&format!("systemctl --user {call}\n")),
            "{calls}"
        );
    }
    let again = machine.tt("schedule install --json").exits(0).json();
    assert_eq!(
        (&again["changed"], &again["scheduler"]),
        (&json!(false), &json!("systemd"))
    );
    let shown = machine.tt("schedule show --json").exits(0).json();
    assert_eq!(shown["scheduled"][1]["text"], json!(service));
    machine.tt("schedule remove").exits(0);
    assert_eq!(
        machine.unit("tt-sync.timer") + &machine.unit("tt-sync.service"),
        ""
    );
    assert!(
        machine
            .read("calls")
            .contains("systemctl --user disable --now tt-sync.timer\n")
    );
    machine.tt("schedule remove").exits(1);
}

#[test]
fn units_of_others_are_left_alone() {
    let machine = Machine::systemd();
    let folder = machine.file(".config/systemd/user");
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join("tt-sync.service"),
        "[Service]\nExecStart=mine\n",
    )
    .unwrap();
    let ran = machine.tt("schedule install").exits(5);
    assert!(
        ran.err.contains("was not written by `tt schedule`"),
        "{}",
        ran.err
    );
    machine.tt("schedule remove").exits(1);
    assert_eq!(
        machine.unit("tt-sync.service"),
        "[Service]\nExecStart=mine\n"
    );
    assert_eq!(machine.unit("tt-sync.timer"), "");
}

#[test]
fn a_systemd_that_refuses_leaves_things_as_they_were() {
    let machine = Machine::systemd();
    fs::write(machine.file("fails"), "enable").unwrap();
    let ran = machine.tt("schedule install").exits(5);
    assert!(ran.err.contains("Failed to connect to bus"), "{}", ran.err);
    assert_eq!(
        machine.unit("tt-sync.timer") + &machine.unit("tt-sync.service"),
        ""
    );
    // It does not answer at all: cron does.
    fs::write(machine.file("fails"), "show").unwrap();
    machine.tt("schedule install --with systemd").exits(5);
    let ran = machine.tt("schedule install").exits(0);
    assert!(ran.out.contains("by the crontab"), "{}", ran.out);
}

#[test]
fn there_is_one_schedule() {
    let machine = Machine::systemd();
    machine.tt("schedule install --with cron").exits(0);
    let ran = machine.tt("schedule install --with systemd").exits(0);
    assert!(ran.err.contains("the crontab had it before"), "{}", ran.err);
    assert_eq!(machine.read("crontab.kept"), "");
    let ran = machine.tt("schedule install --with cron").exits(0);
    assert!(
        ran.err.contains("the user's systemd had it before"),
        "{}",
        ran.err
    );
    assert_eq!(machine.unit("tt-sync.timer"), "");
    assert_eq!(machine.read("crontab.kept").lines().count(), 1);
}

#[test]
fn without_either_the_choices_are_told_and_printing_always_works() {
    let machine = Machine::with(&[]);
    let ran = machine.tt("schedule install").exits(2);
    assert!(
        ran.err
            .contains("--with: systemd, cron, launchd or task-scheduler"),
        "{}",
        ran.err
    );
    machine.tt("schedule install --with cron").exits(5);
    let line = machine.tt("schedule install --with cron -n").exits(0).out;
    assert!(
        line.ends_with("# tt schedule\n") && line.lines().count() == 1,
        "{line}"
    );
    let units = machine
        .tt("schedule install --with systemd -n")
        .exits(0)
        .out;
    assert!(
        units.contains("tt-sync.timer\n") && units.contains("[Service]"),
        "{units}"
    );
    let agent = machine
        .tt("schedule install --with launchd --every 1h")
        .exits(0);
    assert!(agent.out.starts_with("<?xml") && agent.out.contains("<integer>3600</integer>"));
    assert!(agent.err.contains("launchctl bootstrap"), "{}", agent.err);
    let task = machine
        .tt("schedule install --with task-scheduler")
        .exits(0);
    assert!(task.out.contains("<Interval>PT15M</Interval>") && task.err.contains("schtasks"));
    let json = machine
        .tt("schedule install --with launchd --json")
        .exits(0)
        .json();
    assert_eq!(json["would_write"][0]["path"], json!(null));
    assert!(!machine.file(".config/systemd").exists());
    for bad in ["--every 7m", "--every 1m", "--every soon", "--with at"] {
        machine.tt(&format!("schedule install {bad} -n")).exits(2);
    }
    machine.tt("schedule install nobody -n").exits(2);
}

/// As in a sandbox, which goes and takes its files with it.
#[test]
fn a_schedule_for_files_that_do_not_last_says_so() {
    let mut machine = Machine::cron();
    let said = "is a temporary file";
    machine.0.set_env("TMPDIR", "/nowhere");
    let ran = machine.tt("schedule install -n").exits(0);
    assert!(!ran.err.contains(said), "{}", ran.err);
    let home = machine.0.home().display().to_string();
    machine.0.set_env("TMPDIR", &home);
    machine.0.set_env("TT_DB", &format!("{home}/gone.db"));
    let ran = machine.tt("schedule install -n").exits(0);
    assert!(ran.err.contains(&format!("gone.db {said}")), "{}", ran.err);
}

#[test]
fn the_name_in_path_is_preferred_where_it_is_this_program() {
    let machine = Machine::cron();
    let link = machine.file("fake bin/tt");
    let program = assert_cmd::cargo::cargo_bin!("tt").canonicalize().unwrap();
    std::os::unix::fs::symlink(&program, &link).unwrap();
    let line = machine.tt("schedule install -n --with cron").exits(0).out;
    assert!(
        line.contains(&format!(" '{}' sync", link.display())),
        "{line}"
    );
    fs::remove_file(&link).unwrap();
    fs::write(&link, "#!/bin/sh\n").unwrap();
    let line = machine.tt("schedule install -n --with cron").exits(0).out;
    assert!(
        line.contains(&format!(" '{}' sync", program.display())),
        "{line}"
    );
}
