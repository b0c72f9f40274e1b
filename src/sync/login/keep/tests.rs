use super::*;
use crate::clock::SystemClock;
use std::sync::Arc;

fn login(serial: u64, token: &str) -> Login {
    Login {
        serial,
        home: "https://api.example".into(),
        client_id: "abc".into(),
        access: Arc::new(Secret::new(token)),
        refresh: None,
        given_at: 0,
        ends_at: None,
        renewing: None,
        over: false,
        place: None,
    }
}

fn hold(keep: &Keep) -> Hold {
    keep.hold(&SystemClock::new(None), Duration::ZERO).unwrap()
}

fn put(keep: &Keep, login: &Login) {
    let hold = hold(keep);
    let room = keep.make_room(&hold).unwrap();
    keep.put(login, room, &hold).unwrap();
}

fn token(login: Option<Login>) -> Option<String> {
    login.map(|login| login.access.expose().to_owned())
}

#[test]
fn a_login_is_kept_for_its_owner_alone_and_replaced_whole() {
    let home = tempfile::tempdir().unwrap();
    let keep = Keep::of(&home.path().join("a/state"), "books");
    assert!(keep.read().unwrap().is_none());
    put(&keep, &login(1, "one"));
    put(&keep, &login(2, "two"));
    assert_eq!(token(keep.read().unwrap()).as_deref(), Some("two"));
    assert!(!keep.beside("new").exists());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(keep.path()), 0o600);
        assert_eq!(mode(keep.path().parent().unwrap()), 0o700);
        std::fs::set_permissions(keep.path(), PermissionsExt::from_mode(0o640)).unwrap();
        assert!(matches!(
            keep.read(),
            Err(KeepError::OpenToOthers { mode: 0o640, .. })
        ));
    }
    assert!(keep.remove(&hold(&keep)).unwrap());
    assert!(!keep.remove(&hold(&keep)).unwrap());
}

#[test]
fn what_a_killed_process_left_complete_is_taken_up_and_half_of_it_is_not() {
    let home = tempfile::tempdir().unwrap();
    let keep = Keep::of(home.path(), "books");
    put(&keep, &login(4, "old"));
    let leave = |text: &str| {
        let path = keep.beside("new");
        let mut file = own(OpenOptions::new().create(true).truncate(true).write(true))
            .open(path)
            .unwrap();
        file.write_all(text.as_bytes()).unwrap();
    };
    let newer = login(5, "new").write().unwrap();
    let newer = newer.expose();
    let older = login(4, "older").write().unwrap();
    for text in ["", "\0\0\0", &newer[..newer.len() - 1], older.expose()] {
        leave(text);
        let settled = keep.settled(&hold(&keep)).unwrap();
        assert_eq!(token(settled).as_deref(), Some("old"), "{}", text.len());
    }
    leave(&format!("{newer}\0\0\0"));
    assert_eq!(token(keep.read().unwrap()).as_deref(), Some("old"));
    let settled = keep.settled(&hold(&keep)).unwrap();
    assert_eq!(token(settled).as_deref(), Some("new"));
    assert_eq!(token(keep.read().unwrap()).as_deref(), Some("new"));
}

#[test]
fn garbage_is_told_and_a_login_goes_over_it() {
    let home = tempfile::tempdir().unwrap();
    let keep = Keep::of(home.path(), "books");
    put(&keep, &login(1, "one"));
    for garbage in [&b"CANARY"[..], b"", b"\xff\xfe", b"{}"] {
        std::fs::write(keep.path(), garbage).unwrap();
        let error = keep.read().unwrap_err();
        assert!(matches!(error, KeepError::Garbage(_)), "{error}");
        assert!(!format!("{error} {error:?}").contains("CANARY"));
        assert!(error.help("books").contains("tt auth login books"));
    }
    put(&keep, &login(1, "two"));
    assert_eq!(token(keep.read().unwrap()).as_deref(), Some("two"));
}

#[test]
fn one_at_a_time_and_the_other_waits_or_is_told() {
    let home = tempfile::tempdir().unwrap();
    let keep = Keep::of(home.path(), "books");
    let clock = SystemClock::new(None);
    let first = hold(&keep);
    let second = keep.hold(&clock, Duration::ZERO);
    assert!(matches!(second, Err(KeepError::Busy)));
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| keep.hold(&clock, Duration::from_secs(60)).map(drop));
        drop(first);
        waiting.join().unwrap().unwrap();
    });
}
