//! What is due: found by time, across companies, and handed to the queues.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use frontdesk::{
    app::App,
    audit::{self, jobs::SealAudit},
    bookings::{self, jobs::ExpireBooking},
    companies::{self, jobs::EraseCompany},
    error::Result,
    identity,
    messages::{self, jobs::SendReminder},
};
use tokio::sync::watch;

use crate::webhooks;

/// How many are handed over in one transaction.
const BATCH: i64 = 500;

/// One look at everything that has a time: messages to send, bookings to expire, refused sign-ins to tell of, webhooks.
pub async fn tick(app: &App) -> Result<()> {
    loop {
        let mut tx = app.schedule().await?;
        let due = messages::store::take_due(&mut tx, BATCH).await?;
        let jobs: Vec<_> = due.into_iter().map(|(company, message)| (company, SendReminder { message })).collect();
        tx.enqueue_all(&jobs).await?;
        tx.commit().await?;
        if jobs.is_empty() {
            break;
        }
    }
    let mut tx = app.schedule().await?;
    for (company, booking) in bookings::store::due_to_expire(&mut tx, BATCH).await? {
        tx.enqueue(company, &ExpireBooking { booking }).await?;
    }
    tx.commit().await?;
    let mut tx = app.schedule().await?;
    for company in companies::closing::due(&mut tx).await? {
        tx.enqueue(company, &EraseCompany {}).await?;
    }
    tx.commit().await?;
    let mut tx = app.identity().await?;
    identity::refusals::tell(&mut tx).await?;
    tx.commit().await?;
    webhooks::look(app).await
}

/// Hands over every company that has audit rows to be sealed.
pub async fn look_for_seals(app: &App) -> Result<()> {
    let mut after = None;
    loop {
        let mut tx = app.schedule().await?;
        let due = audit::store::due_to_seal(&mut tx, after, BATCH).await?;
        for company in &due {
            tx.enqueue(*company, &SealAudit {}).await?;
        }
        tx.commit().await?;
        let Some(last) = due.last() else { return Ok(()) };
        after = Some(*last);
    }
}

/// Throws away what nobody needs any more: answers kept against repetition, sessions long over, jobs long done.
async fn sweep(app: &App) -> Result<()> {
    let mut tx = app.schedule().await?;
    frontdesk::db::purge_answers(&mut tx).await?;
    bookings::holds::purge(&mut tx).await?;
    tx.commit().await?;
    let mut tx = app.identity().await?;
    identity::store::purge_sessions(&mut tx).await?;
    identity::links::purge(&mut tx).await?;
    identity::notices::purge(&mut tx).await?;
    tx.commit().await?;
    webhooks::purge(app).await?;
    app.db().purge_done_jobs().await.map(drop)
}

/// Looks every few seconds, seals every minute, sweeps every hour, until `stop`.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) {
    let mut every = tokio::time::interval(Duration::from_secs(5));
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (mut sealed, mut swept): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) = (None, None);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            _ = stop.changed() => return,
        }
        if let Err(error) = tick(&app).await.map_err(anyhow::Error::from) {
            tracing::error!(error = format!("{error:#}"), "the schedule failed; it looks again in a moment");
        }
        if sealed.is_none_or(|at| app.now() - at >= TimeDelta::minutes(1)) {
            match look_for_seals(&app).await.map_err(anyhow::Error::from) {
                Ok(()) => sealed = Some(app.now()),
                Err(error) => tracing::error!(error = format!("{error:#}"), "finding what is to be sealed failed"),
            }
        }
        if swept.is_none_or(|at| app.now() - at > TimeDelta::hours(1)) {
            match sweep(&app).await.map_err(anyhow::Error::from) {
                Ok(()) => swept = Some(app.now()),
                Err(error) => tracing::error!(error = format!("{error:#}"), "the sweep failed"),
            }
        }
    }
}
