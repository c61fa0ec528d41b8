//! Add-ons: what can be booked along with a service, for more time and more money.

pub mod api;
pub mod model;
pub mod store;

pub use model::{Addon, AddonId};
