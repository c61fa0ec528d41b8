//! Companies: who they are on the web, and how they take bookings.

pub mod api;
pub mod blueprints;
pub mod closing;
pub mod jobs;
pub mod model;
pub mod sample;
pub mod settings;
pub mod store;

pub use model::{Company, CompanyId, CompanyStatus, Confirmation};
