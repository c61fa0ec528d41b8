//! `Form<T>`: what another service posts: every field, since it is signed as a whole, those that nobody here knows too.

use std::marker::PhantomData;

use poem::{Request, RequestBody};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaMediaType, MetaRequest, Registry},
    types::Type,
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::form_urlencoded;

use super::receive;
use crate::error::{Error, Result};

/// A form, within the limits that every body has.
#[derive(Debug)]
pub struct Form<T> {
    pairs: Vec<(String, String)>,
    of: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Form<T> {
    /// Names and values, in the order in which they came.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    /// The fields that are known here; 400 where one is missing.
    pub fn parse(&self) -> Result<T> {
        let fields = self.pairs.iter().map(|(name, value)| (name.clone(), Value::String(value.clone())));
        serde_json::from_value(Value::Object(fields.collect()))
            .map_err(|flaw| Error::Malformed("not_the_form", flaw.to_string()))
    }
}

impl<'a, T: Type + DeserializeOwned + Send> ApiExtractor<'a> for Form<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType { content_type: "application/x-www-form-urlencoded", schema: T::schema_ref() }],
            required: true,
        })
    }

    async fn from_request(
        _: &'a Request,
        body: &mut RequestBody,
        _: ExtractParamOptions<Self::ParamType>,
    ) -> poem::Result<Self> {
        let bytes = receive(body).await?;
        let pairs = form_urlencoded::parse(&bytes).into_owned().collect();
        Ok(Self { pairs, of: PhantomData })
    }
}
