//! What comes in beside the body: `If-Match`, `Idempotency-Key`, `Last-Event-ID`, and the address of who asks.

use std::net::IpAddr;

use poem::{FromRequest, Request, RequestBody};
use poem_openapi::{
    ApiExtractor, ApiExtractorType, ExtractParamOptions,
    registry::{MetaParamIn, MetaSchemaRef, Registry},
    types::Type,
};

use crate::{
    app::App,
    error::{Error, Result},
};

/// `If-Match`: the version that the caller last saw. Missing: 428; malformed: 422; stale: 412, by the store.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(pub i32);

/// `Idempotency-Key`: the same key and body get the same answer, once; another body is a 422. Kept for 24 hours.
#[derive(Clone, Debug)]
pub struct IdempotencyKey(pub Option<String>);

/// `Last-Event-ID`: where a stream is to go on, as whoever streams reads it. Empty is absent.
#[derive(Clone, Debug)]
pub struct LastEventId(pub Option<String>);

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers().get(name).map(|value| value.to_str().unwrap_or("\u{fffd}"))
}

fn parse_if_match(request: &Request) -> Result<IfMatch> {
    let value = header(request, "if-match").ok_or(Error::NoVersion)?;
    value
        .trim()
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .and_then(|value| value.parse().ok())
        .map(IfMatch)
        .ok_or_else(|| Error::invalid("If-Match", "invalid_version", "must be an ETag of this row, such as \"3\""))
}

fn parse_key(request: &Request) -> Result<IdempotencyKey> {
    IdempotencyKey::parse(header(request, "idempotency-key"))
}

fn parse_last_event_id(request: &Request) -> Result<LastEventId> {
    Ok(LastEventId(header(request, "last-event-id").filter(|id| !id.is_empty()).map(str::to_owned)))
}

impl IdempotencyKey {
    /// 1 to 255 printable ASCII characters, or none at all.
    pub fn parse(key: Option<&str>) -> Result<Self> {
        if key.is_some_and(|key| !(1..=255).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic())) {
            let message = "must be 1 to 255 printable ASCII characters";
            return Err(Error::invalid("Idempotency-Key", "invalid_key", message));
        }
        Ok(Self(key.map(str::to_owned)))
    }
}

macro_rules! header_param {
    ($name:ident, $parse:ident, required = $required:literal) => {
        impl<'a> ApiExtractor<'a> for $name {
            const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::Parameter];
            const PARAM_IS_REQUIRED: bool = $required;

            type ParamType = String;
            type ParamRawType = String;

            fn register(_: &mut Registry) {}

            fn param_in() -> Option<MetaParamIn> {
                Some(MetaParamIn::Header)
            }

            fn param_schema_ref() -> Option<MetaSchemaRef> {
                Some(String::schema_ref())
            }

            async fn from_request(
                request: &'a Request,
                _: &mut RequestBody,
                _: ExtractParamOptions<Self::ParamType>,
            ) -> poem::Result<Self> {
                Ok($parse(request)?)
            }
        }
    };
}

header_param!(IfMatch, parse_if_match, required = true);
header_param!(IdempotencyKey, parse_key, required = false);
header_param!(LastEventId, parse_last_event_id, required = false);

/// The address a request comes from, as far as it can be known: the peer's, or what a trusted proxy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    pub fn of(request: &Request, app: &App) -> Self {
        let peer = request.remote_addr().as_socket_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
        let trusted = &app.config().trusted_proxies;
        if !trusted.contains(&peer) {
            return Self(peer);
        }
        // The rightmost address that is not a proxy of ours: whatever stands left of it, anyone could have written.
        let forwarded = header(request, "x-forwarded-for").unwrap_or_default();
        let mut hops = forwarded.rsplit(',').map(|hop| hop.trim().parse::<IpAddr>());
        Self(hops.find_map(|hop| hop.ok().filter(|hop| !trusted.contains(hop))).unwrap_or(peer))
    }

    /// What limits count it by. Whoever has one IPv6 address has the other 2^64 of its network too.
    pub fn network(self) -> String {
        match self.0.to_canonical() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("{:x}/64", u128::from(address) >> 64),
        }
    }
}

/// Where a session comes from: the address, and what the browser or program says it is.
#[derive(Clone, Debug)]
pub struct Device {
    pub address: ClientAddress,
    pub user_agent: Option<String>,
}

impl<'a> FromRequest<'a> for Device {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        let address =
            ClientAddress::of(request, request.data::<App>().expect("the server puts the app into every request"));
        let user_agent = header(request, "user-agent").map(|name| name.chars().take(300).collect());
        Ok(Self { address, user_agent })
    }
}

impl<'a> FromRequest<'a> for ClientAddress {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> poem::Result<Self> {
        let app = request.data::<App>().expect("the server puts the app into every request");
        Ok(Self::of(request, app))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_network_counts_as_one_and_a_mapped_address_as_what_it_maps() {
        let network = |address: &str| ClientAddress(address.parse().expect("an address")).network();

        assert_eq!(network("2001:db8::1"), network("2001:db8::ffff:1"));
        assert_ne!(network("2001:db8::1"), network("2001:db8:0:1::1"));
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
