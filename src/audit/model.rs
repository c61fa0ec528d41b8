//! A row of the audit log, and what a look at the chain finds.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

crate::id!(
    /// A row of the audit log.
    AuditId
);

/// What kind of caller made a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "AuditActor")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Actor {
    Staff,
    /// A program, with a key of the member who is named.
    ApiKey,
    Customer,
    /// A visitor who is not signed in.
    Guest,
    /// Who runs the installation.
    Operator,
    /// Somebody who is signing up, signing in, or changing what is about themselves.
    Person,
    /// A background job.
    System,
}

impl Actor {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::ApiKey => "api_key",
            Self::Customer => "customer",
            Self::Guest => "guest",
            Self::Operator => "operator",
            Self::Person => "person",
            Self::System => "system",
        }
    }
}

/// What was done with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "AuditAction")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Action {
    Insert,
    Update,
    Delete,
}

impl Action {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// One change of one row.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct AuditEntry {
    pub id: AuditId,
    pub at: DateTime<Utc>,
    pub actor: Actor,
    /// The user who made the change; null for visitors and jobs.
    #[oai(nullable)]
    pub actor_id: Option<Uuid>,
    /// Their name, if they are or were a member of the company.
    #[oai(nullable)]
    pub actor_name: Option<String>,
    /// The key that was used.
    #[oai(nullable)]
    pub api_key_id: Option<Uuid>,
    /// `X-Request-Id` of the request that did it.
    #[oai(nullable)]
    pub request_id: Option<String>,
    /// The network address that the request came from.
    #[oai(nullable)]
    pub address: Option<String>,
    /// What kind of row, such as `clients`.
    pub table: String,
    /// Which row.
    #[oai(nullable)]
    pub row_id: Option<Uuid>,
    pub action: Action,
    /// Each field that changed, with its value before and after; null where it has been erased. Secrets never show.
    #[oai(nullable)]
    pub changes: Option<BTreeMap<String, Vec<Value>>>,
    /// The seal that it is under; null for about a minute.
    #[oai(nullable)]
    pub seal: Option<i64>,
}

/// Which rows a list is about; what is absent does not matter.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub actor: Option<Uuid>,
    pub table: Option<String>,
    pub row: Option<Uuid>,
    pub action: Option<Action>,
    /// Those of this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Those before this moment.
    pub to: Option<DateTime<Utc>>,
}

/// What a look at a piece of the chain has found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
pub struct AuditVerification {
    /// Nothing in this piece was altered.
    pub ok: bool,
    /// Seals of this piece that hold, from its first on.
    pub seals: i64,
    /// Rows under these.
    pub sealed_rows: i64,
    /// Rows that wait for their seal.
    pub unsealed_rows: i64,
    /// Send it as `after_seal` for the next piece; null at the end of the chain, and where it is broken.
    #[oai(nullable)]
    pub next_seal: Option<i64>,
    /// Where the chain breaks first.
    #[oai(nullable)]
    pub broken: Option<BrokenAudit>,
}

/// The first place where a chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
pub struct BrokenAudit {
    /// The seal's number; null for a row that has none yet.
    #[oai(nullable)]
    pub seal: Option<i64>,
    /// The first row that cannot be relied on. Where it cannot be told which one of a seal that is, the seal's first.
    pub row: AuditId,
    pub reason: BrokenReason,
}

/// What somebody did to the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum BrokenReason {
    /// A seal is gone.
    MissingSeal,
    /// A row is gone.
    MissingRow,
    /// A row was put under a seal later.
    AddedRow,
    /// Who, when or which was altered.
    ChangedRow,
    /// What was changed was altered.
    ChangedPayload,
    /// The seal itself was altered.
    ChangedSeal,
}
