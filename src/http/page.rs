//! Lists: keyset pages, with a cursor that says where the last one ended.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use poem_openapi::{
    Object,
    types::{ParseFromJSON, ToJSON, Type},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::{Error, Result};

/// A page of a list.
#[derive(Debug, Serialize, Object)]
pub struct Page<T: Type + ParseFromJSON + ToJSON + Serialize + Send + Sync> {
    /// The rows of this page.
    pub data: Vec<T>,
    /// Send it as `cursor` to get the next page; null on the last one.
    #[oai(nullable)]
    pub next_cursor: Option<String>,
}

/// How many rows a page has: 25 unless said otherwise, at most 100.
#[derive(Clone, Copy, Debug)]
pub struct Limit(i64);

impl Limit {
    /// A single row.
    pub const ONE: Self = Self(1);

    pub fn parse(limit: Option<i32>) -> Result<Self> {
        match limit.unwrap_or(25) {
            limit @ 1..=100 => Ok(Self(limit.into())),
            _ => Err(Error::invalid("limit", "out_of_range", "must be between 1 and 100")),
        }
    }

    /// One row more than the page has, to know whether another follows.
    pub fn fetch(self) -> i64 {
        self.0 + 1
    }
}

/// Where a list goes on: the sort key of the last row of the page before, a moment and an id.
pub fn cursor<I: DeserializeOwned>(text: Option<&str>) -> Result<Option<(DateTime<Utc>, I)>> {
    match decode(text)? {
        Some((at, _)) if !is_sane(at) => Err(no_cursor()),
        after => Ok(after),
    }
}

/// The same of a list that people put in order: a position and an id.
pub fn position_cursor<I: DeserializeOwned>(text: Option<&str>) -> Result<Option<(i32, I)>> {
    decode(text)
}

fn decode<K: DeserializeOwned>(text: Option<&str>) -> Result<Option<K>> {
    let Some(text) = text else { return Ok(None) };
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok();
    let key = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    key.map(Some).ok_or_else(no_cursor)
}

fn no_cursor() -> Error {
    Error::invalid("cursor", "invalid_cursor", "must be a `next_cursor` of this list")
}

/// Chrono knows moments that Postgres does not, so that comparing with them is an error there.
fn is_sane(at: DateTime<Utc>) -> bool {
    (1..=9999).contains(&at.year())
}

/// A moment that a list is filtered by.
pub fn moment(name: &str, at: Option<DateTime<Utc>>) -> Result<Option<DateTime<Utc>>> {
    if at.is_some_and(|at| !is_sane(at)) {
        return Err(Error::invalid(name, "out_of_range", "must be between the years 1 and 9999"));
    }
    Ok(at)
}

/// The days of a range, `to` exclusive, that is not longer than this.
pub fn days(from: NaiveDate, to: NaiveDate, longest: i64) -> Result<(NaiveDate, NaiveDate)> {
    for (name, day) in [("from", from), ("to", to)] {
        if !(1..=9999).contains(&day.year()) {
            return Err(Error::invalid(name, "out_of_range", "must be between the years 1 and 9999"));
        }
    }
    match (to - from).num_days() {
        ..=0 => Err(Error::invalid("to", "not_after_from", "must be after `from`")),
        days if days > longest => {
            Err(Error::invalid("to", "too_far", &format!("must be at most {longest} days after `from`")))
        }
        _ => Ok((from, to)),
    }
}

/// A page from one row more than it has.
pub fn page<T, K: Serialize>(mut rows: Vec<T>, limit: Limit, key: impl Fn(&T) -> K) -> Page<T>
where
    T: Type + ParseFromJSON + ToJSON + Serialize + Send + Sync,
{
    let wanted = usize::try_from(limit.0).unwrap_or(usize::MAX);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let next_cursor = rows
        .last()
        .filter(|_| more)
        .map(|row| BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(&key(row)).unwrap_or_default()));
    Page { data: rows, next_cursor }
}

impl<T: Type + ParseFromJSON + ToJSON + Serialize + Send + Sync> Page<T> {
    /// The same page, each row seen differently.
    pub fn map<U>(self, see: impl FnMut(T) -> U) -> Page<U>
    where
        U: Type + ParseFromJSON + ToJSON + Serialize + Send + Sync,
    {
        Page { data: self.data.into_iter().map(see).collect(), next_cursor: self.next_cursor }
    }
}
