//! The company: its settings, its end, and how it is taken along and brought back.

mod closing;
mod exporting;
mod importing;
mod parcel;
mod refusing;
mod settings;
