//! What customers do on a company's pages without a script: see what they have booked, move it, cancel it.
//!
//! They come by the link in a mail, and are known by a cookie that only these pages get. Nobody may frame them.

pub mod cancelling;
pub mod list;
pub mod moving;
mod session;
pub mod sign_in;
