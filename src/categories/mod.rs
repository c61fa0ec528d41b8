//! Categories: the headings under which a company lists its services.

pub mod api;
pub mod model;
pub mod store;

pub use model::{Category, CategoryId};
