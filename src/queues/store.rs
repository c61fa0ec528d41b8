//! SQL on the job queue's table, as an operator sees it, and on what runs by the clock.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::model::{JobState, QUEUES, Queue, QueuedJob, Schedule};
use crate::{
    companies::CompanyId,
    db::PlatformTx,
    error::{Error, Result},
    http::Limit,
};

/// Every queue, with what is in it.
pub async fn list(tx: &mut PlatformTx) -> Result<Vec<Queue>> {
    let now = tx.now();
    let rows = sqlx::query!(
        r#"select job_type as name,
                  count(*) filter (where status = 'Pending' and run_at <= $1) as "due!",
                  count(*) filter (where status = 'Pending' and run_at > $1) as "waiting!",
                  count(*) filter (where status in ('Queued', 'Running')) as "running!",
                  count(*) filter (where status in ('Failed', 'Killed')) as "given_up!",
                  min(run_at) filter (where status = 'Pending' and run_at <= $1) as oldest
           from apalis.jobs where status <> 'Done' group by 1"#,
        now
    )
    .fetch_all(tx.db())
    .await?;
    let paused = sqlx::query!("select queue, paused_at from paused_queues").fetch_all(tx.db()).await?;
    let paused: HashMap<String, DateTime<Utc>> = paused.into_iter().map(|row| (row.queue, row.paused_at)).collect();
    let mut found: HashMap<String, Queue> = rows
        .into_iter()
        .map(|row| {
            let lag_seconds = row.oldest.map_or(0, |oldest| (now - oldest).num_seconds());
            let queue = Queue {
                name: row.name.clone(),
                due: row.due,
                waiting: row.waiting,
                running: row.running,
                given_up: row.given_up,
                lag_seconds,
                paused_at: None,
            };
            (row.name, queue)
        })
        .collect();
    let queue = |name: &&str| {
        let queue = found.remove(*name).unwrap_or_else(|| Queue { name: (*name).to_owned(), ..Queue::default() });
        Queue { paused_at: paused.get(*name).copied(), ..queue }
    };
    Ok(QUEUES.iter().map(queue).collect())
}

pub async fn find(tx: &mut PlatformTx, name: &str) -> Result<Queue> {
    list(tx).await?.into_iter().find(|queue| queue.name == name).ok_or(Error::NotFound("queue"))
}

/// From now on nothing of this queue begins; doing it twice is harmless.
pub async fn pause(tx: &mut PlatformTx, name: &str) -> Result<Queue> {
    let now = tx.now();
    sqlx::query!("insert into paused_queues (queue, paused_at) values ($1, $2) on conflict do nothing", name, now)
        .execute(tx.db())
        .await?;
    find(tx, name).await
}

/// Its jobs begin again.
pub async fn resume(tx: &mut PlatformTx, name: &str) -> Result<Queue> {
    sqlx::query!("delete from paused_queues where queue = $1", name).execute(tx.db()).await?;
    find(tx, name).await
}

/// Those that run last come first; of this queue, and of those that stand there.
pub async fn jobs(
    tx: &mut PlatformTx,
    queue: Option<&str>,
    state: Option<JobState>,
    after: Option<(DateTime<Utc>, String)>,
    limit: Limit,
) -> Result<Vec<QueuedJob>> {
    let (time, id) = after.unzip();
    let statuses = state.map(|state| state.statuses().iter().map(|&status| status.to_owned()).collect::<Vec<_>>());
    let rows = sqlx::query_as!(
        Row,
        r#"select id, job_type as queue, status, run_at, done_at, metadata -> 'company_id' as company,
                  metadata -> 'attempt' as attempt, last_result ->> 'Err' as error
           from apalis.jobs
           where ($1::text is null or job_type = $1) and ($2::text[] is null or status = any ($2))
             and ($3::timestamptz is null or (run_at, id) < ($3, $4::text))
           order by run_at desc, id desc limit $5"#,
        queue,
        statuses.as_deref(),
        time,
        id,
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(QueuedJob::from).collect())
}

pub async fn job(tx: &mut PlatformTx, id: &str) -> Result<QueuedJob> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, job_type as queue, status, run_at, done_at, metadata -> 'company_id' as company,
                  metadata -> 'attempt' as attempt, last_result ->> 'Err' as error
           from apalis.jobs where id = $1"#,
        id
    );
    row.fetch_optional(tx.db()).await?.map(QueuedJob::from).ok_or(Error::NotFound("job"))
}

/// Has a job that was given up tried again, now.
pub async fn rerun(tx: &mut PlatformTx, id: &str) -> Result<QueuedJob> {
    let state = job(tx, id).await?.state;
    let again = sqlx::query_scalar!(r#"select app.rerun_job($1) as "again!""#, id).fetch_one(tx.db()).await?;
    if !again {
        return Err(Error::Conflict("wrong_status", format!("It is {}.", state.as_str())));
    }
    job(tx, id).await
}

struct Row {
    id: String,
    queue: String,
    status: String,
    run_at: DateTime<Utc>,
    done_at: Option<DateTime<Utc>>,
    company: Option<String>,
    attempt: Option<String>,
    error: Option<String>,
}

impl From<Row> for QueuedJob {
    fn from(row: Row) -> Self {
        let state = JobState::of(&row.status);
        Self {
            id: row.id,
            queue: row.queue,
            company_id: row.company.and_then(|id| id.parse().ok()).map(CompanyId),
            state,
            attempt: row.attempt.and_then(|attempt| attempt.parse().ok()).unwrap_or(1),
            run_at: row.run_at,
            done_at: row.done_at,
            error: row.error.filter(|_| state == JobState::GivenUp),
        }
    }
}

/// What runs by the clock, by name.
pub async fn schedules(tx: &mut PlatformTx) -> Result<Vec<Schedule>> {
    let rows = sqlx::query!(
        "select name, every_seconds, last_started_at, last_finished_at, failure from schedules order by name"
    )
    .fetch_all(tx.db())
    .await?;
    let schedule = rows.into_iter().map(|row| Schedule {
        next_at: row.last_started_at + TimeDelta::seconds(row.every_seconds.into()),
        name: row.name,
        every_seconds: row.every_seconds,
        last_started_at: row.last_started_at,
        last_finished_at: row.last_finished_at,
        error: row.failure,
    });
    Ok(schedule.collect())
}

/// Whether it is time for it, and nobody else has begun it: then it is the caller's. A tenth sooner is in time as well, since
/// nobody looks on the dot.
pub async fn begin(tx: &mut PlatformTx, name: &str, every_seconds: i32) -> Result<bool> {
    let now = tx.now();
    let begun = sqlx::query!(
        "insert into schedules as s (name, every_seconds, last_started_at) values ($1, $2, $3)
         on conflict (name) do update set every_seconds = $2, last_started_at = $3
         where s.last_started_at > $3 or s.last_started_at <= $3 - make_interval(secs => $2) * 0.9",
        name,
        every_seconds,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(begun.rows_affected() == 1)
}

/// How it ended.
pub async fn end(tx: &mut PlatformTx, name: &str, failure: Option<&str>) -> Result<()> {
    let now = tx.now();
    sqlx::query!("update schedules set last_finished_at = $2, failure = $3 where name = $1", name, now, failure)
        .execute(tx.db())
        .await?;
    Ok(())
}
