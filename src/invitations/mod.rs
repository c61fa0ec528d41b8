//! Invitations: how somebody becomes a member: by a link that is sent to their address, once.

pub mod api;
pub mod back;
pub mod jobs;
pub mod model;
pub mod store;

use chrono::TimeDelta;
use uuid::Uuid;

use model::{Acceptance, InvitationStatus, MemberInvited, NewInvitation, Shown};
pub use model::{Invitation, InvitationId};

use crate::{
    app::App,
    auth::{
        Caller, password,
        token::{self, Kind},
    },
    companies,
    db::TenantTx,
    error::{Error, Result},
    http::{Device, limits::Limit},
    identity::{self, mailbox, model::SignedIn, passwords, signed_in},
    members, roles,
};

/// How long a link is good for.
pub const GOOD_FOR: TimeDelta = TimeDelta::days(7);

/// Invites somebody who is not a member; nobody invites to more than they may themselves.
pub async fn invite(app: &App, tx: &mut TenantTx, caller: &Caller, new: &NewInvitation) -> Result<Invitation> {
    let wanted = roles::rights_of(app, tx, &new.role).await?.ok_or_else(roles::unknown_role)?;
    roles::must_cover(app, tx, caller, &wanted).await?;
    if members::store::with_email(tx, &new.email).await?.is_some() {
        return Err(already_member());
    }
    if let Some(staff) = new.staff_id {
        roles::must_reach_everybodys(app, tx, caller).await?;
        store::must_be_nobodys(tx, staff).await?;
    }
    limit(app, tx, &new.email).await?;
    store::close_expired(tx, &new.email).await?;
    let language = match new.language {
        Some(language) => language,
        None => companies::store::current(tx).await?.language(),
    };
    let invitation = store::insert(tx, caller.0.user, new, language, &new_link(app)?).await?;
    tx.emit(&MemberInvited { invitation: invitation.id, role: new.role.clone() }).await?;
    Ok(invitation)
}

/// Another link, good from now on; the one before leads nowhere.
pub async fn resend(app: &App, tx: &mut TenantTx, caller: &Caller, id: InvitationId) -> Result<Invitation> {
    let invitation = hold(app, tx, caller, id).await?;
    if !matches!(invitation.status, InvitationStatus::Open | InvitationStatus::Expired) {
        return Err(Error::Conflict("invitation_closed", "It was accepted or revoked: make a new one.".into()));
    }
    if members::store::with_email(tx, &invitation.email).await?.is_some() {
        return Err(already_member());
    }
    limit(app, tx, &invitation.email).await?;
    store::renew(tx, id, &new_link(app)?).await
}

/// Closes an invitation that is open. Nothing becomes of one that is not.
pub async fn revoke(app: &App, tx: &mut TenantTx, caller: &Caller, id: InvitationId) -> Result<Invitation> {
    hold(app, tx, caller, id).await?;
    store::revoke(tx, id).await
}

/// The invitation, held until the end of the transaction; refused if it leads to more than the caller may.
async fn hold(app: &App, tx: &mut TenantTx, caller: &Caller, id: InvitationId) -> Result<Invitation> {
    let invitation = store::hold(tx, id).await?;
    let wanted = roles::rights_of(app, tx, &invitation.role).await?.unwrap_or_default();
    roles::must_cover(app, tx, caller, &wanted).await?;
    Ok(invitation)
}

/// Mails that a company has sent to people who are not of it.
async fn limit(app: &App, tx: &TenantTx, email: &str) -> Result<()> {
    let company = tx.company();
    app.limits().hit(Limit::InvitationCompany, &company.to_string()).await?;
    let mailbox = format!("{company}:{}", hex::encode(token::secret_hash(email)));
    app.limits().hit(Limit::InvitationMailbox, &mailbox).await
}

/// What a new link is made of, and what is kept of its secret.
fn new_link(app: &App) -> Result<store::Link> {
    let id = Uuid::now_v7();
    Ok(store::Link { id, hash: token::secret_hash(&app.tokens().link_secret(id)?) })
}

fn already_member() -> Error {
    Error::Conflict("already_member", "They are a member already.".into())
}

/// What whoever follows the link gets to see before they accept.
pub async fn show(app: &App, secret: &str) -> Result<Shown> {
    let mut tx = app.begin_link(secret).await?;
    let invited = store::invited(&mut tx).await?;
    drop(tx);
    let mut tx = app.read_identity().await?;
    let known = mailbox::find(&mut tx, &invited.email).await?.is_some_and(|person| person.is_safe());
    Ok(Shown {
        company: invited.company,
        email: invited.email,
        role: invited.role,
        expires_at: invited.expires_at,
        known,
    })
}

/// Makes whoever has the link a member, and signs them in. Whoever has it has the mailbox; whoever is known by this address,
/// and has shown before that it is theirs, also needs their password.
pub async fn accept(app: &App, device: &Device, new: &Acceptance) -> Result<SignedIn> {
    let mut tx = app.begin_link(&new.token).await?;
    let invited = store::invited(&mut tx).await?;
    drop(tx);
    if invited.email != new.email {
        return Err(store::other_email());
    }
    let mut tx = app.read_identity().await?;
    let person = mailbox::find(&mut tx, &new.email).await?;
    drop(tx);

    if person.is_none() && new.name.is_none() {
        return Err(Error::invalid("name", "required", "must not be empty"));
    }
    let proof = match &person {
        Some(person) if person.is_safe() => {
            Proof::Password(passwords::admit(app, device, &new.email, &new.password).await?)
        }
        _ => Proof::Link(password::hash(new.password.clone()).await?),
    };

    let mut tx = app.identity().await?;
    let user = match (&proof, &person) {
        (Proof::Password(shown), _) => shown.hold(&mut tx).await?,
        (Proof::Link(hash), Some(person)) => mailbox::take_over(&mut tx, person, hash).await?,
        (Proof::Link(hash), None) => {
            let name = new.name.as_deref().ok_or_else(|| Error::invalid("name", "required", "must not be empty"))?;
            mailbox::insert(&mut tx, &new.email, name, &invited.language, hash).await?
        }
    };
    tx.about(user).await?;
    let known_as = person.as_ref().map(|person| person.name.as_str());
    let name = new.name.as_deref().or(known_as).unwrap_or(&new.email);
    let company = store::accept(&mut tx, &new.token, user, &new.email, name).await?;
    let (session, refresh) = identity::store::open_session(&mut tx, user, Kind::Staff, Some(company), device).await?;
    let memberships = identity::store::memberships(&mut tx, user).await?;
    tx.commit().await?;
    signed_in(app, user, session, refresh, company, memberships)
}

/// What shows that it is them.
enum Proof {
    Password(passwords::Shown),
    /// The mailbox alone, and the hash of the password that they will have.
    Link(String),
}
