//! Who works in the company.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{Member, MemberId, MemberPatch, MemberStatus},
    store::{self, Filter},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission, Role},
    error::Result,
    http::{Body, Csv, Found, IfMatch, Limit, Page, Written, cursor, page},
};

pub struct MembersApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/members", tag = "Tag::Members")]
impl MembersApi {
    /// List members, in the order they joined
    #[oai(path = "/", method = "get", operation_id = "list_members")]
    async fn list(
        &self,
        caller: Caller,
        /// Only these; absent: all but the removed ones.
        Query(status): Query<Option<MemberStatus>>,
        /// Only those in this role.
        Query(role): Query<Option<Role>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Member>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::MembersRead).await?;
        let members = store::list(&mut tx, &Filter { status, role }, after, limit).await?;
        Ok(Found(page(members, limit, |member| (member.created_at, member.id))))
    }

    /// Export the list of members
    ///
    /// All but the removed ones, in the order they joined. A cell that a spreadsheet would run as a formula begins with an
    /// apostrophe.
    #[oai(path = "/export", method = "get", operation_id = "export_members")]
    async fn export(&self, caller: Caller) -> Result<Csv> {
        let mut tx = self.app.begin(&caller, Permission::MembersRead).await?;
        let members = store::all(&mut tx).await?;
        let rows = members.into_iter().map(|member| {
            let Member { name, email, role, status, created_at, .. } = member;
            [name, email, role.to_string(), status.as_str().into(), created_at.to_rfc3339()]
        });
        Ok(Csv::new("members.csv", ["name", "email", "role", "status", "joined"], rows))
    }

    /// Show a member
    #[oai(path = "/:id", method = "get", operation_id = "show_member")]
    async fn show(&self, caller: Caller, Path(id): Path<MemberId>) -> Result<Written<Member>> {
        let mut tx = self.app.begin(&caller, Permission::MembersRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change a member
    ///
    /// With another role, their access token stops at once; refreshing it gives one for the new role. Nobody changes a
    /// member who may more than they may, or gives a role that may more: a 403. The last admin stays one: 409 `last_admin`.
    #[oai(path = "/:id", method = "patch", operation_id = "update_member")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<MemberId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<MemberPatch>,
    ) -> Result<Written<Member>> {
        let mut tx = self.app.begin(&caller, Permission::MembersUpdate).await?;
        let member = super::update(&self.app, &mut tx, &caller, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(member))
    }

    /// Suspend a member
    ///
    /// Their tokens and API keys are refused from the next request on, until they are reactivated. Doing it twice is
    /// harmless. The last admin cannot be suspended: 409 `last_admin`.
    #[oai(path = "/:id/suspend", method = "post", operation_id = "suspend_member")]
    async fn suspend(&self, caller: Caller, Path(id): Path<MemberId>) -> Result<Written<Member>> {
        self.set_status(caller, id, MemberStatus::Suspended).await
    }

    /// Let a suspended member back in
    #[oai(path = "/:id/reactivate", method = "post", operation_id = "reactivate_member")]
    async fn reactivate(&self, caller: Caller, Path(id): Path<MemberId>) -> Result<Written<Member>> {
        self.set_status(caller, id, MemberStatus::Active).await
    }

    /// Remove a member
    ///
    /// Their sessions end and their API keys are revoked; what they did keeps their name, and whose time they were stays
    /// with the company. Doing it twice is harmless. The last admin cannot be removed: 409 `last_admin`.
    #[oai(path = "/:id", method = "delete", operation_id = "remove_member")]
    async fn remove(&self, caller: Caller, Path(id): Path<MemberId>) -> Result<Written<Member>> {
        let mut tx = self.app.begin(&caller, Permission::MembersUpdate).await?;
        let member = super::remove(&self.app, &mut tx, &caller, id).await?;
        tx.commit().await?;
        Ok(Written(member))
    }

    /// Erase a member who was removed
    ///
    /// Their name and e-mail address go from this company: from the member, the invitations to them, the calendar that was
    /// theirs, and what the audit log says of these, whose chain still verifies. What they did stays, and names nobody. If
    /// they are in no other company, nobody's customer and no operator, their account goes too. Nothing brings it back;
    /// doing it twice is harmless. 409 `member_not_removed` where they were not removed before.
    #[oai(path = "/:id/erase", method = "post", operation_id = "erase_member")]
    async fn erase(&self, caller: Caller, Path(id): Path<MemberId>) -> Result<Written<Member>> {
        let mut tx = self.app.begin(&caller, Permission::MembersErase).await?;
        let member = super::erase(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Written(member))
    }
}

impl MembersApi {
    async fn set_status(&self, caller: Caller, id: MemberId, status: MemberStatus) -> Result<Written<Member>> {
        let mut tx = self.app.begin(&caller, Permission::MembersUpdate).await?;
        let member = super::set_status(&self.app, &mut tx, &caller, id, status).await?;
        tx.commit().await?;
        Ok(Written(member))
    }
}
