//! The answer that is a file.

use poem::{IntoResponse, Response};
use poem_openapi::{
    ApiResponse,
    registry::{MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::{Binary, Type},
};

use super::render::Format;

/// 200 with a report as a file.
#[derive(Debug)]
pub struct Download {
    pub name: String,
    pub format: Format,
    pub bytes: Vec<u8>,
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        Response::builder()
            .content_type(self.format.content_type())
            .header("content-disposition", format!("attachment; filename=\"{}\"", self.name))
            .body(self.bytes)
    }
}

impl ApiResponse for Download {
    fn meta() -> MetaResponses {
        let file = |format: Format| MetaMediaType {
            content_type: format.content_type(),
            schema: Binary::<Vec<u8>>::schema_ref(),
        };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The file",
                status: Some(200),
                status_range: None,
                content: vec![file(Format::Csv), file(Format::Xlsx)],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
