//! Service types, for staff.

use poem_openapi::{OpenApi, param::Query};

use super::{model::ServiceType, store};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Found, Limit, Page, cursor, page},
};

pub struct ServiceTypesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/service-types", tag = "Tag::Services")]
impl ServiceTypesApi {
    /// List the kinds of service that the installation knows, oldest first
    ///
    /// Those that a service can be made one of: archived ones are not among them.
    #[oai(path = "/", method = "get", operation_id = "list_service_types")]
    async fn list(
        &self,
        caller: Caller,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<ServiceType>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ServicesRead).await?;
        let types = store::offered(&mut tx, after, limit).await?;
        Ok(Found(page(types, limit, |service_type| (service_type.created_at, service_type.id))))
    }
}
