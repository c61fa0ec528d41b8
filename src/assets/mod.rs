//! Assets: what clients have that is worked on, such as a vehicle, a pet or a house.

pub mod api;
mod guest;
pub mod model;
pub mod portal;
pub mod store;

pub use guest::GuestAsset;
pub use model::{Asset, AssetId};
