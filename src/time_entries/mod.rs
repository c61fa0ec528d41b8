//! Time entries: when staff came and went, as they clock it, and as somebody puts it right afterwards.

pub mod api;
pub mod model;
pub mod store;

pub use model::{TimeEntry, TimeEntryId};
