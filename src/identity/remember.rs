//! Where a refresh token is kept: by whoever asked, or in a cookie that no script can read.

use poem_openapi::{Enum, Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    config::Config,
    error::{Error, Result},
    http::{
        Fields, Parse, RefreshCookie,
        cookies::{self, Kind},
    },
};

/// Who keeps the refresh token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Enum)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
pub enum Remember {
    /// Whoever asks: it is in the answer.
    #[default]
    Body,
    /// The browser, in a cookie that no script can read; `refresh_token` is null in the answer.
    Cookie,
}

/// A refresh token on its way to who signs in.
pub struct Kept {
    /// For the answer.
    pub refresh_token: Option<String>,
    /// For its `Set-Cookie`.
    pub cookie: Option<String>,
}

impl Kept {
    pub fn new<K: Kind>(config: &Config, remember: Remember, refresh_token: String) -> Self {
        match remember {
            Remember::Cookie => Self { cookie: Some(cookies::keep::<K>(config, &refresh_token)), refresh_token: None },
            Remember::Body => Self { refresh_token: Some(refresh_token), cookie: None },
        }
    }
}

/// A refresh token to exchange for new tokens, or to end its session with.
#[derive(Clone, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct Refresh {
    /// Absent: the one in the cookie.
    #[serde(default)]
    #[oai(nullable)]
    pub refresh_token: Option<String>,
    /// A token that came in a cookie goes out in one, whatever this says.
    #[serde(default)]
    #[oai(default)]
    pub remember: Remember,
}

impl Example for Refresh {
    fn example() -> Self {
        Self { refresh_token: Some("fdr_…".into()), remember: Remember::Body }
    }
}

impl Parse for Refresh {
    type Input = Self;

    fn parse(input: Self, _: &mut Fields) -> Option<Self> {
        Some(input)
    }
}

impl Refresh {
    /// The token, and where the one that follows it goes.
    pub fn or<K: Kind>(&self, cookie: RefreshCookie<K>) -> Result<(String, Remember)> {
        match (&self.refresh_token, cookie.0) {
            (Some(token), _) => Ok((token.clone(), self.remember)),
            (None, Some(token)) => Ok((token, Remember::Cookie)),
            (None, None) => Err(Error::Unauthenticated),
        }
    }
}
