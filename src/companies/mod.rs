//! Companies: who they are on the web, and how they take bookings.

pub mod api;
pub mod model;
pub mod store;

pub use model::{Company, CompanyId, Confirmation};
