//! Roles: those that every company has, and those that a company makes for itself; and who may hand on what.

pub mod api;
pub mod model;
pub mod store;

pub use model::{CompanyRole, RoleId};

use crate::{
    app::App,
    auth::{Caller, Credential, Policy, Rights, Role},
    db::TenantTx,
    error::{Error, Result},
};

/// What a role of this company may do, as it is now; `None`: there is no such role.
pub async fn rights_of(app: &App, tx: &mut TenantTx, role: &Role) -> Result<Option<Rights>> {
    if let Some(rights) = app.policy().built_in(role) {
        return Ok(Some(rights.clone()));
    }
    let company = tx.company();
    match store::permissions(tx, role).await? {
        Some(words) => Ok(Some(Policy::custom(company, role.as_str(), &words).await?)),
        None => Ok(None),
    }
}

/// What words that a company may say allow.
pub async fn rights_in(tx: &TenantTx, words: &[String]) -> Result<Rights> {
    Ok(Policy::custom(tx.company(), "asked_for", words).await?)
}

/// Refuses a caller who may less than what they would hand on, or take away.
pub async fn must_cover(app: &App, tx: &mut TenantTx, caller: &Caller, others: &Rights) -> Result<()> {
    let rights = rights_of(app, tx, &caller.0.role).await?.ok_or(Error::Unauthenticated)?;
    let rights = match &caller.0.credential {
        Credential::Session(_) => rights,
        Credential::Key(_, words) => rights.only(words),
    };
    if rights.cover(others) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Refuses a caller who sees their own clients and bookings alone, where making somebody one of the staff would show them,
/// or somebody else, more.
pub async fn must_reach_everybodys(app: &App, tx: &mut TenantTx, caller: &Caller) -> Result<()> {
    let everybodys = rights_in(tx, &["clients:read".to_owned(), "bookings:read".to_owned()]).await?;
    must_cover(app, tx, caller, &everybodys).await
}

/// A body names a role that the company has not got.
pub fn unknown_role() -> Error {
    Error::invalid("role", "not_found", "is not a role of the company's")
}
