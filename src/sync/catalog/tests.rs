//! Readings against a service made up of lists.

use super::*;
use crate::clock::SystemClock;
use crate::domain::content::Content;
use crate::domain::delivery::{Outgoing, Remote};
use crate::domain::ids::RemoteId;
use crate::domain::status::BackendKind;
use crate::store::Access;
use crate::sync::backend::reference::Reference;
use crate::sync::backend::{Identity, RemoteQuery};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Mutex;
