//! Fetches a secret from its place. The only processes of the program are started
//! here, but git for a forgotten timer (`cmd::activity`); nothing they print is
//! repeated, not even on failure. Their time limit goes by the monotonic clock.

use super::SecretError;
use crate::config::Env;
use crate::config::paths::expand;
use crate::domain::secret::Secret;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// The longest secret, in bytes; access tokens have a few thousand.
const MAX_BYTES: usize = 16 * 1024;

pub(super) fn from_env(name: &str, env: Env<'_>) -> Result<Secret, SecretError> {
    let Some(value) = env(name).filter(|value| !value.is_empty()) else {
        return Err(SecretError::NotSet(name.to_owned()));
    };
    secret_in(value.into_encoded_bytes(), || {
        format!("the variable {name}")
    })
}

pub(super) fn from_file(path: &Path, env: Env<'_>) -> Result<Secret, SecretError> {
    let shown = path.display().to_string();
    let path = expand(path, env).ok_or_else(|| SecretError::NoHome(shown.clone()))?;
    let unreadable = |source| SecretError::Unreadable {
        path: shown.clone(),
        source,
    };
    // A pipe would be waited for, so what it is comes before opening it; the
    // permissions are those of the file that was opened.
    let is_file = std::fs::metadata(&path).map_err(unreadable)?.is_file();
    if !is_file {
        return Err(unreadable(std::io::Error::other("not a plain file")));
    }
    let mut file = File::open(&path).map_err(unreadable)?;
    private(&file, &shown)?;
    let bytes = read_some(&mut file).map_err(unreadable)?;
    secret_in(bytes, || format!("the file {shown}"))
}

#[cfg(unix)]
fn private(file: &File, shown: &str) -> Result<(), SecretError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file
        .metadata()
        .map_err(|source| SecretError::Unreadable {
            path: shown.to_owned(),
            source,
        })?
        .permissions()
        .mode()
        & 0o7777;
    if mode & 0o077 == 0 {
        Ok(())
    } else {
        Err(SecretError::OpenToOthers {
            path: shown.to_owned(),
            mode,
        })
    }
}

/// Elsewhere permissions are lists that say more than a mode; they are not judged.
#[cfg(not(unix))]
fn private(_file: &File, _shown: &str) -> Result<(), SecretError> {
    Ok(())
}

/// Reads up to the limit into room that is made once, so that no copy stays behind.
fn read_some(from: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; MAX_BYTES + 1];
    let mut filled = 0;
    while filled < bytes.len() && !bytes[..filled].contains(&b'\n') {
        match from.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(more) => filled += more,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// The first line as a secret.
fn secret_in(bytes: Vec<u8>, place: impl Fn() -> String) -> Result<Secret, SecretError> {
    let unusable = |why| SecretError::Unusable(place(), why);
    let mut text = String::from_utf8(bytes).map_err(|_| unusable("it is not text"))?;
    let end = text.find('\n').unwrap_or(text.len());
    text.truncate(end);
    text.truncate(text.trim_end_matches('\r').len());
    let wrong = if text.is_empty() {
        Some("the first line is empty")
    } else if text.len() > MAX_BYTES {
        Some("it is too long")
    } else if text.contains(char::is_control) {
        Some("it has control characters in it")
    } else {
        None
    };
    let secret = Secret::new(text);
    match wrong {
        None => Ok(secret),
        Some(why) => Err(unusable(why)),
    }
}

pub(super) fn from_command(argv: &[String], limit: Duration) -> Result<Secret, SecretError> {
    let (program, arguments) = argv
        .split_first()
        .map_or(("", argv), |(program, rest)| (program.as_str(), rest));
    let not_started = |source| SecretError::NotStarted {
        program: program.to_owned(),
        source,
    };
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(not_started)?;
    let line = match first_line(&mut child, limit) {
        Ok(line) => line,
        Err(error) => {
            stop(&mut child);
            return Err(not_started(error));
        }
    };
    let left = limit.saturating_sub(begun.elapsed());
    let ended = line.and_then(|bytes| Some((bytes, end_of(&mut child, left)?)));
    let Some((bytes, status)) = ended else {
        stop(&mut child);
        return Err(SecretError::TooSlow {
            program: program.to_owned(),
            seconds: limit.as_secs(),
        });
    };
    if !status.success() {
        drop(Secret::new(String::from_utf8(bytes).unwrap_or_default()));
        return Err(SecretError::Failed {
            program: program.to_owned(),
            status,
        });
    }
    secret_in(bytes, || format!("the command `{program}`"))
}

/// Ends a program. Both calls fail only if it has just ended by itself.
fn stop(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// What it prints up to the end of the first line; none if that takes too long.
///
/// The rest is read away by the thread, so that the program is not stopped by a
/// full pipe. Only the line is waited for: a program left in the background may keep
/// the pipe open for ever.
fn first_line(child: &mut Child, limit: Duration) -> std::io::Result<Option<Vec<u8>>> {
    let Some(mut output) = child.stdout.take() else {
        return Ok(None);
    };
    let (line, lines) = mpsc::channel();
    thread::Builder::new().spawn(move || {
        let bytes = read_some(&mut output).unwrap_or_default();
        if line.send(bytes).is_ok() {
            let _ = std::io::copy(&mut output, &mut std::io::sink());
        }
    })?;
    Ok(lines.recv_timeout(limit).ok())
}

/// How it ended; none if that takes too long. It has printed its line, so it is
/// about to end: the first looks are close together.
fn end_of(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let (_open, nothing) = mpsc::channel::<()>();
    let begun = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        let left = limit.saturating_sub(begun.elapsed());
        if left.is_zero() {
            return None;
        }
        // Nothing is ever sent: this is a wait of that length.
        let _ = nothing.recv_timeout(pause.min(left));
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}
