//! The token of a run from a kept login. Renews it when it is about to end, or was
//! refused: under a lock across processes, after reading again what another one may have
//! renewed meanwhile. A renewal is written down before it is sent, and its answer before
//! it is used. One whose answer was lost is told, and tried once a run until the service
//! settles it; none is sent again after an answer.

use super::exchange::{For, Ungiven};
use super::record::Login;
use super::{Door, Hold};
use crate::domain::secret::Secret;
use crate::sync::backend::login::Tokens;
use crate::sync::backend::{BackendError, ErrorKind};
use chrono::DateTime;
use std::sync::{Arc, Mutex, PoisonError};

/// A kept login.
pub struct Stored {
    door: Arc<Door>,
    state: Mutex<State>,
}

/// What this run knows.
#[derive(Default)]
struct State {
    login: Option<Login>,
    /// Whether it was tried to renew it before its end, and put off.
    put_off: bool,
    /// Why there is no renewal in this run.
    failed: Option<BackendError>,
}

impl Stored {
    pub(super) fn new(door: Arc<Door>) -> Self {
        Self {
            door,
            state: Mutex::default(),
        }
    }

    fn now(&self) -> i64 {
        self.door.clock.now()
    }

    /// A login that can be used, under the lock: renewed by somebody else, or here and now.
    fn renewed(&self, refused: Option<&Secret>) -> Result<Login, BackendError> {
        let door = &self.door;
        let hold = door.hold().map_err(|error| door.of_keep(&error))?;
        let kept = door.keep.settled(&hold);
        let login = door.checked(kept.map_err(|error| door.of_keep(&error))?)?;
        let is_other = refused.is_none_or(|refused| refused.expose() != login.access.expose());
        if is_other && !login.is_due(self.now()) && login.renewing.is_none() {
            return Ok(login);
        }
        if login.over {
            return Err(self.over(&login, None));
        }
        match &login.refresh {
            Some(token) => {
                let token = token.clone();
                self.renew_now(login, &token, refused.is_some(), &hold)
            }
            // Nothing to renew it with: the service says whether it is still good.
            None if refused.is_none() => Ok(login),
            None => Err(self.over(&login, None)),
        }
    }

    fn renew_now(
        &self,
        before: Login,
        token: &Arc<Secret>,
        is_refused: bool,
        hold: &Hold,
    ) -> Result<Login, BackendError> {
        let door = &self.door;
        let keep = |login: &Login| -> Result<(), BackendError> {
            let room = door.keep.make_room(hold);
            room.and_then(|room| door.keep.put(login, room, hold))
                .map_err(|error| door.of_keep(&error))
        };
        let sent = Login {
            serial: before.serial + 1,
            renewing: Some(self.now()),
            ..before.clone()
        };
        keep(&sent)?;
        let room = door.keep.make_room(hold);
        let room = room.map_err(|error| door.of_keep(&error))?;
        let as_before = |error: BackendError| {
            // It was not sent, or turned away: the refresh token is what it was.
            let back = Login {
                serial: sent.serial + 1,
                ..before.clone()
            };
            if let Err(disk) = keep(&back) {
                log::warn!("{disk}");
            }
            error
        };
        match door.counter.exchange(&For::Refresh(token.clone())) {
            Ok(given) => {
                let given = door.login(given);
                let login = Login {
                    serial: sent.serial + 1,
                    home: sent.home,
                    client_id: sent.client_id,
                    place: sent.place,
                    refresh: given.refresh.clone().or(sent.refresh),
                    ..given
                };
                match door.keep.put(&login, room, hold) {
                    Ok(()) => Ok(login),
                    Err(error) => Err(self.unkept(&door.of_keep(&error))),
                }
            }
            Err(Ungiven::NoLongerGood(words)) => {
                let over = Login {
                    serial: sent.serial + 1,
                    over: true,
                    ..before.clone()
                };
                if let Err(disk) = keep(&over) {
                    log::warn!("{disk}");
                }
                Err(self.over(&before, Some(&words)))
            }
            Err(Ungiven::NotDone(error)) => {
                let error = as_before(error);
                if is_refused
                    || before.has_ended(self.now())
                    || error.kind == ErrorKind::Misconfigured
                {
                    return Err(error);
                }
                log::warn!("the login could not be renewed yet: {}", error.message);
                Ok(before)
            }
            Err(Ungiven::Lost(error)) => Err(self.lost(&error)),
        }
    }

    fn over(&self, login: &Login, words: Option<&str>) -> BackendError {
        let (title, profile) = (self.door.title(), &self.door.profile);
        let words = words.map_or_else(String::new, |words| format!(": {words}"));
        let mut message = format!("{title} no longer takes the login of profile {profile}{words}");
        if let Some(at) = login
            .renewing
            .and_then(|at| DateTime::from_timestamp(at, 0))
        {
            message.push_str(&format!(
                "; the answer to its renewal of {} was lost, and with it the token that took its place",
                at.format("%Y-%m-%d %H:%M UTC")
            ));
        }
        BackendError::new(ErrorKind::Unauthorized, message, self.door.again())
    }

    fn lost(&self, error: &BackendError) -> BackendError {
        BackendError::new(
            error.kind.clone(),
            format!(
                "the login of profile {} was to be renewed, and the answer was lost: {}",
                self.door.profile, error.message
            ),
            format!(
                "run the command again: it is tried once more; if {} has replaced the token \
                 meanwhile, you have to log in again",
                self.door.title()
            ),
        )
    }

    fn unkept(&self, error: &BackendError) -> BackendError {
        BackendError::new(
            ErrorKind::Misconfigured,
            format!(
                "the login was renewed and could not be kept: {}",
                error.message
            ),
            format!("{}, then {}", error.help, self.door.again()),
        )
    }
}

impl Tokens for Stored {
    fn current(&self) -> Result<Arc<Secret>, BackendError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.login.is_none() {
            state.login = Some(self.door.kept()?);
        }
        let needs = |login: &Login| {
            let now = self.now();
            let early = login.is_due(now) || login.renewing.is_some() || login.over;
            login.has_ended(now) || early && !state.put_off
        };
        if state.login.as_ref().is_some_and(needs) {
            if let Some(failed) = &state.failed {
                return Err(failed.clone());
            }
            match self.renewed(None) {
                Ok(login) => {
                    state.login = Some(login);
                    state.put_off = true;
                }
                Err(error) => {
                    state.failed = Some(error.clone());
                    return Err(error);
                }
            }
        }
        match &state.login {
            Some(login) => Ok(login.access.clone()),
            None => Err(self.door.nobody()),
        }
    }

    fn renew(&self, refused: &Secret) -> Result<Option<Arc<Secret>>, BackendError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(failed) = &state.failed {
            return Err(failed.clone());
        }
        match self.renewed(Some(refused)) {
            Ok(login) => {
                let token = login.access.clone();
                state.login = Some(login);
                Ok(Some(token))
            }
            Err(error) => {
                state.failed = Some(error.clone());
                Err(error)
            }
        }
    }
}
