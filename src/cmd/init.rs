//! `tt init`: a profile, from what is typed or answered to a configuration that is known
//! to work. Nothing is written before the service has let us in.

mod answers;
mod choose;
mod write;

use self::answers::Answers;
use super::{ask, reach};
use crate::app::{App, Desk};
use crate::cli::{AuthLoginArgs, InitArgs};
use crate::config::{Config, ConfigError, Profile, SecretSource, draft::Draft};
use crate::domain::catalog::{CatalogItem, CatalogKind};
use crate::domain::charge::Reference;
use crate::domain::status::BackendKind;
use crate::failure::{Code, Failure};
use crate::report::render::json;
use crate::screen::sanitize;
use crate::sync::backend::{Backend, ErrorKind, Identity, Page};
use crate::sync::connect::has_adapter;
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// How long the service may take in all.
const PATIENCE: Duration = Duration::from_secs(60);

/// No list to choose from is read further than this.
const MOST_PAGES: usize = 20;

/// Runs `tt init`.
///
/// # Errors
/// An answer that is missing or does not fit, a profile that exists, a service that does
/// not let us in, a file that cannot be written.
pub fn run(app: &mut App<'_>, args: &InitArgs) -> anyhow::Result<()> {
    let path = app.paths.config.path.clone();
    let before = write::text_of(&path)?;
    let existing = Config::parse(&before, &path)?;
    let mut answers = Answers::new(app, args);
    let kind = answers.backend()?;
    let name = answers.name(&existing)?;
    let mut draft = answers.service(kind, name)?;
    draft.member.clone_from(&args.member);
    if let (None, true) = (&draft.member, args.from_env) {
        draft.member = answers.variable(kind, "member");
    }
    draft.work_type.clone_from(&args.work_type);
    draft.work_role.clone_from(&args.work_role);
    let (desk, mut profile) = parsed(app, &draft, &before)?;
    let mut identity = None;
    // Nobody can be let in before he has logged in.
    if !args.offline && !draft.browser {
        let (backend, found) = let_in(app, &desk, &mut draft, &mut profile, &before)?;
        let lists = Lists(backend.as_ref(), draft.kind);
        if args.member.is_none() && draft.member.is_none() {
            let own = found.member.as_ref();
            draft.member = choose::member(app, own, &lists.members())?;
        }
        for (kind, slot) in [
            (CatalogKind::WorkTypes, &mut draft.work_type),
            (CatalogKind::WorkRoles, &mut draft.work_role),
        ] {
            choose::usual(app, kind, slot, || lists.active(kind))?;
        }
        identity = Some(found);
    }
    parsed(app, &draft, &before)?;
    write::put(&path, &draft.file(&before))?;
    tell(app, &existing, &draft, identity.as_ref())?;
    if draft.browser && !args.offline && ask::somebody(app) {
        let args = AuthLoginArgs {
            profile: Some(draft.name),
            ..AuthLoginArgs::default()
        };
        return super::auth::log_in(app, &args);
    }
    Ok(())
}

/// The configuration with the draft in it, and the profile as it then is.
fn parsed(app: &App<'_>, draft: &Draft, before: &str) -> anyhow::Result<(Desk, Profile)> {
    let path = &app.paths.config.path;
    let config = Config::parse(&draft.file(before), path).map_err(|error| match error {
        ConfigError::Invalid(findings) => {
            let of_draft = |message: &str| message.contains(&draft.name);
            let lines: Vec<_> = findings
                .iter()
                .filter(|finding| of_draft(&finding.message))
                .map(|finding| finding.message.clone())
                .collect();
            let help = findings.iter().find_map(|finding| finding.help.clone());
            Failure::usage(
                format!("this makes no profile: {}", lines.join("; ")),
                help.unwrap_or_else(|| "see `tt help config`".to_owned()),
            )
            .into()
        }
        other => anyhow::Error::from(other),
    })?;
    let profile = config.profiles.get(&draft.name).cloned();
    let profile = profile.ok_or_else(|| anyhow::anyhow!("the profile is not in its own text"))?;
    Ok((app.desk_with(config)?, profile))
}

/// The service, once it has let us in. Where it does not tell whose key it is, the person
/// is asked, and it is tried once more.
fn let_in(
    app: &mut App<'_>,
    desk: &Desk,
    draft: &mut Draft,
    profile: &mut Profile,
    before: &str,
) -> anyhow::Result<(Box<dyn Backend>, Identity)> {
    let mut may_ask = draft.member.is_none();
    loop {
        let backend = reach::service(app, desk, profile, PATIENCE)?;
        let backend = backend.map_err(nothing_written)?;
        match backend.check_access() {
            Ok(identity) => return Ok((backend, identity)),
            Err(error) if may_ask && error.kind == ErrorKind::Misconfigured => {
                may_ask = false;
                let members = Lists(backend.as_ref(), draft.kind).members();
                if !members.is_empty() {
                    draft.member = choose::member(app, None, &members)?;
                } else if ask::somebody(app) {
                    app.say(&error.message)?;
                    draft.member = answers::line(app, "Your login name there?")?;
                }
                if draft.member.is_none() {
                    return Err(nothing_written(reach::refused(&error)).into());
                }
                *profile = parsed(app, draft, before)?.1;
            }
            Err(error) => return Err(nothing_written(reach::refused(&error)).into()),
        }
    }
}

fn nothing_written(mut failure: Failure) -> Failure {
    if failure.code == Code::Nothing {
        failure.code = Code::Config;
    }
    failure.message.push_str("; nothing was written");
    failure
        .help
        .push_str(", or use --offline to write it all the same");
    failure
}

/// The lists of the service that are chosen from.
struct Lists<'b>(&'b dyn Backend, BackendKind);

impl Lists<'_> {
    /// What is in use of a kind; none where it may not be read.
    fn active(&self, kind: CatalogKind) -> Option<Vec<CatalogItem>> {
        let (mut items, mut page) = (Vec::new(), Page::default());
        for _ in 0..MOST_PAGES {
            let batch = self.0.catalog(kind, &page).ok()?;
            items.extend(batch.items.into_iter().filter(|item| item.active));
            match batch.next {
                Some(next) if page.cursor.as_ref() != Some(&next) => page.cursor = Some(next),
                _ => break,
            }
        }
        items.sort_by_cached_key(|item| item.name.to_lowercase());
        Some(items)
    }

    /// The people; without their codes where the configuration takes a number alone.
    fn members(&self) -> Vec<CatalogItem> {
        let mut members = self.active(CatalogKind::Members).unwrap_or_default();
        if self.1 == BackendKind::Moneybird {
            members.iter_mut().for_each(|member| member.code = None);
        }
        members
    }
}

fn tell(
    app: &mut App<'_>,
    existing: &Config,
    draft: &Draft,
    identity: Option<&Identity>,
) -> anyhow::Result<()> {
    let path = app.paths.config.path.display().to_string();
    let has_default = existing.profiles.is_empty() || existing.default_profile.is_some();
    let is_default = existing.profiles.is_empty();
    let own = identity.and_then(|it| it.member.as_ref());
    if app.global.json {
        let value = json!({
            "ok": true, "profile": draft.name, "backend": draft.kind.word(), "path": path,
            "tenant": identity.map(|it| &it.tenant), "member": draft.member,
            "checked": identity.is_some(),
        });
        return app.print(&json::line(&value));
    }
    let name = &draft.name;
    let mut text = String::new();
    if let Some(identity) = identity {
        let title = draft.kind.title();
        let whose = draft.member.clone().or_else(|| own.map(shown));
        let whose = whose.map_or_else(String::new, |whose| format!(", time of {whose}"));
        text.push_str(&format!("{title} lets us in: {}{whose}\n", identity.tenant));
    }
    let p = if is_default {
        String::new()
    } else {
        format!(" -p {name}")
    };
    let sync = if is_default {
        String::new()
    } else {
        format!(" {name}")
    };
    let login = if draft.browser {
        format!("tt auth login {name}\n      log in with the browser\n  ")
    } else {
        String::new()
    };
    text.push_str(&format!(
        "wrote profile {name} to {path}\n\nNext:\n  {login}\
         tt catalog refresh{p}\n      read {things}, so that names are known\n  \
         tt log 30m{p}{target} what you did\n      book something\n  \
         tt sync{sync}\n      deliver it\n",
        things = things(draft.kind),
        target = example_target(draft.kind),
    ));
    let text = crate::screen::sanitize_lines(text.trim_end());
    app.print(&format!("{text}\n"))?;
    if identity.is_none() && !draft.browser {
        app.say(&format!(
            "note: the service was not asked; `tt auth status {name}` does"
        ))?;
    }
    for (_, source) in &draft.secrets {
        if let SecretSource::Env(variable) = source {
            app.say(&format!(
                "note: the secret is the variable {variable}, which a schedule (`tt schedule \
                 install`) does not have; file: or command: works there"
            ))?;
        }
    }
    if !has_default {
        app.say(&format!(
            "note: there is no default_profile; -p {name} names this one each time"
        ))?;
    }
    Ok(())
}

/// What the catalog of a service names first.
fn things(kind: BackendKind) -> &'static str {
    match kind {
        BackendKind::ConnectWise | BackendKind::Autotask => "tickets, clients and work types",
        BackendKind::FreshBooks => "clients, projects and services",
        BackendKind::Moneybird | BackendKind::Reference => "clients and projects",
    }
}

fn example_target(kind: BackendKind) -> &'static str {
    match kind {
        BackendKind::ConnectWise | BackendKind::Autotask => " --ticket 12345",
        _ => "",
    }
}

/// A member for people.
fn shown(member: &Reference) -> String {
    let name = member.name.clone().unwrap_or_default();
    if name.is_empty() || name == member.typed {
        return sanitize(&member.typed).into_owned();
    }
    sanitize(&format!("{name} ({})", member.typed)).into_owned()
}

/// The services that can be asked about.
fn offered() -> impl Iterator<Item = BackendKind> {
    let all = BackendKind::CONFIGURABLE.iter().copied();
    all.filter(|kind| has_adapter(*kind) && !crate::config::draft::needs(*kind).is_empty())
}

/// A path that a file of the configuration may name from anywhere.
fn from_here(path: &Path) -> std::path::PathBuf {
    if path.starts_with("~") {
        return path.to_owned();
    }
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
