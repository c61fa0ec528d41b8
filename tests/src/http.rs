//! The wire: bodies that are wrong, text that is hostile, failures, logs, and the server as a process sees it.

mod bodies;
mod failures;
mod headers;
mod logs;
mod sockets;
mod text;
