//! The background workers: each queue's handler, the loop that feeds it, and the schedule that finds what is due.

mod audit;
pub mod backups;
mod bookings;
mod companies;
pub mod courier;
mod exports;
mod identity;
mod invitations;
mod mail_servers;
pub mod mailer;
mod messages;
mod reports;
mod schedule;
pub mod texter;
mod webhooks;
mod worker;

use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

use anyhow::Context;
use frontdesk::{
    app::App,
    audit::jobs::SealAudit,
    backups::jobs::MakeBackup,
    bookings::jobs::ExpireBooking,
    companies::jobs::{EraseCompany, NoteClosing, NoteVerified},
    exports::jobs::MakeExport,
    identity::{links::SendLink, notices::SendNotice},
    invitations::jobs::{InviteBack, SendInvitation},
    mail_servers::jobs::NoteRefused,
    messages::jobs::{NoteReport, PlanMessages, SendMessage, SendReminder},
    queue::{Envelope, Job},
    reports::jobs::{MakeReport, RunSchedule, SendReport},
    webhooks::jobs::{Deliver, NoteDisabled, ReplayEvents, TellWebhook},
};
use serde_json::Value;

pub use audit::seal;
pub use backups::Backups;
pub use courier::Courier;
pub use mailer::{Mailer, Outgoing};
pub use reports::purge as purge_reports;
pub use schedule::{gauge, look_for_seals, tick};
pub use texter::Texter;
pub use webhooks::purge as purge_webhooks;
pub use worker::{run, run_due};

/// What handlers work with.
#[derive(Clone)]
pub struct Work {
    pub app: App,
    pub mailer: Mailer,
    pub texter: Texter,
    pub courier: Courier,
    /// `None` where this process makes none.
    pub backups: Option<Arc<Backups>>,
}

/// Why a job did not get done, and what becomes of it.
#[derive(Debug)]
pub enum Failure {
    /// It may work later: the other side was busy or away.
    Retry(anyhow::Error),
    /// The same, and not before this has passed.
    RetryAfter(Duration, anyhow::Error),
    /// It will never work: it is kept, to be looked at.
    GiveUp(anyhow::Error),
}

impl Failure {
    fn error(self) -> anyhow::Error {
        match self {
            Self::Retry(error) | Self::RetryAfter(_, error) | Self::GiveUp(error) => error,
        }
    }

    /// How long to wait at the least: what is asked for, though not for ever.
    fn at_least(&self) -> Duration {
        match self {
            Self::RetryAfter(delay, _) => (*delay).min(LONGEST_WAIT),
            Self::Retry(_) | Self::GiveUp(_) => Duration::ZERO,
        }
    }
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

impl Queue {
    /// Whether this process has what the queue's jobs need.
    fn is_worked_by(&self, work: &Work) -> bool {
        self.name != MakeBackup::QUEUE || work.backups.is_some()
    }
}

macro_rules! queue {
    ($job:ty, at_once: $at_once:literal, $handler:path) => {
        Queue {
            name: <$job>::QUEUE,
            at_once: $at_once,
            handle: |work, envelope, payload| Box::pin(async move { $handler(work, envelope, decode(payload)?).await }),
        }
    };
}

/// Every queue there is.
const QUEUES: &[Queue] = &[
    queue!(PlanMessages, at_once: 4, messages::plan),
    queue!(SendMessage, at_once: 8, messages::send),
    queue!(SendReminder, at_once: 16, messages::remind),
    queue!(NoteReport, at_once: 4, messages::note_report),
    queue!(ExpireBooking, at_once: 4, bookings::expire),
    queue!(NoteClosing, at_once: 1, companies::note_closing),
    queue!(NoteVerified, at_once: 1, companies::note_verified),
    queue!(EraseCompany, at_once: 1, companies::erase),
    queue!(SealAudit, at_once: 2, audit::seal),
    queue!(SendLink, at_once: 4, identity::send_link),
    queue!(SendNotice, at_once: 4, identity::send_notice),
    queue!(SendInvitation, at_once: 4, invitations::send),
    queue!(InviteBack, at_once: 1, invitations::back),
    queue!(MakeExport, at_once: 1, exports::make),
    queue!(NoteRefused, at_once: 1, mail_servers::note_refused),
    queue!(TellWebhook, at_once: 4, webhooks::tell),
    queue!(Deliver, at_once: 64, webhooks::deliver),
    queue!(ReplayEvents, at_once: 1, webhooks::replay),
    queue!(NoteDisabled, at_once: 1, webhooks::note_disabled),
    queue!(MakeBackup, at_once: 1, backups::make),
    queue!(MakeReport, at_once: 2, reports::make),
    queue!(RunSchedule, at_once: 2, reports::run_schedule),
    queue!(SendReport, at_once: 4, reports::send),
];

fn decode<J: Job>(payload: Value) -> Result<J, Failure> {
    serde_json::from_value(payload).context("a payload of another version").map_err(Failure::GiveUp)
}

/// How often a job is tried: the last time some 13 hours after the first.
const MAX_ATTEMPTS: u32 = 12;

/// Longer than this no job waits to be tried again.
const LONGEST_WAIT: Duration = Duration::from_secs(4 * 3600);

/// How long to wait after this attempt: 10 s, doubling, at most 4 h, and up to a tenth more so that crowds spread out.
fn backoff(attempt: u32) -> Duration {
    let seconds = 10_u64.saturating_mul(1 << attempt.clamp(1, 20).saturating_sub(1)).min(LONGEST_WAIT.as_secs());
    Duration::from_secs(seconds) + Duration::from_millis(rand::random_range(0..=seconds * 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_shown_every_queue_that_is_worked() {
        let worked: Vec<_> = QUEUES.iter().map(|queue| queue.name).collect();

        assert_eq!(worked, frontdesk::queues::model::QUEUES);
    }

    #[test]
    fn each_attempt_waits_longer_up_to_four_hours() {
        assert!((10..=11).contains(&backoff(1).as_secs()));
        assert!((20..=22).contains(&backoff(2).as_secs()));
        assert!(backoff(60).as_secs() <= 4 * 3600 * 11 / 10);
    }
}
