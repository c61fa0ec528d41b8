//! SQL on companies.

use super::{
    model::{Company, NewCompany},
    settings::CompanyPatch,
};
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
                horizon_days, pending_minutes, hold_minutes, assignment_confirms, reminder_leads, quiet_from, quiet_to,
                channels, cancellation_notice_minutes, languages, brand_color,
                logo_url, website, contact_email, contact_phone, status, closes_at, verified_at, version, created_at
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
    let before = current(tx).await?;
    if patch.currency.as_ref().is_some_and(|currency| *currency != before.currency) && is_priced(tx).await? {
        let detail = "Something has a price in the old currency already.".to_owned();
        return Err(Error::Conflict("currency_in_use", detail));
    }
    sqlx::query!(
        "update companies set
             name = coalesce($3, name), time_zone = coalesce($4, time_zone), currency = coalesce($5, currency),
             language = coalesce($6, language), languages = coalesce($7, languages),
             confirmation = coalesce($8, confirmation), slot_step_minutes = coalesce($9, slot_step_minutes),
             minimum_notice_minutes = coalesce($10, minimum_notice_minutes), horizon_days = coalesce($11, horizon_days),
             pending_minutes = coalesce($12, pending_minutes),
             reminder_leads = coalesce($13, reminder_leads),
             cancellation_notice_minutes = coalesce($14, cancellation_notice_minutes),
             hold_minutes = coalesce($15, hold_minutes), assignment_confirms = coalesce($16, assignment_confirms),
             channels = coalesce($17, channels), version = version + 1
         where id = $1 and version = $2",
        company.0,
        version,
        patch.name,
        patch.time_zone,
        patch.currency,
        patch.language,
        patch.languages.as_deref(),
        patch.confirmation.map(|confirmation| confirmation.as_str()),
        patch.slot_step_minutes,
        patch.minimum_notice_minutes,
        patch.horizon_days,
        patch.pending_minutes,
        patch.reminder_leads.as_deref(),
        patch.cancellation_notice_minutes,
        patch.hold_minutes,
        patch.assignment_confirms,
        patch.channels.as_deref() as Option<&[String]>
    )
    .execute(tx.db())
    .await
    .on_constraint("companies_languages", || {
        Error::invalid("languages", "without_language", "must have the company's own language among them")
    })?
    .rows_affected()
    .eq(&1)
    .then_some(())
    .ok_or(Error::Stale)?;
    update_face(tx, patch).await?;
    update_quiet_hours(tx, patch).await?;
    if let Some(zone) = &patch.time_zone {
        move_calendars(tx, &before.time_zone, zone).await?;
    }
    current(tx).await
}

/// What it looks like, and how it is reached.
async fn update_face(tx: &mut TenantTx, patch: &CompanyPatch) -> Result<()> {
    let company = tx.company();
    let face = [&patch.brand_color, &patch.logo_url, &patch.website, &patch.contact_email, &patch.contact_phone];
    if face.iter().all(|field| field.is_undefined()) {
        return Ok(());
    }
    let [color, logo, website, email, phone] = face.map(|field| (!field.is_undefined(), field.value()));
    sqlx::query!(
        "update companies set
             brand_color = case when $2 then $3 else brand_color end, logo_url = case when $4 then $5 else logo_url end,
             website = case when $6 then $7 else website end,
             contact_email = case when $8 then $9 else contact_email end,
             contact_phone = case when $10 then $11 else contact_phone end
         where id = $1",
        company.0,
        color.0,
        color.1,
        logo.0,
        logo.1,
        website.0,
        website.1,
        email.0,
        email.1,
        phone.0,
        phone.1
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// When its clients are left alone: both ends of it, or neither.
async fn update_quiet_hours(tx: &mut TenantTx, patch: &CompanyPatch) -> Result<()> {
    let company = tx.company();
    if patch.quiet_from.is_undefined() && patch.quiet_to.is_undefined() {
        return Ok(());
    }
    let [from, to] = [&patch.quiet_from, &patch.quiet_to].map(|field| (!field.is_undefined(), field.value()));
    sqlx::query!(
        "update companies set quiet_from = case when $2 then $3 else quiet_from end,
                              quiet_to = case when $4 then $5 else quiet_to end
         where id = $1",
        company.0,
        from.0,
        from.1,
        to.0,
        to.1
    )
    .execute(tx.db())
    .await
    .on_constraint("companies_quiet_hours", || {
        Error::invalid("quiet_to", "not_a_stretch", "must be there with `quiet_from`, and another time")
    })?;
    Ok(())
}

async fn is_priced(tx: &mut TenantTx) -> Result<bool> {
    let company = tx.company();
    Ok(sqlx::query_scalar!(
        r#"select exists (select from services where company_id = $1)
               or exists (select from addons where company_id = $1)
               or exists (select from orders where company_id = $1) as "priced!""#,
        company.0
    )
    .fetch_one(tx.db())
    .await?)
}

/// Whoever worked by the company's clock goes on doing so.
async fn move_calendars(tx: &mut TenantTx, from: &str, to: &str) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "update calendars set time_zone = $3 where company_id = $1 and time_zone = $2 and time_zone <> $3",
        company.0,
        from,
        to
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// A new company, made by whoever this transaction is about; it counts as verified where no operator has to look at it.
pub async fn insert(tx: &mut IdentityTx, id: CompanyId, new: &NewCompany) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into companies (id, slug, name, time_zone, currency, language, created_at, verified_at)
         values ($1, $2, $3, $4, $5, $6, $7,
                 case when not (select p.verification_required from platform_settings p) then $7::timestamptz end)",
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
