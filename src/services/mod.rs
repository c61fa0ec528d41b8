//! Services: what a company offers, for how long and how much.

pub mod api;
pub mod model;
pub mod store;

pub use model::{Service, ServiceId};
