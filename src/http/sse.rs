//! Server-sent events (WHATWG HTML §9.2): an answer that goes on until one of both ends it.

use std::{fmt::Display, marker::PhantomData};

use futures_util::{Stream, StreamExt};
use poem::{Body, IntoResponse, Response};
use poem_openapi::{
    ApiResponse,
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
    types::Type,
};
use serde::Serialize;

const EVENT_STREAM: &str = "text/event-stream";

/// 200 with events as they come; the `data` of each is a `T`.
pub struct EventStream<T> {
    body: Body,
    of: PhantomData<fn() -> T>,
}

impl<T> EventStream<T> {
    /// Of what has been put into words already.
    pub fn new(text: impl Stream<Item = String> + Send + 'static) -> Self {
        Self { body: Body::from_bytes_stream(text.map(Ok::<_, std::io::Error>)), of: PhantomData }
    }
}

/// An event. Neither cursor nor kind has a line break in it, and JSON never has one.
pub fn message(cursor: &impl Display, kind: &str, data: &impl Serialize) -> String {
    let data = serde_json::to_string(data).unwrap_or_default();
    format!("id: {cursor}\nevent: {kind}\ndata: {data}\n\n")
}

/// No event, and a place to go on from.
pub fn cursor(cursor: &impl Display) -> String {
    format!("id: {cursor}\n\n")
}

impl<T: Send> IntoResponse for EventStream<T> {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type(EVENT_STREAM)
            .header("cache-control", "no-store")
            .header("x-accel-buffering", "no")
            .body(self.body)
    }
}

impl<T: Type> ApiResponse for EventStream<T> {
    fn meta() -> MetaResponses {
        // OpenAPI 3.0 has no word for it: https://github.com/OAI/OpenAPI-Specification/issues/396
        let schema = MetaSchema {
            items: Some(Box::new(T::schema_ref())),
            ..MetaSchema::new_with_format("array", "event-stream")
        };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "Events as they come, until the stream ends; each `data` is one of these",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType {
                    content_type: EVENT_STREAM,
                    schema: MetaSchemaRef::Inline(Box::new(schema)),
                }],
                headers: vec![],
            }],
        }
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}
