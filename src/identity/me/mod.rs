//! What is about the one who asks: their name, password, address and sessions, as staff, customer or operator.

pub mod api;
pub mod model;
pub mod store;
