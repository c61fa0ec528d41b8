//! End-to-end tests of Frontdesk: in through the HTTP API, on a real Postgres, a real Redis and a real SMTP conversation.
//!
//! `frontdesk with-services -- cargo nextest run` gives them what they need; `make test` does that.

mod app;
mod database;
mod person;

pub use app::{TestApp, monday};
pub use person::{Answer, Person};

#[cfg(test)]
mod bookings;
#[cfg(test)]
mod proofs;
