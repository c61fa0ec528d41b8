//! What happened: one row a change of state, written in the transaction of the change, and told to whoever listens.
//!
//! One reader a process (`tail`) sees which companies have news, and wakes their listeners (`listener`). Each of these
//! reads in a transaction of its own caller, so that nobody hears more than they could have asked for.

pub mod api;
mod listener;
pub mod live;
mod model;
mod store;
mod tail;

use serde::Serialize;

pub use model::LiveEvent;
pub(crate) use store::insert;

/// Something that happened; its fields are ids and what changed.
pub trait Event: Serialize + Sync {
    /// `thing.happened`, in the past tense. Who may hear of a `thing` stands in `model.rs`.
    const KIND: &'static str;
}
