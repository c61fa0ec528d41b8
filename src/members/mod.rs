//! Members: who may sign in to a company, and in which role.

pub mod api;
pub mod model;
pub mod store;

pub use model::{Member, MemberId, MemberPatch, MemberStatus};
use model::{MemberErased, MemberRemoved, MemberRoleChanged};

use crate::{
    api_keys,
    app::App,
    auth::{Caller, Role},
    companies,
    db::TenantTx,
    error::{Error, Result},
    i18n, invitations, roles, staff,
};

/// Changes a member, if `version` is still the current one. Nobody changes whoever may more than they may, nor makes
/// anybody more than they are.
pub async fn update(
    app: &App,
    tx: &mut TenantTx,
    caller: &Caller,
    id: MemberId,
    patch: &MemberPatch,
    version: i32,
) -> Result<Member> {
    let before = hold(app, tx, caller, id).await?;
    if before.status == MemberStatus::Removed {
        return Err(removed());
    }
    if let Some(role) = &patch.role {
        let wanted = roles::rights_of(app, tx, role).await?.ok_or_else(roles::unknown_role)?;
        roles::must_cover(app, tx, caller, &wanted).await?;
    }
    let member = store::update(tx, id, patch, version).await?;
    if member.role != before.role {
        let changed = MemberRoleChanged { member: id, from: before.role, to: member.role.clone() };
        tx.emit(&changed).await?;
    }
    Ok(member)
}

/// Suspends or reactivates a member.
pub async fn set_status(
    app: &App,
    tx: &mut TenantTx,
    caller: &Caller,
    id: MemberId,
    status: MemberStatus,
) -> Result<Member> {
    let before = hold(app, tx, caller, id).await?;
    if before.status == MemberStatus::Removed {
        return Err(removed());
    }
    if before.status == status {
        return Ok(before);
    }
    let member = store::set_status(tx, id, status).await?;
    match status {
        MemberStatus::Suspended => tx.emit(&model::MemberSuspended { member: id }).await?,
        _ => tx.emit(&model::MemberReactivated { member: id }).await?,
    }
    Ok(member)
}

/// Removes a member, with their sessions, their keys, and their link to whoever's time is booked.
pub async fn remove(app: &App, tx: &mut TenantTx, caller: &Caller, id: MemberId) -> Result<Member> {
    let before = hold(app, tx, caller, id).await?;
    if before.status == MemberStatus::Removed {
        return Ok(before);
    }
    store::set_status(tx, id, MemberStatus::Removed).await?;
    store::end_sessions(tx, id).await?;
    api_keys::store::revoke_of(tx, id).await?;
    invitations::store::revoke_of(tx, id).await?;
    staff::store::let_go(tx, id).await?;
    tx.emit(&MemberRemoved { member: id, role: before.role }).await?;
    store::find(tx, id).await
}

/// Forgets who somebody was who has been removed: their name and address here, and they themselves if nobody else knows
/// them. What they did stays, and is nobody's.
pub async fn erase(tx: &mut TenantTx, id: MemberId) -> Result<Member> {
    if store::find(tx, id).await?.erased_at.is_none() {
        let language = companies::store::current(tx).await?.language();
        store::erase(tx, id, &i18n::text(language, "erased.member", &[])).await?;
        tx.emit(&MemberErased { member: id }).await?;
    }
    store::find(tx, id).await
}

/// The member, held until the end of the transaction; refused if they may more than the caller may.
async fn hold(app: &App, tx: &mut TenantTx, caller: &Caller, id: MemberId) -> Result<Member> {
    store::lock(tx, id).await?;
    let member = store::find(tx, id).await?;
    let theirs = roles::rights_of(app, tx, effective(&member)).await?.unwrap_or_default();
    roles::must_cover(app, tx, caller, &theirs).await?;
    Ok(member)
}

/// Whoever was removed may nothing any more, whatever they were.
fn effective(member: &Member) -> &Role {
    match member.status {
        MemberStatus::Removed => &Role::Employee,
        _ => &member.role,
    }
}

fn removed() -> Error {
    Error::Conflict("member_removed", "They were removed: invite them again.".into())
}
