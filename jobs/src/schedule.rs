//! What is due: found by time, across companies, and handed to the queues.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use frontdesk::{
    app::App,
    bookings::{self, jobs::ExpireBooking},
    error::Result,
    identity,
    messages::{self, jobs::SendMessage},
};
use tokio::sync::watch;

/// How many are handed over in one transaction.
const BATCH: i64 = 500;

/// One look at everything that has a time: messages to send, bookings to expire.
pub async fn tick(app: &App) -> Result<()> {
    loop {
        let mut tx = app.platform().await?;
        let due = messages::store::take_due(&mut tx, BATCH).await?;
        for (company, message) in &due {
            tx.enqueue(*company, &SendMessage { message: *message }).await?;
        }
        tx.commit().await?;
        if due.is_empty() {
            break;
        }
    }
    let mut tx = app.platform().await?;
    for (company, booking) in bookings::store::due_to_expire(&mut tx, BATCH).await? {
        tx.enqueue(company, &ExpireBooking { booking }).await?;
    }
    tx.commit().await
}

/// Throws away what nobody needs any more: answers kept against repetition, sessions long over, jobs long done.
async fn sweep(app: &App) -> Result<()> {
    let mut tx = app.platform().await?;
    frontdesk::db::purge_answers(&mut tx).await?;
    tx.commit().await?;
    let mut tx = app.identity().await?;
    identity::store::purge_sessions(&mut tx).await?;
    tx.commit().await?;
    app.db().purge_done_jobs().await.map(drop)
}

/// Looks every few seconds, sweeps every hour, until `stop`.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut every = tokio::time::interval(Duration::from_secs(5));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut swept: Option<DateTime<Utc>> = None;
    loop {
        tokio::select! {
            _ = every.tick() => {}
            _ = stop.changed() => return,
        }
        if let Err(error) = tick(&app).await.map_err(anyhow::Error::from) {
            tracing::error!(error = format!("{error:#}"), "the schedule failed; it looks again in a moment");
        }
        if swept.is_none_or(|at| app.now() - at > TimeDelta::hours(1)) {
            match sweep(&app).await.map_err(anyhow::Error::from) {
                Ok(()) => swept = Some(app.now()),
                Err(error) => tracing::error!(error = format!("{error:#}"), "the sweep failed"),
            }
        }
    }
}
