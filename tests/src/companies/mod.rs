//! The company: what it is filled with, its settings, its end, and how it is taken along and brought back.

mod blueprints;
mod closing;
mod exporting;
mod importing;
#[cfg(target_os = "linux")]
mod many;
mod parcel;
mod refusing;
mod settings;
