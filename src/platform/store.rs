//! SQL on companies as such, on settings, and on the log of operators.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::model::{NewPlatformSettings, OperatorAction, PlatformCompany, PlatformCompanyDetail, PlatformSettings};
use crate::{
    auth::UserId,
    companies::{CompanyId, CompanyStatus, jobs::NoteVerified},
    db::{IdentityTx, PlatformTx},
    error::{Error, Result},
    http::Limit,
};

pub async fn is_operator(tx: &mut IdentityTx, user: UserId) -> Result<bool> {
    let found = sqlx::query!("select created_at from operators where user_id = $1", user.0);
    Ok(found.fetch_optional(tx.db()).await?.is_some())
}

/// Writes down that the operator whom this transaction is about has signed in.
pub async fn note_sign_in(tx: &mut IdentityTx) -> Result<()> {
    sqlx::query!("select app.note_operator_sign_in()").execute(tx.db()).await?;
    Ok(())
}

/// Whether anybody may register a company.
pub async fn registration_is_open(tx: &mut IdentityTx) -> Result<bool> {
    Ok(sqlx::query_scalar!("select registration_open from platform_settings").fetch_one(tx.db()).await?)
}

/// Newest first; of this status, verified or not, and with a name or address on the web that begins so.
pub async fn companies(
    tx: &mut PlatformTx,
    status: Option<CompanyStatus>,
    verified: Option<bool>,
    prefix: Option<&str>,
    after: Option<(DateTime<Utc>, CompanyId)>,
    limit: Limit,
) -> Result<Vec<PlatformCompany>> {
    let (time, id) = after.unzip();
    let from = prefix.map(str::to_lowercase);
    let to = from.as_ref().map(|from| format!("{from}\u{10ffff}"));
    Ok(sqlx::query_as!(
        PlatformCompany,
        r#"select id, slug, name, status, suspended_reason, closes_at, verified_at, created_at
           from companies
           where ($1::text is null or status = $1)
             and ($2::text is null or (slug ~>=~ $2 and slug ~<~ $3) or (lower(name) ~>=~ $2 and lower(name) ~<~ $3))
             and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
             and ($6::boolean is null or (verified_at is not null) = $6)
           order by created_at desc, id desc limit $7"#,
        status.map(CompanyStatus::as_str),
        from,
        to,
        time,
        id.map(|id| id.0),
        verified,
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

pub async fn company(tx: &mut PlatformTx, id: CompanyId) -> Result<PlatformCompanyDetail> {
    sqlx::query_as!(
        PlatformCompanyDetail,
        r#"select c.id, c.slug, c.name, c.language, c.time_zone, c.currency, c.status,
                  c.suspended_reason, c.closes_at, c.verified_at, c.version, c.created_at,
                  (select count(*) from memberships m where m.company_id = $1 and m.status = 'active') as "active_members!",
                  (select m.email from memberships m where m.company_id = $1 and m.status = 'active' and m.role = 'admin'
                   order by m.created_at limit 1) as admin_email
           from companies c where c.id = $1"#,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("company"))
}

/// Shuts a company; one that is shut already may get another reason.
pub async fn suspend(tx: &mut PlatformTx, id: CompanyId, reason: &str) -> Result<PlatformCompanyDetail> {
    sqlx::query!(
        "update companies set status = 'suspended', suspended_reason = $2, version = version + 1
         where id = $1 and suspended_reason is distinct from $2",
        id.0,
        reason
    )
    .execute(tx.db())
    .await?;
    company(tx, id).await
}

/// Opens a company that is suspended; one that was closing goes on with it.
pub async fn restore(tx: &mut PlatformTx, id: CompanyId) -> Result<PlatformCompanyDetail> {
    sqlx::query!(
        "update companies set status = case when closes_at is null then 'active' else 'closing' end, suspended_reason = null, version = version + 1
         where id = $1 and status = 'suspended'",
        id.0
    )
    .execute(tx.db())
    .await?;
    company(tx, id).await
}

/// Publishes a company, and tells its admins; one that is published already stays as it is.
pub async fn verify(tx: &mut PlatformTx, id: CompanyId) -> Result<PlatformCompanyDetail> {
    let now = tx.now();
    let update = sqlx::query!(
        "update companies set verified_at = $2, version = version + 1 where id = $1 and verified_at is null",
        id.0,
        now
    );
    if update.execute(tx.db()).await?.rows_affected() == 1 {
        tx.enqueue(id, &NoteVerified {}).await?;
    }
    company(tx, id).await
}

/// Takes a company's pages away again.
pub async fn unverify(tx: &mut PlatformTx, id: CompanyId) -> Result<PlatformCompanyDetail> {
    sqlx::query!(
        "update companies set verified_at = null, version = version + 1 where id = $1 and verified_at is not null",
        id.0
    )
    .execute(tx.db())
    .await?;
    company(tx, id).await
}

pub async fn settings(tx: &mut PlatformTx) -> Result<PlatformSettings> {
    Ok(sqlx::query_as!(
        PlatformSettings,
        "select registration_open, verification_required, closing_grace_days, version, updated_at from platform_settings"
    )
    .fetch_one(tx.db())
    .await?)
}

/// Changes the settings, if `version` is still the current one.
pub async fn update_settings(tx: &mut PlatformTx, new: &NewPlatformSettings, version: i32) -> Result<PlatformSettings> {
    let now = tx.now();
    sqlx::query_as!(
        PlatformSettings,
        "update platform_settings set registration_open = $2, closing_grace_days = $3, version = version + 1, updated_at = $4,
             verification_required = $5
         where version = $1
         returning registration_open, verification_required, closing_grace_days, version, updated_at",
        version,
        new.registration_open,
        new.closing_grace_days,
        now,
        new.verification_required
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::Stale)
}

/// Newest first; those that were done to this company.
pub async fn actions(
    tx: &mut PlatformTx,
    company: Option<CompanyId>,
    after: Option<(DateTime<Utc>, Uuid)>,
    most: i64,
) -> Result<Vec<OperatorAction>> {
    let (time, id) = after.unzip();
    Ok(sqlx::query_as!(
        OperatorAction,
        r#"select id, operator_id as "operator_id: UserId", operator_name, action, company_id as "company_id: CompanyId",
                  changes, request_id, address, created_at
           from operator_actions
           where ($1::uuid is null or company_id = $1)
             and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
           order by created_at desc, id desc limit $4"#,
        company.map(|company| company.0),
        time,
        id,
        most
    )
    .fetch_all(tx.db())
    .await?)
}
