//! Folders as they are found on a machine.

use super::*;
use std::process::Command;

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn find_as(&self, folder: &str, me: Option<u32>) -> Result<Found, ConfigError> {
        let (folder, home) = (self.at(folder), self.at("home"));
        fs::create_dir_all(&folder).unwrap();
        let here = Here {
            folder: &folder,
            home: Some(&home),
            me,
        };
        find(here, &[Pattern::parse("feature/{ticket}-*").unwrap()])
    }

    fn find(&self, folder: &str) -> Found {
        self.find_as(folder, me(None)).unwrap()
    }
}

fn client(found: &Found) -> Option<&str> {
    found.file.as_ref()?.value("client")
}

#[test]
fn the_nearest_file_counts_up_to_the_home_folder() {
    let place = Place::new();
    place.write(".tt.toml", "client = 'above home'");
    assert_eq!(client(&place.find("home/a/b")), None);
    place.write("home/.tt.toml", "client = 'home'");
    assert_eq!(client(&place.find("home/a/b")), Some("home"));
    assert_eq!(client(&place.find("home")), Some("home"));
    place.write("home/a/.tt.toml", "client = 'a'");
    // A repository within a client's folder is still that client's work.
    place.write("home/a/b/.git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(client(&place.find("home/a/b/src")), Some("a"));
}

#[test]
fn outside_of_home_it_is_looked_for_up_to_the_top_of_the_repository_only() {
    let place = Place::new();
    place.write("srv/.tt.toml", "client = 'srv'");
    assert_eq!(client(&place.find("srv/repo/src")), None);
    assert_eq!(client(&place.find("srv")), Some("srv"));
    place.write("srv/repo/.git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(client(&place.find("srv/repo/src")), None);
    place.write("srv/repo/.tt.toml", "client = 'repo'");
    assert_eq!(client(&place.find("srv/repo/src")), Some("repo"));
}

#[cfg(unix)]
#[test]
fn what_others_own_or_may_write_is_left_aside() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.write("home/.tt.toml", "client = 'home'");
    place.write("home/a/.tt.toml", "client = 'a'");
    let stranger = me(None).unwrap() + 1;
    let found = place.find_as("home/a", Some(stranger)).unwrap();
    assert_eq!((client(&found), found.aside.len()), (None, 2));
    assert!(
        found.aside[0].contains("a/.tt.toml belongs to somebody else"),
        "{found:?}"
    );
    // What may be used above it still counts.
    let open = PermissionsExt::from_mode(0o666);
    fs::set_permissions(place.at("home/a/.tt.toml"), open).unwrap();
    let found = place.find("home/a");
    assert_eq!(client(&found), Some("home"));
    assert!(found.aside[0].contains("written by anybody"), "{found:?}");
}

#[cfg(unix)]
#[test]
fn neither_pipes_nor_folders_nor_large_files_are_read() {
    let place = Place::new();
    fs::create_dir_all(place.at("home/a/.tt.toml")).unwrap();
    fs::create_dir_all(place.at("home/b")).unwrap();
    let made = Command::new("mkfifo")
        .arg(place.at("home/b/.tt.toml"))
        .status();
    assert!(made.unwrap().success());
    place.write("home/c/.tt.toml", &"#".repeat(65 * 1024));
    for folder in ["home/a", "home/b", "home/c"] {
        let found = place.find(folder);
        assert_eq!((found.file, found.aside.len()), (None, 1), "{folder}");
    }
}

#[test]
fn the_branch_is_read_from_repositories_worktrees_and_rebases() {
    let place = Place::new();
    let said = |folder: &str| {
        let found = place.find(folder);
        found.said.first().map(|(_, text)| text.clone())
    };
    place.write("home/r/.git/HEAD", "ref: refs/heads/feature/54321-vpn\n");
    assert_eq!(said("home/r/src/deep").as_deref(), Some("54321"));
    // Another one is checked out beside it.
    place.write("home/w/.git", "gitdir: ../r/.git/worktrees/w\n");
    place.write(
        "home/r/.git/worktrees/w/HEAD",
        "ref: refs/heads/feature/7-x",
    );
    assert_eq!(said("home/w").as_deref(), Some("7"));
    // Detached, and detached because it is being rebased.
    place.write(
        "home/r/.git/HEAD",
        "4b825dc642cb6eb9a060e54bf8d69288fbee4904\n",
    );
    assert_eq!(said("home/r"), None);
    place.write(
        "home/r/.git/rebase-merge/head-name",
        "refs/heads/feature/8-y\n",
    );
    assert_eq!(said("home/r").as_deref(), Some("8"));
    for broken in [
        "",
        "ref: refs/heads/",
        "ref: refs/heads/.invalid",
        "gitdir:",
        "\u{0}",
    ] {
        place.write("home/q/.git/HEAD", broken);
        place.write("home/p/.git", broken);
        assert_eq!((said("home/q"), said("home/p")), (None, None), "{broken:?}");
    }
    // A pattern of the folder's own goes first.
    place.write("home/w/.tt.toml", "branches = ['feature/{charge_code}-*']");
    let found = place.find("home/w");
    assert_eq!(found.said, [(Hole::ChargeCode, "7".to_owned())]);
}

fn wrong(text: &str) -> String {
    let read = FolderFile::parse(text, Path::new("/x/.tt.toml"));
    read.unwrap_err().to_string()
}

#[test]
fn a_folder_sets_nothing_but_what_is_booked() {
    let whole = "profile = 'work'\nticket = 54321\nclient = 'Acme'\nbillable = 'no-charge'\n\
                 tags = ['a', 'b']\nbranches = ['{ticket}']\nwork_type = 'Remote'";
    let read = FolderFile::parse(whole, Path::new("/x/.tt.toml")).unwrap();
    assert_eq!(read.value("ticket"), Some("54321"));
    assert_eq!(read.billable, Some(Billable::NoCharge));
    assert_eq!((read.tags.len(), read.branches.len()), (2, 1));
    for key in [
        "url = 'http://evil'",
        "private_key = { command = ['rm', '-rf', '/'] }",
        "token = 'x'",
        "db = '/x'",
        "ca_file = '/x'",
        "default_profile = 'x'",
        "note = 'x'",
        "[profile.work]\nurl = 'http://evil'",
        "[sync]\nquarantine = '0m'",
        "[rules]\noverlap = 'allow'",
        "ticket = { command = ['id'] }",
        "client = ['a']",
        "client = \"a\\u001b[31m\"",
        "client = ''",
        "tags = 'a'",
        "branches = ['feature/*']",
        "ticket = 1\ntask = 2",
        "ticket = 0x10",
        "client = 'a",
    ] {
        let said = wrong(key);
        assert!(said.starts_with("/x/.tt.toml:"), "{key}: {said}");
        assert!(
            !said.contains("evil") && !said.contains("rm"),
            "{key}: {said}"
        );
    }
    assert!(wrong("tiket = 1").contains("did you mean `ticket`?"));
    assert!(wrong("\nclinet = 1\ntikcet = 2").contains("/x/.tt.toml:2: "));
}
