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
pub mod topics;

use poem_openapi::types::{Example, Type};
use serde::Serialize;

pub use model::LiveEvent;
pub(crate) use store::insert;

/// Something that happened: an object of ids and what changed, with a doc comment and an example, which the API tells.
pub trait Event: Type + Serialize + Example + topics::Listed {
    /// `thing.happened`, in the past tense. Who may hear of it stands in `topics`.
    const KIND: &'static str;
}
