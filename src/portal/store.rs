//! SQL on a customer's own rows, and on the person they are.

use chrono::{DateTime, Utc};
use poem_openapi::types::MaybeUndefined;
use uuid::Uuid;

use super::model::{CustomerBooking, CustomerProfile, CustomerProfilePatch, PortalCompany, When};
use crate::{
    bookings::{BookingId, Status, may_still_change, model::Named},
    clients::ClientId,
    companies::CompanyId,
    db::{IdentityTx, TenantTx},
    error::{Error, Result},
    http::Limit,
    identity::store::Reader,
    messages::{self, Happening},
    money::Money,
};

/// This person's card in a company, found or made; the transaction must be about them.
pub async fn card(tx: &mut IdentityTx, company: CompanyId, person: &Reader, phone: Option<&str>) -> Result<()> {
    sqlx::query!(
        "select app.client_for_customer($1, $2, $3, $4, $5, $6, $7)",
        company.0,
        person.id.0,
        ClientId::new().0,
        person.name,
        person.email,
        person.language,
        phone
    )
    .fetch_one(tx.db())
    .await?;
    Ok(())
}

/// The company this transaction is in.
pub async fn company(tx: &mut TenantTx) -> Result<PortalCompany> {
    let company = tx.company();
    sqlx::query_as!(PortalCompany, "select slug, name from companies where id = $1", company.0)
        .fetch_optional(tx.db())
        .await?
        .ok_or(Error::NotFound("company"))
}

/// What the company counts in.
pub async fn currency(tx: &mut TenantTx) -> Result<String> {
    let company = tx.company();
    Ok(sqlx::query_scalar!("select currency from companies where id = $1", company.0).fetch_one(tx.db()).await?)
}

pub async fn profile(tx: &mut TenantTx) -> Result<CustomerProfile> {
    let company = tx.company();
    sqlx::query_as!(
        CustomerProfile,
        "select name, email, phone, language, version, created_at from clients
         where company_id = $1 and id = app.client_id()",
        company.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("profile"))
}

/// Changes the customer's own card, if `version` is still the current one.
pub async fn update_profile(tx: &mut TenantTx, patch: &CustomerProfilePatch, version: i32) -> Result<CustomerProfile> {
    let company = tx.company();
    let given = |field: &MaybeUndefined<String>| (!field.is_undefined(), field.value().cloned());
    let (phone, language) = (given(&patch.phone), given(&patch.language));
    sqlx::query_as!(
        CustomerProfile,
        "update clients set
             name = coalesce($3, name),
             phone = case when $4 then $5 else phone end,
             language = case when $6 then $7 else language end,
             version = version + 1
         where company_id = $1 and id = app.client_id() and version = $2
         returning name, email, phone, language, version, created_at",
        company.0,
        version,
        patch.name,
        phone.0,
        phone.1,
        language.0,
        language.1
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::Stale)
}

struct Row {
    id: BookingId,
    reference: String,
    status: Status,
    service_id: Uuid,
    service_name: String,
    staff_id: Option<Uuid>,
    staff_name: Option<String>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    time_zone: String,
    amount: i64,
    currency: String,
    expires_at: Option<DateTime<Utc>>,
}

impl From<Row> for CustomerBooking {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            reference: row.reference,
            status: row.status,
            service: Named { id: row.service_id, name: row.service_name },
            staff: row.staff_id.zip(row.staff_name).map(|(id, name)| Named { id, name }),
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            time_zone: row.time_zone,
            total: Money { amount: row.amount, currency: row.currency },
            expires_at: row.expires_at,
        }
    }
}

/// Whose bookings they are, row-level security says; `$1` is the company, and the rest says which of them.
macro_rules! select {
    ($which:tt, $($arguments:expr),+) => {
        sqlx::query_as!(
            Row,
            r#"select b.id, b.reference, b.status, b.service_id as "service_id: Uuid", s.name as service_name,
                      b.staff_id as "staff_id?: Uuid", p.name as "staff_name?", b.starts_at, b.ends_at, b.time_zone, o.currency,
                      (select coalesce(sum(l.amount), 0)::bigint from order_lines l
                       where l.company_id = $1 and l.order_id = o.id) as "amount!", b.expires_at
               from bookings b
               join services s on s.company_id = $1 and s.id = b.service_id
               left join staff p on p.company_id = $1 and p.id = b.staff_id
               join orders o on o.company_id = $1 and o.booking_id = b.id
               where b.company_id = $1 "# + $which,
            $($arguments),+
        )
    };
}

/// The customer's own, in the order that `when` says.
pub async fn bookings(
    tx: &mut TenantTx,
    when: When,
    after: Option<(DateTime<Utc>, BookingId)>,
    limit: Limit,
) -> Result<Vec<CustomerBooking>> {
    let (company, now) = (tx.company(), tx.now());
    let (time, id) = after.unzip();
    let id = id.map(|id| id.0);
    let rows = match when {
        When::Upcoming => {
            select!(
                "and b.ends_at > $2 and ($3::timestamptz is null or (b.starts_at, b.id) > ($3, $4::uuid))
                 order by b.starts_at, b.id limit $5",
                company.0,
                now,
                time,
                id,
                limit.fetch()
            )
            .fetch_all(tx.db())
            .await?
        }
        When::Past => {
            select!(
                "and b.ends_at <= $2 and ($3::timestamptz is null or (b.starts_at, b.id) < ($3, $4::uuid))
                 order by b.starts_at desc, b.id desc limit $5",
                company.0,
                now,
                time,
                id,
                limit.fetch()
            )
            .fetch_all(tx.db())
            .await?
        }
    };
    Ok(rows.into_iter().map(CustomerBooking::from).collect())
}

pub async fn booking(tx: &mut TenantTx, id: BookingId) -> Result<CustomerBooking> {
    let company = tx.company();
    let row = select!("and b.id = $2", company.0, id.0).fetch_optional(tx.db()).await?;
    Ok(row.ok_or(Error::NotFound("booking"))?.into())
}

/// Cancels one of the customer's own, if it is early enough for that.
pub async fn cancel(tx: &mut TenantTx, id: BookingId, reason: Option<&str>) -> Result<CustomerBooking> {
    let (company, now) = (tx.company(), tx.now());
    let before = booking(tx, id).await?;
    let notice = sqlx::query_scalar!("select cancellation_notice_minutes from companies where id = $1", company.0)
        .fetch_one(tx.db())
        .await?;
    may_still_change(before.status, before.starts_at, notice, now)?;
    let ids = [Uuid::now_v7(), Uuid::now_v7()];
    sqlx::query_scalar!("select app.cancel_own_booking($1, $2, $3, $4, $5)", company.0, id.0, reason, &ids, now)
        .fetch_one(tx.db())
        .await?
        .ok_or_else(|| Error::Conflict("wrong_status", "It has changed meanwhile.".into()))?;
    messages::tell(tx, id, Happening::Cancelled).await?;
    booking(tx, id).await
}
