//! API keys: what programs call with, for the member who made them.

pub mod api;
pub mod model;
pub mod store;

pub use model::ApiKey;
