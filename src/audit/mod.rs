//! The audit log: who changed what, when and from where. Triggers write it, a job seals it into a chain, and the chain can be
//! verified at any time.

pub mod api;
mod export;
pub mod jobs;
pub mod model;
pub mod store;

pub use model::{AuditEntry, AuditId};
