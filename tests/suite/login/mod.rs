//! Logging in with the browser, end to end: the finished command against fakes that give
//! tokens, use them up and withdraw them.

use crate::cli::{Desk, Ran};
use crate::support::raw::Line;
use crate::support::vendor::faults::{Fault, On, Plan};
use crate::support::vendor::http::encode;
use crate::support::vendor::moneybird::{Fake, Options, oauth};
use crate::sync::{keep_secret, now, ran};
use serde_json::Value;
use std::path::PathBuf;

mod door;
mod freshbooks;
mod kills;
mod renew;

/// Where the browser is sent back to.
const REDIRECT: &str = "https://localhost/callback";

/// Where tokens are given.
const TOKEN: &str = "/oauth/token";

/// A desk with a profile `books` that logs in with the browser.
struct Books {
    fake: Fake,
    desk: Desk,
}

impl Books {
    fn new() -> Self {
        Self::with(|_| {})
    }

    /// With other behaviour of the service.
    fn with(change: impl FnOnce(&mut Options)) -> Self {
        let mut options = Options::default();
        options.application.redirect_uris.push(REDIRECT.to_owned());
        change(&mut options);
        let secret = options.application.client_secret.clone();
        let books = Self {
            fake: Fake::start(options),
            desk: Desk::new(),
        };
        keep_secret(&books.desk, "app", &secret);
        books.config(REDIRECT, "");
        books
    }

    /// Writes the configuration anew.
    fn config(&self, redirect: &str, more: &str) {
        self.desk.config(&format!(
            "default_profile = \"books\"\n\n[sync]\nquarantine = \"2s\"\n\n\
             [profile.books]\nbackend = \"moneybird\"\nurl = {:?}\nuser = {:?}\n{more}\n\
             [profile.books.oauth]\nclient_id = \"app-3f1c\"\n\
             client_secret = {{ file = \"app\" }}\nredirect_uri = {redirect:?}\n",
            self.fake.url(),
            self.fake.user(),
        ));
    }

    /// The command on the machine's own clock.
    fn command(&self) -> assert_cmd::Command {
        let mut command = self.desk.command();
        command.env_remove("TT_NOW");
        command
    }

    fn run(&self, words: &[&str]) -> Ran {
        ran(self.command().args(words).output().unwrap())
    }

    fn tt(&self, line: &str) -> Ran {
        self.run(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// Runs a line of words so many seconds from now.
    fn later(&self, seconds: i64, line: &str) -> Ran {
        let mut command = self.command();
        command.env("TT_NOW", in_seconds(seconds));
        ran(command.args(line.split_whitespace()).output().unwrap())
    }

    /// The address that a log-in prints when nobody is there to open it.
    fn address(&self) -> String {
        let ran = self.tt("auth login books").exits(2);
        address_in(&ran.err)
    }

    /// Logs in, from the address to the tokens.
    fn log_in(&self) -> Ran {
        let to = self.browse(&self.address());
        self.run(&["auth", "login", "books", "--paste", &to])
            .exits(0)
    }

    /// Opens the page as a browser would; where it leads, or what it shows.
    fn browse(&self, address: &str) -> String {
        let rest = address.strip_prefix(&self.fake.url()).unwrap();
        let reply = raw(
            &self.fake,
            &format!("GET {rest} HTTP/1.1\r\nHost: x\r\n\r\n"),
        );
        if let Some(to) = reply.0.get("location") {
            return to.as_str().unwrap().to_owned();
        }
        let page = reply.1;
        let at = page.find("code-").unwrap_or_else(|| panic!("{page}"));
        page[at..].split('<').next().unwrap().to_owned()
    }

    fn file(&self) -> PathBuf {
        self.desk.home().join("state/books.login")
    }

    /// What is kept.
    fn kept(&self) -> Value {
        serde_json::from_str(&std::fs::read_to_string(self.file()).unwrap()).unwrap()
    }

    /// A part of what is kept.
    fn token(&self, name: &str) -> String {
        self.kept()[name].as_str().unwrap().to_owned()
    }

    /// The renewals that the service was asked for, with their tokens and answers.
    fn renewals(&self) -> Vec<(String, Option<u16>)> {
        let requests = self.fake.requests();
        let asked = requests.iter().filter(|it| it.path == TOKEN);
        asked
            .filter_map(|it| {
                let body = String::from_utf8_lossy(&it.body).into_owned();
                let token = body
                    .split('&')
                    .find_map(|pair| pair.strip_prefix("refresh_token="))?;
                Some((token.to_owned(), it.status))
            })
            .collect()
    }

    /// Renews a token as another machine would, beside the one that is kept.
    fn renew_elsewhere(&self, refresh: &str) -> Value {
        self.exchange(&format!("grant_type=refresh_token&refresh_token={refresh}"))
    }

    fn exchange(&self, fields: &str) -> Value {
        let form = format!(
            "client_id=app-3f1c&client_secret=app-secret-7hQx29sandbox&redirect_uri={}&{fields}",
            encode(REDIRECT)
        );
        let request = format!(
            "POST {TOKEN} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{form}",
            form.len()
        );
        serde_json::from_str(&raw(&self.fake, &request).1).unwrap()
    }

    /// Lets the next request for tokens go wrong this way.
    fn next_token(&self, fault: Fault) {
        self.fake.plan(Plan::once(On::new("POST", TOKEN), fault));
    }
}

/// Headers by name in small letters, and the body, of a request written by hand.
fn raw(fake: &Fake, request: &str) -> (serde_json::Map<String, Value>, String) {
    let mut line = Line::open(&fake.url()).unwrap();
    line.send(request.as_bytes()).unwrap();
    let reply = line.reply().unwrap();
    let headers = reply
        .headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), Value::from(value.as_str())));
    (
        headers.collect(),
        String::from_utf8_lossy(&reply.body).into_owned(),
    )
}

fn address_in(text: &str) -> String {
    let at = text.find("http://").unwrap_or_else(|| panic!("{text}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

/// An instant so many seconds from now.
fn in_seconds(seconds: i64) -> String {
    (now() + chrono::TimeDelta::seconds(seconds)).to_rfc3339()
}
