//! End-to-end tests of Frontdesk: in through the HTTP API, on a real Postgres, a real Redis and a real SMTP conversation.
//!
//! `frontdesk with-services -- cargo nextest run` gives them what they need; `make test` does that.

mod app;
mod crowd;
#[expect(clippy::disallowed_types, reason = "the tests look behind the wall, as the owner")]
mod database;
mod person;
pub mod sink;

pub use app::{TestApp, monday};
pub use crowd::{at_once, until};
pub use database::Database;
pub use person::{Answer, Person};

#[cfg(test)]
mod addons;
#[cfg(test)]
mod api_keys;
#[cfg(test)]
mod assets;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod backups;
#[cfg(test)]
mod bookings;
#[cfg(test)]
mod calendar_files;
#[cfg(test)]
mod categories;
#[cfg(test)]
mod clients;
#[cfg(test)]
mod companies;
#[cfg(test)]
mod demo;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod events;
#[cfg(test)]
mod holidays;
#[cfg(test)]
mod http;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod invitations;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod locations;
#[cfg(test)]
mod mail_servers;
#[cfg(test)]
mod maintenance;
#[cfg(test)]
mod members;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod notifications;
#[cfg(test)]
mod openapi;
#[cfg(test)]
mod platform;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod preferences;
#[cfg(test)]
#[expect(clippy::disallowed_types, reason = "the proofs look behind the wall, and try to climb it")]
mod proofs;
#[cfg(test)]
mod public;
#[cfg(test)]
mod readme;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod resources;
#[cfg(test)]
mod roles;
#[cfg(test)]
mod scheduling;
#[cfg(test)]
mod services;
#[cfg(test)]
mod shifts;
#[cfg(test)]
mod site;
#[cfg(test)]
mod smtp;
#[cfg(test)]
mod staff;
#[cfg(test)]
mod templates;
#[cfg(test)]
mod time_entries;
#[cfg(test)]
mod time_off;
#[cfg(test)]
mod twilio;
#[cfg(test)]
mod webhooks;
