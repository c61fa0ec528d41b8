//! The job queue's side of the database: jobs go in through a transaction, and come out through a pool of their own.

use std::time::Duration;

use anyhow::Context;
use apalis_core::task::{builder::TaskBuilder, metadata::MetadataStore};
use apalis_postgres::{Config, PostgresStorage};
use sqlx::{Database, Postgres};

use super::{Call, Db, Nudge};
use crate::{
    companies::CompanyId,
    error::Result,
    queue::{Envelope, Job},
};

/// What a worker of one queue reads from: payloads as JSON, decoded by whoever handles them.
pub type Backend = PostgresStorage<serde_json::Value>;

/// A worker that has not been heard of for this long is dead, and its jobs go to another: 2 s × 5.
const HEARTBEAT: Duration = Duration::from_secs(2);
const MISSED: usize = 5;

/// Adds a job in the caller's own transaction.
pub(super) async fn push<J: Job>(
    conn: &mut <Postgres as Database>::Connection,
    company: Option<CompanyId>,
    job: &J,
) -> Result<()> {
    push_all(conn, &[(company, job)]).await
}

/// Adds many in one statement.
pub(super) async fn push_all<J: Job>(
    conn: &mut <Postgres as Database>::Connection,
    jobs: &[(Option<CompanyId>, &J)],
) -> Result<()> {
    let task = |(company, job): &(Option<CompanyId>, &J)| {
        let payload = serde_json::to_vec(job).context("encoding a job")?;
        let envelope = Envelope { company: *company, attempt: 1 };
        let task = TaskBuilder::new(payload).with_metadata(metadata(&envelope)).priority(J::PRIORITY).max_attempts(1);
        Ok(task.build())
    };
    let tasks = jobs.iter().map(task).collect::<Result<Vec<_>>>()?;
    apalis_postgres::queries::push_tasks(conn, J::QUEUE, tasks).await.context("adding a job")?;
    Ok(())
}

fn metadata(envelope: &Envelope) -> MetadataStore {
    MetadataStore::from_map(envelope.to_map())
}

impl Db {
    /// Where a worker of this queue, which does so many jobs at once, gets them. One that it has fetched is its own: it writes
    /// nothing down when it begins. It fetches for a few rounds, since each fetch is planned anew.
    pub fn queue(&self, queue: &str, at_once: usize) -> Backend {
        let config = Config::default()
            .queue(queue)
            .batch_size(4 * at_once)
            .heartbeat_interval(HEARTBEAT)
            .missed_heartbeats(MISSED);
        let config = Config { lock_tasks: false, ..config };
        PostgresStorage::new(&self.queue).with_config(config)
    }

    /// Says, for as long as it is waited for, that a worker lives: apalis's own heartbeat stops while jobs that it has fetched
    /// wait for others to end, and then all of them would go to somebody else.
    pub async fn keep_alive(&self, worker: &str) {
        loop {
            tokio::time::sleep(HEARTBEAT).await;
            let alive = sqlx::query!("update apalis.workers set last_seen = now() where id = $1", worker);
            if let Err(error) = alive.execute(&self.queue).await {
                tracing::debug!(%error, worker, "the queue is away");
            }
        }
    }

    /// A call each time a transaction has added jobs to a queue.
    pub fn calls(&self) -> tokio::sync::broadcast::Receiver<Call> {
        self.calls.subscribe()
    }

    /// Wakes the workers of a queue in this process: another one has added a job to it.
    pub fn call_from_elsewhere(&self, queue: String) {
        let _ = self.calls.send(Call { by: Nudge::Elsewhere, queue: queue.into() });
    }

    /// Puts a job that failed back, to run again after `delay`, counting the attempt.
    pub async fn retry(&self, queue: &str, payload: Vec<u8>, envelope: &Envelope, delay: Duration) -> Result<()> {
        let task = TaskBuilder::new(payload)
            .with_metadata(metadata(&envelope.next_attempt()))
            .max_attempts(1)
            .run_after(delay)
            .build();
        let mut conn = self.queue.acquire().await?;
        apalis_postgres::queries::push_tasks(&mut *conn, queue, vec![task]).await.context("retrying a job")?;
        Ok(())
    }

    /// Takes the jobs of a queue that are due, all of them, marking them done: for whoever runs them without a worker.
    pub async fn take_due(&self, queue: &str) -> Result<Vec<(Vec<u8>, Envelope)>> {
        let rows = sqlx::query!(
            r#"update apalis.jobs set status = 'Done', done_at = now()
               where job_type = $1 and status = 'Pending' and run_at <= now()
               returning job, metadata"#,
            queue
        )
        .fetch_all(&self.queue)
        .await?;
        rows.into_iter()
            .map(|row| {
                let pairs = row.metadata.map(|hstore| hstore.0).unwrap_or_default();
                let map = pairs.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
                Ok((row.job, Envelope::from_map(&map)?))
            })
            .collect()
    }

    /// Deletes jobs that were done more than a day ago; given-up ones stay. Answers how many.
    pub async fn purge_done_jobs(&self) -> Result<u64> {
        let purged =
            sqlx::query!("delete from apalis.jobs where status = 'Done' and done_at < now() - interval '1 day'")
                .execute(&self.queue)
                .await?;
        Ok(purged.rows_affected())
    }
}
