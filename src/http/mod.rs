//! The wire: how bodies come in, answers go out, and failures look; what every endpoint shares and no feature owns.

mod answer;
mod body;
pub mod cookies;
mod csv;
mod docs;
mod download;
mod fields;
mod form;
mod headers;
pub mod limits;
mod objects;
mod page;
mod params;
pub mod problem;
pub mod server;
pub mod sse;

pub use answer::{Accepted, Created, Found, Made, NoContent, Started, Versioned, WithCookie, Written};
pub use body::{Body, MAX_BODY, Parse, not_null, receive};
pub use cookies::RefreshCookie;
pub use csv::{Csv, csv_line};
pub use download::ZipFile;
pub use fields::Fields;
pub use form::Form;
pub use objects::{nullable_object, object, objects, optional_object, optional_objects, patched_object};
pub use page::{Limit, Page, cursor, days, moment, page, position_cursor};
pub use params::{ClientAddress, Device, IdempotencyKey, IfMatch, LastEventId};
