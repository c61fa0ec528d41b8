//! What a job is: a payload of ids, a queue, and the envelope that says whose it is.

use std::collections::HashMap;

use anyhow::Context;
use serde::{Serialize, de::DeserializeOwned};

use crate::{companies::CompanyId, error::Result};

/// A payload, beside the feature that enqueues it; `jobs/` has the handler.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The queue's name: `feature.verb`.
    const QUEUE: &'static str;
    /// Higher goes first within a queue.
    const PRIORITY: usize = 0;
}

/// Whose job it is, kept in the queue's metadata, where row-level security guards it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// `None`: nobody's, as a mail that resets a password.
    pub company: Option<CompanyId>,
    /// 1 the first time.
    pub attempt: u32,
}

impl Envelope {
    pub fn next_attempt(self) -> Self {
        Self { attempt: self.attempt + 1, ..self }
    }

    pub fn to_map(self) -> HashMap<String, String> {
        let company = self.company.map(|company| ("company_id".to_owned(), company.to_string()));
        company.into_iter().chain([("attempt".to_owned(), self.attempt.to_string())]).collect()
    }

    pub fn from_map(map: &HashMap<String, String>) -> Result<Self> {
        let company =
            map.get("company_id").map(|id| id.parse().map(CompanyId)).transpose().context("a job's company")?;
        let attempt = map.get("attempt").and_then(|attempt| attempt.parse().ok()).unwrap_or(1);
        Ok(Self { company, attempt })
    }
}
