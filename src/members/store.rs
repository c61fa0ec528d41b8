//! SQL on memberships.

use chrono::{DateTime, Utc};

use super::model::{Member, MemberId, MemberPatch, MemberStatus};
use crate::{
    auth::Role,
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::Limit,
};

/// Which members are listed.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// `None`: all but those who were removed.
    pub status: Option<MemberStatus>,
    pub role: Option<Role>,
}

fn last_admin() -> Error {
    Error::Conflict("last_admin", "A company keeps at least one admin who can sign in.".into())
}

pub async fn find(tx: &mut TenantTx, id: MemberId) -> Result<Member> {
    let company = tx.company();
    sqlx::query_as!(
        Member,
        r#"select m.id, m.user_id, m.name, m.email, m.role, m.status, s.id as "staff_id?", m.erased_at,
                  m.version, m.created_at
           from memberships m left join staff s on s.company_id = $1 and s.membership_id = m.id
           where m.company_id = $1 and m.id = $2"#,
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("member"))
}

/// Whoever would change this member waits until this transaction is over.
pub async fn lock(tx: &mut TenantTx, id: MemberId) -> Result<()> {
    let company = tx.company();
    sqlx::query!("select version from memberships where company_id = $1 and id = $2 for no key update", company.0, id.0)
        .fetch_optional(tx.db())
        .await?
        .map(drop)
        .ok_or(Error::NotFound("member"))
}

/// In the order they joined.
pub async fn list(
    tx: &mut TenantTx,
    filter: &Filter,
    after: Option<(DateTime<Utc>, MemberId)>,
    limit: Limit,
) -> Result<Vec<Member>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Member,
        r#"select m.id, m.user_id, m.name, m.email, m.role, m.status, s.id as "staff_id?", m.erased_at,
                  m.version, m.created_at
           from memberships m left join staff s on s.company_id = $1 and s.membership_id = m.id
           where m.company_id = $1 and ($2::text is null and m.status <> 'removed' or m.status = $2)
             and ($3::text is null or m.role = $3)
             and ($4::timestamptz is null or (m.created_at, m.id) > ($4, $5::uuid))
           order by m.created_at, m.id limit $6"#,
        company.0,
        filter.status.map(MemberStatus::as_str),
        filter.role.as_ref().map(Role::as_str),
        after_time,
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

/// All who may sign in, or could again, in the order they joined.
pub async fn all(tx: &mut TenantTx) -> Result<Vec<Member>> {
    let company = tx.company();
    Ok(sqlx::query_as!(
        Member,
        r#"select m.id, m.user_id, m.name, m.email, m.role, m.status, s.id as "staff_id?", m.erased_at,
                  m.version, m.created_at
           from memberships m left join staff s on s.company_id = $1 and s.membership_id = m.id
           where m.company_id = $1 and m.status <> 'removed'
           order by m.created_at, m.id"#,
        company.0
    )
    .fetch_all(tx.db())
    .await?)
}

/// The member that a person is here, if they may sign in, or could again.
pub async fn with_email(tx: &mut TenantTx, email: &str) -> Result<Option<MemberId>> {
    let company = tx.company();
    Ok(sqlx::query_scalar!(
        "select id from memberships where company_id = $1 and email = $2 and status <> 'removed'",
        company.0,
        email
    )
    .fetch_optional(tx.db())
    .await?)
}

/// Changes a member, if `version` is still the current one.
pub async fn update(tx: &mut TenantTx, id: MemberId, patch: &MemberPatch, version: i32) -> Result<Member> {
    let company = tx.company();
    sqlx::query!(
        "update memberships set role = coalesce($4, role), name = coalesce($5, name), version = version + 1
         where company_id = $1 and id = $2 and version = $3 and status <> 'removed'
         returning id",
        company.0,
        id.0,
        version,
        patch.role.as_ref().map(Role::as_str),
        patch.name
    )
    .fetch_optional(tx.db())
    .await
    .on_constraints([("last_admin", last_admin()), ("memberships_role_fkey", crate::roles::unknown_role())])?
    .ok_or(Error::Stale)?;
    find(tx, id).await
}

pub async fn set_status(tx: &mut TenantTx, id: MemberId, status: MemberStatus) -> Result<Member> {
    let company = tx.company();
    sqlx::query!(
        "update memberships set status = $3, version = version + 1 where company_id = $1 and id = $2",
        company.0,
        id.0,
        status.as_str()
    )
    .execute(tx.db())
    .await
    .on_constraint("last_admin", last_admin)?;
    find(tx, id).await
}

/// Ends the sessions of whoever was removed, in every process at once.
pub async fn end_sessions(tx: &mut TenantTx, id: MemberId) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!("select app.end_sessions($1, $2, 'removed from the company', $3)", company.0, id.0, now)
        .execute(tx.db())
        .await?;
    Ok(())
}

/// Forgets who they were; `called` is what they are called from now on.
pub async fn erase(tx: &mut TenantTx, id: MemberId, called: &str) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let not_removed =
        || Error::Conflict("member_not_removed", "Remove them first: nobody is erased who works here.".into());
    sqlx::query!("select app.erase_member($1, $2, $3, $4)", company.0, id.0, called, now)
        .execute(tx.db())
        .await
        .on_constraint("member_not_removed", not_removed)?;
    Ok(())
}
