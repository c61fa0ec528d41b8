//! The face of every failure: RFC 9457 `application/problem+json`, framework failures included.

use poem::{Response, error::ResponseError, http::StatusCode};
use poem_openapi::{
    ApiResponse, Object,
    registry::{MetaHeader, MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::Type,
};
use serde::{Deserialize, Serialize};

use crate::error::{Alternative, Error, FieldError};

const CONTENT_TYPE: &str = "application/problem+json";

/// Why a request failed (RFC 9457).
#[derive(Debug, Serialize, Deserialize, Object)]
pub struct Problem {
    /// `about:blank`: the status says the kind, `code` says the rest.
    #[oai(rename = "type")]
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// A sentence for people.
    pub detail: String,
    /// A stable word to program against, such as `slot_taken`.
    pub code: String,
    /// What is wrong with which field, where the status is 422.
    #[oai(skip_serializing_if_is_empty)]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub errors: Vec<FieldError>,
    /// The nearest free times, where the code is `slot_taken`.
    #[oai(skip_serializing_if_is_empty)]
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub alternatives: Vec<Alternative>,
    /// What to name when asking for help; set where the failure is ours.
    #[oai(skip_serializing_if_is_none)]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub request_id: Option<String>,
}

impl Problem {
    fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank".into(),
            title: status.canonical_reason().unwrap_or("Error").into(),
            status: status.as_u16(),
            detail: detail.into(),
            code: code.into(),
            errors: vec![],
            alternatives: vec![],
            request_id: None,
        }
    }
}

impl Error {
    pub fn status_and_code(&self) -> (StatusCode, &str) {
        match self {
            Self::Unauthenticated => (StatusCode::UNAUTHORIZED, "unauthenticated"),
            Self::WrongCredentials => (StatusCode::UNAUTHORIZED, "wrong_credentials"),
            Self::Forbidden => (StatusCode::FORBIDDEN, "forbidden"),
            Self::Suspended(code) => (StatusCode::FORBIDDEN, code),
            Self::SignedInLongAgo => (StatusCode::FORBIDDEN, "recent_sign_in_required"),
            Self::RoleChanged => (StatusCode::SERVICE_UNAVAILABLE, "role_changed"),
            Self::CrossOrigin => (StatusCode::FORBIDDEN, "cross_origin"),
            Self::NotFound(_) => (StatusCode::NOT_FOUND, "not_found"),
            Self::Conflict(code, _) => (StatusCode::CONFLICT, code),
            Self::Gone(code, _) => (StatusCode::GONE, code),
            Self::SlotTaken(_) => (StatusCode::CONFLICT, "slot_taken"),
            Self::Stale => (StatusCode::PRECONDITION_FAILED, "stale_version"),
            Self::NoVersion => (StatusCode::PRECONDITION_REQUIRED, "version_required"),
            Self::Malformed(code, _) => (StatusCode::BAD_REQUEST, code),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large"),
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "body_too_slow"),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"),
            Self::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            Self::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too_many_requests"),
            Self::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Unauthenticated => "Sign in, and send the access token as a bearer token.".into(),
            Self::WrongCredentials => "The e-mail address or the password is wrong.".into(),
            Self::Forbidden => "You are not allowed to do this.".into(),
            Self::Suspended("company_suspended") => "The company is suspended.".into(),
            Self::Suspended("registration_closed") => "New companies cannot register here at the moment.".into(),
            Self::Suspended("archived") => "This company has put your card away: please ask them.".into(),
            Self::Suspended("email_not_verified") => {
                "Follow a sign-in link first: it shows that the address is yours.".into()
            }
            Self::Suspended(_) => "Your membership is suspended.".into(),
            Self::SignedInLongAgo => "Sign in again to do this.".into(),
            Self::RoleChanged => "Your role has just changed: try again.".into(),
            Self::CrossOrigin => "A cookie counts only on pages of this installation's own address.".into(),
            Self::NotFound(what) => format!("There is no such {what}."),
            Self::Conflict(_, detail) | Self::Gone(_, detail) | Self::Malformed(_, detail) => detail.clone(),
            Self::SlotTaken(_) => "This time is not free any more.".into(),
            Self::Stale => "The row has changed since you read it: read it again.".into(),
            Self::NoVersion => "Send the row's version as `If-Match`.".into(),
            Self::TooLarge => format!("A body may have at most {} bytes.", super::body::MAX_BODY),
            Self::TooSlow => "The body did not arrive in time.".into(),
            Self::NotJson => "Send the body as application/json.".into(),
            Self::Invalid(_) => "Some of the input is not right.".into(),
            Self::TooMany(seconds) => format!("Too many attempts: try again in {seconds} seconds."),
            Self::Unavailable(_) => "The server is busy: try again in a moment.".into(),
            Self::Internal(_) => "Something went wrong on our side.".into(),
        }
    }

    fn problem(&self) -> Problem {
        let (status, code) = self.status_and_code();
        let mut problem = Problem::new(status, code, self.detail());
        match self {
            Self::Invalid(errors) => problem.errors.clone_from(errors),
            Self::SlotTaken(alternatives) => problem.alternatives.clone_from(alternatives),
            _ => {}
        }
        problem
    }
}

impl ResponseError for Error {
    fn status(&self) -> StatusCode {
        self.status_and_code().0
    }

    fn as_response(&self) -> Response {
        let mut problem = self.problem();
        if let Self::Internal(cause) | Self::Unavailable(cause) = self {
            problem.request_id = super::server::request_id();
            tracing::error!(error = format!("{cause:#}"), code = problem.code, "request failed");
        }
        let mut response = respond(&problem);
        let retry_after = match self {
            Self::TooMany(seconds) => Some(*seconds),
            Self::Unavailable(_) | Self::RoleChanged => Some(1),
            _ => None,
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert("retry-after", seconds.into());
        }
        if matches!(self, Self::Unauthenticated) {
            let scheme = poem::http::HeaderValue::from_static("Bearer");
            response.headers_mut().insert("www-authenticate", scheme);
        }
        response
    }
}

fn respond(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).unwrap_or_default();
    Response::builder().status(status).content_type(CONTENT_TYPE).body(body)
}

/// Whether an answer is a failure that has got this face.
pub fn is_one(response: &Response) -> bool {
    response.content_type() == Some(CONTENT_TYPE)
}

impl ApiResponse for Error {
    fn meta() -> MetaResponses {
        let response = |range: &str, description, retry_after: bool| MetaResponse {
            description,
            status: None,
            status_range: Some(range.into()),
            content: vec![MetaMediaType { content_type: CONTENT_TYPE, schema: Problem::schema_ref() }],
            headers: if retry_after { vec![retry_after_header()] } else { vec![] },
        };
        let client = "400 not JSON · 401 not signed in · 403 not your role · 404 no such thing · 408 too slow · \
                      409 not in this state · 412 stale version · 413 too large · 415 not sent as JSON · \
                      422 invalid input · 428 no version · 429 too many";
        MetaResponses {
            responses: vec![
                response("4XX", client, true),
                response("5XX", "500 our fault, with a `request_id` · 503 busy", true),
            ],
        }
    }

    fn register(registry: &mut Registry) {
        Problem::register(registry);
    }
}

fn retry_after_header() -> MetaHeader {
    MetaHeader {
        name: "Retry-After".into(),
        description: Some("With 429 and 503: seconds to wait.".into()),
        required: false,
        deprecated: false,
        schema: i64::schema_ref(),
    }
}

/// Gives the framework's own failures the same face as ours.
pub fn from_framework(error: poem::Error) -> Response {
    use poem_openapi::error as api;

    if error.is_from_response() || error.downcast_ref::<Error>().is_some() {
        return error.into_response();
    }
    if let Some(failure) = error.downcast_ref::<api::ParseParamError>() {
        return Error::invalid(failure.name, "invalid", &failure.reason).as_response();
    }
    // Nothing has an id like that.
    if error.downcast_ref::<api::ParsePathError>().is_some() {
        return Error::NotFound("page").as_response();
    }
    if error.downcast_ref::<api::AuthorizationError>().is_some() {
        return Error::Unauthenticated.as_response();
    }
    match error.status() {
        StatusCode::NOT_FOUND => Error::NotFound("page").as_response(),
        status if status.is_server_error() => Error::Internal(anyhow::anyhow!("{error}")).as_response(),
        status => {
            let code = status.canonical_reason().unwrap_or("error").to_lowercase().replace(' ', "_");
            respond(&Problem::new(status, &code, error.to_string()))
        }
    }
}
