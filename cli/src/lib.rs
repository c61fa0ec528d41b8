//! The parts of the executable: what it runs beside the application.

pub mod backup;
pub mod cluster;
pub mod company;
pub mod configuration;
pub mod demo;
pub mod doctor;
pub mod mailbox;
pub mod openapi;
pub mod operator;
pub mod redis;
pub mod secrets;
pub mod serve;
pub mod services;
pub mod supervise;
pub mod up;
