//! Services: what a company offers, for how long and how much, and what each needs.

pub mod api;
pub mod bulk;
mod links;
pub mod model;
pub mod needs;
pub mod order;
pub mod patch;
pub mod store;
pub mod update;

pub use model::{Service, ServiceId};
pub use needs::{NeededResource, ServicePlace, Visibility};
pub use patch::ServicePatch;
