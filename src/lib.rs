//! Frontdesk: the front desk of a service business, for many companies in one installation.
//!
//! A request becomes a caller; a caller and a permission become a tenant transaction; only that can run SQL on a company's
//! rows. Start at [`app`], then [`db`], then any feature: they all look alike.

pub mod addons;
pub mod api;
pub mod api_keys;
pub mod app;
pub mod assets;
pub mod audit;
pub mod auth;
pub mod backups;
pub mod bookings;
pub mod calendar_files;
pub mod categories;
pub mod clients;
pub mod clock;
pub mod companies;
pub mod config;
#[expect(clippy::disallowed_types, reason = "this is the one place that holds connections")]
pub mod db;
mod desk;
pub mod error;
pub mod events;
pub mod exports;
pub mod holidays;
pub mod http;
pub mod i18n;
pub mod identity;
mod ids;
pub mod invitations;
pub mod locations;
pub mod mail_servers;
pub mod maintenance;
pub mod members;
pub mod messages;
pub mod metrics;
pub mod money;
pub mod network;
pub mod notifications;
pub mod orders;
pub mod platform;
pub mod portal;
pub mod preferences;
pub mod public;
pub mod queue;
pub mod queues;
pub mod reports;
pub mod resources;
pub mod roles;
pub mod scheduling;
pub mod service_types;
pub mod services;
pub mod shifts;
pub mod site;
pub mod staff;
pub mod templates;
pub mod time_entries;
pub mod time_off;
pub mod twilio;
pub mod vault;
pub mod webhooks;
