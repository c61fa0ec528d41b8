//! Resources: rooms, bays, machines and whatever else a service takes time of.

pub mod api;
pub mod model;
pub mod store;

pub use model::{Resource, ResourceId};
