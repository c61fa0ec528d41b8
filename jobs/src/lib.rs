//! The background workers: each queue's handler, the loop that feeds it, and the schedule that finds what is due.

mod bookings;
pub mod mailer;
mod messages;
mod schedule;
mod worker;

use std::{future::Future, pin::Pin, time::Duration};

use anyhow::Context;
use frontdesk::{
    app::App,
    bookings::jobs::ExpireBooking,
    messages::jobs::SendMessage,
    queue::{Envelope, Job},
};
use serde_json::Value;

pub use mailer::Mailer;
pub use schedule::tick;
pub use worker::{run, run_due};

/// What handlers work with.
#[derive(Clone)]
pub struct Work {
    pub app: App,
    pub mailer: Mailer,
}

/// Why a job did not get done, and what becomes of it.
#[derive(Debug)]
pub enum Failure {
    /// It may work later: the other side was busy or away.
    Retry(anyhow::Error),
    /// It will never work: it is kept, to be looked at.
    GiveUp(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Retry(error.into())
    }
}

type Outcome<'a> = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// A queue, how many of its jobs a process runs at once, and what runs them.
struct Queue {
    name: &'static str,
    at_once: usize,
    handle: for<'a> fn(&'a Work, Envelope, Value) -> Outcome<'a>,
}

/// Every queue there is.
const QUEUES: &[Queue] = &[
    Queue {
        name: SendMessage::QUEUE,
        at_once: 8,
        handle: |work, envelope, payload| {
            Box::pin(async move { messages::send(work, envelope, decode(payload)?).await })
        },
    },
    Queue {
        name: ExpireBooking::QUEUE,
        at_once: 4,
        handle: |work, envelope, payload| {
            Box::pin(async move { bookings::expire(work, envelope, decode(payload)?).await })
        },
    },
];

fn decode<J: Job>(payload: Value) -> Result<J, Failure> {
    serde_json::from_value(payload).context("a payload of another version").map_err(Failure::GiveUp)
}

/// How often a job is tried: the last time some 13 hours after the first.
const MAX_ATTEMPTS: u32 = 12;

/// How long to wait after this attempt: 10 s, doubling, at most 4 h, and up to a tenth more so that crowds spread out.
fn backoff(attempt: u32) -> Duration {
    let seconds = 10_u64.saturating_mul(1 << attempt.clamp(1, 20).saturating_sub(1)).min(4 * 3600);
    Duration::from_secs(seconds) + Duration::from_millis(rand::random_range(0..=seconds * 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_attempt_waits_longer_up_to_four_hours() {
        assert!((10..=11).contains(&backoff(1).as_secs()));
        assert!((20..=22).contains(&backoff(2).as_secs()));
        assert!(backoff(60).as_secs() <= 4 * 3600 * 11 / 10);
    }
}
