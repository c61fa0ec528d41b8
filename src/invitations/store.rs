//! SQL on invitations.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    GOOD_FOR, already_member,
    jobs::SendInvitation,
    model::{Invitation, InvitationId, InvitationStatus, Inviter, NewInvitation},
};
use crate::{
    auth::{Role, UserId, token},
    companies::CompanyId,
    db::{IdentityTx, TenantTx},
    error::{Error, OnConstraint, Result},
    http::Limit,
    i18n::Language,
    members::MemberId,
    staff::StaffId,
};

struct Row {
    id: InvitationId,
    email: String,
    role: Role,
    staff_id: Option<StaffId>,
    language: String,
    inviter_id: MemberId,
    inviter_name: String,
    expires_at: DateTime<Utc>,
    accepted_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
}

impl Row {
    fn at(self, now: DateTime<Utc>) -> Invitation {
        let status = match (self.accepted_at, self.revoked_at) {
            (Some(_), _) => InvitationStatus::Accepted,
            (None, Some(revoked)) if revoked < self.expires_at => InvitationStatus::Revoked,
            _ if self.expires_at <= now => InvitationStatus::Expired,
            _ => InvitationStatus::Open,
        };
        Invitation {
            id: self.id,
            email: self.email,
            role: self.role,
            staff_id: self.staff_id,
            language: self.language,
            status,
            invited_by: Inviter { id: self.inviter_id, name: self.inviter_name },
            expires_at: self.expires_at,
            accepted_at: self.accepted_at,
            created_at: self.created_at,
        }
    }
}

/// What a link is made of, and what is kept of its secret.
#[derive(Clone, Debug)]
pub struct Link {
    pub id: Uuid,
    pub hash: Vec<u8>,
}

/// An invitation, which is sent once this is committed.
pub async fn insert(
    tx: &mut TenantTx,
    inviter: UserId,
    new: &NewInvitation,
    language: Language,
    link: &Link,
) -> Result<Invitation> {
    let (company, id, now) = (tx.company(), InvitationId::new(), tx.now());
    let open = || Error::Conflict("already_invited", "They have an invitation that is open: send it again.".into());
    let no_staff = || Error::invalid("staff_id", "not_found", "is nobody of the company's staff");
    sqlx::query!(
        "insert into invitations (company_id, id, email, role, staff_id, link_id, hash, invited_by, language, expires_at,
                                  created_at)
         select $1, $2, $3, $4, $5, $6, $7, m.id, $9, $10, $11
         from memberships m where m.company_id = $1 and m.user_id = $8",
        company.0,
        id.0,
        new.email,
        new.role.as_str(),
        new.staff_id.map(|staff| staff.0),
        link.id,
        link.hash,
        inviter.0,
        language.code(),
        now + GOOD_FOR,
        now
    )
    .execute(tx.db())
    .await
    .on_constraints([
        ("invitations_open_key", open()),
        ("invitations_staff_fkey", no_staff()),
        ("invitations_role_fkey", crate::roles::unknown_role()),
    ])?;
    tx.enqueue(&SendInvitation { invitation: id, link: link.id }).await?;
    find(tx, id).await
}

pub async fn find(tx: &mut TenantTx, id: InvitationId) -> Result<Invitation> {
    let (company, now) = (tx.company(), tx.now());
    let row = sqlx::query_as!(
        Row,
        "select i.id, i.email, i.role, i.staff_id, i.language, m.id as inviter_id, m.name as inviter_name, i.expires_at,
                i.accepted_at, i.revoked_at, i.created_at
         from invitations i join memberships m on m.company_id = $1 and m.id = i.invited_by
         where i.company_id = $1 and i.id = $2",
        company.0,
        id.0
    )
    .fetch_optional(tx.db())
    .await?;
    Ok(row.ok_or(Error::NotFound("invitation"))?.at(now))
}

/// The same, held until the end of the transaction.
pub async fn hold(tx: &mut TenantTx, id: InvitationId) -> Result<Invitation> {
    let company = tx.company();
    sqlx::query!("select version from invitations where company_id = $1 and id = $2 for update", company.0, id.0)
        .fetch_optional(tx.db())
        .await?;
    find(tx, id).await
}

/// Newest first.
pub async fn list(
    tx: &mut TenantTx,
    status: Option<InvitationStatus>,
    before: Option<(DateTime<Utc>, InvitationId)>,
    limit: Limit,
) -> Result<Vec<Invitation>> {
    let (company, now) = (tx.company(), tx.now());
    let (before_time, before_id) = before.unzip();
    let rows = sqlx::query_as!(
        Row,
        "select i.id, i.email, i.role, i.staff_id, i.language, m.id as inviter_id, m.name as inviter_name, i.expires_at,
                i.accepted_at, i.revoked_at, i.created_at
         from invitations i join memberships m on m.company_id = $1 and m.id = i.invited_by
         where i.company_id = $1
           and ($2::text is null or $2 = case
               when i.accepted_at is not null then 'accepted'
               when i.revoked_at < i.expires_at then 'revoked'
               when i.expires_at <= $3 then 'expired'
               else 'open' end)
           and ($4::timestamptz is null or (i.created_at, i.id) < ($4, $5::uuid))
         order by i.created_at desc, i.id desc limit $6",
        company.0,
        status.map(InvitationStatus::as_str),
        now,
        before_time,
        before_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?;
    Ok(rows.into_iter().map(|row| row.at(now)).collect())
}

/// Whoever is linked to a login already needs no second one.
pub async fn must_be_nobodys(tx: &mut TenantTx, staff: StaffId) -> Result<()> {
    let company = tx.company();
    let member: Option<Option<MemberId>> =
        sqlx::query_scalar!("select membership_id from staff where company_id = $1 and id = $2", company.0, staff.0)
            .fetch_optional(tx.db())
            .await?;
    match member {
        Some(None) => Ok(()),
        Some(Some(_)) => Err(Error::invalid("staff_id", "taken", "is a member already")),
        None => Err(Error::invalid("staff_id", "not_found", "is nobody of the company's staff")),
    }
}

/// What has run out is in nobody's way.
pub async fn close_expired(tx: &mut TenantTx, email: &str) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update invitations set revoked_at = $3, version = version + 1
         where company_id = $1 and email = $2 and accepted_at is null and revoked_at is null and expires_at <= $3",
        company.0,
        email,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}

/// A new link and a new week; sent once this is committed.
pub async fn renew(tx: &mut TenantTx, id: InvitationId, link: &Link) -> Result<Invitation> {
    let (company, now) = (tx.company(), tx.now());
    let open = || Error::Conflict("already_invited", "They have another invitation that is open.".into());
    sqlx::query!(
        "update invitations set link_id = $3, hash = $4, expires_at = $5, revoked_at = null, version = version + 1
         where company_id = $1 and id = $2",
        company.0,
        id.0,
        link.id,
        link.hash,
        now + GOOD_FOR
    )
    .execute(tx.db())
    .await
    .on_constraints([("invitations_open_key", open()), ("invitations_role_fkey", gone_role())])?;
    tx.enqueue(&SendInvitation { invitation: id, link: link.id }).await?;
    find(tx, id).await
}

fn gone_role() -> Error {
    Error::Conflict("role_gone", "The role is there no more: make a new invitation.".into())
}

pub async fn revoke(tx: &mut TenantTx, id: InvitationId) -> Result<Invitation> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update invitations set revoked_at = $3, version = version + 1
         where company_id = $1 and id = $2 and accepted_at is null and revoked_at is null",
        company.0,
        id.0,
        now
    )
    .execute(tx.db())
    .await?;
    find(tx, id).await
}

/// What the mail needs to say.
#[derive(Clone, Debug)]
pub struct Letter {
    pub email: String,
    pub language: String,
    pub company: String,
    pub inviter: String,
    /// A role that every company has by its key, a company's own by its name.
    pub role: String,
    pub hash: Vec<u8>,
    pub expires_at: DateTime<Utc>,
}

/// An invitation that is still to be sent with this link, for whoever sends it.
pub async fn to_send(tx: &mut TenantTx, id: InvitationId, link: Uuid) -> Result<Option<Letter>> {
    let (company, now) = (tx.company(), tx.now());
    Ok(sqlx::query_as!(
        Letter,
        r#"select i.email, i.language, c.name as company, m.name as inviter, coalesce(r.name, i.role) as "role!", i.hash,
                  i.expires_at
           from invitations i
           join companies c on c.id = $1
           join memberships m on m.company_id = $1 and m.id = i.invited_by
           left join roles r on r.company_id = $1 and r.key = i.custom_role
           where i.company_id = $1 and i.id = $2 and i.link_id = $3 and i.accepted_at is null and i.revoked_at is null
             and i.expires_at > $4"#,
        company.0,
        id.0,
        link,
        now
    )
    .fetch_optional(tx.db())
    .await?)
}

/// What whoever came by the link may see of the invitation.
#[derive(Clone, Debug)]
pub struct Invited {
    pub company: String,
    /// The company's.
    pub language: String,
    pub email: String,
    pub role: Role,
    pub expires_at: DateTime<Utc>,
}

/// The invitation whose link this transaction was opened with.
pub async fn invited(tx: &mut TenantTx) -> Result<Invited> {
    let company = tx.company();
    sqlx::query_as!(
        Invited,
        "select c.name as company, c.language, i.email, i.role, i.expires_at
         from invitations i join companies c on c.id = $1
         where i.company_id = $1 and i.id = app.link_id()",
        company.0
    )
    .fetch_optional(tx.db())
    .await?
    .ok_or(Error::NotFound("link"))
}

/// It was sent to somebody else.
pub fn other_email() -> Error {
    Error::invalid("email", "other_email", "is not the address that the invitation was sent to")
}

/// Makes this person a member, and the invitation an accepted one. Of two who accept it at once, one does.
pub async fn accept(tx: &mut IdentityTx, secret: &str, user: UserId, email: &str, name: &str) -> Result<CompanyId> {
    let (hash, now) = (token::secret_hash(secret), tx.now());
    let accepted = sqlx::query_scalar!(
        r#"select app.accept_invitation($1, $2, $3, $4, $5, $6, $7) as "company!: CompanyId""#,
        hash,
        user.0,
        email,
        name,
        Uuid::now_v7(),
        Uuid::now_v7(),
        now
    )
    .fetch_one(tx.db())
    .await;
    accepted.map_err(|failure| match failure.as_database_error().and_then(|error| error.code()).as_deref() {
        Some("FD404") => Error::NotFound("link"),
        Some("FD409") => already_member(),
        Some("FD422") => other_email(),
        _ => failure.into(),
    })
}

/// Closes what a member has invited to: nobody joins by the word of somebody who is gone.
pub async fn revoke_of(tx: &mut TenantTx, inviter: MemberId) -> Result<()> {
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "update invitations set revoked_at = $3, version = version + 1
         where company_id = $1 and invited_by = $2 and accepted_at is null and revoked_at is null",
        company.0,
        inviter.0,
        now
    )
    .execute(tx.db())
    .await?;
    Ok(())
}
