//! SQL on users, their credentials and their companies; on their sessions, in `sessions`.

mod sessions;

use uuid::Uuid;

pub use sessions::{
    UsedToken, extend_session, open_session, purge_sessions, revoke, revoke_all, signed_in_at, use_refresh_token,
};

use super::model::{Membership, NewRegistration, Standing};
use crate::{
    auth::{Role, UserId},
    companies::CompanyId,
    db::IdentityTx,
    error::{Error, OnConstraint, Result},
};

/// Who has this e-mail address, and the hash of their password.
pub async fn credentials(tx: &mut IdentityTx, email: &str) -> Result<Option<(UserId, String)>> {
    let row = sqlx::query!(
        "select u.id, c.password_hash from users u join credentials c on c.user_id = u.id where u.email = $1",
        email
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.map(|row| (row.id, row.password_hash)))
}

/// The hash of somebody's password, if they have one.
pub async fn find_password(tx: &mut IdentityTx, user: UserId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("select password_hash from credentials where user_id = $1", user.0)
        .fetch_optional(tx.db())
        .await?)
}

/// Whether this still is the hash of their password; nobody sets another before this transaction is over.
pub async fn hold_password(tx: &mut IdentityTx, user: UserId, hash: &str) -> Result<bool> {
    let found = sqlx::query!(
        "select user_id from credentials where user_id = $1 and password_hash = $2 for share",
        user.0,
        hash
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(found.is_some())
}

/// Gives somebody a password, their first or another. The companies that they are a member of have it in their logs.
pub async fn set_password(tx: &mut IdentityTx, user: UserId, hash: &str) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into credentials (user_id, password_hash, changed_at) values ($1, $2, $3)
         on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = excluded.changed_at",
        user.0,
        hash,
        now
    )
    .execute(tx.db())
    .await?;
    sqlx::query!("select app.note_password_change($1)", user.0).execute(tx.db()).await?;
    Ok(())
}

/// Somebody, as mails address them.
#[derive(Clone, Debug)]
pub struct Reader {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub language: String,
    pub verified: bool,
}

/// Who has this address.
pub async fn find_by_email(tx: &mut IdentityTx, email: &str) -> Result<Option<Reader>> {
    Ok(sqlx::query_as!(
        Reader,
        r#"select id, email, name, language, email_verified_at is not null as "verified!" from users where email = $1"#,
        email
    )
    .fetch_optional(tx.db())
    .await?)
}

/// Who this is.
pub async fn find(tx: &mut IdentityTx, user: UserId) -> Result<Reader> {
    let found = sqlx::query_as!(
        Reader,
        r#"select id, email, name, language, email_verified_at is not null as "verified!" from users where id = $1"#,
        user.0
    )
    .fetch_optional(tx.db())
    .await?;
    found.ok_or(Error::Unauthenticated)
}

/// Notes that mail to this address reaches them; `false` if they have another one by now.
pub async fn verify_email(tx: &mut IdentityTx, user: UserId, email: &str) -> Result<bool> {
    let now = tx.now();
    let updated = sqlx::query!(
        "update users set email_verified_at = coalesce(email_verified_at, $3) where id = $1 and email = $2",
        user.0,
        email,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(updated.rows_affected() == 1)
}

/// Gives somebody another address, one that mail reaches them at, in all of their companies too.
pub async fn change_email(tx: &mut IdentityTx, user: UserId, email: &str) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "update users set email = $2, email_verified_at = $3, version = version + 1 where id = $1",
        user.0,
        email,
        now
    )
    .execute(tx.db())
    .await
    .on_constraint("users_email_key", Error::invalid_link)?;
    tx.about(user).await?;
    sqlx::query!(
        "update memberships set email = $2, version = version + 1 where user_id = $1 and email <> $2",
        user.0,
        email
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// A new person. Somebody else who takes the same address this instant makes it a wrong password.
pub async fn insert_user(tx: &mut IdentityTx, new: &NewRegistration, password_hash: &str) -> Result<UserId> {
    let (id, now) = (UserId::new(), tx.now());
    sqlx::query!(
        "insert into users (id, email, name, language, created_at) values ($1, $2, $3, $4, $5)",
        id.0,
        new.email,
        new.name,
        new.company.language.code(),
        now
    )
    .execute(tx.db())
    .await
    .on_constraint("users_email_key", || Error::WrongCredentials)?;
    set_password(tx, id, password_hash).await?;
    Ok(id)
}

pub async fn insert_membership(
    tx: &mut IdentityTx,
    company: CompanyId,
    user: UserId,
    role: &Role,
    new: &NewRegistration,
) -> Result<()> {
    let now = tx.now();
    sqlx::query!(
        "insert into memberships (company_id, id, user_id, role, name, email, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        company.0,
        Uuid::now_v7(),
        user.0,
        role.as_str(),
        new.name,
        new.email,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// The companies that this person belongs to, in the order they joined.
pub async fn memberships(tx: &mut IdentityTx, user: UserId) -> Result<Vec<Membership>> {
    Ok(sqlx::query_as!(
        Membership,
        r#"select m.company_id, c.slug, c.name, m.role,
                  case when m.status = 'suspended' then 'suspended' when c.status = 'suspended' then 'company_suspended'
                       when c.status = 'closing' then 'closing' else 'active' end as "status!: Standing"
           from memberships m join companies c on c.id = m.company_id
           where m.user_id = $1 and m.status <> 'removed'
           order by m.created_at, m.id"#,
        user.0
    )
    .fetch_all(tx.db())
    .await?)
}
