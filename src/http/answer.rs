//! What endpoints answer with: JSON written straight from the value, with its status and, where it has one, its `ETag`.

use poem::{
    IntoResponse, Response,
    http::{HeaderValue, StatusCode, header},
};
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
/// 202, of something that goes on in the background.
#[derive(Debug)]
pub struct Started<T>(pub T);
/// 201 with the `ETag` of the new row.
#[derive(Debug)]
pub struct Created<T>(pub T);

/// 204: done, and there is nothing to say.
#[derive(Debug)]
pub struct NoContent;
/// 202: whatever comes of it, comes by mail.
#[derive(Debug)]
pub struct Accepted;

/// An answer that may give the browser a cookie, or take one away: a `Set-Cookie` of [`super::cookies`].
#[derive(Debug)]
pub struct WithCookie<A>(pub A, pub Option<String>);

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
answer!(Started, StatusCode::ACCEPTED, "Started: it goes on in the background", false, |_value| None);
answer!(Written, StatusCode::OK, "The row as it is now", true, |value| Some(value.version()), Versioned);
answer!(Created, StatusCode::CREATED, "Created", true, |value| Some(value.version()), Versioned);

macro_rules! empty_answer {
    ($name:ident, $status:expr, $description:literal) => {
        impl IntoResponse for $name {
            fn into_response(self) -> Response {
                $status.into()
            }
        }

        impl ApiResponse for $name {
            fn meta() -> MetaResponses {
                let (status, status_range) = (Some($status.as_u16()), None);
                let (content, headers) = (vec![], vec![]);
                let response = MetaResponse { description: $description, status, status_range, content, headers };
                MetaResponses { responses: vec![response] }
            }

            fn register(_: &mut Registry) {}
        }
    };
}

empty_answer!(NoContent, StatusCode::NO_CONTENT, "Done");
empty_answer!(Accepted, StatusCode::ACCEPTED, "Accepted: whatever comes of it, comes by mail");

impl<A: IntoResponse> IntoResponse for WithCookie<A> {
    fn into_response(self) -> Response {
        let mut response = self.0.into_response();
        match self.1.map(HeaderValue::try_from) {
            Some(Ok(cookie)) => drop(response.headers_mut().append(header::SET_COOKIE, cookie)),
            Some(Err(_)) => return StatusCode::INTERNAL_SERVER_ERROR.into(),
            None => {}
        }
        response
    }
}

impl<A: ApiResponse> ApiResponse for WithCookie<A> {
    fn meta() -> MetaResponses {
        let mut meta = A::meta();
        for response in &mut meta.responses {
            response.headers.push(MetaHeader {
                name: "Set-Cookie".into(),
                description: Some("The refresh token, where the browser is to keep it; no script can read it.".into()),
                required: false,
                deprecated: false,
                schema: String::schema_ref(),
            });
        }
        meta
    }

    fn register(registry: &mut Registry) {
        A::register(registry);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_goes_out_beside_the_answer_and_stands_in_the_document() {
        let with = WithCookie(Made("x"), Some("fd_staff=s; HttpOnly".into())).into_response();
        let without = WithCookie(Found("x"), None).into_response();

        assert_eq!(
            (with.status(), &with.headers()["set-cookie"]),
            (StatusCode::CREATED, &"fd_staff=s; HttpOnly".parse().expect("a header"))
        );
        assert_eq!((without.status(), without.headers().get("set-cookie")), (StatusCode::OK, None));
        let [documented] = &WithCookie::<Written<Row>>::meta().responses[..] else { panic!("one response") };
        assert_eq!(documented.headers.iter().map(|header| &*header.name).collect::<Vec<_>>(), ["ETag", "Set-Cookie"]);
    }

    #[derive(Serialize, poem_openapi::Object)]
    struct Row {
        version: i32,
    }

    impl Versioned for Row {
        fn version(&self) -> i32 {
            self.version
        }
    }
}
