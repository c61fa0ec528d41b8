//! A company's own copy of everything it has: made from one moment, taken along, and brought back, here or elsewhere.

pub mod api;
pub mod archive;
pub mod files;
pub mod jobs;
pub mod making;
pub mod model;
pub mod reading;
pub mod remap;
pub mod returning;
pub mod store;

pub use model::{Export, ExportId};
