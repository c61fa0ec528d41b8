//! Endpoints that a company's programs listen at, and what became of what was sent there.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    Delivery, DeliveryId, Webhook, WebhookId,
    model::{DeliveryLog, DeliveryStatus, MadeWebhook, NewWebhook, Replay, Replaying, Rotate, Rotated, WebhookPatch},
    store::{self, deliveries},
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    error::Result,
    http::{Body, Created, Found, IfMatch, Limit, Made, NoContent, Page, Written, cursor, page},
    webhooks,
};

pub struct WebhooksApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/webhooks", tag = "Tag::Webhooks")]
impl WebhooksApi {
    /// Add an endpoint
    ///
    /// From now on it is sent what happens, signed as Standard Webhooks says. Its secret is in this answer and nowhere else.
    /// Nobody has sent out what they may not read themselves: a 403. A company has at most 20 endpoints: 409
    /// `too_many_webhooks`. Where the installation has no key to keep secrets with: 409 `no_secret_keys`.
    #[oai(path = "/", method = "post", operation_id = "create_webhook")]
    async fn create(&self, caller: Caller, new: Body<NewWebhook>) -> Result<Created<MadeWebhook>> {
        let mut tx = self.app.begin(&caller, Permission::WebhooksCreate).await?;
        let made = webhooks::add(&self.app, &mut tx, &caller, &new).await?;
        tx.commit().await?;
        Ok(Created(made))
    }

    /// List endpoints, newest first
    #[oai(path = "/", method = "get", operation_id = "list_webhooks")]
    async fn list(
        &self,
        caller: Caller,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Webhook>>> {
        let (limit, before) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::WebhooksRead).await?;
        let webhooks = store::list(&mut tx, before, limit).await?;
        Ok(Found(page(webhooks, limit, |webhook| (webhook.created_at, webhook.id))))
    }

    /// Show an endpoint
    #[oai(path = "/:id", method = "get", operation_id = "show_webhook")]
    async fn show(&self, caller: Caller, Path(id): Path<WebhookId>) -> Result<Written<Webhook>> {
        let mut tx = self.app.begin(&caller, Permission::WebhooksRead).await?;
        Ok(Written(store::find(&mut tx, id).await?))
    }

    /// Change an endpoint, or disable or enable it
    ///
    /// Nobody changes one that is sent what they may not read themselves: a 403.
    #[oai(path = "/:id", method = "patch", operation_id = "update_webhook")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<WebhookId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<WebhookPatch>,
    ) -> Result<Written<Webhook>> {
        let mut tx = self.app.begin(&caller, Permission::WebhooksUpdate).await?;
        let webhook = webhooks::change(&self.app, &mut tx, &caller, id, &patch, version.0).await?;
        tx.commit().await?;
        Ok(Written(webhook))
    }

    /// Delete an endpoint, and its log
    #[oai(path = "/:id", method = "delete", operation_id = "delete_webhook")]
    async fn delete(&self, caller: Caller, Path(id): Path<WebhookId>) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::WebhooksDelete).await?;
        store::delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }

    /// Replace an endpoint's secret
    ///
    /// The new one is in this answer and nowhere else. Until the old one stops, what is sent has a signature of each; one that
    /// was replaced before stops at once.
    #[oai(path = "/:id/rotate-secret", method = "post", operation_id = "rotate_webhook_secret")]
    async fn rotate(&self, caller: Caller, Path(id): Path<WebhookId>, rotate: Body<Rotate>) -> Result<Found<Rotated>> {
        let mut tx = self.app.begin(&caller, Permission::WebhooksUpdate).await?;
        let rotated = webhooks::rotate(&mut tx, self.app.vault(), id, rotate.keep_previous_hours).await?;
        tx.commit().await?;
        Ok(Found(rotated))
    }

    /// Send an endpoint a test
    ///
    /// An event `webhook.test` goes out the way every other does, within a second or two; the delivery tells what became of it.
    /// Disabled: 409 `disabled`.
    #[oai(path = "/:id/test", method = "post", operation_id = "test_webhook")]
    async fn test(&self, caller: Caller, Path(id): Path<WebhookId>) -> Result<Made<Delivery>> {
        let mut tx = self.app.begin(&caller, Permission::WebhooksUpdate).await?;
        let delivery = webhooks::test(&mut tx, id).await?;
        tx.commit().await?;
        Ok(Made(delivery))
    }

    /// List what was sent to an endpoint, newest first
    ///
    /// Kept for 30 days after it has ended.
    #[oai(path = "/:id/deliveries", method = "get", operation_id = "list_webhook_deliveries")]
    async fn list_deliveries(
        &self,
        caller: Caller,
        Path(id): Path<WebhookId>,
        /// Those that stand there.
        Query(status): Query<Option<DeliveryStatus>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Delivery>>> {
        let (limit, before) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::WebhooksRead).await?;
        store::find(&mut tx, id).await?;
        let found = deliveries::list(&mut tx, id, status, before, limit).await?;
        Ok(Found(page(found, limit, |delivery| (delivery.created_at, delivery.id))))
    }

    /// Show what was sent, and every answer
    #[oai(path = "/:id/deliveries/:delivery_id", method = "get", operation_id = "show_webhook_delivery")]
    async fn show_delivery(
        &self,
        caller: Caller,
        Path(id): Path<WebhookId>,
        Path(delivery_id): Path<DeliveryId>,
    ) -> Result<Found<DeliveryLog>> {
        let mut tx = self.app.begin(&caller, Permission::WebhooksRead).await?;
        Ok(Found(deliveries::log(&mut tx, id, delivery_id).await?))
    }

    /// Send an event again
    ///
    /// From the first attempt on, with the same `webhook-id` and body, whatever became of it before. Disabled: 409 `disabled`.
    #[oai(path = "/:id/deliveries/:delivery_id/replay", method = "post", operation_id = "replay_webhook_delivery")]
    async fn replay_delivery(
        &self,
        caller: Caller,
        Path(id): Path<WebhookId>,
        Path(delivery_id): Path<DeliveryId>,
    ) -> Result<Found<Delivery>> {
        let mut tx = self.app.begin(&caller, Permission::WebhooksUpdate).await?;
        let delivery = webhooks::replay(&mut tx, id, delivery_id).await?;
        tx.commit().await?;
        Ok(Found(delivery))
    }

    /// Send the events of a time again
    ///
    /// All that the endpoint listens to now, whether they arrived before, failed, or happened while it was disabled; each with
    /// its `webhook-id`. It is done in the background, the latest first. Disabled: 409 `disabled`.
    #[oai(path = "/:id/replay", method = "post", operation_id = "replay_webhook_events")]
    async fn replay(
        &self,
        caller: Caller,
        Path(id): Path<WebhookId>,
        replay: Body<Replay>,
    ) -> Result<Found<Replaying>> {
        let mut tx = self.app.begin(&caller, Permission::WebhooksUpdate).await?;
        let replaying = webhooks::replay_since(&mut tx, id, replay.since, replay.until).await?;
        tx.commit().await?;
        Ok(Found(replaying))
    }
}
