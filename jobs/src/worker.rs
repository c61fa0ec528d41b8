//! Runs jobs: with apalis, as they come; or all that are due, for whoever waits for them.

use std::{sync::Arc, time::Duration};

use apalis::prelude::*;
use frontdesk::queue::Envelope;
use futures_util::{StreamExt, future::BoxFuture, stream};
use serde_json::Value;
use tokio::sync::watch;
use tokio_stream::wrappers::{BroadcastStream, IntervalStream};

use crate::{Failure, MAX_ATTEMPTS, QUEUES, Queue, Work, backoff, schedule, webhooks};

/// Works every queue and keeps the schedule until `stop`; jobs under way are finished first.
pub async fn run(work: Work, stop: watch::Receiver<bool>) {
    let queues = QUEUES.iter().filter(|queue| queue.is_worked_by(&work));
    let workers = queues.map(|queue| tokio::spawn(keep_working(queue, work.clone(), stop.clone())));
    let workers: Vec<_> = workers.collect();
    let listener = tokio::spawn(listen_elsewhere(work.clone(), stop.clone()));
    tokio::join!(webhooks::watch(work.app.clone(), stop.clone()), schedule::run(work.app, stop));
    for worker in workers {
        if let Err(error) = worker.await {
            tracing::error!(%error, "a worker panicked");
        }
    }
    listener.abort();
}

/// Which queue a worker is of, and what it works with.
struct Here {
    queue: &'static Queue,
    work: Work,
}

/// A worker of one queue; when the database goes away and comes back, so does it.
async fn keep_working(queue: &'static Queue, work: Work, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        // apalis registers a worker by name under an advisory lock: a name is used once.
        let name = format!("{}-{}", queue.name, uuid::Uuid::now_v7());
        let nudges = BroadcastStream::new(work.app.db().nudges()).map(drop);
        let ticks = IntervalStream::new(tokio::time::interval(Duration::from_secs(1))).map(drop);
        let backend = work.app.db().queue(queue.name).poll_with_stream(Box::pin(stream::select(nudges, ticks)));
        let worker = WorkerBuilder::new(name.as_str())
            .backend(backend)
            .data(Arc::new(Here { queue, work: work.clone() }))
            .catch_panic()
            .concurrency(queue.at_once)
            .build(run_job);
        let mut stopping = stop.clone();
        let stopped = async move {
            let _ = stopping.wait_for(|stop| *stop).await;
            Ok::<(), std::io::Error>(())
        };
        // boxed, since the compiler does not see through the worker's type that this is `Send`
        let running: BoxFuture<'_, Result<(), WorkerError>> = Box::pin(worker.run_until(stopped));
        let ended = tokio::select! {
            ended = running => ended,
            () = work.app.db().keep_alive(&name) => Ok(()),
        };
        if let Err(error) = ended
            && !*stop.borrow()
        {
            tracing::error!(%error, queue = queue.name, "a worker stopped; another takes its place");
            let _ = tokio::time::timeout(Duration::from_secs(1), stop.changed()).await;
        }
    }
}

async fn run_job(payload: Value, metadata: MetadataStore, here: Data<Arc<Here>>) -> Result<(), BoxDynError> {
    let envelope = Envelope::from_map(metadata.as_map())?;
    attempt(here.queue, &here.work, envelope, payload).await.map_err(|failure| match failure {
        Failure::GiveUp(error) => error.into(),
        // apalis has it pending again at once; where that cannot be written down either, it is taken from a dead worker
        later => RetryAfterError::new(later.error(), Duration::ZERO).into(),
    })
}

/// Does a job; one that may work later goes back with a delay, and counts as done here. An error: it was given up, or, as when
/// the database is away, could not go back and was not done.
async fn attempt(queue: &Queue, work: &Work, envelope: Envelope, payload: Value) -> Result<(), Failure> {
    let outcome = (queue.handle)(work, envelope, payload.clone()).await;
    let (label, result) = match outcome {
        Ok(()) => ("done", Ok(())),
        Err(failure) if envelope.attempt < MAX_ATTEMPTS && !matches!(failure, Failure::GiveUp(_)) => {
            let delay = backoff(envelope.attempt).max(failure.at_least());
            let error = failure.error();
            let attempt = envelope.attempt;
            tracing::warn!(
                queue = queue.name,
                attempt,
                ?delay,
                error = format!("{error:#}"),
                "a job will be tried again"
            );
            let payload = serde_json::to_vec(&payload)?;
            work.app.db().retry(queue.name, payload, &envelope, delay).await?;
            ("retried", Ok(()))
        }
        Err(failure) => {
            let error = failure.error();
            tracing::error!(queue = queue.name, error = format!("{error:#}"), "a job was given up");
            ("given_up", Err(Failure::GiveUp(error)))
        }
    };
    metrics::counter!("frontdesk_jobs_total", "queue" => queue.name, "outcome" => label).increment(1);
    result
}

/// Runs all that is due now, and what that brings about, here and at once. Answers how many jobs it ran.
pub async fn run_due(work: &Work) -> anyhow::Result<usize> {
    let mut total = 0;
    loop {
        let mut ran = 0;
        for queue in QUEUES.iter().filter(|queue| queue.is_worked_by(work)) {
            for (payload, envelope) in work.app.db().take_due(queue.name).await? {
                let done = attempt(queue, work, envelope, serde_json::from_slice(&payload)?).await;
                done.map_err(Failure::error)?;
                ran += 1;
            }
        }
        if ran == 0 {
            return Ok(total);
        }
        total += ran;
    }
}

/// Passes wake-up calls on between processes, over Redis where there is one.
async fn listen_elsewhere(work: Work, stop: watch::Receiver<bool>) {
    let Some(client) = work.app.redis() else { return };
    while !*stop.borrow() {
        match client.get_async_pubsub().await {
            Ok(mut pubsub) => {
                if pubsub.subscribe(work.app.nudge_channel()).await.is_ok() {
                    let mut calls = pubsub.on_message();
                    while calls.next().await.is_some() {
                        work.app.db().nudge_from_elsewhere();
                    }
                }
            }
            Err(error) => tracing::debug!(%error, "redis is away; workers poll"),
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}
