//! Staff: whose time can be booked, and when they work.

pub mod api;
pub mod hours;
pub mod model;
pub mod recurrence;
pub mod store;

pub use model::{Staff, StaffId};
