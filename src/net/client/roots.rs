//! Whom to trust: the system's authorities, and those of `ca_file`.
//!
//! The HTTP crate takes the one or the other. So that `ca_file` adds and does
//! not replace, there is an agent for each, and a connection that fails for an
//! unknown authority is tried with the other: safe, since nothing was sent.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use ureq::Agent;
use ureq::config::AutoHeaderValue;
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

use super::connect::parts;
use super::{ClientSettings, HEAD_LIMIT, IDLE};
use crate::net::outcome::{Certainty, Kind, NetError, TlsFault};

#[derive(Debug)]
pub(super) struct Agents {
    system: Agent,
    file: Option<Agent>,
    /// The file's agent worked last, or nothing did yet.
    file_first: AtomicBool,
}

impl Agents {
    pub fn new(settings: &ClientSettings) -> Result<Self, NetError> {
        let file = match &settings.ca_file {
            Some(path) => Some(agent(
                settings,
                RootCerts::new_with_certs(&certificates(path)?),
            )),
            None => None,
        };
        Ok(Self {
            system: agent(settings, RootCerts::PlatformVerifier),
            file,
            file_first: AtomicBool::new(true),
        })
    }

    /// Calls with one agent, and with the other when the first trusts too little.
    pub fn with_each<T>(
        &self,
        call: impl Fn(&Agent) -> Result<T, NetError>,
    ) -> Result<T, NetError> {
        let Some(file) = &self.file else {
            return call(&self.system);
        };
        let file_first = self.file_first.load(Ordering::Relaxed);
        let (first, second) = if file_first {
            (file, &self.system)
        } else {
            (&self.system, file)
        };
        let distrust = match call(first) {
            Err(error) if is_distrust(&error) => error,
            other => return other,
        };
        match call(second) {
            Err(error) if is_distrust(&error) => Err(distrust),
            other => {
                self.file_first.store(!file_first, Ordering::Relaxed);
                other
            }
        }
    }
}

fn is_distrust(error: &NetError) -> bool {
    let distrusts = matches!(
        error.kind,
        Kind::Tls(TlsFault::UnknownIssuer | TlsFault::NoRoots)
    );
    distrusts && error.certainty == Certainty::NotDone
}

fn agent(settings: &ClientSettings, roots: RootCerts) -> Agent {
    let times = settings.time_outs;
    let agent = match settings.user_agent.as_str() {
        "" => AutoHeaderValue::None,
        name => name.into(),
    };
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent(agent)
        .accept("application/json")
        .accept_encoding("identity")
        .max_response_header_size(HEAD_LIMIT)
        .max_idle_connections(4)
        .max_idle_connections_per_host(2)
        .max_idle_age(IDLE)
        .timeout_resolve(Some(times.resolve))
        .timeout_connect(Some(times.connect))
        .timeout_send_request(Some(times.send))
        .timeout_send_body(Some(times.send))
        .timeout_recv_response(Some(times.answer_to_write))
        .timeout_recv_body(Some(times.body))
        .timeout_global(Some(times.whole))
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .build();
    let (connector, resolver) = parts();
    Agent::with_parts(config, connector, resolver)
}

fn certificates(path: &Path) -> Result<Vec<Certificate<'static>>, NetError> {
    let refuse = |why: String| {
        let said = format!("the CA file {} {why}", path.display());
        let help = "`ca_file` must name a PEM file with the certificate of the service's authority";
        NetError::with(Kind::Settings, Certainty::NotDone, "", said, help)
    };
    let pem = fs::read(path).map_err(|error| refuse(format!("cannot be read: {error}")))?;
    let mut found = Vec::new();
    for item in parse_pem(&pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => found.push(certificate),
            Ok(_) => {}
            Err(_) => return Err(refuse("is not valid PEM".to_owned())),
        }
    }
    if found.is_empty() {
        Err(refuse("contains no certificate".to_owned()))
    } else {
        Ok(found)
    }
}
