//! Everything that is to be said about the configuration and the files around it.
//! Runs no command, asks no service, changes nothing.

use super::Env;
use super::error::ConfigError;
use super::file::{self, Config};
use super::finding::{Finding, Severity};
use super::paths::{Paths, expand};
use super::secret::SecretError;
use std::path::Path;

/// All findings: errors (the configuration cannot be used) and warnings, by line.
#[must_use]
pub fn check(paths: &Paths, env: Env<'_>) -> Vec<Finding> {
    let path = &paths.config.path;
    let (config, mut findings) = match file::text_of(paths) {
        Ok(Some(text)) => file::read(&text, path),
        Ok(None) => return Vec::new(),
        Err(error) => {
            let message = match &error {
                ConfigError::Unreadable { source, .. } => format!("cannot be read: {source}"),
                _ => "does not exist".to_owned(),
            };
            return vec![Finding {
                severity: Severity::Error,
                path: path.clone(),
                line: None,
                message,
                help: Some(error.help().to_owned()),
            }];
        }
    };
    findings.extend(writable_by_others(path));
    findings.extend(files_of_profiles(&config, path, env));
    findings.sort_by_key(|finding| finding.line);
    findings
}

/// Why, where the error has a cause of its own.
fn cause_of(error: &dyn std::error::Error) -> String {
    error
        .source()
        .map(|cause| format!(": {cause}"))
        .unwrap_or_default()
}

/// Whoever can write the file can have any command run.
#[cfg(unix)]
fn writable_by_others(path: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).ok()?.permissions().mode() & 0o7777;
    (mode & 0o022 != 0).then(|| Finding {
        severity: Severity::Warning,
        path: path.to_owned(),
        line: None,
        message: format!(
            "may be written by others (mode {mode:04o}), and it names commands to run"
        ),
        help: Some(format!("chmod 600 {}", path.display())),
    })
}

#[cfg(not(unix))]
fn writable_by_others(_path: &Path) -> Option<Finding> {
    None
}

/// Secrets that cannot be had, and authorities that are not there.
fn files_of_profiles(config: &Config, path: &Path, env: Env<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for profile in config.profiles.values() {
        for (key, source) in profile.secrets() {
            let key = format!("profile.{}.{key}", profile.name);
            if let Err(error) = source.look(env) {
                findings.push(Finding {
                    // A variable may be set where cron runs; nothing else heals by itself.
                    severity: match error {
                        SecretError::NotSet(_) => Severity::Warning,
                        _ => Severity::Error,
                    },
                    path: path.to_owned(),
                    line: config.line_of(&key),
                    message: format!("`{key}`: {error}{}", cause_of(&error)),
                    help: Some(error.help()),
                });
            }
        }
        if let Some(authority) = &profile.ca_file
            && !expand(authority, env).is_some_and(|file| file.is_file())
        {
            let key = format!("profile.{}.ca_file", profile.name);
            findings.push(Finding {
                severity: Severity::Error,
                path: path.to_owned(),
                line: config.line_of(&key),
                message: format!("`{key}` names no file ({})", authority.display()),
                help: Some("check the path".to_owned()),
            });
        }
    }
    findings
}
