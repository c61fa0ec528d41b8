//! Orders: what is sold, at the price it had when it was sold.

use uuid::Uuid;

use crate::{bookings::BookingId, clients::ClientId, db::TenantTx, error::Result, services::Service};

crate::id!(
    /// What somebody buys.
    OrderId
);

/// The order of a booking: one line for its service, with the price of this moment.
pub async fn insert_for_booking(
    tx: &mut TenantTx,
    booking: BookingId,
    client: ClientId,
    service: &Service,
) -> Result<OrderId> {
    let (company, id, now) = (tx.company(), OrderId::new(), tx.now());
    sqlx::query!(
        "with sold as (
             insert into orders (company_id, id, client_id, booking_id, currency, created_at)
             values ($1, $2, $3, $4, $5, $6)
         )
         insert into order_lines (company_id, id, order_id, kind, service_id, description, quantity, unit_amount)
         values ($1, $7, $2, 'service', $8, $9, 1, $10)",
        company.0,
        id.0,
        client.0,
        booking.0,
        service.price.currency,
        now,
        Uuid::now_v7(),
        service.id.0,
        service.name,
        service.price.amount
    )
    .execute(tx.db())
    .await?;
    Ok(id)
}
