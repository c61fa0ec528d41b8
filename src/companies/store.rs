//! SQL on companies.

use super::model::{Company, CompanyPatch, NewCompany};
use crate::{
    companies::CompanyId,
    db::{IdentityTx, TenantTx},
    error::{Error, OnConstraint, Result},
};

/// The company this transaction is in.
pub async fn current(tx: &mut TenantTx) -> Result<Company> {
    let company = tx.company();
    sqlx::query_as!(
        Company,
        "select id, slug, name, time_zone, currency, language, confirmation, slot_step_minutes, minimum_notice_minutes,
                horizon_days, pending_minutes, reminder_lead_minutes, version, created_at
         from companies where id = $1",
        company.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("company"))
}

/// Changes the company, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, patch: &CompanyPatch, version: i32) -> Result<Company> {
    let company = tx.company();
    sqlx::query_as!(
        Company,
        "update companies set
             name = coalesce($3, name), language = coalesce($4, language), confirmation = coalesce($5, confirmation),
             slot_step_minutes = coalesce($6, slot_step_minutes),
             minimum_notice_minutes = coalesce($7, minimum_notice_minutes), horizon_days = coalesce($8, horizon_days),
             pending_minutes = coalesce($9, pending_minutes),
             reminder_lead_minutes = coalesce($10, reminder_lead_minutes), version = version + 1
         where id = $1 and version = $2
         returning id, slug, name, time_zone, currency, language, confirmation, slot_step_minutes,
                   minimum_notice_minutes, horizon_days, pending_minutes, reminder_lead_minutes, version, created_at",
        company.0,
        version,
        patch.name,
        patch.language,
        patch.confirmation.map(|confirmation| confirmation.as_str()),
        patch.slot_step_minutes,
        patch.minimum_notice_minutes,
        patch.horizon_days,
        patch.pending_minutes,
        patch.reminder_lead_minutes
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::Stale)
}

/// A new company, made by whoever this transaction is about.
pub async fn insert(tx: &mut IdentityTx, id: CompanyId, new: &NewCompany) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into companies (id, slug, name, time_zone, currency, language, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id.0,
        new.slug,
        new.name,
        new.time_zone.name(),
        new.currency.code(),
        new.language.code(),
        now
    )
    .execute(tx.db())
    .await
    .on_constraint("companies_slug_key", || Error::invalid("company.slug", "taken", "is taken"))?;
    Ok(())
}
