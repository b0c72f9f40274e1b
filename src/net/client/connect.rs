//! Marks the errors that happen before a connection stands.
//!
//! Afterwards the same words ("connection reset", "unexpected end") leave the
//! outcome open; before, they prove that not one byte of the request left. The
//! HTTP crate does not tell the two apart, so its connector and resolver are
//! wrapped here and their errors carry a mark. Nothing is kept between calls.

use std::error::Error;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport,
};

/// An error of a request of which nothing was sent.
#[derive(Debug)]
pub(super) struct BeforeSending {
    /// Whether it was the name that could not be looked up.
    pub resolving: bool,
    pub error: ureq::Error,
}

impl BeforeSending {
    fn mark(resolving: bool) -> impl Fn(ureq::Error) -> ureq::Error {
        move |error| ureq::Error::Other(Box::new(Self { resolving, error }))
    }
}

impl fmt::Display for BeforeSending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl Error for BeforeSending {}

#[derive(Debug, Default)]
pub(super) struct Marking(DefaultConnector);

impl Connector<()> for Marking {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        let mut addrs = details.resolver.empty();
        details.addrs.iter().for_each(|addr| addrs.push(*addr));
        // Requests differ from their agent in time-outs and proxy only. Saying so
        // lets the TLS settings (the system's certificates) be loaded once, not for
        // every connection.
        let details = ConnectionDetails {
            uri: details.uri,
            addrs,
            config: details.config,
            request_level: false,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        self.0
            .connect(&details, chained)
            .map_err(BeforeSending::mark(false))
    }
}

#[derive(Debug, Default)]
pub(super) struct Resolving(DefaultResolver);

impl Resolver for Resolving {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        // `localhost` may be reached without TLS, so no name server is asked where it is.
        if uri.host() == Some("localhost") {
            let port = uri
                .port_u16()
                .unwrap_or(if uri.scheme_str() == Some("http") {
                    80
                } else {
                    443
                });
            let mut addrs = self.empty();
            addrs.push(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
            addrs.push(SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port));
            return Ok(addrs);
        }
        self.0
            .resolve(uri, config, timeout)
            .map_err(BeforeSending::mark(true))
    }
}
