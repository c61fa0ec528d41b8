//! How many may listen, and what a stream holds meanwhile.

use super::{Stream, book};
use crate::{TestApp, until};

#[tokio::test]
async fn a_person_has_twenty_streams_and_room_again_when_one_is_closed() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let other = app.company("osin").await;
    let key = app.key(&ada, &["bookings:read"]).await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(Stream::open(&ada).await);
    }

    for one in [&ada, &key] {
        let refused = one.get("/events/stream").await;
        assert_eq!(refused.header("retry-after"), Some("10"));
        assert_eq!(refused.problem(429), "too_many_requests");
    }
    Stream::open(&other).await;
    streams.pop();

    Stream::open(&ada).await;
}

#[tokio::test]
async fn a_process_has_as_many_streams_as_it_is_told() {
    let app = TestApp::start_with(|config| config.event_streams = 1).await;
    let (ada, osin) = (app.company("vesna").await, app.company("osin").await);
    let first = Stream::open(&ada).await;

    assert_eq!(osin.get("/events/stream").await.problem(429), "too_many_requests");
    drop(first);

    Stream::open(&osin).await;
    assert_eq!(app.app.live().listeners(), 0);
}

#[tokio::test]
async fn streams_hold_no_connection_while_nothing_happens() {
    let app = TestApp::start_with(|config| config.pool_size = 2).await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let mut streams = Vec::new();
    for _ in 0..10 {
        streams.push(Stream::open(&ada).await);
    }

    until("every connection is idle", async || {
        let (open, idle) = app.app.db().connections();
        open as usize == idle
    })
    .await;
    book(&app.visitor(), "vesna", &service, &staff, 8).await;

    for stream in &mut streams {
        assert_eq!(stream.event().await.kind(), "booking.created");
    }
}
