//! What is due: found by time, across companies, and handed to the queues.

use std::time::Duration;

use frontdesk::{
    app::App,
    audit::{self, jobs::SealAudit},
    bookings::{self, jobs::ExpireBooking},
    companies::{self, jobs::EraseCompany},
    error::Result,
    exports, identity,
    messages::{self, jobs::SendReminder},
    queues,
    reports::{jobs::RunSchedule, schedules},
};
use futures_util::future::{self, BoxFuture};
use tokio::{sync::watch, time::MissedTickBehavior};

use crate::{backups, reports, webhooks};

/// How many are handed over in one transaction.
const BATCH: i64 = 500;

/// One look at everything that has a time: messages to send, bookings to expire, refused
/// sign-ins to tell of, reports to make, webhooks.
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
    let mut tx = app.schedule().await?;
    for (company, schedule) in schedules::store::take_due(&mut tx, BATCH).await? {
        tx.enqueue(company, &RunSchedule { schedule }).await?;
    }
    tx.commit().await?;
    let mut tx = app.identity().await?;
    identity::refusals::tell(&mut tx).await?;
    tx.commit().await?;
    webhooks::look(app).await.map(drop)
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
    reports::purge(app).await?;
    exports::files::purge(app).await?;
    app.db().purge_done_jobs().await.map(drop)
}

/// Something that runs by the clock.
struct Schedule {
    name: &'static str,
    every_seconds: u16,
    run: for<'a> fn(&'a App) -> BoxFuture<'a, Result<()>>,
}

const SCHEDULES: &[Schedule] = &[
    Schedule { name: "due", every_seconds: 5, run: |app| Box::pin(tick(app)) },
    Schedule { name: "seals", every_seconds: 60, run: |app| Box::pin(look_for_seals(app)) },
    Schedule { name: "backups", every_seconds: 60, run: |app| Box::pin(backups::ask_if_due(app)) },
    Schedule { name: "sweep", every_seconds: 3600, run: |app| Box::pin(sweep(app)) },
];

/// Runs each by the clock, until `stop`; what is slow holds nothing else up.
pub async fn run(app: App, stop: watch::Receiver<bool>) {
    let gauges = gauges(&app, stop.clone());
    future::join(future::join_all(SCHEDULES.iter().map(|schedule| keep(schedule, &app, stop.clone()))), gauges).await;
}

async fn keep(schedule: &Schedule, app: &App, mut stop: watch::Receiver<bool>) {
    let mut every = tokio::time::interval(Duration::from_secs(schedule.every_seconds.min(60).into()));
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            _ = stop.changed() => return,
        }
        if let Err(error) = run_if_due(schedule, app).await.map_err(anyhow::Error::from) {
            let name = schedule.name;
            tracing::error!(name, error = format!("{error:#}"), "a schedule failed; it runs again when it is time");
        }
    }
}

/// Runs it if it is time and no other process has begun it, and writes down how it went.
async fn run_if_due(schedule: &Schedule, app: &App) -> Result<()> {
    let mut tx = app.schedule().await?;
    let is_due = queues::store::begin(&mut tx, schedule.name, schedule.every_seconds.into()).await?;
    tx.commit().await?;
    if !is_due {
        return Ok(());
    }
    let outcome = (schedule.run)(app).await.map_err(anyhow::Error::from);
    let failure = outcome.as_ref().err().map(|error| format!("{error:#}"));
    let mut tx = app.schedule().await?;
    queues::store::end(&mut tx, schedule.name, failure.as_deref()).await?;
    tx.commit().await?;
    Ok(outcome?)
}

/// What is in the queues, for whoever reads this process's metrics.
async fn gauges(app: &App, mut stop: watch::Receiver<bool>) {
    let mut every = tokio::time::interval(Duration::from_secs(10));
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = every.tick() => {}
            _ = stop.changed() => return,
        }
        if let Err(error) = gauge(app).await.map_err(anyhow::Error::from) {
            tracing::warn!(
                error = format!("{error:#}"),
                "the queues, or the register of backups, cannot be looked into"
            );
        }
    }
}

/// Sets the gauges of every queue, and of backups.
pub async fn gauge(app: &App) -> Result<()> {
    let mut tx = app.schedule().await?;
    for queue in queues::store::list(&mut tx).await? {
        let label = [("queue", queue.name)];
        metrics::gauge!("frontdesk_queue_due", &label).set(queue.due as f64);
        metrics::gauge!("frontdesk_queue_waiting", &label).set(queue.waiting as f64);
        metrics::gauge!("frontdesk_queue_running", &label).set(queue.running as f64);
        metrics::gauge!("frontdesk_queue_given_up", &label).set(queue.given_up as f64);
        metrics::gauge!("frontdesk_queue_lag_seconds", &label).set(queue.lag_seconds as f64);
        metrics::gauge!("frontdesk_queue_paused", &label).set(f64::from(u8::from(queue.paused_at.is_some())));
    }
    backups::gauge(app).await
}
