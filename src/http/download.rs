//! Answers that are files somebody takes along.

use poem::{Body, IntoResponse, Response};
use poem_openapi::{
    ApiResponse,
    registry::{MetaMediaType, MetaResponse, MetaResponses, MetaSchema, MetaSchemaRef, Registry},
};

const ZIP: &str = "application/zip";

/// 200 with a zip, sent as it is read.
#[derive(Debug)]
pub struct ZipFile {
    pub name: &'static str,
    pub body: Body,
}

impl IntoResponse for ZipFile {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type(ZIP)
            .header("content-disposition", format!("attachment; filename=\"{}\"", self.name))
            .header("cache-control", "no-store")
            .body(self.body)
    }
}

impl ApiResponse for ZipFile {
    fn meta() -> MetaResponses {
        let schema = MetaSchemaRef::Inline(Box::new(MetaSchema::new_with_format("string", "binary")));
        MetaResponses {
            responses: vec![MetaResponse {
                description: "A zip file",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: ZIP, schema }],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
