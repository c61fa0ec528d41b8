//! What processes share in Redis: versions and answers, each of which may be lost. A fault is no error: it is counted, told
//! once, and the answer is computed.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use redis::{Cmd, FromRedisValue, RedisResult, aio::ConnectionManager};
use uuid::Uuid;

use super::KEPT;

/// Seconds that a version is remembered after it was last replaced; a lost one costs a computation.
const VERSION_KEPT: u64 = 3600;

/// How long nobody asks after a fault, so that no request waits for a Redis that does not answer.
const PAUSE: Duration = Duration::from_secs(1);

pub(super) struct Shared {
    redis: ConnectionManager,
    /// When it last did not answer.
    away: Mutex<Option<Instant>>,
    /// Places whose version could not be replaced, as long as something may be kept under the one before.
    owed: moka::sync::Cache<String, ()>,
}

impl Shared {
    pub fn new(redis: ConnectionManager) -> Self {
        let owed = moka::sync::Cache::builder().time_to_live(KEPT.to_std().unwrap_or_default()).build();
        Self { redis, away: Mutex::default(), owed }
    }

    /// The version at this place; a new one where there is none.
    pub async fn version(&self, place: &str) -> Option<Uuid> {
        if self.is_away() {
            return None;
        }
        if self.owed.contains_key(place) {
            return self.set(place).await;
        }
        if let Some(version) = self.ask::<Option<String>>(redis::cmd("GET").arg(place)).await? {
            return version.parse().ok();
        }
        let new = Uuid::now_v7().to_string();
        self.ask::<()>(redis::cmd("SET").arg(place).arg(new).arg("NX").arg("EX").arg(VERSION_KEPT)).await?;
        self.ask::<Option<String>>(redis::cmd("GET").arg(place)).await??.parse().ok()
    }

    /// Is tried even after a fault, since others may still read; then nobody waits for it.
    pub async fn replace(self: Arc<Self>, place: String) {
        let is_away = self.is_away();
        self.owed.insert(place.clone(), ());
        let replacing = tokio::spawn(async move { self.set(&place).await });
        if !is_away {
            let _ = replacing.await; // it has told what went wrong
        }
    }

    async fn set(&self, place: &str) -> Option<Uuid> {
        let version = Uuid::now_v7();
        let command = &mut redis::cmd("SET");
        self.ask::<()>(command.arg(place).arg(version.to_string()).arg("EX").arg(VERSION_KEPT)).await?;
        self.owed.invalidate(place);
        Some(version)
    }

    pub async fn answer(&self, key: &str) -> Option<Vec<u8>> {
        self.ask::<Option<Vec<u8>>>(redis::cmd("GET").arg(key)).await?
    }

    pub async fn keep(&self, key: &str, json: Vec<u8>) {
        self.ask::<()>(redis::cmd("SET").arg(key).arg(json).arg("PX").arg(KEPT.num_milliseconds())).await;
    }

    async fn ask<T: FromRedisValue>(&self, command: &Cmd) -> Option<T> {
        let answer: RedisResult<T> = command.query_async(&mut self.redis.clone()).await;
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Ok(answer) => {
                *away = None;
                Some(answer)
            }
            Err(error) => {
                metrics::counter!("frontdesk_cache_errors_total").increment(1);
                if away.replace(Instant::now()).is_none() {
                    tracing::warn!(%error, "redis is away; answers are computed until it is back");
                }
                None
            }
        }
    }

    fn is_away(&self) -> bool {
        let away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        away.is_some_and(|at| at.elapsed() < PAUSE)
    }
}
