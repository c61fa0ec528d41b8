//! The company: its settings, and its end.

mod closing;
mod settings;
