//! Keys for programs.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{ApiKey, MadeApiKey, NewApiKey},
    store::{self, Secret},
};
use crate::{
    api::Tag,
    app::App,
    auth::{ApiKeyId, Caller, Permission, token},
    error::{Error, Result},
    http::{Body, Found, Limit, Made, Page, cursor, page},
    roles,
};

pub struct ApiKeysApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/api-keys", tag = "Tag::ApiKeys")]
impl ApiKeysApi {
    /// Make an API key
    ///
    /// The key is in this answer and nowhere else. It acts for whoever makes it, as far as its permissions and their role
    /// both go. Nobody makes one that may more than they may: a 403.
    #[oai(path = "/", method = "post", operation_id = "create_api_key")]
    async fn create(&self, caller: Caller, new: Body<NewApiKey>) -> Result<Made<MadeApiKey>> {
        let mut tx = self.app.begin(&caller, Permission::ApiKeysUpdate).await?;
        if new.expires_at.is_some_and(|at| at <= tx.now()) {
            return Err(Error::invalid("expires_at", "in_the_past", "must be in the future"));
        }
        let rights = roles::rights_in(&tx, &new.permissions).await?;
        roles::must_cover(&self.app, &mut tx, &caller, &rights).await?;
        let key = token::random_secret(token::KEY_PREFIX);
        let secret = Secret { hint: key[key.len() - 4..].into(), hash: token::secret_hash(&key) };
        let api_key = store::insert(&mut tx, caller.0.user, &new, &secret).await?;
        tx.commit().await?;
        Ok(Made(MadeApiKey { key, api_key }))
    }

    /// List API keys, newest first
    ///
    /// Everybody's, and the revoked ones too.
    #[oai(path = "/", method = "get", operation_id = "list_api_keys")]
    async fn list(
        &self,
        caller: Caller,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<ApiKey>>> {
        let (limit, before) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ApiKeysRead).await?;
        let keys = store::list(&mut tx, before, limit).await?;
        Ok(Found(page(keys, limit, |key| (key.created_at, key.id))))
    }

    /// Revoke an API key
    ///
    /// It is refused from the next request on. Doing it twice is harmless.
    #[oai(path = "/:id", method = "delete", operation_id = "revoke_api_key")]
    async fn revoke(&self, caller: Caller, Path(id): Path<ApiKeyId>) -> Result<Found<ApiKey>> {
        let mut tx = self.app.begin(&caller, Permission::ApiKeysUpdate).await?;
        let key = store::revoke(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Found(key))
    }
}
