//! What endpoints answer with: JSON written straight from the value, with its status and, where it has one, its `ETag`.

use poem::{IntoResponse, Response, http::StatusCode};
use poem_openapi::{
    ApiResponse,
    registry::{MetaHeader, MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::Type,
};
use serde::Serialize;

const JSON: &str = "application/json; charset=utf-8";

/// A row with a version, which `If-Match` is about.
pub trait Versioned {
    fn version(&self) -> i32;
}

/// 200, without a version.
#[derive(Debug)]
pub struct Found<T>(pub T);
/// 200 with the `ETag` of a row that can be changed.
#[derive(Debug)]
pub struct Written<T>(pub T);
/// 201, of something without a version.
#[derive(Debug)]
pub struct Made<T>(pub T);
/// 201 with the `ETag` of the new row.
#[derive(Debug)]
pub struct Created<T>(pub T);

fn respond(status: StatusCode, value: &impl Serialize, version: Option<i32>) -> Response {
    let Ok(body) = serde_json::to_vec(value) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into();
    };
    let response = Response::builder().status(status).content_type(JSON);
    match version {
        Some(version) => response.header("etag", format!("\"{version}\"")).body(body),
        None => response.body(body),
    }
}

fn meta<T: Type>(status: u16, description: &'static str, versioned: bool) -> MetaResponses {
    let etag = MetaHeader {
        name: "ETag".into(),
        description: Some("The row's version, quoted; send it as `If-Match` to change the row.".into()),
        required: true,
        deprecated: false,
        schema: String::schema_ref(),
    };
    MetaResponses {
        responses: vec![MetaResponse {
            description,
            status: Some(status),
            status_range: None,
            content: vec![MetaMediaType { content_type: JSON, schema: T::schema_ref() }],
            headers: if versioned { vec![etag] } else { vec![] },
        }],
    }
}

macro_rules! answer {
    ($name:ident, $status:expr, $description:literal, $versioned:literal, |$value:ident| $version:expr $(, $bound:path)?) => {
        impl<T: Serialize + Send $(+ $bound)?> IntoResponse for $name<T> {
            fn into_response(self) -> Response {
                let $value = &self.0;
                respond($status, $value, $version)
            }
        }

        impl<T: Type + Serialize $(+ $bound)?> ApiResponse for $name<T> {
            fn meta() -> MetaResponses {
                meta::<T>($status.as_u16(), $description, $versioned)
            }

            fn register(registry: &mut Registry) {
                T::register(registry);
            }
        }
    };
}

answer!(Found, StatusCode::OK, "Found", false, |_value| None);
answer!(Made, StatusCode::CREATED, "Created", false, |_value| None);
answer!(Written, StatusCode::OK, "The row as it is now", true, |value| Some(value.version()), Versioned);
answer!(Created, StatusCode::CREATED, "Created", true, |value| Some(value.version()), Versioned);
