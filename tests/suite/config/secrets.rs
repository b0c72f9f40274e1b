//! Secrets: fetched as told, and never seen anywhere else.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tt::config::{Config, SecretError, SecretSource};

const CANARY: &str = "CANARY-5f1d";

fn no_env(_: &str) -> Option<OsString> {
    None
}

#[test]
fn a_secret_written_out_is_refused_and_not_repeated() {
    // Wherever somebody may have put it by mistake.
    for line in [
        format!("secret = \"{CANARY}\""),
        format!("secret = '''{CANARY}'''"),
        format!("secret = [\"{CANARY}\"]"),
        format!("secret = {{ comand = \"{CANARY}\" }}"),
        format!("secret = {{ command = \"{CANARY}\" }}"),
        format!("secret = {{ env = \"{CANARY} x\" }}"),
        format!("secret = {{ env = \"{CANARY}\" }}"),
        format!("secret = {{ file = [\"{CANARY}\"] }}"),
        format!("secret = {{ keyring = \"{CANARY}\" }}"),
        format!("secret = {CANARY}"),
        format!("secret = \"{CANARY}"),
        format!("secret = {{ command = [\"echo\", \"{CANARY}\" }}"),
        format!("secert = \"{CANARY}\""),
        format!("oauth = {{ client_secret = \"{CANARY}\" }}"),
        format!("url = \"https://me:{CANARY}@acme.test\""),
        format!("url = \"https://acme.test/?key={CANARY}\""),
        format!("url = \"{CANARY}\""),
    ] {
        let text = format!(
            "[profile.at]\nbackend = \"autotask\"\nuser = \"u\"\nintegration_code = {{ env = \"C\" }}\n{line}\n"
        );
        let error = Config::parse(&text, Path::new("/c/config.toml")).unwrap_err();
        for said in [
            error.to_string(),
            format!("{error:?}"),
            error.help().to_owned(),
        ] {
            assert!(!said.contains("CANARY"), "{line}: {said}");
        }
        assert!(error.to_string().contains("/c/config.toml:"), "{error}");
    }
    let text = format!(
        "[profile.mb]\nbackend = \"moneybird\"\nadministration = \"1\"\ntoken = \"{CANARY}\"\n"
    );
    let error = Config::parse(&text, Path::new("c"))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("c:4: `profile.mb.token` is written out"),
        "{error}"
    );
    assert!(
        error.contains("{ file = ") && error.contains("{ command = "),
        "{error}"
    );
}

#[test]
fn arguments_of_a_command_are_not_shown() {
    let text = format!(
        "[profile.mb]\nbackend = \"moneybird\"\nadministration = \"1\"\ntoken = {{ command = [\"echo\", \"{CANARY}\"] }}\n"
    );
    let config = Config::parse(&text, Path::new("c")).unwrap();
    let shown = config.explain(&[]);
    assert!(
        shown
            .iter()
            .any(|setting| setting.value == "command echo …")
    );
    assert!(!format!("{config:?} {shown:?}").contains("CANARY"));
}

#[test]
fn a_variable_tells_its_secret_unless_it_is_empty() {
    let source = SecretSource::Env("AT_SECRET".into());
    for (value, is_secret) in [
        (Some("s3cret"), true),
        (Some("s3cret\n"), true),
        (Some(""), false),
        (Some("\n"), false),
        (Some("a\tb"), false),
        (None, false),
    ] {
        let env = |name: &str| value.filter(|_| name == "AT_SECRET").map(OsString::from);
        let secret = source.resolve(&env);
        assert_eq!(secret.is_ok(), is_secret, "{value:?}");
        if let Ok(secret) = secret {
            assert_eq!(secret.expose(), "s3cret");
            assert_eq!(format!("{secret:?}"), "Secret(***)");
        }
    }
    let error = source.resolve(&no_env).unwrap_err();
    assert!(matches!(error, SecretError::NotSet(_)));
    assert_eq!(error.help(), "set AT_SECRET to the secret");
}

#[cfg(unix)]
#[test]
fn a_file_tells_its_first_line_to_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("key");
    let env = |name: &str| (name == "HOME").then(|| home.path().as_os_str().to_owned());
    let source = SecretSource::File("~/key".into());
    assert!(matches!(
        source.resolve(&no_env),
        Err(SecretError::NoHome(_))
    ));
    assert!(matches!(
        source.resolve(&env),
        Err(SecretError::Unreadable { .. })
    ));
    fs::write(&path, format!("{CANARY}\r\nsecond line\n")).unwrap();
    for (mode, is_secret) in [
        (0o600, true),
        (0o400, true),
        (0o640, false),
        (0o604, false),
        (0o620, false),
        (0o610, false),
        (0o644, false),
    ] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        match source.resolve(&env) {
            Ok(secret) => assert!(is_secret && secret.expose() == CANARY, "{mode:o}"),
            Err(error) => {
                assert!(!is_secret, "{mode:o} {error}");
                assert!(matches!(error, SecretError::OpenToOthers { .. }));
                assert_eq!(error.help(), "chmod 600 ~/key");
                assert!(!format!("{error} {error:?}").contains("CANARY"));
            }
        }
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    for (bytes, why) in [
        (&b""[..], "the first line is empty"),
        (b"\nsecond", "the first line is empty"),
        (b"\xff\xfe", "it is not text"),
        (b"CANARY\x1b[31m", "it has control characters in it"),
        (&[b'x'; 20_000], "it is too long"),
    ] {
        fs::write(&path, bytes).unwrap();
        let error = source.resolve(&env).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("what the file ~/key gave is no secret: {why}")
        );
        assert!(!format!("{error:?}").contains("CANARY"));
    }
    let folder = SecretSource::File(home.path().to_owned());
    assert!(
        folder
            .resolve(&env)
            .unwrap_err()
            .to_string()
            .contains("cannot be read")
    );
}

#[cfg(unix)]
fn sh(script: &str) -> SecretSource {
    SecretSource::Command(["sh", "-c", script].map(str::to_owned).to_vec())
}

#[cfg(unix)]
#[test]
fn a_command_tells_its_first_line() {
    for script in [
        "echo CANARY-5f1d",
        "printf CANARY-5f1d",
        "printf 'CANARY-5f1d\\nlogin: jane\\n'",
        "printf 'CANARY-5f1d\\r\\n'",
        "echo noise >&2; echo CANARY-5f1d",
        "cat; echo CANARY-5f1d",
        "echo CANARY-5f1d; yes | head -n 200000",
        "echo CANARY-5f1d; exec 1>&-; i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done",
    ] {
        let secret = sh(script)
            .resolve(&no_env)
            .unwrap_or_else(|error| panic!("{script}: {error}"));
        assert_eq!(secret.expose(), CANARY, "{script}");
    }
    // No shell: the arguments arrive as they are.
    let argv = ["printf", "%s", "$HOME; a b"].map(str::to_owned).to_vec();
    assert_eq!(
        SecretSource::Command(argv)
            .resolve(&no_env)
            .unwrap()
            .expose(),
        "$HOME; a b"
    );
}

#[cfg(unix)]
#[test]
fn a_command_that_fails_names_itself_and_nothing_else() {
    for (source, said) in [
        (
            sh("echo CANARY-5f1d; echo CANARY-5f1d >&2; exit 3"),
            "the command `sh` for a secret failed (exit status: 3)",
        ),
        (
            sh("echo CANARY-5f1d; kill -9 $$"),
            "the command `sh` for a secret failed (signal: 9 (SIGKILL))",
        ),
        (
            sh("true"),
            "what the command `sh` gave is no secret: the first line is empty",
        ),
        (
            sh("echo; echo CANARY-5f1d"),
            "what the command `sh` gave is no secret: the first line is empty",
        ),
        (
            SecretSource::Command(vec!["/no/such/program".into(), CANARY.into()]),
            "the command `/no/such/program` for a secret did not start",
        ),
    ] {
        let error = source.resolve(&no_env).unwrap_err();
        assert_eq!(error.to_string(), said);
        for text in [format!("{error:?}"), error.help(), format!("{source:?}")] {
            assert!(!text.contains("CANARY"), "{text}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_command_that_hangs_is_stopped() {
    let home = tempfile::tempdir().unwrap();
    let pid = home.path().join("pid");
    for script in [
        "exec sleep 60",
        "echo CANARY-5f1d; exec sleep 60",
        "exec 1>&-; exec sleep 60",
        "while :; do printf x; done",
    ] {
        let begun = Instant::now();
        let result = sh(script).resolve_within(&no_env, Duration::from_millis(300));
        let too_long = script.contains("printf");
        match result {
            Err(SecretError::TooSlow { program, .. }) => assert_eq!(program, "sh"),
            Err(SecretError::Unusable(..)) if too_long => {}
            other => panic!("{script}: {other:?}"),
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{script}");
    }
    // Stopped for good, and not left behind as a zombie.
    let script = format!("echo $$ > {}; exec sleep 60", pid.display());
    let _ = sh(&script).resolve_within(&no_env, Duration::from_millis(500));
    let pid = fs::read_to_string(&pid).unwrap();
    let is_alive = std::process::Command::new("kill")
        .args(["-0", pid.trim()])
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(!is_alive.success());
}

#[cfg(unix)]
#[test]
fn a_background_program_does_not_hold_the_secret_up() {
    let begun = Instant::now();
    let secret = sh("sleep 30 & echo CANARY-5f1d").resolve(&no_env).unwrap();
    assert_eq!(secret.expose(), CANARY);
    assert!(begun.elapsed() < Duration::from_secs(8));
}
