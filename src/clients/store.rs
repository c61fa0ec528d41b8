//! SQL on clients.

use chrono::{DateTime, Utc};
use poem_openapi::types::MaybeUndefined;
use uuid::Uuid;

use super::model::{Client, ClientId, ClientPatch, NewClient};
use crate::{
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::Limit,
    staff::StaffId,
};

pub async fn insert(tx: &mut TenantTx, new: &NewClient) -> Result<Client> {
    let (company, id, now) = (tx.company(), ClientId::new(), tx.now());
    Ok(sqlx::query_as!(
        Client,
        "insert into clients (company_id, id, name, email, phone, language, notes, created_at, time_zone)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         returning id, name, email, phone, language, time_zone, email_failed_at, email_failure, phone_failed_at, phone_failure, notes,
         archived_at, erased_at, version, created_at",
        company.0,
        id.0,
        new.name,
        new.email,
        new.phone,
        new.language,
        new.notes,
        now,
        new.time_zone
    )
    .fetch_one(tx.db())
    .await?)
}

pub async fn find(tx: &mut TenantTx, id: ClientId) -> Result<Client> {
    let company = tx.company();
    sqlx::query_as!(
        Client,
        "select id, name, email, phone, language, time_zone, email_failed_at, email_failure, phone_failed_at, phone_failure, notes,
         archived_at, erased_at, version, created_at
         from clients where company_id = $1 and id = $2",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("client"))
}

/// Newest first; archived ones or the others.
pub async fn list(
    tx: &mut TenantTx,
    archived: bool,
    after: Option<(DateTime<Utc>, ClientId)>,
    limit: Limit,
) -> Result<Vec<Client>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Client,
        "select id, name, email, phone, language, time_zone, email_failed_at, email_failure, phone_failed_at, phone_failure, notes,
         archived_at, erased_at, version, created_at
         from clients
         where company_id = $1 and (archived_at is not null) = $2
           and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
         order by created_at desc, id desc limit $5",
        company.0,
        archived,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// Those whose name, e-mail or phone contains `query`; newest first.
pub async fn search(
    tx: &mut TenantTx,
    query: &str,
    archived: bool,
    after: Option<(DateTime<Utc>, ClientId)>,
    limit: Limit,
) -> Result<Vec<Client>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Client,
        "select id, name, email, phone, language, time_zone, email_failed_at, email_failure, phone_failed_at, phone_failure, notes,
         archived_at, erased_at, version, created_at
         from clients
         where company_id = $1 and (archived_at is not null) = $2
           and id = any (array(select app.search_clients($1, $6)))
           and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
         order by created_at desc, id desc limit $5",
        company.0,
        archived,
        after_time,
        after_id.map(|id| id.0),
        limit.fetch(),
        query
    )
    .fetch_all(tx.db())
    .await?)
}

/// Changes a client, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: ClientId, patch: &ClientPatch, version: i32) -> Result<Client> {
    let company = tx.company();
    let given = |field: &MaybeUndefined<String>| (!field.is_undefined(), field.value().cloned());
    let (email, phone) = (given(&patch.email), given(&patch.phone));
    let (language, notes, time_zone) = (given(&patch.language), given(&patch.notes), given(&patch.time_zone));
    let changed = sqlx::query_as!(
        Client,
        "update clients set
             name = coalesce($4, name),
             email = case when $5 then $6 else email end,
             user_id = case when $5 and email is distinct from $6 then null else user_id end,
             phone = case when $7 then $8 else phone end,
             language = case when $9 then $10 else language end,
             notes = case when $11 then $12 else notes end,
             time_zone = case when $13 then $14 else time_zone end,
             version = version + 1
         where company_id = $1 and id = $2 and version = $3 and erased_at is null
         returning id, name, email, phone, language, time_zone, email_failed_at, email_failure, phone_failed_at, phone_failure, notes,
         archived_at, erased_at, version, created_at",
        company.0,
        id.0,
        version,
        patch.name,
        email.0,
        email.1,
        phone.0,
        phone.1,
        language.0,
        language.1,
        notes.0,
        notes.1,
        time_zone.0,
        time_zone.1
    )
    .fetch_optional(tx.db())
    .await?;
    match changed {
        Some(client) => Ok(client),
        None if find(tx, id).await?.erased_at.is_some() => Err(erased()),
        None => Err(Error::Stale),
    }
}

/// Puts a card away, or takes it back out.
pub async fn archive(tx: &mut TenantTx, id: ClientId, archived: bool) -> Result<Client> {
    let (company, now) = (tx.company(), tx.now());
    let changed = sqlx::query_as!(
        Client,
        "update clients set
             archived_at = case when $3 then coalesce(archived_at, $4) end, version = version + 1
         where company_id = $1 and id = $2 and (erased_at is null or $3)
         returning id, name, email, phone, language, time_zone, email_failed_at, email_failure, phone_failed_at, phone_failure, notes,
         archived_at, erased_at, version, created_at",
        company.0,
        id.0,
        archived,
        now
    )
    .fetch_optional(tx.db())
    .await?;
    match changed {
        Some(client) => Ok(client),
        None => find(tx, id).await.and(Err(erased())),
    }
}

fn erased() -> Error {
    Error::Conflict("client_erased", "Who they were is forgotten: add a new card.".into())
}

/// Forgets who they were; `called` is what they are called from now on.
pub async fn erase(tx: &mut TenantTx, id: ClientId, called: &str) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let not_archived = Error::Conflict("client_not_archived", "Archive the card first.".into());
    let ahead = Error::Conflict("client_has_bookings_ahead", "They are expected: cancel their bookings first.".into());
    sqlx::query!("select app.erase_client($1, $2, $3, $4)", company.0, id.0, called, now)
        .execute(tx.db())
        .await
        .on_constraints([("client_not_archived", not_archived), ("client_has_bookings_ahead", ahead)])?;
    sqlx::query!("select app.erase_client_bookings($1, $2, $3, $4)", company.0, id.0, called, now)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// The client that a visitor says they are: found by e-mail or phone, or made. An existing card is not changed.
pub async fn for_guest(
    tx: &mut TenantTx,
    name: &str,
    email: Option<&str>,
    phone: Option<&str>,
    language: &str,
) -> Result<ClientId> {
    let company = tx.company();
    Ok(sqlx::query_scalar!(
        r#"select app.client_for_guest($1, $2, $3, $4, $5, $6) as "id!: ClientId""#,
        company.0,
        ClientId::new().0,
        name,
        email,
        phone,
        language
    )
    .fetch_one(tx.db())
    .await?)
}

/// What a customer's own card says of the language to write to them in.
pub struct OwnCard {
    pub id: ClientId,
    pub language: Option<String>,
}

/// The card of the customer whose transaction it is.
pub async fn own(tx: &mut TenantTx) -> Result<OwnCard> {
    let company = tx.company();
    sqlx::query_as!(
        OwnCard,
        "select id, language from clients where company_id = $1 and id = app.client_id()",
        company.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("client"))
}

/// Whoever serves a client looks after them from then on: it is what makes the card one of their own.
pub async fn assign(tx: &mut TenantTx, client: ClientId, staff: StaffId) -> Result<()> {
    let company = tx.company();
    sqlx::query!(
        "insert into client_staff (company_id, id, client_id, staff_id) values ($1, $2, $3, $4) on conflict do nothing",
        company.0,
        Uuid::now_v7(),
        client.0,
        staff.0
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
