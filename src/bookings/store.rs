//! SQL on bookings and their history.

mod writing;

use chrono::{DateTime, NaiveDateTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use super::model::{Address, Booking, BookingId, Change, Item, Named, Place, Status};
use crate::{
    clients::ClientId,
    companies::CompanyId,
    db::{PlatformTx, TenantTx},
    error::{Error, Result},
    http::Limit,
    money::Money,
};
pub use writing::{NewRow, insert, insert_change, insert_history, insert_items, set_status, set_time, update};

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
    staff_notes: String,
    items: Json<Vec<Item>>,
    location_id: Option<Uuid>,
    location_name: Option<String>,
    party_size: i32,
    place: Place,
    street: Option<String>,
    city: Option<String>,
    zip: Option<String>,
    country: Option<String>,
    asset_id: Option<Uuid>,
    asset_name: Option<String>,
    express: bool,
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
            staff_notes: row.staff_notes,
            items: row.items.0,
            location: row.location_id.zip(row.location_name).map(|(id, name)| Named { id, name }),
            party_size: row.party_size,
            place: row.place,
            address: row.street.zip(row.city).map(|(street, city)| Address {
                street,
                city,
                zip: row.zip,
                country: row.country,
            }),
            asset: row.asset_id.zip(row.asset_name).map(|(id, name)| Named { id, name }),
            express: row.express,
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
    pub location: Option<Uuid>,
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
                      b.expires_at, b.notes, b.staff_notes, b.location_id as "location_id?: Uuid", l.name as "location_name?",
                      b.party_size, b.place, b.street, b.city, b.zip, b.country, b.asset_id as "asset_id?: Uuid",
                      a.name as "asset_name?", b.express, b.version, b.created_at,
                      (select coalesce(json_agg(json_build_object(
                                  'service_id', i.service_id, 'addon_id', i.addon_id, 'name', coalesce(x.name, y.name),
                                  'duration_minutes', i.duration_minutes) order by i.position), '[]')
                       from booking_items i
                       join services y on y.company_id = $1 and y.id = i.service_id
                       left join addons x on x.company_id = $1 and x.id = i.addon_id
                       where i.company_id = $1 and i.booking_id = b.id) as "items!: Json<Vec<Item>>"
               from bookings b
               join clients c on c.company_id = $1 and c.id = b.client_id
               join services s on s.company_id = $1 and s.id = b.service_id
               left join staff p on p.company_id = $1 and p.id = b.staff_id
               left join locations l on l.company_id = $1 and l.id = b.location_id
               left join assets a on a.company_id = $1 and a.id = b.asset_id
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
         and ($6::uuid is null or b.client_id = $6) and ($7::uuid is null or b.location_id = $7)
         and ($8::timestamptz is null or (b.starts_at, b.id) > ($8, $9::uuid))
         order by b.starts_at, b.id limit $10",
        company.0,
        filter.from,
        filter.to,
        filter.status.map(Status::as_str),
        filter.staff,
        filter.client,
        filter.location,
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

/// All that ever happened to it, oldest first.
pub async fn history(tx: &mut TenantTx, id: BookingId) -> Result<Vec<Change>> {
    let company = tx.company();
    let rows = sqlx::query!(
        r#"select h.id, h.kind, h.from_status as "from_status: Status", h.to_status as "to_status: Status", h.details,
                  h.actor_kind, m.name as "actor_name?", h.reason, h.at
           from booking_history h
           left join memberships m on m.company_id = $1 and m.user_id = h.actor_id and h.actor_kind = 'staff'
           where h.company_id = $1 and h.booking_id = $2 order by h.at, h.id"#,
        company.0,
        id.0
    )
    .fetch_all(tx.db())
    .await?;
    let changes = rows.into_iter().map(|row| Change {
        id: row.id,
        kind: row.kind,
        from: row.from_status,
        to: row.to_status,
        details: row.details,
        actor: row.actor_kind,
        actor_name: row.actor_name,
        reason: row.reason,
        at: row.at,
    });
    Ok(changes.collect())
}
