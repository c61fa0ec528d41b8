//! Webhooks: events told to a company's own programs, signed as Standard Webhooks says, until they are heard.
//!
//! Each endpoint follows `events` by itself (`store::told_to`), so that an event costs nothing where it happens. What it is to
//! hear becomes a delivery, once (`store::deliveries`), whose job sends it. A process may die anywhere: what is due is found
//! again, so a delivery can arrive twice, with the same `webhook-id`.

pub mod address;
pub mod api;
pub mod document;
pub mod jobs;
pub mod model;
pub mod signing;
pub mod store;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

pub use model::{Delivery, DeliveryId, Webhook, WebhookId};

use crate::{
    app::App,
    auth::{Caller, Reach},
    db::TenantTx,
    error::{Error, Result},
    events::topics,
    roles,
    vault::Vault,
};
use model::{MadeWebhook, NewWebhook, Rotated, Tried, WebhookPatch};
use signing::Secret;
use store::{deliveries, secrets};

/// The kind of event that a test sends.
pub const TEST: &str = "webhook.test";

/// How many endpoints a company may have; the table's constraint says the same.
pub const MOST: i32 = 20;
/// How long an endpoint may do nothing but fail.
const PATIENCE: TimeDelta = TimeDelta::days(5);
/// How long the log keeps what has ended, and how far back events can be sent again.
pub const KEPT: TimeDelta = TimeDelta::days(30);

/// How long to wait after each attempt: 8 in all, the last some 28 hours after the first (Standard Webhooks, "Deliverability").
const WAITS: [TimeDelta; 7] = [
    TimeDelta::seconds(5),
    TimeDelta::minutes(5),
    TimeDelta::minutes(30),
    TimeDelta::hours(2),
    TimeDelta::hours(5),
    TimeDelta::hours(10),
    TimeDelta::hours(10),
];

/// When a delivery is tried again that failed for the `attempts`th time; `None`: not any more.
fn next_attempt(attempts: i32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let before = usize::try_from(attempts - 1).ok()?;
    WAITS.get(before).map(|wait| now + *wait)
}

/// What goes out, to the byte.
pub fn body(kind: &str, at: DateTime<Utc>, data: &Value) -> String {
    format!(r#"{{"type":{},"timestamp":{},"data":{data}}}"#, json!(kind), json!(at))
}

/// Adds an endpoint, of somebody who may read all that it is to hear.
pub async fn add(app: &App, tx: &mut TenantTx, caller: &Caller, new: &NewWebhook) -> Result<MadeWebhook> {
    check_address(app, &new.url)?;
    must_hear(app, tx, caller, &new.event_types).await?;
    let id = store::insert(tx, new).await?;
    let secret = Secret::random();
    secrets::insert(tx, app.vault(), id, &secret).await?;
    Ok(MadeWebhook { secret: secret.shown(), webhook: store::find(tx, id).await? })
}

/// Changes an endpoint. Whoever does could send what it hears elsewhere, so they must be allowed to hear it all.
pub async fn change(
    app: &App,
    tx: &mut TenantTx,
    caller: &Caller,
    id: WebhookId,
    patch: &WebhookPatch,
    version: i32,
) -> Result<Webhook> {
    if let Some(url) = &patch.url {
        check_address(app, url)?;
    }
    let before = store::find(tx, id).await?;
    must_hear(app, tx, caller, &before.event_types).await?;
    if let Some(types) = &patch.event_types {
        must_hear(app, tx, caller, types).await?;
    }
    let webhook = store::update(tx, id, patch, version).await?;
    if !webhook.enabled {
        deliveries::end_pending(tx, id).await?;
    }
    Ok(webhook)
}

/// A new secret; the one before it signs as well for so many hours.
pub async fn rotate(tx: &mut TenantTx, vault: &Vault, id: WebhookId, keep_hours: i32) -> Result<Rotated> {
    store::lock(tx, id).await?;
    let previous_until = tx.now() + TimeDelta::hours(keep_hours.into());
    secrets::retire(tx, id, previous_until).await?;
    let secret = Secret::random();
    secrets::insert(tx, vault, id, &secret).await?;
    let previous_secret_until = (keep_hours > 0).then_some(previous_until);
    Ok(Rotated { secret: secret.shown(), previous_secret_until })
}

/// Sends an event that nobody else hears of, the way every other goes.
pub async fn test(tx: &mut TenantTx, id: WebhookId) -> Result<Delivery> {
    must_be_enabled(&store::find(tx, id).await?)?;
    store::mark_tested(tx, id).await?;
    let event = uuid::Uuid::now_v7();
    let body = body(TEST, tx.now(), &json!({ "webhook_id": id }));
    deliveries::insert(tx, id, &[(event, TEST.to_owned(), body)]).await?;
    deliveries::of_event(tx, id, event).await
}

/// Sends an event once more, from the first attempt on.
pub async fn replay(tx: &mut TenantTx, id: WebhookId, delivery: DeliveryId) -> Result<Delivery> {
    let webhook = store::find(tx, id).await?;
    deliveries::find(tx, id, delivery).await?;
    must_be_enabled(&webhook)?;
    store::mark_replayed(tx, id).await?;
    deliveries::restart(tx, id, delivery).await?;
    deliveries::find(tx, id, delivery).await
}

/// Has all events of a time sent once more, in the background.
pub async fn replay_since(
    tx: &mut TenantTx,
    id: WebhookId,
    since: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
) -> Result<model::Replaying> {
    must_be_enabled(&store::find(tx, id).await?)?;
    let until = until.unwrap_or_else(|| tx.now()).min(tx.now());
    if since < tx.now() - KEPT {
        return Err(Error::invalid("since", "too_far", "must be at most 30 days back"));
    }
    if since >= until {
        return Err(Error::invalid("since", "not_before_until", "must be before `until`, and in the past"));
    }
    store::mark_replayed(tx, id).await?;
    tx.enqueue(&jobs::ReplayEvents { webhook: id, since, until, before: None }).await?;
    Ok(model::Replaying { since, until })
}

/// Writes down what came of an attempt, and what follows from it. One that somebody else has written down counts once.
pub async fn note(tx: &mut TenantTx, due: &deliveries::Due, tried: &Tried) -> Result<()> {
    let attempts = due.attempts + 1;
    let next = tried.failure.and_then(|_| next_attempt(attempts, tx.now()));
    if !deliveries::note(tx, due.id, attempts, tried, next).await? {
        return Ok(());
    }
    if tried.failure.is_none() {
        return store::note_arrival(tx, due.webhook).await;
    }
    let failing_since = store::note_failure(tx, due.webhook).await?;
    if failing_since.is_some_and(|since| tx.now() - since >= PATIENCE) && store::disable(tx, due.webhook).await? {
        deliveries::end_pending(tx, due.webhook).await?;
        tx.enqueue(&jobs::NoteDisabled { webhook: due.webhook }).await?;
    }
    Ok(())
}

/// Turns events into deliveries of an endpoint that listens to their kinds: each once, with the body as it goes out.
pub fn heard<'a>(
    events: impl IntoIterator<Item = &'a store::Recorded>,
    event_types: &[String],
) -> Vec<(uuid::Uuid, String, String)> {
    let events = events.into_iter().filter(|event| event_types.is_empty() || event_types.contains(&event.kind));
    events.map(|event| (event.id, event.kind.clone(), body(&event.kind, event.created_at, &event.payload))).collect()
}

fn must_be_enabled(webhook: &Webhook) -> Result<()> {
    let why = "This endpoint is disabled: enable it first.";
    if webhook.enabled { Ok(()) } else { Err(Error::Conflict("disabled", why.into())) }
}

fn check_address(app: &App, url: &str) -> Result<()> {
    if app.config().webhook_private { Ok(()) } else { address::check(url) }
}

/// Refuses a caller who may not read, of everybody, what an endpoint is to hear.
async fn must_hear(app: &App, tx: &mut TenantTx, caller: &Caller, event_types: &[String]) -> Result<()> {
    let wanted =
        topics::kinds().filter(|(_, kind)| event_types.is_empty() || event_types.iter().any(|name| name == kind.name));
    let mut words: Vec<_> = wanted.map(|(topic, _)| topic.permission.word(Reach::All)).collect();
    words.sort_unstable();
    words.dedup();
    let rights = roles::rights_in(tx, &words).await?;
    roles::must_cover(app, tx, caller, &rights).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_attempts_take_a_little_over_a_day() {
        let start = DateTime::UNIX_EPOCH;
        let mut times = vec![start];

        while let Some(next) = next_attempt(times.len().try_into().expect("a few"), times[times.len() - 1]) {
            times.push(next);
        }

        assert_eq!(times.len(), 8);
        assert_eq!((times[7] - start).num_minutes(), 27 * 60 + 35);
    }

    #[test]
    fn a_body_is_compact_json_in_the_order_of_the_standard() {
        let body = body("booking.created", DateTime::UNIX_EPOCH, &json!({ "a": "\"" }));

        assert_eq!(body, r#"{"type":"booking.created","timestamp":"1970-01-01T00:00:00Z","data":{"a":"\""}}"#);
    }
}
