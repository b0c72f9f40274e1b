//! HTTP without vendors.
//!
//! An adapter builds a [`Request`], hands it to a [`Wire`] and gets a
//! [`Response`] or a [`NetError`] back. The error always says whether the
//! request is [certainly not done or unknown](Certainty); on that word hangs
//! the promise that nothing is delivered twice, so it is decided here, once,
//! for all services.
//!
//! | file | decides |
//! |---|---|
//! | `address` | which addresses may be talked to, and how they are put together |
//! | `request`, `response`, `json` | what goes out and what comes in |
//! | `client` | one exchange on the wire; the only place that names the HTTP crate |
//! | `outcome` | what an answer, or none, proves |
//! | `retry`, `retry_after`, `http_date` | when something is tried again |
//! | `pace` | what must be remembered between runs |
//! | `page` | which links of an answer may be followed |
//! | `redact`, `auth` | what may be seen of a request, and how it is signed |
//! | `wire` | all of it in one call |
//!
//! Never here: a redirect that is followed, a create that is repeated after
//! its bytes left, a secret in a message or log line, a reading of the
//! environment, a word of a vendor.

pub mod address;
pub mod auth;
pub mod client;
mod http_date;
pub mod json;
pub mod outcome;
pub mod pace;
pub mod page;
pub mod redact;
pub mod request;
pub mod response;
pub mod retry;
pub mod retry_after;
pub mod wire;

pub use address::{Address, AddressError};
pub use client::{Client, ClientSettings, ProxySettings, TimeOuts};
pub use json::BodyFault;
pub use outcome::{Certainty, Kind, NetError, TlsFault, Verdict, certainty_of_status};
pub use pace::{Forgetful, Pace, PaceStore};
pub use page::Pages;
pub use request::{Method, Repeat, Request};
pub use response::Response;
pub use wire::{Exchange, Wire, WireSettings};
