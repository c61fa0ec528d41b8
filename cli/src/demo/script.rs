//! What a demo company is made of.

use frontdesk::staff::hours::Weekday;

/// Everything there is to say about a demo company; all of it in the company's language.
pub struct Script {
    pub slug: &'static str,
    pub name: &'static str,
    pub time_zone: &'static str,
    pub currency: &'static str,
    pub language: &'static str,
    pub admin: Admin,
    pub services: &'static [Offer],
    pub staff: &'static [Worker],
    pub clients: &'static [Regular],
    /// What clients write when they book.
    pub remarks: &'static [&'static str],
    /// The first digits of the clients' phone numbers; two more follow.
    pub phones: &'static str,
    /// How many try to book on a full day.
    pub demand: usize,
    /// Whether staff have begun to confirm bookings themselves, a day ago.
    pub confirms_itself: bool,
}

pub struct Admin {
    pub name: &'static str,
    pub email: &'static str,
}

pub struct Offer {
    pub name: &'static str,
    pub description: &'static str,
    pub minutes: i32,
    /// Minutes to clean up after it.
    pub buffer: i32,
    /// In minor units.
    pub price: i64,
    /// How often it is asked for, beside the others.
    pub popularity: u32,
}

pub struct Worker {
    pub name: &'static str,
    pub title: &'static str,
    pub days: &'static [Weekday],
    /// Begin and end of each stretch of such a day.
    pub hours: &'static [(&'static str, &'static str)],
}

pub struct Regular {
    pub name: &'static str,
    /// The part before the `@`; empty: none is known.
    pub mail: &'static str,
    /// What staff have noted on the card; empty: nothing.
    pub notes: &'static str,
}

/// A client, in one line.
pub const fn client(name: &'static str, mail: &'static str, notes: &'static str) -> Regular {
    Regular { name, mail, notes }
}
