//! The company: what it is filled with, its settings, and its end.

mod blueprints;
mod closing;
mod settings;
