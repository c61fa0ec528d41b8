//! What a company shows to everyone, and how a visitor books: the API beneath websites and widgets.

pub mod api;
pub mod model;
pub mod store;
