//! Assets: what clients have that is worked on, such as a vehicle, a pet or a house.

pub mod api;
pub mod model;
pub mod portal;
pub mod store;

pub use model::{Asset, AssetId};
