//! SQL on companies' own roles.

use chrono::{DateTime, Utc};

use super::model::{CompanyRole, NewRole, RoleId, RolePatch};
use crate::{
    auth::Role,
    db::TenantTx,
    error::{Error, OnConstraint, Result},
};

/// How many a company can have.
const MOST: i64 = 100;

struct Row {
    id: RoleId,
    key: Role,
    name: String,
    permissions: Vec<String>,
    version: i32,
    created_at: DateTime<Utc>,
}

impl From<Row> for CompanyRole {
    fn from(row: Row) -> Self {
        Self {
            id: Some(row.id),
            key: row.key,
            name: row.name,
            permissions: row.permissions,
            built_in: false,
            version: row.version,
            created_at: Some(row.created_at),
        }
    }
}

/// What a role may do, in words; `None`: there is no such role.
pub async fn permissions(tx: &mut TenantTx, role: &Role) -> Result<Option<Vec<String>>> {
    let company = tx.company();
    Ok(sqlx::query_scalar!(
        "select permissions from roles where company_id = $1 and key = $2",
        company.0,
        role.as_str()
    )
    .fetch_optional(tx.db())
    .await?)
}

pub async fn insert(tx: &mut TenantTx, new: &NewRole) -> Result<CompanyRole> {
    let (company, id, now) = (tx.company(), RoleId::new(), tx.now());
    let row = sqlx::query_as!(
        Row,
        "insert into roles (company_id, id, key, name, permissions, created_at)
         select $1, $2, $3, $4, $5, $6
         where (select count(*) from roles r where r.company_id = $1) < $7
         returning id, key, name, permissions, version, created_at",
        company.0,
        id.0,
        new.key,
        new.name,
        &new.permissions,
        now,
        MOST
    )
    .fetch_optional(tx.db())
    .await
    .on_constraint("roles_key_key", || Error::invalid("key", "taken", "is the key of another role"))?;
    let full = || Error::Conflict("too_many_roles", format!("A company has at most {MOST} roles of its own."));
    Ok(row.ok_or_else(full)?.into())
}

/// In the order of their making.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<CompanyRole>> {
    let company = tx.company();
    let rows = sqlx::query_as!(
        Row,
        "select id, key, name, permissions, version, created_at from roles where company_id = $1 order by created_at, id",
        company.0
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(CompanyRole::from).collect())
}

pub async fn find(tx: &mut TenantTx, id: RoleId) -> Result<CompanyRole> {
    let company = tx.company();
    let row = sqlx::query_as!(
        Row,
        "select id, key, name, permissions, version, created_at from roles where company_id = $1 and id = $2",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("role"))?.into())
}

/// The same, held until the end of the transaction.
pub async fn hold(tx: &mut TenantTx, id: RoleId) -> Result<CompanyRole> {
    let company = tx.company();
    let row = sqlx::query_as!(
        Row,
        "select id, key, name, permissions, version, created_at from roles where company_id = $1 and id = $2
         for no key update",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("role"))?.into())
}

/// Changes a role, if `version` is still the current one. The doors look at the version, so it holds from the next request
/// on.
pub async fn update(tx: &mut TenantTx, id: RoleId, patch: &RolePatch, version: i32) -> Result<CompanyRole> {
    let company = tx.company();
    let row = sqlx::query_as!(
        Row,
        "update roles set name = coalesce($4, name), permissions = coalesce($5, permissions), version = version + 1
         where company_id = $1 and id = $2 and version = $3
         returning id, key, name, permissions, version, created_at",
        company.0,
        id.0,
        version,
        patch.name,
        patch.permissions.as_deref()
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::Stale)?.into())
}

/// Deletes a role that nobody has, and to which no open invitation leads.
pub async fn delete(tx: &mut TenantTx, role: &CompanyRole) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update invitations set revoked_at = $3, version = version + 1
         where company_id = $1 and role = $2 and accepted_at is null and revoked_at is null and expires_at <= $3",
        company.0,
        role.key.as_str(),
        now
    )
    .execute(tx.db())
    .await?;
    let in_use = || Error::Conflict("role_in_use", "Somebody has this role, or is invited to it.".into());
    sqlx::query!("delete from roles where company_id = $1 and key = $2", company.0, role.key.as_str())
        .execute(tx.db())
        .await
        .on_constraints([("memberships_role_fkey", in_use()), ("invitations_role_fkey", in_use())])?;
    Ok(())
}
