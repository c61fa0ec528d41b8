//! Closing a company: it takes no more bookings at once, can be reopened for a while, and then everything in it is gone.

use chrono::{DateTime, TimeDelta, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use super::{Company, CompanyId, CompanyStatus, jobs::NoteClosing, store};
use crate::{
    db::{PlatformTx, TenantTx},
    error::{Error, Result},
    events::Event,
    http::{Fields, Parse},
};

/// What closing the company means.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Closing {
    pub status: CompanyStatus,
    /// Days between closing and the end, in which it can be reopened.
    pub grace_days: i32,
    /// When everything is gone: as it is set, or as it would be if the company were closed now. Nothing brings it back then.
    pub erased_at: DateTime<Utc>,
    /// How much will be gone.
    pub erases: Erases,
}

/// How much a company holds.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Erases {
    pub members: i64,
    pub staff: i64,
    pub services: i64,
    pub clients: i64,
    pub bookings: i64,
    /// Bookings that have not begun yet. They stay as they are until the end, and nobody is told: cancel them first.
    pub bookings_ahead: i64,
    pub orders: i64,
}

/// The word for it, so that nobody closes a company by accident.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct Close {
    /// The company's slug, once more.
    pub slug: String,
}

impl Example for Close {
    fn example() -> Self {
        Self { slug: "studio-vesna".into() }
    }
}

impl Parse for Close {
    type Input = Self;

    fn parse(input: Self, _: &mut Fields) -> Option<Self> {
        Some(input)
    }
}

/// The company is about to be closed for good.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct CompanyClosing {
    /// When everything in it is gone, unless it is reopened before.
    pub erased_at: DateTime<Utc>,
}

impl Event for CompanyClosing {
    const KIND: &'static str = "company.closing";
}

impl Example for CompanyClosing {
    fn example() -> Self {
        Self { erased_at: DateTime::UNIX_EPOCH + TimeDelta::days(20_850) }
    }
}

/// The company stays.
#[derive(Debug, Serialize, Object)]
#[oai(example)]
pub struct CompanyReopened {}

impl Event for CompanyReopened {
    const KIND: &'static str = "company.reopened";
}

impl Example for CompanyReopened {
    fn example() -> Self {
        Self {}
    }
}

/// What closing would do, or is about to do.
pub async fn preview(tx: &mut TenantTx) -> Result<Closing> {
    let (company, now) = (store::current(tx).await?, tx.now());
    let grace_days = grace_days(tx).await?;
    let erased_at = company.closes_at.unwrap_or(now + TimeDelta::days(grace_days.into()));
    let erases = sqlx::query_as!(
        Erases,
        r#"select (select count(*) from memberships where company_id = $1 and status <> 'removed') as "members!",
                  (select count(*) from staff where company_id = $1) as "staff!",
                  (select count(*) from services where company_id = $1) as "services!",
                  (select count(*) from clients where company_id = $1) as "clients!",
                  (select count(*) from bookings where company_id = $1) as "bookings!",
                  (select count(*) from bookings where company_id = $1 and starts_at > $2
                      and status in ('pending', 'confirmed')) as "bookings_ahead!",
                  (select count(*) from orders where company_id = $1) as "orders!""#,
        company.id.0,
        now
    )
    .fetch_one(tx.db())
    .await?;
    Ok(Closing { status: company.status, grace_days, erased_at, erases })
}

/// Closes the company to the public, and sets the day when everything in it is gone. Closing twice changes nothing.
pub async fn close(tx: &mut TenantTx, word: &Close) -> Result<Company> {
    let company = store::current(tx).await?;
    if company.slug != word.slug {
        return Err(Error::invalid("slug", "other_company", "must be this company's slug"));
    }
    if company.status == CompanyStatus::Closing {
        return Ok(company);
    }
    let erased_at = tx.now() + TimeDelta::days(grace_days(tx).await?.into());
    set(tx, CompanyStatus::Closing, Some(erased_at)).await?;
    tx.emit(&CompanyClosing { erased_at }).await?;
    tx.enqueue(&NoteClosing { closing: true }).await?;
    store::current(tx).await
}

/// Opens it again, as long as it is there.
pub async fn reopen(tx: &mut TenantTx) -> Result<Company> {
    if store::current(tx).await?.status == CompanyStatus::Closing {
        set(tx, CompanyStatus::Active, None).await?;
        tx.emit(&CompanyReopened {}).await?;
        tx.enqueue(&NoteClosing { closing: false }).await?;
    }
    store::current(tx).await
}

async fn set(tx: &mut TenantTx, status: CompanyStatus, closes_at: Option<DateTime<Utc>>) -> Result<()> {
    let company = tx.company();
    let set = sqlx::query!(
        "update companies set status = $2, closes_at = $3, version = version + 1 where id = $1 and status <> 'suspended'",
        company.0,
        status.as_str(),
        closes_at
    )
    .execute(tx.db())
    .await?;
    if set.rows_affected() == 0 { Err(Error::Suspended("company_suspended")) } else { Ok(()) }
}

async fn grace_days(tx: &mut TenantTx) -> Result<i32> {
    Ok(sqlx::query_scalar!("select closing_grace_days from platform_settings").fetch_one(tx.db()).await?)
}

/// Companies whose grace is over.
pub async fn due(tx: &mut PlatformTx) -> Result<Vec<CompanyId>> {
    let now = tx.now();
    Ok(sqlx::query_scalar!("select id from companies where status = 'closing' and closes_at <= $1", now)
        .fetch_all(tx.db())
        .await?)
}

/// Deletes everything of the company, if its grace is over. Answers how many rows that were.
pub async fn erase(tx: &mut TenantTx) -> Result<i64> {
    let (company, now) = (tx.company(), tx.now());
    // It may be a big one, and it is gone whole or not at all.
    sqlx::query!("set local statement_timeout = '30min'").execute(tx.db()).await?;
    Ok(sqlx::query_scalar!(r#"select app.erase_company($1, $2) as "rows!""#, company.0, now).fetch_one(tx.db()).await?)
}

/// Who hears that the company closes: the name, address and language of each of its admins, and what to tell.
pub async fn admins(tx: &mut TenantTx) -> Result<Vec<(String, String)>> {
    let company = tx.company();
    let rows = sqlx::query!(
        "select name, email from memberships where company_id = $1 and role = 'admin' and status = 'active' order by id",
        company.0
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.email)).collect())
}
