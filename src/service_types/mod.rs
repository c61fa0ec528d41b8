//! Service types: what kinds of service there are at all, which the operator says for every company.

pub mod api;
pub mod model;
pub mod platform;
pub mod store;

pub use model::{ServiceType, ServiceTypeId};
