//! The wire: how bodies come in, answers go out, and failures look; what every endpoint shares and no feature owns.

mod answer;
mod body;
mod fields;
pub mod limits;
mod objects;
mod page;
mod params;
pub mod problem;
pub mod server;

pub use answer::{Created, Found, Made, Versioned, Written};
pub use body::{Body, Parse, not_null, receive};
pub use fields::Fields;
pub use objects::{object, objects, optional_object};
pub use page::{Limit, Page, cursor, moment, page};
pub use params::{ClientAddress, IdempotencyKey, IfMatch};
