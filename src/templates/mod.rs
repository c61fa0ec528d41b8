//! Templates: a company's own words for what goes out, in place of Frontdesk's. How words become a mail is `messages::render`.

pub mod api;
pub mod model;
pub mod preview;
pub mod store;
