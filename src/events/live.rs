//! Who listens in this process: how many may, how far each has been told, and what wakes them.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use anyhow::anyhow;
use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};

use super::{model::End, tail};
use crate::{
    app::App,
    auth::{Member, UserId},
    error::{Error, Result},
};

/// Streams that one person has open in a process, at most; their keys' count as theirs.
const MOST_OF_A_PERSON: usize = 20;

/// When it is worth trying again, in seconds.
const COME_BACK: u64 = 10;

/// The listeners of this process.
#[derive(Default)]
pub struct Live {
    state: Mutex<State>,
    joined: Notify,
}

#[derive(Default)]
struct State {
    next: u64,
    here: HashMap<u64, Listening>,
    tailing: bool,
    stopping: bool,
}

/// One who listens.
#[derive(Clone)]
pub(super) struct Listening {
    pub member: Member,
    /// The version of their role that this process decided by, where it is one of the company's own.
    pub role_version: Option<i32>,
    /// They have been told of every transaction before this one.
    pub told_to: u64,
    tell: watch::Sender<Told>,
}

/// What a listener is woken with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    /// Every transaction before this one is over.
    pub horizon: u64,
    pub over: Option<End>,
}

/// Somebody's place among the listeners; given up when it is dropped.
pub(super) struct Place {
    app: App,
    number: u64,
    told: watch::Receiver<Told>,
}

impl Live {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends every stream, and opens no other: the process stops.
    pub fn stop(&self) {
        let mut state = self.state();
        state.stopping = true;
        state.here.values().for_each(|one| one.tell.send_modify(|told| told.over = Some(End::Stopping)));
    }

    /// How many listen.
    pub fn listeners(&self) -> usize {
        self.state().here.len()
    }

    /// Everybody, by number. With nobody, whoever tails this process is to stop.
    pub(super) fn everybody(&self) -> Vec<(u64, Listening)> {
        let mut state = self.state();
        state.tailing = !state.here.is_empty();
        state.here.iter().map(|(number, one)| (*number, one.clone())).collect()
    }

    /// Says to one how far it goes now; wakes them if there is news for them.
    pub(super) fn tell(&self, number: u64, horizon: u64, news: bool) {
        let mut state = self.state();
        let Some(one) = state.here.get_mut(&number) else { return };
        one.told_to = horizon;
        if news {
            one.tell.send_modify(|told| told.horizon = horizon);
        }
    }

    /// Lets one find out whether they may still listen.
    pub(super) fn doubt(&self, number: u64) {
        self.state().here.get(&number).inspect(|one| one.tell.send_modify(|_| {}));
    }

    /// Ends one stream.
    pub(super) fn end(&self, number: u64, end: End) {
        self.state().here.get(&number).inspect(|one| one.tell.send_modify(|told| told.over = Some(end)));
    }

    /// When somebody has come.
    pub(super) async fn joined(&self) {
        self.joined.notified().await;
    }

    fn admit(&self, member: &Member, most: usize) -> Result<MutexGuard<'_, State>> {
        let state = self.state();
        let of = |user: UserId| state.here.values().filter(|one| one.member.user == user).count();
        if state.stopping {
            return Err(Error::Unavailable(anyhow!("the server stops")));
        }
        if state.here.len() >= most || of(member.user) >= MOST_OF_A_PERSON {
            metrics::counter!("frontdesk_rate_limited_total", "limit" => "event-streams").increment(1);
            return Err(Error::TooMany(COME_BACK));
        }
        Ok(state)
    }
}

impl Place {
    /// A place for somebody who has had everything before the transaction `told_to`. The first to come starts the tail.
    pub fn take(app: &App, member: &Member, role_version: Option<i32>, told_to: u64) -> Result<Self> {
        let (tell, told) = watch::channel(Told::default());
        let mut state = app.live().admit(member, app.config().event_streams)?;
        state.next += 1;
        let number = state.next;
        state.here.insert(number, Listening { member: member.clone(), role_version, told_to, tell });
        if !std::mem::replace(&mut state.tailing, true) {
            tokio::spawn(tail::run(app.clone()));
        }
        drop(state);
        app.live().joined.notify_one();
        Ok(Self { app: app.clone(), number, told })
    }

    /// What they are told next.
    pub async fn told(&mut self) -> Told {
        match self.told.changed().await {
            Ok(()) => *self.told.borrow_and_update(),
            Err(_) => Told { over: Some(End::Stopping), ..Told::default() },
        }
    }

    /// Whether it is over, whatever else there is to be told.
    pub fn over(&self) -> Option<End> {
        self.told.borrow().over
    }

    /// By which version of their role they were let in the last time.
    pub fn let_in_by(&self, role_version: Option<i32>) {
        if let Some(one) = self.app.live().state().here.get_mut(&self.number) {
            one.role_version = role_version;
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.app.live().state().here.remove(&self.number);
    }
}

impl Listening {
    /// Whether what they showed has run out.
    pub fn has_expired(&self, now: DateTime<Utc>) -> bool {
        self.member.until.is_some_and(|until| until <= now)
    }
}
