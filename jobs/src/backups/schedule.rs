//! When a backup is due, and how old the last one is.

use chrono::{DateTime, Utc};
use frontdesk::{app::App, backups, error::Result};

/// Asks for a backup, if its time has come since the last one was asked for.
pub async fn ask_if_due(app: &App) -> Result<()> {
    if app.config().backup_url.is_none() {
        return Ok(());
    }
    let mut tx = app.schedule().await?;
    let due_since = backups::model::due_since(&app.config().backup_at, app.now());
    if backups::store::is_asked_since(&mut tx, due_since).await? {
        return Ok(());
    }
    backups::store::ask(&mut tx).await?;
    tx.commit().await
}

/// Sets the gauges. Where there is no backup yet, its age is infinite.
pub async fn gauge(app: &App) -> Result<()> {
    if app.config().backup_url.is_none() {
        return Ok(());
    }
    let mut tx = app.schedule().await?;
    let last = backups::store::last(&mut tx).await?;
    let age = |at: Option<DateTime<Utc>>| at.map_or(f64::INFINITY, |at| (app.now() - at).as_seconds_f64());
    metrics::gauge!("frontdesk_backup_age_seconds").set(age(last.made_at));
    metrics::gauge!("frontdesk_backup_sound_age_seconds").set(age(last.sound_at));
    metrics::gauge!("frontdesk_backup_sound").set(f64::from(u8::from(last.is_sound)));
    metrics::gauge!("frontdesk_backup_bytes").set(last.bytes as f64);
    Ok(())
}
