//! Queues, jobs and schedules, for people.

use chrono::{DateTime, Utc};
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

use crate::{
    audit::jobs::SealAudit,
    backups::jobs::MakeBackup,
    bookings::jobs::ExpireBooking,
    companies::{
        CompanyId,
        jobs::{EraseCompany, NoteClosing, NoteVerified},
    },
    error::{Error, Result},
    exports::jobs::MakeExport,
    identity::{links::SendLink, notices::SendNotice},
    invitations::jobs::{InviteBack, SendInvitation},
    mail_servers::jobs::NoteRefused,
    messages::jobs::{NoteReport, PlanMessages, SendMessage, SendReminder},
    queue::Job as Payload,
    reports::jobs::{MakeReport, RunSchedule, SendReport},
    webhooks::jobs::{Deliver, NoteDisabled, ReplayEvents, TellWebhook},
};

/// Every queue there is.
pub const QUEUES: &[&str] = &[
    PlanMessages::QUEUE,
    SendMessage::QUEUE,
    SendReminder::QUEUE,
    NoteReport::QUEUE,
    ExpireBooking::QUEUE,
    NoteClosing::QUEUE,
    NoteVerified::QUEUE,
    EraseCompany::QUEUE,
    SealAudit::QUEUE,
    SendLink::QUEUE,
    SendNotice::QUEUE,
    SendInvitation::QUEUE,
    InviteBack::QUEUE,
    MakeExport::QUEUE,
    NoteRefused::QUEUE,
    TellWebhook::QUEUE,
    Deliver::QUEUE,
    ReplayEvents::QUEUE,
    NoteDisabled::QUEUE,
    MakeBackup::QUEUE,
    MakeReport::QUEUE,
    RunSchedule::QUEUE,
    SendReport::QUEUE,
];

/// A queue that exists, by its name in a path.
pub fn queue(name: &str) -> Result<&'static str> {
    QUEUES.iter().find(|queue| **queue == name).copied().ok_or(Error::NotFound("queue"))
}

/// A queue of background jobs, and what is in it.
#[derive(Clone, Debug, Default, Serialize, Object)]
pub struct Queue {
    /// `feature.verb`, such as `messages.send`.
    pub name: String,
    /// Jobs that could run now.
    pub due: i64,
    /// Jobs that wait for their time, as those do that failed and are tried again.
    pub waiting: i64,
    /// Jobs that a worker has.
    pub running: i64,
    /// Jobs that failed for good, and are kept.
    pub given_up: i64,
    /// Seconds that the oldest of those that are due has been so; 0 where none is.
    pub lag_seconds: i64,
    /// Since when nothing of it begins.
    #[oai(nullable)]
    pub paused_at: Option<DateTime<Utc>>,
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
pub enum JobState {
    /// Not begun yet: due, or waiting for its time.
    Pending,
    Running,
    /// Kept for a day.
    Done,
    /// Failed for good; kept until it is run again.
    GivenUp,
}

impl JobState {
    /// What the queue calls it.
    pub fn statuses(self) -> &'static [&'static str] {
        match self {
            Self::Pending => &["Pending"],
            Self::Running => &["Queued", "Running"],
            Self::Done => &["Done"],
            Self::GivenUp => &["Failed", "Killed"],
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Running => "running",
            Self::Done => "done",
            Self::GivenUp => "given up",
        }
    }

    pub fn of(status: &str) -> Self {
        let states = [Self::Pending, Self::Running, Self::Done];
        states.into_iter().find(|state| state.statuses().contains(&status)).unwrap_or(Self::GivenUp)
    }
}

/// A background job. What it is about is in the database: its payload is ids, and is not shown.
#[derive(Clone, Debug, Serialize, Object)]
pub struct QueuedJob {
    /// A ULID.
    pub id: String,
    pub queue: String,
    /// Whose it is; null where it is no company's, as a mail that resets a password.
    #[oai(nullable)]
    pub company_id: Option<CompanyId>,
    pub state: JobState,
    /// How many times it was begun, this time included.
    pub attempt: i32,
    /// When it may run, or might have first.
    pub run_at: DateTime<Utc>,
    /// When it ended.
    #[oai(nullable)]
    pub done_at: Option<DateTime<Utc>>,
    /// Why it was given up.
    #[oai(nullable)]
    pub error: Option<String>,
}

/// The id of a job, as the queue writes it: 26 letters and digits.
pub fn is_job_id(id: &str) -> bool {
    id.len() == 26 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Something that runs by the clock, on one process at a time.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Schedule {
    pub name: String,
    pub every_seconds: i32,
    pub last_started_at: DateTime<Utc>,
    /// Null while it runs for the first time.
    #[oai(nullable)]
    pub last_finished_at: Option<DateTime<Utc>>,
    /// When it is next.
    pub next_at: DateTime<Utc>,
    /// Why it failed the last time, if it did.
    #[oai(nullable)]
    pub error: Option<String>,
}
