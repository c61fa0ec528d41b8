//! What roles there are, and what they may.

use poem_openapi::{OpenApi, param::Path};

use super::{
    model::{CompanyRole, NewRole, OwnPermissions, Permissions, RoleId, RolePatch, Roles, vocabulary},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission, Role},
    error::Result,
    http::{Body, Created, Found, IfMatch, Written},
};

pub struct RolesApi {
    pub app: App,
}

#[OpenApi(tag = "Tag::Roles")]
impl RolesApi {
    /// List the permissions that there are
    ///
    /// The words that roles and API keys are made of.
    #[oai(path = "/permissions", method = "get", operation_id = "list_permissions")]
    async fn permissions(&self, caller: Caller) -> Result<Found<Permissions>> {
        self.app.begin(&caller, Permission::RolesRead).await?;
        let has = |role: &Role, permission| {
            self.app.policy().built_in(role).is_some_and(|rights| rights.reach(permission).is_some())
        };
        Ok(Found(vocabulary(has)))
    }

    /// List what the caller may do
    ///
    /// Of a session: what their role has; with an API key: what of that the key is for.
    #[oai(path = "/permissions/own", method = "get", operation_id = "list_own_permissions")]
    async fn own(&self, caller: Caller) -> Result<Found<OwnPermissions>> {
        self.app.begin(&caller, Permission::CompanyRead).await?;
        Ok(Found(OwnPermissions { data: self.app.rights(&caller).await?.words() }))
    }

    /// List roles
    ///
    /// Those that every company has come first.
    #[oai(path = "/roles", method = "get", operation_id = "list_roles")]
    async fn list(&self, caller: Caller) -> Result<Found<Roles>> {
        let mut tx = self.app.begin(&caller, Permission::RolesRead).await?;
        let mut data: Vec<_> = Role::BUILT_IN.into_iter().map(|role| self.built_in(role)).collect();
        data.extend(store::list(&mut tx).await?);
        Ok(Found(Roles { data }))
    }

    /// Make a role
    ///
    /// It can be given to members at once. Nobody makes one that may more than they may: a 403.
    #[oai(path = "/roles", method = "post", operation_id = "create_role")]
    async fn create(&self, caller: Caller, new: Body<NewRole>) -> Result<Created<CompanyRole>> {
        let mut tx = self.app.begin(&caller, Permission::RolesUpdate).await?;
        let rights = super::rights_in(&tx, &new.permissions).await?;
        super::must_cover(&self.app, &mut tx, &caller, &rights).await?;
        let role = store::insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Created(role))
    }

    /// Show a role of the company's own
    #[oai(path = "/roles/:id", method = "get", operation_id = "show_role")]
    async fn show(&self, caller: Caller, Path(id): Path<RoleId>) -> Result<Written<CompanyRole>> {
        let mut tx = self.app.begin(&caller, Permission::RolesRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change a role of the company's own
    ///
    /// It holds for everybody who has the role from their next request on. Nobody changes a role that may more than they
    /// may, or makes it one: a 403.
    #[oai(path = "/roles/:id", method = "patch", operation_id = "update_role")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<RoleId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<RolePatch>,
    ) -> Result<Written<CompanyRole>> {
        let mut tx = self.app.begin(&caller, Permission::RolesUpdate).await?;
        let before = store::hold(&mut tx, id).await?;
        for words in [Some(&before.permissions), patch.permissions.as_ref()].into_iter().flatten() {
            let rights = super::rights_in(&tx, words).await?;
            super::must_cover(&self.app, &mut tx, &caller, &rights).await?;
        }
        let role = store::update(&mut tx, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(role))
    }

    /// Delete a role of the company's own
    ///
    /// Answers with the role as it was. One that somebody has, or is invited to, stays: 409 `role_in_use`.
    #[oai(path = "/roles/:id", method = "delete", operation_id = "delete_role")]
    async fn delete(&self, caller: Caller, Path(id): Path<RoleId>) -> Result<Found<CompanyRole>> {
        let mut tx = self.app.begin(&caller, Permission::RolesUpdate).await?;
        let role = store::hold(&mut tx, id).await?;
        let rights = super::rights_in(&tx, &role.permissions).await?;
        super::must_cover(&self.app, &mut tx, &caller, &rights).await?;
        store::delete(&mut tx, &role).await?;
        tx.commit().await?;
        Ok(Found(role))
    }
}

impl RolesApi {
    fn built_in(&self, key: Role) -> CompanyRole {
        let permissions = self.app.policy().built_in(&key).map(|rights| rights.words()).unwrap_or_default();
        let name = match key {
            Role::Admin => "Admin",
            Role::Manager => "Manager",
            Role::Employee | Role::Custom(_) => "Employee",
        };
        CompanyRole { id: None, key, name: name.into(), permissions, built_in: true, version: 0, created_at: None }
    }
}
