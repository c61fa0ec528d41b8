//! SQL on what calendars mind of a booking.

use super::model::Stand;
use crate::{
    bookings::BookingId,
    db::TenantTx,
    error::{Error, Result},
    messages::MessageId,
};

/// Of the booking that a message is about.
pub async fn of_message(tx: &mut TenantTx, message: MessageId) -> Result<Stand> {
    let company = tx.company();
    Ok(sqlx::query_as!(
        Stand,
        r#"select b.id as booking, b.version,
                  exists (select from booking_history h where h.company_id = $1 and h.booking_id = b.id
                          and h.to_status = 'confirmed') as "was_confirmed!"
           from messages m join bookings b on b.company_id = $1 and b.id = m.booking_id
           where m.company_id = $1 and m.id = $2"#,
        company.0,
        message.0
    )
    .fetch_one(tx.db())
    .await?)
}

/// Of a customer's own booking, whose history they do not see.
pub async fn of_own_booking(tx: &mut TenantTx, booking: BookingId) -> Result<Stand> {
    let company = tx.company();
    sqlx::query_as!(
        Stand,
        r#"select b.id as booking, b.version, b.status not in ('pending', 'declined', 'expired') as "was_confirmed!"
           from bookings b where b.company_id = $1 and b.id = $2 and b.client_id = app.client_id()"#,
        company.0,
        booking.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("booking"))
}

pub async fn of_booking(tx: &mut TenantTx, booking: BookingId) -> Result<Stand> {
    let company = tx.company();
    sqlx::query_as!(
        Stand,
        r#"select b.id as booking, b.version,
                  exists (select from booking_history h where h.company_id = $1 and h.booking_id = b.id
                          and h.to_status = 'confirmed') as "was_confirmed!"
           from bookings b where b.company_id = $1 and b.id = $2"#,
        company.0,
        booking.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("booking"))
}
