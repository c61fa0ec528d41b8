//! The API of operators on background work.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{JobState, Queue, QueuedJob, Schedule, is_job_id, queue},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Operator, Permission},
    error::{Error, Result},
    http::{Found, Limit, Page, cursor, page},
};

pub struct QueuesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/platform", tag = "Tag::Platform")]
impl QueuesApi {
    /// List the queues of background jobs
    ///
    /// All of them, with what is in them at this moment.
    #[oai(path = "/queues", method = "get", operation_id = "list_queues")]
    async fn list(&self, operator: Operator) -> Result<Found<Page<Queue>>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformJobsRead).await?;
        Ok(Found(Page { data: store::list(&mut tx).await?, next_cursor: None }))
    }

    /// Pause a queue
    ///
    /// From this moment none of its jobs begins, on any process; those that a worker has are finished. New ones wait. Doing
    /// it twice is harmless.
    #[oai(path = "/queues/:name/pause", method = "post", operation_id = "pause_queue")]
    async fn pause(&self, operator: Operator, Path(name): Path<String>) -> Result<Found<Queue>> {
        let name = queue(&name)?;
        let mut tx = self.app.platform(&operator, Permission::PlatformJobsUpdate).await?;
        let queue = store::pause(&mut tx, name).await?;
        tx.commit().await?;
        Ok(Found(queue))
    }

    /// Let a queue that is paused go on
    ///
    /// Its jobs begin within a second. Doing it twice is harmless.
    #[oai(path = "/queues/:name/resume", method = "post", operation_id = "resume_queue")]
    async fn resume(&self, operator: Operator, Path(name): Path<String>) -> Result<Found<Queue>> {
        let name = queue(&name)?;
        let mut tx = self.app.platform(&operator, Permission::PlatformJobsUpdate).await?;
        let queue = store::resume(&mut tx, name).await?;
        tx.commit().await?;
        Ok(Found(queue))
    }

    /// List background jobs, those that run last first
    #[oai(path = "/jobs", method = "get", operation_id = "list_jobs")]
    async fn jobs(
        &self,
        operator: Operator,
        /// Those of this queue.
        #[oai(name = "queue")]
        Query(name): Query<Option<String>>,
        /// Those that stand there.
        Query(state): Query<Option<JobState>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<QueuedJob>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor::<String>(cursor.as_deref())?);
        if after.as_ref().is_some_and(|(_, id)| !is_job_id(id)) {
            return Err(Error::invalid("cursor", "invalid_cursor", "must be a `next_cursor` of this list"));
        }
        let name = name.map(|name| queue(&name)).transpose()?;
        let mut tx = self.app.platform(&operator, Permission::PlatformJobsRead).await?;
        let jobs = store::jobs(&mut tx, name, state, after, limit).await?;
        Ok(Found(page(jobs, limit, |job| (job.run_at, job.id.clone()))))
    }

    /// Run a job again that was given up
    ///
    /// At once, and with all its attempts before it. 409 `wrong_status` where it was not given up, or is under way again.
    #[oai(path = "/jobs/:id/rerun", method = "post", operation_id = "rerun_job")]
    async fn rerun(&self, operator: Operator, Path(id): Path<String>) -> Result<Found<QueuedJob>> {
        if !is_job_id(&id) {
            return Err(Error::NotFound("job"));
        }
        let mut tx = self.app.platform(&operator, Permission::PlatformJobsUpdate).await?;
        let job = store::rerun(&mut tx, &id).await?;
        tx.commit().await?;
        Ok(Found(job))
    }

    /// List what runs by the clock
    ///
    /// Each on one process at a time, whichever comes first.
    #[oai(path = "/schedules", method = "get", operation_id = "list_schedules")]
    async fn schedules(&self, operator: Operator) -> Result<Found<Page<Schedule>>> {
        let mut tx = self.app.platform(&operator, Permission::PlatformJobsRead).await?;
        Ok(Found(Page { data: store::schedules(&mut tx).await?, next_cursor: None }))
    }
}
