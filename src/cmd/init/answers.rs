//! What a profile is made of, from options, variables or the person, in this order.
//! What nobody says is told all at once.

use super::{from_here, offered};
use crate::app::App;
use crate::cli::InitArgs;
use crate::cmd::ask;
use crate::config::draft::{
    ADDRESS, Draft, Need, has_browser, is_name, needs, secret_source, variable,
};
use crate::config::{Config, SecretSource};
use crate::domain::status::BackendKind;
use crate::failure::Failure;

/// The name of a profile that nobody names.
const USUAL: &str = "work";

/// Where answers come from.
pub struct Answers<'s, 'a> {
    app: &'s mut App<'a>,
    args: &'s InitArgs,
}

impl<'s, 'a> Answers<'s, 'a> {
    pub fn new(app: &'s mut App<'a>, args: &'s InitArgs) -> Self {
        Self { app, args }
    }

    /// Which service.
    pub fn backend(&mut self) -> anyhow::Result<BackendKind> {
        let choices: Vec<_> = offered().collect();
        let words: Vec<_> = choices.iter().map(|kind| kind.word()).collect();
        if let Some(kind) = self.args.backend {
            if choices.contains(&kind) {
                return Ok(kind);
            }
            return Err(Failure::usage(
                format!("`tt init` does not know {} yet", kind.title()),
                format!(
                    "it knows {}; a profile of another service is written by hand, see \
                     `tt help config`",
                    words.join(", ")
                ),
            )
            .into());
        }
        if !ask::somebody(self.app) {
            return Err(missing("which service is not said", "--backend", &words).into());
        }
        if let [only] = choices.as_slice() {
            self.app.say(&format!("A profile for {}.", only.title()))?;
            return Ok(*only);
        }
        loop {
            let question = format!("Which service ({})?", words.join(", "));
            let Some(typed) = line(self.app, &question)? else {
                return Err(missing("which service is not said", "--backend", &words).into());
            };
            let near = |kind: &&BackendKind| kind.word().starts_with(&typed.to_lowercase());
            let mut fitting = choices.iter().filter(near);
            if let (Some(kind), None) = (fitting.next(), fitting.next()) {
                return Ok(*kind);
            }
            self.app.say("type one of them")?;
        }
    }

    /// The name of the profile; never that of one that exists.
    pub fn name(&mut self, existing: &Config) -> anyhow::Result<String> {
        let mut typed = self.args.profile.clone();
        let usual = (!existing.profiles.contains_key(USUAL)).then_some(USUAL);
        loop {
            let asks = typed.is_none() && ask::somebody(self.app);
            if asks {
                let or = usual.map_or_else(String::new, |usual| format!(" [{usual}]"));
                typed = line(self.app, &format!("Name of the profile{or}?"))?;
            }
            let name = match typed.take() {
                Some(name) => name,
                None => usual.unwrap_or(USUAL).to_owned(),
            };
            if asks && !is_name(&name) {
                self.app
                    .say("a name is a-z, 0-9, _ and -, and begins with a letter or digit")?;
                continue;
            }
            if !existing.profiles.contains_key(&name) {
                return Ok(name);
            }
            let message = format!("there is a profile {name} already, and it stays as it is");
            if !asks || usual.is_none() {
                let help = "name another one with --profile, or change it with `tt config edit`";
                return Err(Failure::usage(message, help).into());
            }
            self.app.say(&message)?;
        }
    }

    /// Everything the service has to be told.
    pub fn service(&mut self, kind: BackendKind, name: String) -> anyhow::Result<Draft> {
        let mut draft = Draft {
            name,
            kind,
            browser: self.browser(kind)?,
            values: Vec::new(),
            secrets: Vec::new(),
            member: None,
            work_type: None,
            work_role: None,
        };
        let mut lacking = Vec::new();
        // Nobody is asked for an address that is known, but one who names another is heard.
        let is_known = needs(kind).iter().all(|need| need.key != ADDRESS.key);
        let from_env = self.args.from_env && self.variable(kind, ADDRESS.key).is_some();
        if is_known && (self.args.url.is_some() || from_env) {
            self.value(&mut draft, &ADDRESS)?;
        }
        if draft.browser {
            // The login asks where to book; one who says it now is heard.
            for need in needs(kind).iter().filter(|need| !need.is_secret) {
                if self.option(need).is_some() {
                    self.value(&mut draft, need)?;
                }
            }
        }
        for need in draft.needs() {
            let is_there = if need.is_secret {
                self.secret(&mut draft, need)?
            } else {
                self.value(&mut draft, need)?
            };
            if !is_there {
                lacking.push(*need);
            }
        }
        if lacking.is_empty() {
            return Ok(draft);
        }
        let options: Vec<_> = lacking.iter().map(|need| need.option).collect();
        let says: Vec<_> = lacking.iter().map(|need| need.says).collect();
        let variables: Vec<_> = lacking
            .iter()
            .map(|need| variable(kind, need.key))
            .collect();
        Err(Failure::usage(
            format!("not said: {}", says.join(", ")),
            format!(
                "use {}, or --from-env with {}",
                options.join(", "),
                variables.join(", ")
            ),
        )
        .into())
    }

    /// Whether to log in with the browser: said by where it is sent back to, or asked where
    /// a ready token is not for long.
    fn browser(&mut self, kind: BackendKind) -> anyhow::Result<bool> {
        if !has_browser(kind) {
            return Ok(false);
        }
        let said = self.args.redirect_uri.is_some()
            || self.args.from_env && self.variable(kind, "redirect_uri").is_some();
        let asks = kind == BackendKind::FreshBooks
            && self.args.secret.is_none()
            && !self.args.from_env
            && ask::somebody(self.app);
        if said || !asks {
            return Ok(said);
        }
        let mut stdin = std::io::stdin().lock();
        let mut terminal = ask::Terminal {
            out: self.app.around.err,
            answers: &mut stdin,
        };
        Ok(terminal.yes("Log in with the browser (a ready token lasts half a day)?")?)
    }

    /// A variable of the environment for a key of the service.
    pub fn variable(&self, kind: BackendKind, key: &str) -> Option<String> {
        self.app.var(&variable(kind, key))
    }

    /// What an option says of a key.
    fn option(&self, need: &Need) -> Option<String> {
        let args = self.args;
        let option = match need.key {
            "url" => &args.url,
            "company_id" => &args.company_id,
            "client_id" => &args.client_id,
            "public_key" => &args.public_key,
            "user" => &args.user,
            "administration" => &args.administration,
            "business" => &args.business,
            "redirect_uri" => &args.redirect_uri,
            _ => &None,
        };
        option.clone()
    }

    fn value(&mut self, draft: &mut Draft, need: &Need) -> anyhow::Result<bool> {
        let args = self.args;
        let mut typed = self.option(need);
        if typed.is_none() && args.from_env {
            typed = self.variable(draft.kind, need.key);
        }
        loop {
            let asks = typed.is_none() && ask::somebody(self.app);
            if asks {
                let question = format!("{} (like {})?", capital(need.says), need.like);
                typed = line(self.app, &question)?;
            }
            let Some(value) = typed.take() else {
                return Ok(false);
            };
            draft.values.push((need.key, value.trim().to_owned()));
            let Some(problem) = draft.problem(need.key) else {
                return Ok(true);
            };
            draft.values.pop();
            if !asks {
                return Err(Failure::usage(
                    format!("{} does not fit: {problem}", need.option),
                    format!("it is {}, like {}", need.says, need.like),
                )
                .into());
            }
            self.app.say(&problem)?;
        }
    }

    fn secret(&mut self, draft: &mut Draft, need: &Need) -> anyhow::Result<bool> {
        let mut typed = match need.key {
            "integration_code" => self.args.integration_code.clone(),
            _ => self.args.secret.clone(),
        };
        if typed.is_none() && self.args.from_env {
            let name = variable(draft.kind, need.key);
            if self.app.var(&name).is_some() {
                typed = Some(format!("env:{name}"));
            }
        }
        loop {
            let asks = typed.is_none() && ask::somebody(self.app);
            if asks {
                let question = format!("Where is the {} ({})?", need.says, need.like);
                typed = line(self.app, &question)?;
            }
            let Some(typed) = typed.take() else {
                return Ok(false);
            };
            let mut wrong = "this says no place, and may be the secret itself".to_owned();
            if let Some(source) = secret_source(&typed) {
                let source = match source {
                    SecretSource::File(path) => SecretSource::File(from_here(&path)),
                    other => other,
                };
                draft.secrets.push((need.key, source.clone()));
                let problem = draft.problem(need.key);
                // Better told now than after all the other questions.
                let found = match problem {
                    Some(problem) => Err(problem),
                    None if self.args.offline => Ok(()),
                    None => match source.resolve(self.app.around.env) {
                        Ok(_) => Ok(()),
                        Err(error) => Err(format!("{error}; {}", error.help())),
                    },
                };
                match found {
                    Ok(()) => return Ok(true),
                    Err(problem) => wrong = problem,
                }
                draft.secrets.pop();
            }
            if !asks {
                let help = format!("say where it comes from: {}", need.like);
                let message = format!("the {} cannot be had: {wrong}", need.says);
                return Err(Failure::new(code_of(&typed), message, help).into());
            }
            self.app.say(&wrong)?;
        }
    }
}

/// A place that is none is a matter of typing, one that has nothing one of configuration.
fn code_of(typed: &str) -> crate::failure::Code {
    if secret_source(typed).is_some() {
        crate::failure::Code::Config
    } else {
        crate::failure::Code::Usage
    }
}

/// One line from the person; none for an empty one.
pub fn line(app: &mut App<'_>, question: &str) -> anyhow::Result<Option<String>> {
    let mut stdin = std::io::stdin().lock();
    let mut terminal = ask::Terminal {
        out: app.around.err,
        answers: &mut stdin,
    };
    Ok(terminal.text(question)?)
}

/// An answer that nobody is there to give.
pub fn missing(message: &str, option: &str, choices: &[&str]) -> Failure {
    Failure::usage(message, format!("{option}: {}", choices.join(", ")))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}
