//! Members of a company that came back from a file: nobody gets in by one, so each of them is invited.

use super::{
    GOOD_FOR,
    jobs::SendInvitation,
    model::{InvitationId, MemberInvited},
    new_link,
};
use crate::{app::App, companies, db::TenantTx, error::Result, members::MemberId};

/// Invites those who could sign in where the file was made; whoever is back already, or is invited, is left alone.
pub async fn invite(app: &App, tx: &mut TenantTx, members: &[MemberId]) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    let ids: Vec<_> = members.iter().map(|member| member.0).collect();
    let inviter = sqlx::query_scalar!(
        "select id from memberships where company_id = $1 and id = any ($2)
         order by (role = 'admin') desc, created_at, id limit 1",
        company.0,
        &ids
    )
    .fetch_optional(tx.db())
    .await?;
    let Some(inviter) = inviter else { return Ok(()) };
    let language = companies::store::current(tx).await?.language();
    for member in members {
        let (id, link) = (InvitationId::new(), new_link(app)?);
        let role = sqlx::query_scalar!(
            "insert into invitations (company_id, id, email, role, staff_id, link_id, hash, invited_by, language,
                                      expires_at, created_at)
             select $1, $2, m.email, m.role, s.id, $4, $5, $6, $7, $8, $9
             from memberships m
             left join staff s on s.company_id = $1 and s.former_membership_id = m.id and s.membership_id is null
             where m.company_id = $1 and m.id = $3 and m.status = 'removed' and m.erased_at is null and not exists (
                 select from memberships o where o.company_id = $1 and o.email = m.email and o.status <> 'removed')
             on conflict do nothing returning role",
            company.0,
            id.0,
            member.0,
            link.id,
            link.hash,
            inviter.0,
            language.code(),
            now + GOOD_FOR,
            now
        )
        .fetch_optional(tx.db())
        .await?;
        if let Some(role) = role {
            tx.emit(&MemberInvited { invitation: id, role }).await?;
            tx.enqueue(&SendInvitation { invitation: id, link: link.id }).await?;
        }
    }
    Ok(())
}
