//! SQL that takes time and gives it back.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::availability::{Calendar, Needs, Span, Taken, Taking};
use crate::{bookings::BookingId, db::TenantTx, error::Result};

/// Whose the time is that is taken.
#[derive(Clone, Copy, Debug)]
pub enum Taker {
    /// Somebody's at the checkout.
    Hold(Uuid),
    Booking(BookingId),
    /// The booking gives up the time it has in the same step.
    Moving(BookingId),
}

impl Taker {
    pub fn moving(self) -> Option<BookingId> {
        if let Self::Moving(booking) = self { Some(booking) } else { None }
    }
}

/// Takes all of it, or nothing: `false`, where any of it is somebody else's.
pub async fn take(
    tx: &mut TenantTx,
    takings: &[Taking],
    taker: Taker,
    expires_at: Option<DateTime<Utc>>,
) -> Result<bool> {
    let (company, now) = (tx.company(), tx.now());
    let (booking, hold, moving) = match taker {
        Taker::Hold(hold) => (None, Some(hold), false),
        Taker::Booking(booking) => (Some(booking.0), None, false),
        Taker::Moving(booking) => (Some(booking.0), None, true),
    };
    let calendars: Vec<Uuid> = takings.iter().map(|taking| taking.calendar.0).collect();
    let units: Vec<i16> = takings.iter().map(|taking| i16::try_from(taking.units).unwrap_or(i16::MAX)).collect();
    let (from, to): (Vec<_>, Vec<_>) =
        takings.iter().map(|taking| (taking.span.starts_at, taking.span.ends_at)).unzip();
    Ok(sqlx::query_scalar!(
        r#"select app.take($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as "taken!""#,
        company.0,
        booking,
        hold,
        &calendars,
        &units,
        &from,
        &to,
        expires_at,
        moving,
        now
    )
    .fetch_one(tx.db())
    .await?)
}

/// Locks these calendars until the end of the transaction, and gives back what has run out on them in a window.
pub async fn release_expired(tx: &mut TenantTx, calendars: &[Uuid], window: Span) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "select app.release_expired($1, $2, $3, $4, $5)",
        company.0,
        calendars,
        window.starts_at,
        window.ends_at,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Gives a booking's time back; one that took place still counts for the day's limit.
pub async fn release(tx: &mut TenantTx, booking: BookingId, took_place: bool) -> Result<()> {
    let company = tx.company();
    sqlx::query!("select app.give_back($1, $2, $3)", company.0, booking.0, took_place).execute(tx.db()).await?;
    Ok(())
}

/// A booking's time is its own from now on, not only until something runs out. `false`: it has lost it.
pub async fn keep(tx: &mut TenantTx, booking: BookingId) -> Result<bool> {
    let company = tx.company();
    let kept = sqlx::query!(
        "update allocations set expires_at = null where company_id = $1 and booking_id = $2",
        company.0,
        booking.0
    )
    .execute(tx.db())
    .await?;
    Ok(kept.rows_affected() > 0)
}

/// The time that a booking has is not in its own way.
pub async fn leave_out(tx: &mut TenantTx, needs: &mut Needs, booking: BookingId) -> Result<()> {
    let company = tx.company();
    let own = sqlx::query!(
        "select calendar_id, unit, starts_at from allocations where company_id = $1 and booking_id = $2",
        company.0,
        booking.0
    )
    .fetch_all(tx.db())
    .await?;
    let mut leave_out = |calendar: &mut Calendar| {
        let own: Vec<_> = own.iter().filter(|row| row.calendar_id == calendar.id).collect();
        let is_own = |taken: &Taken| {
            own.iter()
                .any(|row| row.unit == i16::try_from(taken.unit).unwrap_or(0) && row.starts_at == taken.span.starts_at)
        };
        calendar.taken.retain(|taken| !is_own(taken));
    };
    needs.staff.iter_mut().flatten().for_each(&mut leave_out);
    needs.location.iter_mut().for_each(&mut leave_out);
    needs.pools.iter_mut().flat_map(|pool| &mut pool.calendars).for_each(&mut leave_out);
    needs.quotas.iter_mut().for_each(&mut leave_out);
    Ok(())
}
