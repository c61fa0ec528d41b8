//! When somebody works: a week, days that come back by a rule, and single days that are different.

pub mod api;
pub mod exceptions;
pub mod recurring;
pub mod store;
mod week;

use chrono::{Datelike, NaiveDate};

pub use exceptions::{DayException, NewException, Windows};
pub use recurring::{RecurringHours, RecurringRules};
pub use week::{Hours, Week, Weekday, WorkingHours};

use crate::{
    db::TenantTx,
    error::{Error, Result},
    scheduling::{self, CalendarId},
    staff::{StaffId, recurrence::dates, store::lock},
};
use exceptions::{DayExceptions, Move};

/// Makes a day of somebody's different. Two who do so at once wait for each other.
pub async fn set_day(tx: &mut TenantTx, id: StaffId, on_date: NaiveDate, new: &NewException) -> Result<DayException> {
    let calendar = lock(tx, id).await?;
    store::set_exception(tx, calendar, on_date, new).await
}

/// Gives the hours of one day to another that has none, or adds them to those that it has; the first is free from then on.
pub async fn move_day(tx: &mut TenantTx, calendar: CalendarId, days: &Move) -> Result<DayExceptions> {
    let moved = on(tx, calendar, days.from).await?;
    if moved.0.is_empty() {
        return Err(Error::Conflict("nothing_to_move", format!("there are no hours on {}", days.from)));
    }
    let there = on(tx, calendar, days.to).await?;
    let reason = |other: NaiveDate, word: &str| format!("Moved {word} {other}");
    let free = NewException { windows: Windows::default(), reason: reason(days.to, "to") };
    let given = NewException { windows: moved.with(there), reason: reason(days.from, "from") };
    let data = vec![
        store::set_exception(tx, calendar, days.from, &free).await?,
        store::set_exception(tx, calendar, days.to, &given).await?,
    ];
    Ok(DayExceptions { data })
}

/// The hours of a day: its exception's, or else what week and rules say.
async fn on(tx: &mut TenantTx, calendar: CalendarId, date: NaiveDate) -> Result<Windows> {
    if let Some(exception) = store::exceptions(tx, calendar, date, date.succ_opt().unwrap_or(date)).await?.pop() {
        return Ok(exception.windows());
    }
    let week = scheduling::week::find(tx, calendar).await?;
    let rules = store::rules(tx, calendar).await?;
    let of_week =
        week.0.iter().filter(|(day, ..)| u32::try_from(day.number()) == Ok(date.weekday().number_from_monday()));
    let next = date.succ_opt().unwrap_or(date);
    let of_rules = rules.0.iter().filter(|one| !dates(&one.rule, one.starts_on, date, next).is_empty());
    let windows = of_week.map(|&(_, starts, ends)| (starts, ends)).chain(of_rules.map(|one| (one.starts, one.ends)));
    Ok(Windows(Vec::new()).with(Windows(windows.collect())))
}
