//! Shifts: when somebody works, one stretch at a time; they can be booked in one once it is published.

pub mod api;
pub mod model;
pub mod store;
mod weeks;

pub use model::{Shift, ShiftId};
pub use weeks::midnight;
