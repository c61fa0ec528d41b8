//! Inviting, and accepting.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Acceptance, Invitation, InvitationId, InvitationStatus, InvitationToken, NewInvitation, Shown},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Device, Found, Limit, Made, Page, cursor, page},
    identity::model::SignedIn,
};

pub struct InvitationsApi {
    pub app: App,
}

#[OpenApi]
impl InvitationsApi {
    /// Invite somebody
    ///
    /// They get a mail with a link that is good for a week and works once. 409 `already_member` if they are one, and
    /// `already_invited` while an invitation to them is open. Nobody invites to a role that may more than theirs: a 403.
    #[oai(path = "/invitations", method = "post", operation_id = "create_invitation", tag = "Tag::Members")]
    async fn create(&self, caller: Caller, new: Body<NewInvitation>) -> Result<Made<Invitation>> {
        let mut tx = self.app.begin(&caller, Permission::MembersInvite).await?;
        let invitation = super::invite(&self.app, &mut tx, &caller, &new).await?;
        tx.commit().await?;
        Ok(Made(invitation))
    }

    /// List invitations, newest first
    #[oai(path = "/invitations", method = "get", operation_id = "list_invitations", tag = "Tag::Members")]
    async fn list(
        &self,
        caller: Caller,
        /// Only these.
        Query(status): Query<Option<InvitationStatus>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Invitation>>> {
        let (limit, before) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::MembersRead).await?;
        let invitations = store::list(&mut tx, status, before, limit).await?;
        Ok(Found(page(invitations, limit, |invitation| (invitation.created_at, invitation.id))))
    }

    /// Send an invitation again
    ///
    /// With a new link, good for a week from now; the link before leads nowhere. One that has expired is open again; one
    /// that was accepted or revoked stays so: 409 `invitation_closed`.
    #[oai(path = "/invitations/:id/resend", method = "post", operation_id = "resend_invitation", tag = "Tag::Members")]
    async fn resend(&self, caller: Caller, Path(id): Path<InvitationId>) -> Result<Found<Invitation>> {
        let mut tx = self.app.begin(&caller, Permission::MembersInvite).await?;
        let invitation = super::resend(&self.app, &mut tx, &caller, id).await?;
        tx.commit().await?;
        Ok(Found(invitation))
    }

    /// Revoke an invitation
    ///
    /// Its link leads nowhere from now on. Doing it twice is harmless; one that was accepted stays accepted.
    #[oai(path = "/invitations/:id", method = "delete", operation_id = "revoke_invitation", tag = "Tag::Members")]
    async fn revoke(&self, caller: Caller, Path(id): Path<InvitationId>) -> Result<Found<Invitation>> {
        let mut tx = self.app.begin(&caller, Permission::MembersInvite).await?;
        let invitation = super::revoke(&self.app, &mut tx, &caller, id).await?;
        tx.commit().await?;
        Ok(Found(invitation))
    }

    /// Look at an invitation
    ///
    /// For whoever follows its link. 404 if it was accepted or revoked, or has expired.
    #[oai(path = "/auth/invitations/show", method = "post", operation_id = "show_invitation", tag = "Tag::Auth")]
    async fn show(&self, token: Body<InvitationToken>) -> Result<Found<Shown>> {
        Ok(Found(super::show(&self.app, &token.token).await?))
    }

    /// Accept an invitation
    ///
    /// Makes whoever follows its link a member, and signs them in. Somebody who signs in with the address already needs
    /// their password: a wrong one is a 401, as at sign-in. Whoever has the link has the mailbox: it also verifies the
    /// address, and where nobody had done that before, the password given here is the one from now on.
    #[oai(path = "/auth/invitations/accept", method = "post", operation_id = "accept_invitation", tag = "Tag::Auth")]
    async fn accept(&self, device: Device, new: Body<Acceptance>) -> Result<Found<SignedIn>> {
        Ok(Found(super::accept(&self.app, &device, &new).await?))
    }
}
