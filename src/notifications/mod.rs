//! Notifications: messages to members, in the desk. Everybody has their own.

pub mod api;
pub mod model;
pub mod store;
