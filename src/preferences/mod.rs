//! What clients want to be told, by which channel; and who said so, when.

pub mod api;
pub mod model;
pub mod portal;
pub mod store;
