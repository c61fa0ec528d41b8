//! The network outside: names and addresses that anybody can reach, and those that are of one's own network.
//!
//! Where a company says what is to be connected to, the name is looked up once, each address that it leads to is looked at, and
//! one of these is the one connected to: what a name said earlier counts for nothing.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::Arc,
};

use futures_util::future::BoxFuture;

/// How a name becomes addresses.
pub type Lookup = Arc<dyn Fn(String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> + Send + Sync>;

/// As the system does.
pub fn system() -> Lookup {
    Arc::new(|name| {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect()) })
    })
}

/// A name that is never anybody else's (RFC 6761, 6762, 8375).
pub fn is_local(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or_default();
    matches!(last, "" | "localhost" | "local" | "internal") || name == "home.arpa" || name.ends_with(".home.arpa")
}

/// Whether an address is one that anybody on the internet could be reached at. IPv4 in IPv6 counts as what it stands for.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// All but the special-purpose addresses (IANA's registry, RFC 6890).
fn is_public_v4(address: Ipv4Addr) -> bool {
    !matches!(
        address.octets(),
        [0 | 10 | 127 | 224.., ..] // this network, private, loopback, multicast, reserved, broadcast
            | [100, 64..=127, ..] // carriers' own
            | [169, 254, ..] // link-local
            | [172, 16..=31, ..]
            | [192, 168, ..]
            | [192, 0, 0 | 2, _] // protocols, documentation
            | [192, 88, 99, _] // relays of 6to4
            | [198, 18 | 19, ..] // benchmarks
            | [198, 51, 100, _]
            | [203, 0, 113, _]
    )
}

/// Of what is given out, less the special-purpose addresses; and NAT64 to a public address.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let v4 = |high: u16, low: u16| is_public_v4(Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low)));
    match address.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] => v4(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => v4(high, low),
        [0x2002, high, low, ..] => v4(high, low),               // 6to4
        [0x2001, 0..=0x1ff, ..] => false,                       // Teredo, benchmarks, ORCHID
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => false, // documentation
        [first, ..] => first & 0xe000 == 0x2000,
    }
}
