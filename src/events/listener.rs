//! One stream: it sleeps until the tail wakes it, and reads in a transaction of its own caller, which also proves that
//! they may still listen. Between two reads it holds nothing.

use std::time::Duration;

use futures_util::{Stream, stream};
use serde_json::json;
use tokio::time::{Instant, timeout_at};
use uuid::Uuid;

use super::{
    live::Place,
    model::{End, Position, Recorded},
    store,
    topics::Topic,
};
use crate::{
    app::{App, Standing},
    auth::Caller,
    db::TenantTx,
    error::{Error, Result},
    http::sse,
};

/// Events that one read takes, which is what memory holds of a stream.
const BATCH: i64 = 100;

/// Where somebody wants to go on, and which parameter says so.
pub struct Cursor {
    field: &'static str,
    position: Option<Position>,
}

impl Cursor {
    /// The header comes first: who comes back sends what they had last with the address they began with.
    pub fn parse(header: Option<&str>, query: Option<&str>) -> Result<Self> {
        let (field, text) = match header {
            Some(text) => ("Last-Event-ID", Some(text)),
            None => ("last_event_id", query),
        };
        let position = text.map(|text| Position::parse(text).ok_or_else(|| invalid(field))).transpose()?;
        Ok(Self { field, position })
    }
}

fn invalid(field: &str) -> Error {
    Error::invalid(field, "invalid_cursor", "must be an `id` of this stream: leave it out to begin anew")
}

/// Somebody who listens, and how far they have come.
struct Listener {
    app: App,
    caller: Caller,
    place: Place,
    /// They have had everything up to here.
    position: Position,
    /// They may have everything before this transaction.
    horizon: u64,
    behind: bool,
    /// When something was sent last.
    said: Instant,
    ended: bool,
}

/// What happens in the caller's company after a cursor, or from now on. Whoever may hear of nothing hears so here.
pub async fn open(app: &App, caller: Caller, after: Cursor) -> Result<impl Stream<Item = String> + use<>> {
    let (mut tx, standing) = enter(app, &caller).await?;
    let horizon = store::horizon(&mut tx).await?;
    drop(tx);
    let position = after.position.unwrap_or(Position::before(horizon));
    if position > Position::before(horizon) {
        return Err(invalid(after.field)); // of another database: nothing would ever come after it
    }
    let place = Place::take(app, &caller.0, standing.role_version, position.xid)?;
    let (app, said) = (app.clone(), Instant::now());
    let listener = Listener { app, caller, place, position, horizon, behind: false, said, ended: false };
    let first = format!("retry: 1000\n{}", sse::cursor(&position));
    let rest = stream::unfold(listener, |mut listener| async move { Some((listener.next().await?, listener)) });
    Ok(stream::StreamExt::chain(stream::iter([first]), rest))
}

/// A transaction of the caller's that reads, and what they may read now.
async fn enter(app: &App, caller: &Caller) -> Result<(TenantTx, Standing)> {
    let rights = app.rights(caller).await?;
    let first = Topic::heard_with(&rights).first().map(|topic| topic.permission).ok_or(Error::Forbidden)?;
    let tx = app.begin(caller, first).await?;
    // The door has made sure of the role's version since.
    Ok((tx, app.standing(caller).await?))
}

impl Listener {
    /// What is sent next; `None` after the end.
    async fn next(&mut self) -> Option<String> {
        if self.ended {
            return None;
        }
        let text = self.wait().await;
        self.said = Instant::now();
        Some(text)
    }

    /// Waits for something to say. News that is for others does not count: whoever is on the way must hear something.
    async fn wait(&mut self) -> String {
        let heartbeat = Duration::from_secs(self.app.config().event_heartbeat);
        loop {
            if let Some(end) = self.place.over() {
                return self.end(end);
            }
            if self.behind {
                match self.read().await {
                    Ok(text) if text.is_empty() => continue,
                    Ok(text) => return text,
                    Err(error) => return self.end(reason(error)),
                }
            }
            match timeout_at(self.said + heartbeat, self.place.told()).await {
                Ok(told) => {
                    self.horizon = self.horizon.max(told.horizon);
                    self.behind = true;
                }
                Err(_) => return format!(": ping\n{}", sse::cursor(&self.position)),
            }
        }
    }

    /// The next events that the caller may hear of. The place moves on only once all of them are at hand.
    async fn read(&mut self) -> Result<String> {
        let (mut tx, standing) = enter(&self.app, &self.caller).await?;
        self.place.let_in_by(standing.role_version);
        let topics = Topic::heard_with(&standing.rights);
        let kinds: Vec<_> = topics.iter().flat_map(|topic| topic.kinds).map(|kind| kind.name.to_owned()).collect();
        let batch = store::list(&mut tx, self.position, self.horizon, &kinds, BATCH).await?;
        drop(tx);
        let more = batch.len() == BATCH as usize;
        let reached = match batch.last() {
            Some(last) if more => last.position(),
            _ => self.position.max(Position::before(self.horizon)),
        };
        let heard = self.theirs(&standing, &topics, batch).await?;
        (self.position, self.behind) = (reached, more);
        Ok(heard.iter().map(|one| sse::message(&one.position(), &one.event.kind, &one.event)).collect())
    }

    /// Without those about rows that the caller does not see: one question a topic, to row-level security.
    async fn theirs(&self, standing: &Standing, topics: &[&Topic], mut batch: Vec<Recorded>) -> Result<Vec<Recorded>> {
        for topic in topics.iter().filter(|topic| topic.is_own_with(&standing.rights)) {
            let about = |one: &Recorded| topic.subject.and_then(|subject| subject.of(&one.event));
            let ids: Vec<Uuid> = batch.iter().filter(|one| topic.has(&one.event)).filter_map(about).collect();
            let own = match topic.subject {
                Some(subject) if !ids.is_empty() => {
                    let mut tx = self.app.begin(&self.caller, topic.permission).await?;
                    store::own(&mut tx, subject, &ids).await?
                }
                _ => vec![],
            };
            batch.retain(|one| !topic.has(&one.event) || about(one).is_some_and(|id| own.contains(&id)));
        }
        Ok(batch)
    }

    fn end(&mut self, end: End) -> String {
        self.ended = true;
        sse::message(&self.position, "end", &json!({ "reason": end.as_str() }))
    }
}

fn reason(error: Error) -> End {
    match error {
        Error::Unauthenticated | Error::Forbidden | Error::Suspended(_) => End::Refused,
        other => {
            tracing::warn!(error = format!("{:#}", anyhow::Error::from(other)), "a stream of events broke off");
            End::Unavailable
        }
    }
}
