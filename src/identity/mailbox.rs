//! Whose mailbox an address is, and what follows once somebody has shown that it is theirs by a link sent there.

use super::{
    links::{self, Link, Purpose},
    store::{self, Reader},
};
use crate::{
    auth::UserId,
    db::IdentityTx,
    error::{Error, OnConstraint, Result},
};

/// A person, by their address.
#[derive(Clone, Debug)]
pub struct Owner {
    pub id: UserId,
    pub name: String,
    /// Whether they have shown that mail to it reaches them.
    pub verified: bool,
    pub has_password: bool,
}

impl Owner {
    /// Whether their password says more than the mailbox does: not where whoever set it may never have had the mailbox.
    pub fn is_safe(&self) -> bool {
        self.verified && self.has_password
    }
}

pub async fn find(tx: &mut IdentityTx, email: &str) -> Result<Option<Owner>> {
    Ok(sqlx::query_as!(
        Owner,
        r#"select u.id, u.name, u.email_verified_at is not null as "verified!", c.user_id is not null as "has_password!"
           from users u left join credentials c on c.user_id = u.id
           where u.email = $1"#,
        email
    )
    .fetch_optional(tx.db())
    .await?)
}

/// Somebody new, whose address is theirs. Somebody else who takes it this instant makes it a wrong password.
pub async fn insert(
    tx: &mut IdentityTx,
    email: &str,
    name: &str,
    language: &str,
    password_hash: &str,
) -> Result<UserId> {
    let (id, now) = (UserId::new(), tx.now());
    sqlx::query!(
        "insert into users (id, email, name, language, email_verified_at, created_at) values ($1, $2, $3, $4, $5, $5)",
        id.0,
        email,
        name,
        language,
        now
    )
    .execute(tx.db())
    .await
    .on_constraint("users_email_key", || Error::WrongCredentials)?;
    store::set_password(tx, id, password_hash).await?;
    Ok(id)
}

/// Gives a person to whoever has their mailbox: a password of theirs, and nobody else's sessions or links. Refused if their
/// password has come to count this instant.
pub async fn take_over(tx: &mut IdentityTx, person: &Owner, password_hash: &str) -> Result<UserId> {
    let now = tx.now();
    sqlx::query!(
        "update users u set email_verified_at = coalesce(u.email_verified_at, $2)
         where u.id = $1 and (u.email_verified_at is null
                              or not exists (select from credentials c where c.user_id = u.id))
         returning u.id",
        person.id.0,
        now
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::WrongCredentials)?;
    store::set_password(tx, person.id, password_hash).await?;
    store::revoke_all(tx, person.id, None, "mailbox proven by somebody").await?;
    for purpose in [Purpose::ChangeEmail, Purpose::ResetPassword] {
        links::revoke_all(tx, person.id, purpose).await?;
    }
    Ok(person.id)
}

/// The person whose address a followed link has shown to be theirs; a new one, if nobody has it. What was left under the
/// address by somebody who never showed it to be theirs is taken away: a password, sessions, a change of address.
pub async fn prove(tx: &mut IdentityTx, link: &Link) -> Result<Reader> {
    let now = tx.now();
    let name = link.name.as_deref().or_else(|| link.email.split('@').next()).unwrap_or_default();
    sqlx::query!(
        "insert into users (id, email, name, language, created_at, email_verified_at) values ($1, $2, $3, $4, $5, $5)
         on conflict (email) do nothing",
        UserId::new().0,
        link.email,
        name,
        link.language,
        now
    )
    .execute(tx.db())
    .await?;
    let person = store::find_by_email(tx, &link.email).await?.ok_or(Error::Unauthenticated)?;
    let first = sqlx::query!(
        "update users set email_verified_at = $2 where id = $1 and email_verified_at is null",
        person.id.0,
        now
    )
    .execute(tx.db())
    .await?;
    if first.rows_affected() == 1 {
        sqlx::query!("delete from credentials where user_id = $1", person.id.0).execute(tx.db()).await?;
        store::revoke_all(tx, person.id, None, "the address was shown to be theirs").await?;
        links::revoke_all(tx, person.id, Purpose::ChangeEmail).await?;
    }
    Ok(person)
}
