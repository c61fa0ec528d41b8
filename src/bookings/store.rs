//! SQL on bookings and their history.

use chrono::{DateTime, NaiveDateTime, Utc};
use uuid::Uuid;

use super::model::{Booked, Booking, BookingId, Named, Status};
use crate::{
    clients::ClientId,
    companies::CompanyId,
    db::{Actor, PlatformTx, TenantTx},
    error::{Error, OnConstraint, Result},
    http::Limit,
    money::Money,
};

/// Writes a visitor's booking, and the first line of its history.
pub async fn insert(tx: &mut TenantTx, booked: &Booked, client: ClientId, language: &str, notes: &str) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let zone: chrono_tz::Tz = booked.time_zone.parse().unwrap_or(chrono_tz::UTC);
    let (actor_kind, actor_id) = actor(tx);
    sqlx::query!(
        "with booked as (
             insert into bookings (company_id, id, reference, client_id, service_id, staff_id, status, starts_at, ends_at,
                                   time_zone, wall_starts_at, source, language, notes, expires_at, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'website', $12, $13, $14, $15)
         )
         insert into booking_history (company_id, id, booking_id, to_status, actor_kind, actor_id, at)
         values ($1, $16, $2, $7, $17, $18, $15)",
        company.0,
        booked.id.0,
        booked.reference,
        client.0,
        booked.service.id,
        booked.staff.as_ref().map(|staff| staff.id),
        booked.status.as_str(),
        booked.starts_at,
        booked.ends_at,
        booked.time_zone,
        booked.starts_at.with_timezone(&zone).naive_local(),
        language,
        notes,
        booked.expires_at,
        now,
        Uuid::now_v7(),
        actor_kind,
        actor_id
    )
    .execute(tx.db())
    .await
    .on_constraint("bookings_reference_key", || {
        Error::Unavailable(anyhow::anyhow!("a booking reference came up twice"))
    })?;
    Ok(())
}

/// Who acts, as history has it.
fn actor(tx: &TenantTx) -> (&'static str, Option<Uuid>) {
    match tx.actor() {
        Actor::Staff(user) => ("staff", Some(user.0)),
        Actor::Customer(user) => ("customer", Some(user.0)),
        Actor::Guest => ("guest", None),
        Actor::System => ("system", None),
    }
}

/// Adds a line to a booking's history; nothing ever changes one.
pub async fn insert_history(
    tx: &mut TenantTx,
    booking: BookingId,
    from: Option<Status>,
    to: Status,
    reason: Option<&str>,
) -> Result<()> {
    let (actor_kind, actor_id) = actor(tx);
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "insert into booking_history (company_id, id, booking_id, from_status, to_status, actor_kind, actor_id, reason, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        company.0,
        Uuid::now_v7(),
        booking.0,
        from.map(Status::as_str),
        to.as_str(),
        actor_kind,
        actor_id,
        reason,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

struct Row {
    id: BookingId,
    reference: String,
    status: Status,
    client_id: ClientId,
    client_name: String,
    service_id: Uuid,
    service_name: String,
    staff_id: Option<Uuid>,
    staff_name: Option<String>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    time_zone: String,
    wall_starts_at: NaiveDateTime,
    amount: i64,
    currency: String,
    expires_at: Option<DateTime<Utc>>,
    notes: String,
    version: i32,
    created_at: DateTime<Utc>,
}

impl From<Row> for Booking {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            reference: row.reference,
            status: row.status,
            client: Named { id: row.client_id.0, name: row.client_name },
            service: Named { id: row.service_id, name: row.service_name },
            staff: row.staff_id.zip(row.staff_name).map(|(id, name)| Named { id, name }),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            time_zone: row.time_zone,
            wall_starts_at: row.wall_starts_at,
            total: Money { amount: row.amount, currency: row.currency },
            expires_at: row.expires_at,
            notes: row.notes,
            version: row.version,
            created_at: row.created_at,
        }
    }
}

/// Which bookings a list is about; what is absent does not matter.
#[derive(Debug, Default)]
pub struct Filter {
    /// Those that start at this moment or later.
    pub from: Option<DateTime<Utc>>,
    /// Those that start before this moment.
    pub to: Option<DateTime<Utc>>,
    pub status: Option<Status>,
    pub staff: Option<Uuid>,
    pub client: Option<Uuid>,
}

/// The one query that bookings are read with; `$1` is the company, and the rest of it says which.
macro_rules! select {
    ($which:tt, $($arguments:expr),+) => {
        sqlx::query_as!(
            Row,
            r#"select b.id, b.reference, b.status, b.client_id, c.name as client_name, b.service_id as "service_id: Uuid",
                      s.name as service_name, b.staff_id as "staff_id?: Uuid", p.name as "staff_name?", b.starts_at,
                      b.ends_at, b.time_zone, b.wall_starts_at, o.currency,
                      (select coalesce(sum(l.amount), 0)::bigint from order_lines l
                       where l.company_id = $1 and l.order_id = o.id) as "amount!",
                      b.expires_at, b.notes, b.version, b.created_at
               from bookings b
               join clients c on c.company_id = $1 and c.id = b.client_id
               join services s on s.company_id = $1 and s.id = b.service_id
               left join staff p on p.company_id = $1 and p.id = b.staff_id
               join orders o on o.company_id = $1 and o.booking_id = b.id
               where b.company_id = $1 "# + $which,
            $($arguments),+
        )
    };
}

/// In the order they start.
pub async fn list(
    tx: &mut TenantTx,
    filter: &Filter,
    after: Option<(DateTime<Utc>, BookingId)>,
    limit: Limit,
) -> Result<Vec<Booking>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    let rows = select!(
        "and b.starts_at >= coalesce($2, '-infinity'::timestamptz)
         and b.starts_at < coalesce($3, 'infinity'::timestamptz)
         and ($4::text is null or b.status = $4) and ($5::uuid is null or b.staff_id = $5)
         and ($6::uuid is null or b.client_id = $6)
         and ($7::timestamptz is null or (b.starts_at, b.id) > ($7, $8::uuid))
         order by b.starts_at, b.id limit $9",
        company.0,
        filter.from,
        filter.to,
        filter.status.map(Status::as_str),
        filter.staff,
        filter.client,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(Booking::from).collect())
}

pub async fn find(tx: &mut TenantTx, id: BookingId) -> Result<Booking> {
    let company = tx.company();
    let row = select!("and b.id = $2", company.0, id.0).fetch_optional(tx.db()).await?;
    Ok(row.ok_or(Error::NotFound("booking"))?.into())
}

/// Marks a pending booking as expired, if it still is pending and its time has come.
pub async fn expire(tx: &mut TenantTx, id: BookingId) -> Result<bool> {
    let (company, now) = (tx.company(), tx.now());
    let expired = sqlx::query!(
        "update bookings set status = 'expired', expires_at = null, version = version + 1
         where company_id = $1 and id = $2 and status = 'pending' and expires_at <= $3",
        company.0,
        id.0,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(expired.rows_affected() == 1)
}

/// Pending bookings, of any company, whose time to be confirmed has run out.
pub async fn due_to_expire(tx: &mut PlatformTx, most: i64) -> Result<Vec<(CompanyId, BookingId)>> {
    let now = tx.now();
    let rows = sqlx::query!(
        "select company_id, id from bookings where expires_at <= $1 order by expires_at limit $2",
        now,
        most
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.company_id, row.id)).collect())
}
