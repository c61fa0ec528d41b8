//! SQL on bookings and their history.

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    basket::{Addon, Basket},
    input::GuestAsset,
    model::{Address, Booking, BookingId, BookingPatch, Change, Item, Named, Place, Status},
};
use crate::{
    clients::ClientId,
    companies::CompanyId,
    db::{Actor, PlatformTx, TenantTx},
    error::{Error, OnConstraint, Result},
    http::Limit,
    locations::LocationId,
    money::Money,
    scheduling::Placed,
    staff::StaffId,
};

/// Everything that a new booking is.
pub struct NewRow<'a> {
    pub id: BookingId,
    pub reference: &'a str,
    pub client: ClientId,
    pub basket: &'a Basket,
    pub staff: Option<StaffId>,
    pub status: Status,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub source: &'a str,
    pub language: &'a str,
    pub address: Option<&'a Address>,
    pub asset: Option<Uuid>,
    pub notes: &'a str,
    pub staff_notes: &'a str,
}

/// Writes a booking, its items, and the first line of its history.
pub async fn insert(tx: &mut TenantTx, new: &NewRow<'_>) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let zone = new.basket.zone();
    let (actor_kind, actor_id) = actor(tx);
    let created_by = (actor_kind == "staff").then_some(actor_id).flatten();
    let items = Items::of(new.basket);
    let choice = new.basket.choice();
    sqlx::query!(
        "insert into bookings (company_id, id, reference, client_id, service_id, staff_id, status, starts_at, ends_at,
                               time_zone, wall_starts_at, source, language, notes, expires_at, created_at, created_by,
                               location_id, party_size, place, street, city, zip, country, asset_id, express, staff_notes)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
                 $24, $25, $26, $27)",
        company.0,
        new.id.0,
        new.reference,
        new.client.0,
        choice.services.first().map(|service| service.0),
        new.staff.map(|staff| staff.0),
        new.status.as_str(),
        new.starts_at,
        new.ends_at,
        zone.name(),
        new.starts_at.with_timezone(&zone).naive_local(),
        new.source,
        new.language,
        new.notes,
        new.expires_at,
        now,
        created_by,
        new.basket.location.as_ref().map(|location| location.id.0),
        choice.party_size,
        if choice.on_site { "on_site" } else { "location" },
        new.address.map(|address| &*address.street),
        new.address.map(|address| &*address.city),
        new.address.and_then(|address| address.zip.as_deref()),
        new.address.and_then(|address| address.country.as_deref()),
        new.asset,
        choice.express,
        new.staff_notes
    )
    .execute(tx.db())
    .await
    .on_constraints([
        ("bookings_reference_key", Error::Unavailable(anyhow::anyhow!("a booking reference came up twice"))),
        ("bookings_asset_fkey", Error::invalid("asset_id", "not_found", "is nothing of the client's")),
    ])?;
    // Whose they are is seen from the booking, which has to be there for that.
    sqlx::query!(
        "with items as (
             insert into booking_items (company_id, id, booking_id, position, service_id, addon_id, duration_minutes)
             select $1, i.id, $2, i.position, i.service, i.addon, i.minutes
             from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::integer[])
                  with ordinality as i (id, service, addon, minutes, position)
         )
         insert into booking_history (company_id, id, booking_id, to_status, actor_kind, actor_id, at)
         values ($1, $7, $2, $8, $9, $10, $11)",
        company.0,
        new.id.0,
        &items.ids,
        &items.services,
        &items.addons as &[Option<Uuid>],
        &items.minutes,
        Uuid::now_v7(),
        new.status.as_str(),
        actor_kind,
        actor_id,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Items as columns.
#[derive(Default)]
struct Items {
    ids: Vec<Uuid>,
    services: Vec<Uuid>,
    addons: Vec<Option<Uuid>>,
    minutes: Vec<i32>,
}

impl Items {
    fn of(basket: &Basket) -> Self {
        let mut columns = Self::default();
        for item in basket.items() {
            columns.ids.push(Uuid::now_v7());
            columns.services.push(item.service_id.0);
            columns.addons.push(item.addon_id.map(|id| id.0));
            columns.minutes.push(item.duration_minutes);
        }
        columns
    }
}

/// What a visitor's booking is about becomes an asset of the client's.
pub async fn insert_asset(tx: &mut TenantTx, client: ClientId, asset: &GuestAsset) -> Result<Uuid> {
    let (company, id, now) = (tx.company(), Uuid::now_v7(), tx.now());
    sqlx::query!(
        "insert into assets (company_id, id, client_id, kind, name, make, model, year, identifier, created_at)
         values ($1, $2, $3, 'vehicle', $4, $5, $6, $7, $8, $9)",
        company.0,
        id,
        client.0,
        asset.name,
        asset.make,
        asset.model,
        asset.year,
        asset.identifier,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(id)
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

/// Where it stands from now on; only a pending one expires.
pub async fn set_status(tx: &mut TenantTx, id: BookingId, status: Status) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update bookings set status = $3, expires_at = null, version = version + 1 where company_id = $1 and id = $2",
        company.0,
        id.0,
        status.as_str()
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// When, where and by whom it is done from now on.
pub async fn set_time(
    tx: &mut TenantTx,
    id: BookingId,
    placed: &Placed,
    location: Option<LocationId>,
    zone: Tz,
) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update bookings set starts_at = $3, ends_at = $4, time_zone = $5, wall_starts_at = $6, staff_id = $7, location_id = $8,
             version = version + 1
         where company_id = $1 and id = $2",
        company.0,
        id.0,
        placed.starts_at,
        placed.ends_at,
        zone.name(),
        placed.starts_at.with_timezone(&zone).naive_local(),
        placed.staff.as_ref().map(|(staff, _)| staff.0),
        location.map(|location| location.0)
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Adds a line to a booking's history that is not about where it stands.
pub async fn insert_change(
    tx: &mut TenantTx,
    id: BookingId,
    status: Status,
    kind: &str,
    details: serde_json::Value,
    reason: Option<&str>,
) -> Result<()> {
    let (actor_kind, actor_id) = actor(tx);
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "insert into booking_history (company_id, id, booking_id, kind, from_status, to_status, details, actor_kind, actor_id,
                                      reason, at)
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)",
        company.0,
        Uuid::now_v7(),
        id.0,
        kind,
        status.as_str(),
        details,
        actor_kind,
        actor_id,
        reason,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// Adds add-ons after everything that the booking has.
pub async fn insert_items(tx: &mut TenantTx, id: BookingId, addons: &[Addon]) -> Result<()> {
    let company = tx.company();
    let ids: Vec<_> = addons.iter().map(|_| Uuid::now_v7()).collect();
    let services: Vec<_> = addons.iter().map(|addon| addon.service.0).collect();
    let addon_ids: Vec<_> = addons.iter().map(|addon| addon.id.0).collect();
    let minutes: Vec<_> = addons.iter().map(|addon| addon.duration_minutes).collect();
    sqlx::query!(
        "insert into booking_items (company_id, id, booking_id, position, service_id, addon_id, duration_minutes)
         select $1, n.id, $2, n.position + (select max(i.position) from booking_items i
                                            where i.company_id = $1 and i.booking_id = $2), n.service, n.addon, n.minutes
         from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::integer[])
              with ordinality as n (id, service, addon, minutes, position)",
        company.0,
        id.0,
        &ids,
        &services,
        &addon_ids,
        &minutes
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// What the company keeps beside a booking, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: BookingId, patch: &BookingPatch, version: i32) -> Result<()> {
    let company = tx.company();
    let changed = sqlx::query!(
        "update bookings set notes = coalesce($4, notes), staff_notes = coalesce($5, staff_notes), version = version + 1
         where company_id = $1 and id = $2 and version = $3",
        company.0,
        id.0,
        version,
        patch.notes,
        patch.staff_notes
    )
    .execute(tx.db())
    .await?;
    if changed.rows_affected() == 0 {
        return find(tx, id).await.and(Err(Error::Stale));
    }
    Ok(())
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
