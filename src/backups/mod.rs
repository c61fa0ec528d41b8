//! Backups of the whole installation, as operators see them and ask for one. `jobs/src/backups/` makes them.

pub mod api;
pub mod jobs;
pub mod model;
pub mod store;

pub use model::BackupId;
