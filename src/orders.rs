//! Orders: what is sold, at the price it had when it was sold.

use uuid::Uuid;

use crate::{
    addons::AddonId,
    bookings::BookingId,
    clients::ClientId,
    db::TenantTx,
    error::{Error, Result},
    services::ServiceId,
};

crate::id!(
    /// What somebody buys.
    OrderId
);

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    Service,
    Addon,
    Surcharge,
}

impl LineKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Addon => "addon",
            Self::Surcharge => "surcharge",
        }
    }
}

/// Something that is sold, in minor units of the order's currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    pub kind: LineKind,
    pub service_id: Option<ServiceId>,
    pub addon_id: Option<AddonId>,
    pub description: String,
    pub quantity: i32,
    pub unit_amount: i64,
}

/// What lines come to.
pub fn total(lines: &[NewLine]) -> Result<i64> {
    let sum =
        lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(line.unit_amount.checked_mul(line.quantity.into())?));
    sum.ok_or_else(|| Error::invalid("party_size", "too_expensive", "comes to more than can be counted"))
}

/// The order of a booking, with the prices of this moment.
pub async fn insert_for_booking(
    tx: &mut TenantTx,
    booking: BookingId,
    client: ClientId,
    currency: &str,
    lines: &[NewLine],
) -> Result<()> {
    let (company, id, now) = (tx.company(), OrderId::new(), tx.now());
    sqlx::query!(
        "insert into orders (company_id, id, client_id, booking_id, currency, created_at) values ($1, $2, $3, $4, $5, $6)",
        company.0,
        id.0,
        client.0,
        booking.0,
        currency,
        now
    )
    .execute(tx.db())
    .await?;
    insert_lines(tx, id, 0, lines).await
}

async fn insert_lines(tx: &mut TenantTx, order: OrderId, after: i64, lines: &[NewLine]) -> Result<()> {
    let company = tx.company();
    let columns = Columns::of(lines);
    sqlx::query!(
        "insert into order_lines (company_id, id, order_id, kind, service_id, addon_id, description, quantity, unit_amount,
                                  position)
         select $1, l.id, $2, l.kind, l.service, l.addon, l.description, l.quantity, l.amount, $3::bigint + l.position
         from unnest($4::uuid[], $5::text[], $6::uuid[], $7::uuid[], $8::text[], $9::integer[], $10::bigint[])
              with ordinality as l (id, kind, service, addon, description, quantity, amount, position)",
        company.0,
        order.0,
        after,
        &columns.ids,
        &columns.kinds,
        &columns.services as &[Option<Uuid>],
        &columns.addons as &[Option<Uuid>],
        &columns.descriptions,
        &columns.quantities,
        &columns.amounts
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Adds to what was sold with a booking.
pub async fn add_lines(tx: &mut TenantTx, booking: BookingId, lines: &[NewLine]) -> Result<()> {
    let company = tx.company();
    let order = sqlx::query!(
        r#"select o.id, (select coalesce(max(l.position), 0)::bigint from order_lines l
                         where l.company_id = $1 and l.order_id = o.id) as "after!"
           from orders o where o.company_id = $1 and o.booking_id = $2"#,
        company.0,
        booking.0
    )
    .fetch_one(tx.db())
    .await?;
    insert_lines(tx, OrderId(order.id), order.after, lines).await
}

/// Lines as columns, the shape in which many are inserted at once.
#[derive(Default)]
struct Columns {
    ids: Vec<Uuid>,
    kinds: Vec<String>,
    services: Vec<Option<Uuid>>,
    addons: Vec<Option<Uuid>>,
    descriptions: Vec<String>,
    quantities: Vec<i32>,
    amounts: Vec<i64>,
}

impl Columns {
    fn of(lines: &[NewLine]) -> Self {
        let mut columns = Self::default();
        for line in lines {
            columns.ids.push(Uuid::now_v7());
            columns.kinds.push(line.kind.as_str().to_owned());
            columns.services.push(line.service_id.map(|id| id.0));
            columns.addons.push(line.addon_id.map(|id| id.0));
            columns.descriptions.push(line.description.clone());
            columns.quantities.push(line.quantity);
            columns.amounts.push(line.unit_amount);
        }
        columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(quantity: i32, unit_amount: i64) -> NewLine {
        let description = String::new();
        NewLine { kind: LineKind::Service, service_id: None, addon_id: None, description, quantity, unit_amount }
    }

    #[test]
    fn a_total_is_the_sum_of_the_lines_or_is_refused() {
        assert_eq!(total(&[line(1, 150_000), line(1, 50_000)]).expect("it fits"), 200_000);
        assert_eq!(total(&[line(3, 100)]).expect("it fits"), 300);
        assert_eq!(total(&[]).expect("it fits"), 0);
        assert!(total(&[line(2, i64::MAX)]).is_err() && total(&[line(1, i64::MAX), line(1, 1)]).is_err());
    }
}
