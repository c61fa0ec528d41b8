//! Background work, as operators see it: queues with what waits in them, jobs that were given up, and what runs by the clock.

pub mod api;
pub mod model;
pub mod store;
