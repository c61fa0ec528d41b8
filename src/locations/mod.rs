//! Locations: where a company works, how many places it has at once, and when it is open.

pub mod api;
pub mod day;
pub mod model;
pub mod store;

pub use model::{Location, LocationId};

use chrono::NaiveDate;

use crate::{db::TenantTx, error::Result, scheduling::availability::Span};

/// How full a location is on a day.
pub async fn places(tx: &mut TenantTx, id: LocationId, date: NaiveDate, minutes: i32) -> Result<day::Places> {
    let store::Day { calendar, time_zone, capacity, open } = store::day(tx, id, date).await?;
    let windows = day::windows(date, time_zone.parse().unwrap_or(chrono_tz::UTC), &open);
    let rows = match (windows.first(), windows.last()) {
        (Some(first), Some(last)) => {
            let taken = store::taken(tx, calendar, Span { starts_at: first.starts_at, ends_at: last.ends_at }).await?;
            day::rows(&windows, minutes, capacity.into(), &taken)
        }
        _ => vec![],
    };
    Ok(day::Places { location_id: id, date, time_zone, rows })
}
