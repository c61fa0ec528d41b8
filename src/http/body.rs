//! `Body<T>`: the one way a JSON body comes in: limited, strict, and with the path of whatever is wrong.

use std::time::Duration;

use poem::{Request, RequestBody, error::ReadBodyError};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaMediaType, MetaRequest, Registry},
    types::Type,
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{Fields, objects::Object};
use crate::error::{Error, FieldError, Result};

/// The largest body that is read, in bytes.
pub const MAX_BODY: usize = 256 * 1024;
/// How long a body may take to arrive.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// What comes in as `Input` and is known to be right once it is `Self`.
pub trait Parse: Sized + Send {
    /// The shape on the wire: strict serde, and the schema in the document.
    type Input: Type + DeserializeOwned + Send;

    /// Looks at every field, telling `fields` what is wrong; `None` only if it told something.
    fn parse(input: Self::Input, fields: &mut Fields) -> Option<Self>;
}

/// A parsed JSON body. 400: not JSON; 413: too large; 415: not sent as JSON; 422: everything else.
#[derive(Debug)]
pub struct Body<T> {
    value: T,
    hash: [u8; 32],
}

impl<T> Body<T> {
    pub fn into_inner(self) -> T {
        self.value
    }

    /// A fingerprint of the body as it came, to tell a repeated request from a different one under the same key.
    pub fn hash(&self) -> &[u8] {
        &self.hash
    }
}

impl<T> std::ops::Deref for Body<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<'a, T: Parse> ApiExtractor<'a> for Body<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::Input::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType { content_type: "application/json", schema: T::Input::schema_ref() }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> poem::Result<Self> {
        Ok(read(request, body).await?)
    }
}

async fn read<T: Parse>(request: &Request, body: &mut RequestBody) -> Result<Body<T>> {
    let is_json = request.content_type().is_some_and(|kind| {
        let essence = kind.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/json")
    });
    if !is_json {
        return Err(Error::NotJson);
    }
    let bytes = receive(body).await?;
    let hash = Sha256::digest(&bytes).into();
    let value = parse::<T>(&bytes)?;
    Ok(Body { value, hash })
}

/// The raw bytes, within the limits of size and time that every body has.
pub async fn receive(body: &mut RequestBody) -> Result<Vec<u8>> {
    let body = body.take().map_err(|_| Error::Malformed("missing_body", "a body is needed".into()))?;
    match tokio::time::timeout(MAX_WAIT, body.into_bytes_limit(MAX_BODY)).await {
        Err(_) => Err(Error::TooSlow),
        Ok(Err(ReadBodyError::PayloadTooLarge)) => Err(Error::TooLarge),
        Ok(Err(_)) => Err(Error::Malformed("broken_body", "the body broke off".into())),
        Ok(Ok(bytes)) => Ok(bytes.to_vec()),
    }
}

fn parse<T: Parse>(bytes: &[u8]) -> Result<T> {
    let is_json = || serde_json::from_slice::<serde_json::Value>(bytes).is_ok();
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let Object(input) = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        // To serde_json, a number where one of a few words is wanted is bad syntax.
        shape_error(&path, error.inner(), error.inner().is_data() || is_json())
    })?;
    json.end().map_err(|error| shape_error(".", &error, false))?;
    let mut fields = Fields::default();
    let value = T::parse(input, &mut fields);
    fields.finish(value)
}

/// For a field of a PATCH that may be absent but not null: there is nothing that null could mean.
pub fn not_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// serde's words for a wrong shape, sorted into ours: a code, and the field it is about.
fn shape_error(path: &str, error: &serde_json::Error, is_json: bool) -> Error {
    if !is_json {
        return Error::Malformed("not_json", format!("the body is not JSON: {error}"));
    }
    let message = error.to_string();
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let parent = if path == "." { String::new() } else { format!("{path}.") };
    let (field, code) = if message.starts_with("unknown field") {
        (path.to_owned(), "unknown_field")
    } else if message.starts_with("missing field") {
        (format!("{parent}{quoted}"), "required")
    } else if message.starts_with("duplicate field") {
        (path.to_owned(), "duplicate_field")
    } else if message.starts_with("unknown variant") {
        (path.to_owned(), "unknown_value")
    } else {
        (path.to_owned(), "wrong_type")
    };
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    Error::Invalid(vec![FieldError { field, code: code.into(), message }])
}
