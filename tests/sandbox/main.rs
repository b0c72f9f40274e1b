//! A service to try `tt sync` against, without an account anywhere.
//!
//! `tt-sandbox autotask|connectwise|freshbooks|moneybird [--dialect openapi|documented]
//! [--port N] [--faults PERCENT] [--seed N] [--latency MS] [--config-out FILE]` writes a
//! config.toml, prints the commands to try, then one line for every request until
//! Ctrl-C. Nothing is kept. The service may also be said as `--service NAME`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for people to watch"
)]

mod folder;
#[path = "../support/mod.rs"]
mod support;

use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use folder::Folder;
use support::vendor::autotask;
use support::vendor::connectwise::{Credentials, Dialect, Fake, Options};
use support::vendor::faults::{Fault, Plan};
use support::vendor::freshbooks;
use support::vendor::moneybird;
use support::vendor::rig::Recorded;

const USAGE: &str = "usage: tt-sandbox autotask|connectwise|freshbooks|moneybird [--dialect openapi|documented] \
     [--port N] [--faults PERCENT] [--seed N] [--latency MS] [--config-out FILE]";

/// What comes before the profile in every config.
const PREAMBLE: &str = "default_profile = \"work\"\n\n[sync]\nquarantine = \"2s\"   # the sandbox never acts later than that\n\n";

#[derive(Default, Clone, Copy)]
enum Service {
    Autotask,
    #[default]
    ConnectWise,
    FreshBooks,
    Moneybird,
}

/// A service that has been started, and what is said about it.
struct Stand {
    name: &'static str,
    url: String,
    config: String,
    /// Files beside the config: their names and what is in them, for the owner alone.
    files: Vec<(&'static str, String)>,
    commands: String,
    /// What else there is to know; whole lines.
    more: String,
    requests: Receiver<Recorded>,
    weather: Vec<Fault>,
    /// Holds the fake; it ends with this.
    plan: Box<dyn Fn(Plan)>,
}

#[derive(Default)]
struct Args {
    service: Service,
    dialect: Dialect,
    port: u16,
    faults: u8,
    seed: u64,
    latency: u64,
    config_out: Option<String>,
}

fn main() -> ExitCode {
    match parse(std::env::args().skip(1)).and_then(|args| args.map_or(Ok(()), |args| run(&args))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Option<Args>, String> {
    let mut args = Args {
        seed: 1,
        ..Args::default()
    };
    let mut first = words.next();
    if first.as_deref() == Some("--service") {
        first = words.next();
    }
    match first.as_deref() {
        Some("autotask") => args.service = Service::Autotask,
        Some("connectwise") => args.service = Service::ConnectWise,
        Some("freshbooks") => args.service = Service::FreshBooks,
        Some("moneybird") => args.service = Service::Moneybird,
        Some("-h" | "--help") => {
            println!("{USAGE}");
            return Ok(None);
        }
        Some(other) => {
            return Err(format!(
                "no service {other}; there are: autotask, connectwise, freshbooks, moneybird"
            ));
        }
        None => {
            return Err(
                "which service? there are: autotask, connectwise, freshbooks, moneybird".to_owned(),
            );
        }
    }
    while let Some(option) = words.next() {
        let value = words
            .next()
            .ok_or_else(|| format!("{option} needs a value"))?;
        let wrong = || format!("{option} does not take {value}");
        match option.as_str() {
            "--dialect" => {
                args.dialect = match value.as_str() {
                    "openapi" => Dialect::Openapi,
                    "documented" => Dialect::Documented,
                    _ => return Err(wrong()),
                };
            }
            "--port" => args.port = value.parse().map_err(|_| wrong())?,
            "--seed" => args.seed = value.parse().map_err(|_| wrong())?,
            "--latency" => args.latency = value.parse().map_err(|_| wrong())?,
            "--faults" => {
                args.faults = value.parse().ok().filter(|p| *p <= 100).ok_or_else(wrong)?;
            }
            "--config-out" => args.config_out = Some(value),
            _ => return Err(format!("no option {option}")),
        }
    }
    Ok(Some(args))
}

fn autotask(args: &Args, folder: &str) -> io::Result<Stand> {
    let mut options = autotask::Options {
        port: args.port,
        ..autotask::Options::default()
    };
    // A day's work is booked in more zones than one here.
    options.settings.span_midnight = true;
    let fake = autotask::Fake::try_start(options)?;
    fake.add_history();
    fake.slow(Duration::from_millis(args.latency));
    let keys = fake.keys();
    let config = format!(
        "{PREAMBLE}[profile.work]\nbackend = \"autotask\"\ndiscovery_url = \"{}\"\nuser = \"{}\"\n\
         secret = {{ file = \"{folder}/key\" }}\nintegration_code = {{ file = \"{folder}/code\" }}\n\
         resource = \"{}\"\n\n[profile.work.settings]\nproxy_time_entry = \"approvers-and-administrators\"\n\
         api_resource = \"{}\"\nadministrator = true\nallow_span_midnight = true\nallow_archived_projects = true\n",
        fake.url(),
        keys.user,
        fake.resource(),
        autotask::seed::API_USER,
    );
    Ok(Stand {
        name: "Autotask",
        url: fake.url(),
        config,
        files: vec![("key", keys.secret), ("code", keys.code)],
        commands: "  tt log 1.5h --ticket T20260302.0042 -m \"Replaced the uplink\"\n  \
                   tt log yesterday 9-10 --ticket T20260302.0046 -m \"VPN\"    # says what is left of 40 hours\n  \
                   tt submit 1 2 --yes\n".to_owned(),
        more: "Three weeks of a small team are on it already: posted, handed in, open.\n"
            .to_owned(),
        requests: fake.watch(),
        weather: autotask::weather(),
        plan: Box::new(move |plan| fake.plan(plan)),
    })
}

fn connectwise(args: &Args, folder: &str) -> io::Result<Stand> {
    let options = Options {
        port: args.port,
        dialect: args.dialect,
        ..Options::default()
    };
    let fake = Fake::try_start(options)?;
    fake.add_history();
    fake.slow(Duration::from_millis(args.latency));
    let keys = fake.credentials();
    let boss = fake.credentials_of("approver");
    let dialect = match args.dialect {
        Dialect::Openapi => "",
        Dialect::Documented => "dialect = \"documented\"\n",
    };
    let profile = |keys: &Credentials, key: &str, approver: &str| {
        format!(
            "{PREAMBLE}[profile.work]\nbackend = \"connectwise\"\n{dialect}url = \"{}\"\ncompany_id = \"{}\"\nclient_id = \"{}\"\n\
             public_key = \"{}\"\nprivate_key = {{ file = \"{folder}/{key}\" }}\nmember = \"{}\"\n{approver}\n\
             [profile.work.defaults]\nwork_type = \"Remote\"\nwork_role = \"Level 1 Tech\"\n",
            fake.url(),
            keys.company_id,
            keys.client_id,
            keys.public_key,
            keys.member,
        )
    };
    let config = profile(&keys, "key", "");
    let of_boss = profile(&boss, "approver.key", "approver = true\n");
    Ok(Stand {
        name: "ConnectWise",
        url: fake.url(),
        config,
        files: vec![
            ("key", keys.private_key),
            ("approver.key", boss.private_key),
            ("approver.toml", of_boss),
        ],
        commands: "  tt log 1.5h --ticket 54321 -m \"Diagnosed email delivery issue\"\n  tt submit last --yes\n".to_owned(),
        more: format!(
            "The timesheet of the week is handed in then: what is booked in it later waits. Either\n\n  \
             tt recall last --yes && tt sync                             # takes it back\n\n\
             or play the approver:\n\n  \
             alias boss='TT_CONFIG={folder}/approver.toml TT_DB={folder}/approver.db tt'\n  \
             boss sheet --team\n  \
             boss reject --member {} --reason \"which server?\"           # or: approve\n\n\
             Three weeks of a team are on it already.\n",
            keys.member
        ),
        requests: fake.watch(),
        weather: Fault::weather(),
        plan: Box::new(move |plan| fake.plan(plan)),
    })
}

fn freshbooks(args: &Args, folder: &str) -> io::Result<Stand> {
    let options = freshbooks::Options {
        port: args.port,
        ..freshbooks::Options::default()
    };
    let fake = freshbooks::Fake::try_start(options)?;
    fake.slow(Duration::from_millis(args.latency));
    let app = fake.application();
    let config = format!(
        "{PREAMBLE}[profile.work]\nbackend = \"freshbooks\"\nurl = \"{}\"\nbusiness = \"{}\"\naccount = \"{}\"\n\
         token = {{ file = \"{folder}/key\" }}\n",
        fake.url(),
        fake.business(),
        fake.account(),
    );
    Ok(Stand {
        name: "FreshBooks",
        url: fake.url(),
        config,
        files: vec![("key", fake.token()), ("secret", app.client_secret.clone())],
        commands:
            "  tt log yesterday 9:00-10:30 --project 81234 --service 40021 -m \"Draft plan\"\n"
                .to_owned(),
        more: format!(
            "To log in as an application instead, put this in the place of `token`; whoever\n\
             opens the address that is printed says yes, and is sent to one that the browser cannot load:\n\n  \
             [profile.work.oauth]\n  client_id = \"{}\"\n  client_secret = {{ file = \"{folder}/secret\" }}\n  \
             redirect_uri = \"{}\"\n",
            app.client_id, app.redirect_uris[0],
        ),
        requests: fake.watch(),
        weather: Fault::weather(),
        plan: Box::new(move |plan| fake.plan(plan)),
    })
}

fn moneybird(args: &Args, folder: &str) -> io::Result<Stand> {
    let options = moneybird::Options {
        port: args.port,
        ..moneybird::Options::default()
    };
    let fake = moneybird::Fake::try_start(options)?;
    fake.slow(Duration::from_millis(args.latency));
    let config = format!(
        "{PREAMBLE}[profile.work]\nbackend = \"moneybird\"\nurl = \"{}\"\nadministration = \"{}\"\n\
         user = \"{}\"\ntoken = {{ file = \"{folder}/key\" }}\n",
        fake.url(),
        fake.administration(),
        fake.user(),
    );
    Ok(Stand {
        name: "Moneybird",
        url: fake.url(),
        config,
        files: vec![("key", fake.token())],
        commands: "  tt log yesterday 9:00-10:30 --client 500000000000000055 --project 500000000000000044 -m \"Wireframes\"\n".to_owned(),
        more: String::new(),
        requests: fake.watch(),
        weather: moneybird::weather(),
        plan: Box::new(move |plan| fake.plan(plan)),
    })
}

fn run(args: &Args) -> Result<(), String> {
    let folder = Folder::new().map_err(|e| format!("cannot make a folder: {e}"))?;
    // A handler ends the process, which would leave the folder behind.
    let place = folder.path().to_owned();
    let clearing = place.clone();
    let handled = ctrlc::set_handler(move || {
        let _ = std::fs::remove_dir_all(&clearing);
        std::process::exit(130);
    });
    handled.map_err(|e| format!("cannot wait for Ctrl-C: {e}"))?;
    let folder = place.display().to_string();
    let started = match args.service {
        Service::Autotask => autotask(args, &folder),
        Service::ConnectWise => connectwise(args, &folder),
        Service::FreshBooks => freshbooks(args, &folder),
        Service::Moneybird => moneybird(args, &folder),
    };
    let stand = started.map_err(|e| format!("cannot listen on port {}: {e}", args.port))?;
    for (name, text) in &stand.files {
        write(&place.join(name), text)?;
    }
    let path = args.config_out.as_ref();
    let path = path.map_or_else(|| place.join("config.toml"), PathBuf::from);
    write(&path, &stand.config)?;
    let path = std::fs::canonicalize(&path).unwrap_or(path);
    let mut text = format!(
        "{} sandbox on {}; Ctrl-C ends it, nothing is kept.\n\n\
         Paste this into another terminal:\n\n  \
         export TT_CONFIG={}\n  \
         export TT_DB={folder}/tt.db\n  \
         tt catalog refresh\n{}  \
         tt sync\n  \
         tt sync      # sends nothing\n\n",
        stand.name,
        stand.url,
        path.display(),
        stand.commands
    );
    if !stand.more.is_empty() {
        let _ = writeln!(text, "{}", stand.more);
    }
    if args.faults > 0 {
        let _ = writeln!(
            text,
            "{}% of all requests go wrong (seed {}): run `tt sync` until nothing is owed.\n",
            args.faults, args.seed
        );
        (stand.plan)(Plan::random(
            args.seed,
            args.faults,
            args.faults,
            &stand.weather,
        ));
    }
    let mut out = io::stdout().lock();
    let mut said = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    // Ends when nobody reads what is written.
    while said.is_ok() {
        let Ok(request) = stand.requests.recv() else {
            break;
        };
        said = writeln!(out, "{}", line(&request)).and_then(|()| out.flush());
    }
    Ok(())
}

/// A new file that only its owner may read; one that is there stays as it is.
fn write(path: &Path, text: &str) -> Result<(), String> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(path);
    let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => {
            format!("{} exists already; it is left as it is", path.display())
        }
        _ => format!("cannot write {}: {e}", path.display()),
    })
}

fn line(request: &Recorded) -> String {
    let status = request
        .status
        .map_or_else(|| "---".to_owned(), |s| s.to_string());
    let mut line = format!("{status} {:6} {}", request.method, request.operation);
    let conditions = request.param("conditions").or(request.param("filter"));
    if let Some(conditions) = conditions.or(request.param("search")) {
        let _ = write!(line, "  where {conditions}");
    } else if let Some(filter) = request.json().get("filter") {
        let _ = write!(line, "  where {filter}");
    }
    if let Some(id) = request.touched.filter(|_| request.is_write()) {
        let _ = write!(line, "  entry {id}");
    }
    if !request.complete {
        line.push_str("  (broke off)");
    }
    if let Some(fault) = &request.fault {
        let _ = write!(line, "  <- {fault:?}");
    }
    if let Some(error) = &request.schema_error {
        let _ = write!(line, "\n    not in the published interface: {error}");
    }
    line
}
