//! Answers that are kept for seconds, under the schedule version of their company: in Redis where there is one, in process
//! otherwise.
//!
//! `TenantTx::cached` is the only way in: whoever asks has passed their door, and every key carries the company. The version is
//! a word that lives in the cache, and that `TenantTx::commit` replaces once it is done. A reader takes it before any row, so
//! what was read from older rows is kept under an older word. One that is lost is replaced too; none ever comes back.

mod shared;

use std::{any::Any, sync::Arc};

use anyhow::{Context, anyhow};
use chrono::{DateTime, TimeDelta, Utc};
use moka::future;
use redis::aio::ConnectionManager;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::TenantTx;
use crate::{companies::CompanyId, error::Result};
use shared::Shared;

/// How long an answer is kept at most: so long it can be wrong if a process dies between its commit and telling so.
pub const KEPT: TimeDelta = TimeDelta::seconds(5);

/// Bytes of answers that a process keeps.
const ROOM: u64 = 32 * 1024 * 1024;

/// An answer, and when it ends to be right even if nothing is changed.
#[derive(Clone, Debug)]
pub struct Lasting<T> {
    pub answer: T,
    pub until: Option<DateTime<Utc>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry<T> {
    since: DateTime<Utc>,
    until: DateTime<Utc>,
    answer: T,
}

impl<T> Entry<T> {
    fn new(Lasting { answer, until }: Lasting<T>, now: DateTime<Utc>) -> Self {
        let end = now + KEPT;
        Self { since: now, until: until.map_or(end, |until| until.min(end)), answer }
    }

    /// Processes' clocks differ a little: one that is behind may read what one that is ahead has kept.
    fn is_right_at(&self, now: DateTime<Utc>) -> bool {
        self.since - KEPT < now && now < self.until
    }
}

/// What this process has at hand, by key: an `Entry` of whatever the key's question is answered with.
#[derive(Clone)]
struct AtHand {
    weight: u32,
    entry: Arc<dyn Any + Send + Sync>,
}

impl AtHand {
    /// With what other processes get of it.
    fn of<T: Serialize + Send + Sync + 'static>(entry: Entry<T>) -> Result<(Self, Vec<u8>)> {
        let json = serde_json::to_vec(&entry).context("an answer to be kept")?;
        Ok((Self { weight: weight(&json), entry: Arc::new(entry) }, json))
    }
}

fn weight(json: &[u8]) -> u32 {
    json.len().try_into().unwrap_or(u32::MAX)
}

/// Whoever did the work has the error.
#[derive(Debug)]
struct Failed;

/// Versions and answers. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Cache {
    prefix: Arc<str>,
    shared: Option<Arc<Shared>>,
    /// Those of this process alone, where it shares none.
    versions: moka::sync::Cache<CompanyId, Uuid>,
    answers: future::Cache<String, AtHand>,
}

impl Cache {
    pub(crate) fn new(redis: Option<ConnectionManager>, prefix: &str) -> Self {
        let kept = KEPT.to_std().unwrap_or_default();
        let weigh = |_: &String, at_hand: &AtHand| at_hand.weight;
        Self {
            prefix: prefix.into(),
            shared: redis.map(|redis| Arc::new(Shared::new(redis))),
            versions: moka::sync::Cache::builder().max_capacity(100_000).build(),
            answers: future::Cache::builder().max_capacity(ROOM).weigher(weigh).time_to_live(kept).build(),
        }
    }

    /// From now on nothing that was kept for this company is an answer.
    pub(super) async fn raise(&self, company: CompanyId) {
        match &self.shared {
            Some(shared) => shared.clone().replace(self.place(company)).await,
            None => self.versions.insert(company, Uuid::now_v7()),
        }
    }

    async fn version(&self, company: CompanyId) -> Option<Uuid> {
        match &self.shared {
            Some(shared) => shared.version(&self.place(company)).await,
            None => Some(self.versions.get_with(company, Uuid::now_v7)),
        }
    }

    fn place(&self, company: CompanyId) -> String {
        format!("{}:schedule:{company}", self.prefix)
    }

    async fn at_hand<T: Send + Sync + 'static>(&self, key: &str) -> Option<Arc<Entry<T>>> {
        self.answers.get(key).await?.entry.downcast().ok()
    }

    async fn elsewhere<T: DeserializeOwned + Send + Sync + 'static>(
        &self,
        key: &str,
        now: DateTime<Utc>,
    ) -> Option<AtHand> {
        let json = self.shared.as_ref()?.answer(key).await?;
        let entry: Entry<T> = serde_json::from_slice(&json).ok()?;
        entry.is_right_at(now).then(|| AtHand { weight: weight(&json), entry: Arc::new(entry) })
    }

    async fn share(&self, key: &str, json: Vec<u8>) {
        if let Some(shared) = &self.shared {
            shared.keep(key, json).await;
        }
    }
}

impl TenantTx {
    /// Answers what was answered a moment ago, unless the company's schedule has changed since; else does `work`, once for all
    /// who ask the same at the same time. `question` is all that the answer depends on, beside the company, who reads,
    /// and its rows. It is `work` that knows until when the answer is right; the cache knows how long it is kept.
    ///
    /// Only a transaction that reads, and has read nothing yet, is answered so: others do `work` for themselves.
    pub async fn cached<T, Q, F>(&mut self, name: &'static str, question: &Q, work: F) -> Result<T>
    where
        T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
        Q: Serialize,
        F: AsyncFnOnce(&mut Self) -> Result<Lasting<T>>,
    {
        let (cache, now) = (self.cache().clone(), self.now());
        let Some(key) = self.key(name, question).await else { return Ok(work(self).await?.answer) };
        if let Some(entry) = cache.at_hand::<T>(&key).await {
            if entry.is_right_at(now) {
                count(name, "hit");
                return Ok(entry.answer.clone());
            }
            cache.answers.invalidate(&key).await;
        }
        let (mut work, mut outcome, mut failure) = (Some(work), "hit", None);
        let answering = async {
            if let Some(at_hand) = cache.elsewhere::<T>(&key, now).await {
                return Ok::<_, Failed>(at_hand);
            }
            outcome = "miss";
            let work = work.take().ok_or(Failed)?;
            let done = work(self).await.and_then(|lasting| AtHand::of(Entry::new(lasting, now)));
            let (at_hand, json) = done.map_err(|error| {
                failure = Some(error);
                Failed
            })?;
            cache.share(&key, json).await;
            Ok(at_hand)
        };
        let answered = cache.answers.try_get_with_by_ref(&key, answering).await;
        count(name, outcome);
        if let Some(error) = failure {
            return Err(error);
        }
        let entry = answered.ok().and_then(|at_hand| at_hand.entry.downcast::<Entry<T>>().ok());
        match (entry, work) {
            (Some(entry), work) if work.is_none() || entry.is_right_at(now) => Ok(entry.answer.clone()),
            // What failed for somebody else may not for this one.
            (_, Some(work)) => Ok(work(self).await?.answer),
            (_, None) => Err(anyhow!("an answer of another type is kept as {name}").into()),
        }
    }

    /// Where the answer is kept: only this company finds it, and in it only who sees the same rows.
    async fn key<Q: Serialize>(&self, name: &str, question: &Q) -> Option<String> {
        if !self.has_seen_nothing() {
            return None;
        }
        let question = serde_json::to_vec(question).ok()?;
        let version = self.cache().version(self.company()).await?;
        let (prefix, company, reader) = (&self.cache().prefix, self.company(), self.reader());
        let digest = hex::encode(Sha256::digest(question));
        Some(format!("{prefix}:cache:{company}:{version}:{reader}:{name}:{digest}"))
    }
}

fn count(name: &'static str, outcome: &'static str) {
    metrics::counter!("frontdesk_cache_total", "answer" => name, "outcome" => outcome).increment(1);
}
