//! Who runs the installation: put into the database with its owner's login, since no role of the application may.

use anyhow::Context;
use uuid::Uuid;

use super::migrate::connect;

/// Somebody who is to run the installation.
pub struct NewOperator<'a> {
    /// Normalised.
    pub email: &'a str,
    pub name: &'a str,
    /// For somebody who has no password yet.
    pub password_hash: &'a str,
    /// Whether a password that is there already is theirs, although they never showed that the address is.
    pub trusts_password: bool,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They were one, and nothing has changed.
    Already,
    /// They had a password, which they keep.
    Promoted,
    /// Their password is the one that was given.
    Made,
    /// Nothing has changed: somebody has set a password under the address and never shown that it is theirs.
    Unproven,
}

/// Makes somebody an operator. Two who do it at once wait for each other.
pub async fn create(owner_url: &str, new: &NewOperator<'_>) -> anyhow::Result<Outcome> {
    let pool = connect(owner_url).await?;
    let mut tx = pool.begin().await?;
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('operators', 0))").execute(&mut *tx).await?;
    sqlx::query!(
        "insert into users (id, email, name, language, email_verified_at) values ($1, $2, $3, 'en', now())
         on conflict (email) do nothing",
        Uuid::now_v7(),
        new.email,
        new.name
    )
    .execute(&mut *tx)
    .await?;
    let user = sqlx::query!(
        r#"select u.id as "id: Uuid", o.user_id is not null as "is_operator!", c.user_id is not null as "has_password!",
                  u.email_verified_at is not null as "is_verified!"
           from users u left join operators o on o.user_id = u.id left join credentials c on c.user_id = u.id
           where u.email = $1"#,
        new.email
    )
    .fetch_one(&mut *tx)
    .await?;
    if user.is_operator {
        return Ok(Outcome::Already);
    }
    if user.has_password && !user.is_verified && !new.trusts_password {
        return Ok(Outcome::Unproven);
    }
    sqlx::query!(
        "insert into credentials (user_id, password_hash) values ($1, $2) on conflict do nothing",
        user.id,
        new.password_hash
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "with made as (insert into operators (user_id, name) values ($1, $2))
         insert into operator_actions (operator_id, operator_name, action, changes) values ($1, $2, 'operator.create', '{}')",
        user.id,
        new.name
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await.context("making an operator")?;
    pool.close().await;
    Ok(if user.has_password { Outcome::Promoted } else { Outcome::Made })
}
