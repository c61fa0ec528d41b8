//! Clients: the people a company serves.

pub mod api;
pub mod model;
pub mod store;

pub use model::{Client, ClientId};
