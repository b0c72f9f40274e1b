//! Defaults from the folder and the branch: what is taken, what is said, who wins.

use super::{Desk, Ran, WORK};
use serde_json::{Value, json};
use std::fs;

/// A desk with a profile, and a client's folder with a repository in it.
fn desk(folder_file: &str, branch: &str) -> Desk {
    let desk = Desk::new();
    desk.config(&format!(
        "{WORK}\n[context]\nbranches = [\"feature/{{ticket}}-*\"]\n\n\
         [profile.home]\nbackend = \"moneybird\"\nadministration = \"1\"\nuser = \"1\"\n\
         token = {{ env = \"MB\" }}\n"
    ));
    let repository = desk.home().join("acme/site");
    fs::create_dir_all(repository.join(".git")).unwrap();
    fs::create_dir_all(repository.join("src")).unwrap();
    fs::write(
        repository.join(".git/HEAD"),
        format!("ref: refs/heads/{branch}\n"),
    )
    .unwrap();
    if !folder_file.is_empty() {
        fs::write(desk.home().join("acme/.tt.toml"), folder_file).unwrap();
    }
    desk
}

fn there(desk: &Desk, line: &str) -> Ran {
    let mut command = desk.command();
    command.current_dir(desk.home().join("acme/site/src"));
    let output = command.args(line.split_whitespace()).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn entry(desk: &Desk, line: &str) -> Value {
    there(desk, &format!("{line} --json")).exits(0).json()[0].clone()
}

#[test]
fn the_branch_and_the_folder_fill_in_what_was_not_said_and_say_so() {
    let desk = desk(
        "client = \"Acme\"\nwork_type = \"Remote\"\ntags = [\"acme\", \"web\"]\n",
        "feature/54321-vpn",
    );
    let ran = there(&desk, "log 8-9 dns").exits(0);
    assert!(
        ran.err.contains(
            "here: ticket 54321 (branch feature/54321-vpn), client Acme, work type Remote, \
             tag acme, tag web (~/acme/.tt.toml)\n"
        ),
        "{}",
        ran.err
    );
    assert!(ran.out.contains("#54321  Acme  dns"), "{}", ran.out);
    let entry = entry(&desk, "start 9:30 mail");
    assert_eq!(entry["charge_to"]["ref"], "54321");
    assert_eq!(entry["work_type"]["ref"], "Remote");
    assert_eq!(entry["tags"], json!(["acme", "web"]));
    // The folder is asked, and not the one before it.
    let out = desk.tt("log 7-8 --ticket 1 early").exits(0);
    assert!(!out.err.contains("here:"), "{}", out.err);
}

#[test]
fn what_is_typed_wins() {
    let desk = desk(
        "client = \"Acme\"\nproject = \"Site\"\nwork_type = \"Remote\"\ntags = [\"acme\"]\n",
        "feature/54321-vpn",
    );
    let typed = entry(&desk, "log 8-9 --client Globex -t mine x");
    // Another client's work is not charged to this branch's ticket.
    assert_eq!(typed["charge_to"]["kind"], "client");
    assert_eq!(
        (&typed["client"]["ref"], &typed["project"]),
        (&json!("Globex"), &json!(null))
    );
    assert_eq!(typed["work_type"]["ref"], "Remote");
    assert_eq!(typed["tags"], json!(["acme", "mine"]));
    let other = entry(
        &desk,
        "log 9-9:30 --ticket 7 --work-type none -t none -t mine x",
    );
    assert_eq!(
        (&other["charge_to"]["ref"], &other["client"]),
        (&json!("7"), &json!(null))
    );
    assert_eq!(
        (&other["work_type"], &other["tags"]),
        (&json!(null), &json!(["mine"]))
    );
    let none = entry(&desk, "log 7-8 --no-context --client X x");
    assert_eq!(
        (&none["client"]["ref"], &none["tags"]),
        (&json!("X"), &json!([]))
    );
    let ran = there(&desk, "log 6-7 --no-context --client X x").exits(0);
    assert!(!ran.err.contains("here:"), "{}", ran.err);
}

#[test]
fn the_file_goes_before_the_defaults_of_the_profile() {
    let desk = desk("work_type = \"Remote\"\n", "main");
    let text = fs::read_to_string(desk.home().join("config.toml")).unwrap();
    desk.config(&format!(
        "{text}\n[profile.work.defaults]\nwork_type = \"On site\"\nwork_role = \"Engineer\"\n"
    ));
    let entry = entry(&desk, "log 8-9 --ticket 1 x");
    assert_eq!(entry["work_type"]["ref"], "Remote");
    assert_eq!(entry["work_role"]["ref"], "Engineer");
}

#[test]
fn the_folder_chooses_a_profile_that_exists() {
    let desk = desk(
        "profile = \"home\"\nproject = \"Site\"\nwork_role = \"x\"\nbranches = [\"{tag}/*\"]\n",
        "globex/web",
    );
    let ran = there(&desk, "log 8-9 x").exits(0);
    assert!(
        ran.err
            .contains("tag globex (branch globex/web), project Site (~/acme/.tt.toml)"),
        "{}",
        ran.err
    );
    // What the service does not know is no reason to refuse.
    assert!(
        ran.err
            .contains("work role x (~/acme/.tt.toml) means nothing to Moneybird"),
        "{}",
        ran.err
    );
    let other = there(&desk, "log 9-9:30 -p work --ticket 1 x --json").exits(0);
    assert!(
        other.err.contains("is for profile home, not for work"),
        "{}",
        other.err
    );
    assert_eq!(other.json()[0]["project"], json!(null));
    // Nor is what its patterns find.
    assert_eq!(other.json()[0]["tags"], json!([]), "{}", other.err);
    fs::write(desk.home().join("acme/.tt.toml"), "profile = \"wrok\"\n").unwrap();
    let ran = there(&desk, "log 20m x").exits(5);
    assert!(
        ran.err.contains("\"wrok\" (from ~/acme/.tt.toml)"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("there are: home, work"), "{}", ran.err);
}

#[test]
fn a_file_that_is_wrong_books_nothing_names_its_line_and_can_be_done_without() {
    let desk = desk(
        "client = \"Acme\"\nprivate_key = { command = [\"touch\", \"pwned\"] }\n",
        "main",
    );
    let ran = there(&desk, "log 8-9 --ticket 1 x").exits(5);
    assert!(
        ran.err.contains(".tt.toml:2: unknown key `private_key`"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("--no-context"), "{}", ran.err);
    let json = there(&desk, "start x --json").exits(5).json();
    assert_eq!(json["error"]["code"], "config");
    there(&desk, "log 8-9 --ticket 1 x --no-context").exits(0);
    // Who only looks is told, and shown all the same.
    let ran = there(&desk, "status").exits(0);
    assert!(
        ran.err.contains(".tt.toml:2:") && ran.out.contains("today"),
        "{}",
        ran.err
    );
    assert!(!desk.home().join("acme/site/src/pwned").exists());
}

#[test]
fn status_says_where_a_default_comes_from() {
    let desk = desk("client = \"Acme\"\n", "feature/54321-vpn");
    let ran = there(&desk, "status").exits(0);
    let line = "here     ticket 54321 (branch feature/54321-vpn), client Acme (~/acme/.tt.toml)";
    assert!(ran.out.contains(line), "{}", ran.out);
    let json = there(&desk, "status --json").exits(0).json();
    assert_eq!(
        json["context"][1],
        json!({"field": "client", "value": "Acme", "origin": "~/acme/.tt.toml"})
    );
    assert_eq!(desk.json("status")["context"], json!([]));
}

#[cfg(unix)]
#[test]
fn a_file_that_anybody_may_write_is_left_aside() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk("client = \"Acme\"\n", "main");
    let path = desk.home().join("acme/.tt.toml");
    fs::set_permissions(path, fs::Permissions::from_mode(0o666)).unwrap();
    let ran = there(&desk, "log 8-9 --ticket 1 x").exits(0);
    assert!(
        ran.err
            .contains("may be written by anybody; it is left aside"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("here:"), "{}", ran.err);
}

#[test]
fn hostile_names_are_harmless() {
    let desk = desk("", "feature/5-\u{1b}[31mx");
    // A control character is in no branch's name.
    let ran = there(&desk, "log 8-9 x --ticket 1").exits(0);
    assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
    fs::write(
        desk.home().join("acme/.tt.toml"),
        "client = \"a\u{202e}b\"\n",
    )
    .unwrap();
    let ran = there(&desk, "log 9-9:30 x").exits(0);
    assert!(
        ran.err.contains("<U+202E>") && !ran.err.contains('\u{202e}'),
        "{}",
        ran.err
    );
}
