//! Events as they happen, for staff and their programs.

use poem_openapi::{OpenApi, param::Query};

use super::{
    LiveEvent,
    listener::{self, Cursor},
};
use crate::{
    api::Tag,
    app::App,
    auth::Caller,
    error::Result,
    http::{LastEventId, sse::EventStream},
};

pub struct EventsApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/events", tag = "Tag::Events")]
impl EventsApi {
    /// Listen to what happens
    ///
    /// Server-sent events, within about a second: `event` is the kind, `data` the event as JSON, `id` a cursor to go on from.
    /// Somebody hears of what they may read: `booking.*` with `bookings:read`, `client.*` with `clients:read`, `company.*`
    /// with `company:read`, `maintenance.*` with `resources:read`, `member.*` with `members:read`, `shifts.*` with
    /// `shifts:read`, `time_off.*` with `time_off:read`; where that reaches their own rows alone, of these. Everybody hears of
    /// their own `notification.*` with `notifications:read`. 403 for whoever may read none of it.
    ///
    /// The stream begins now, or after the cursor that `Last-Event-ID` names. Nothing is missed that way, and something may
    /// come twice: its `id` in `data` tells. A comment, `: ping`, comes when nothing else does. At the end comes the event
    /// `end` with a `reason`: `expired` (the access token has run out: come back with a fresh one), `refused` (the session is
    /// over, or the caller may not listen any more), `stopping` or `unavailable` (come back in a moment). A person has at
    /// most 20 streams: 429 beyond.
    #[oai(path = "/stream", method = "get", operation_id = "stream_events")]
    async fn stream(
        &self,
        caller: Caller,
        /// The last `id` that the caller has had. 422 `invalid_cursor` for what is none.
        #[oai(name = "Last-Event-ID")]
        header: LastEventId,
        /// The same, for whoever cannot send the header, which comes first.
        Query(last_event_id): Query<Option<String>>,
    ) -> Result<EventStream<LiveEvent>> {
        let after = Cursor::parse(header.0.as_deref(), last_event_id.as_deref())?;
        Ok(EventStream::new(listener::open(&self.app, caller, after).await?))
    }
}
