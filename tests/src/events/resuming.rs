//! From where on somebody hears, and that nothing is missed.

use serde_json::json;

use super::{PATH, Stream, happened, lively, problem};
use crate::TestApp;

fn numbered(number: usize) -> String {
    happened("vesna", "booking.expired", &json!({ "number": number }))
}

async fn numbers(stream: &mut Stream, many: usize) -> Vec<u64> {
    let mut numbers = Vec::new();
    for _ in 0..many {
        numbers.push(stream.event().await.data()["payload"]["number"].as_u64().expect("a number"));
    }
    numbers
}

#[tokio::test]
async fn a_stream_goes_on_after_the_cursor_it_is_given() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let mut stream = Stream::open(&ada).await;
    let before = stream.cursor.clone();
    for number in 1..=3 {
        app.db.execute(&numbered(number)).await;
    }
    assert_eq!(numbers(&mut stream, 1).await, [1]);
    let after_one = stream.cursor.clone();
    drop(stream);

    let mut from_one = Stream::after(&ada, &after_one).await;
    let mut from_before = Stream::after(&ada, &before).await;
    let by_query = format!("{PATH}?last_event_id={after_one}");
    let mut by_query = Stream::of(super::ask(&ada, &by_query, &[]).await).await;

    assert_eq!(numbers(&mut from_one, 2).await, [2, 3]);
    assert_eq!(numbers(&mut from_before, 3).await, [1, 2, 3]);
    assert_eq!(numbers(&mut by_query, 2).await, [2, 3]);
    from_one.is_quiet().await;
}

#[tokio::test]
async fn a_cursor_that_came_with_no_event_is_good_too() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let mut stream = Stream::open(&ada).await;
    app.db.execute(&happened("vesna", "order.made", &json!({}))).await;
    stream.is_quiet().await;
    let cursor = stream.cursor.clone();
    drop(stream);

    app.db.execute(&numbered(1)).await;

    assert_eq!(numbers(&mut Stream::after(&ada, &cursor).await, 1).await, [1]);
}

#[tokio::test]
async fn an_event_that_commits_late_arrives_also_after_the_cursor_of_one_that_came_before_it() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let mut desk = Stream::open(&ada).await;
    let early = app.db.hold(&numbered(1)).await;
    let late = app.db.hold(&numbered(2)).await;
    early.commit().await;
    assert_eq!(numbers(&mut desk, 1).await, [1]);

    let mut again = Stream::after(&ada, &desk.cursor).await;
    again.is_quiet().await;
    let mut from_ping = Stream::after(&ada, &again.cursor).await;
    late.commit().await;

    for stream in [&mut desk, &mut again, &mut from_ping] {
        assert_eq!(numbers(stream, 1).await, [2]);
    }
}

/// What has been told must not stand behind what has not: so what committed in between waits for whoever began earlier.
#[tokio::test]
async fn nothing_is_told_that_stands_behind_a_transaction_under_way() {
    let app = lively().await;
    let ada = app.company("vesna").await;
    let mut desk = Stream::open(&ada).await;
    let late = app.db.hold(&numbered(1)).await;
    app.db.execute(&numbered(2)).await;
    desk.is_quiet().await;
    let mut again = Stream::after(&ada, &desk.cursor).await;
    let mut newcomer = Stream::of(super::ask(&ada, PATH, &[]).await).await;

    late.commit().await;

    for stream in [&mut desk, &mut again, &mut newcomer] {
        assert_eq!(numbers(stream, 2).await, [1, 2]);
    }
}

#[tokio::test]
async fn what_has_piled_up_comes_whole_and_in_order() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let cursor = Stream::open(&ada).await.cursor;
    let many: Vec<_> = (0..120).map(numbered).collect();
    for two in many.chunks(2) {
        app.db.execute(&format!("begin; {}; commit", two.join("; "))).await;
    }

    let mut stream = Stream::after(&ada, &cursor).await;
    let mut heard = numbers(&mut stream, 120).await;

    assert!(heard.chunks(2).zip((0..).step_by(2)).all(|(two, first)| two.contains(&first)), "{heard:?}");
    heard.sort_unstable();
    assert_eq!(heard, (0..120).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_no_cursor_is_refused_and_so_is_one_of_a_time_to_come() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let cursor = Stream::open(&ada).await.cursor;
    let (_, id) = cursor.split_once('.').expect("two parts");
    let ahead = format!("{}.{id}", u64::MAX);

    for bad in ["surprise", "1", "1.2", "18446744073709551616.0", &ahead] {
        let refused = problem(&ada, PATH, &[("last-event-id", bad)]).await;
        assert_eq!(refused.invalid(), [("Last-Event-ID".to_owned(), "invalid_cursor".to_owned())], "{bad}");
    }
    let refused = problem(&ada, &format!("{PATH}?last_event_id=surprise"), &[]).await;
    assert_eq!(refused.invalid(), [("last_event_id".to_owned(), "invalid_cursor".to_owned())]);
}
