//! Where a webhook may be sent: never into the network that this installation is in.
//!
//! A literal address is checked when an endpoint is saved. Every address, also one that a name leads to, is checked when
//! something is sent there, and that address is the one connected to: what a name said earlier counts for nothing.

use url::{Host, Url};

use crate::{
    error::{Error, Result},
    http::Fields,
    network::{is_local, is_public},
};

const LONGEST: usize = 1000;

/// Reads an endpoint's address as it will be used. Odd spellings of an address, such as `0x7f.1`, are that address then.
pub fn parse(fields: &mut Fields, field: &str, value: &str) -> String {
    let Ok(mut url) = Url::parse(value.trim()) else {
        fields.fail(field, "invalid_url", "must be an address such as https://example.com/hooks");
        return String::new();
    };
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        fields.fail(field, "invalid_url", "must be an address such as https://example.com/hooks");
    }
    if !url.username().is_empty() || url.password().is_some() {
        fields.fail(field, "has_credentials", "must have no user and password in it: check the signature instead");
    }
    if value.len() > LONGEST {
        fields.fail(field, "too_long", "must be at most 1000 characters");
    }
    url.set_fragment(None);
    url.into()
}

/// Refuses what can be told from the address alone: no https, and a host of one's own network.
pub fn check(url: &str) -> Result<()> {
    let url = Url::parse(url).map_err(anyhow::Error::from)?;
    if url.scheme() != "https" {
        return Err(Error::invalid("url", "https_only", "must begin with https://"));
    }
    let private = match url.host() {
        Some(Host::Ipv4(address)) => !is_public(address.into()),
        Some(Host::Ipv6(address)) => !is_public(address.into()),
        Some(Host::Domain(name)) => is_local(name),
        None => true,
    };
    if private {
        return Err(Error::invalid("url", "private_address", "must lead to an address on the public internet"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str) -> Option<String> {
        let mut fields = Fields::default();
        let parsed = parse(&mut fields, "url", url);
        match fields.finish(Some(())).and_then(|()| check(&parsed)) {
            Ok(()) => None,
            Err(Error::Invalid(errors)) => Some(errors[0].code.clone()),
            Err(other) => panic!("{url}: {other}"),
        }
    }

    #[test]
    fn an_address_of_ones_own_network_is_refused_however_it_is_spelt() {
        for host in [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "0177.0.0.1",
            "017700000001",
            "127.0.0.1.",
            "0",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.7",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "①②⑦.⓪.⓪.①",
            "[::]",
            "[::1]",
            "[::127.0.0.1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::ffff:169.254.169.254]",
            "[::ffff:10.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[64:ff9b::169.254.169.254]",
            "[64:ff9b:1::1]",
            "[2002:7f00:1::]",
            "[2002:a9fe:a9fe::1]",
            "[2002:c0a8:101::1]",
            "[2001::1]",
            "[2001:db8::1]",
            "[2001:2::1]",
            "[2001:10::1]",
            "[3fff::1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[fe80::1]",
            "[febf::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[100::1]",
            "[5f00::1]",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "a.localhost",
            "printer.local",
            "metadata.google.internal",
            "router.home.arpa",
        ] {
            assert_eq!(refusal(&format!("https://{host}/hooks")).as_deref(), Some("private_address"), "{host}");
        }
    }

    #[test]
    fn an_address_that_anybody_can_reach_is_not() {
        for host in [
            "example.com",
            "localhost.example.com",
            "1.1.1.1",
            "16843009",
            "0x01010101",
            "172.32.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "[2606:4700:4700::1111]",
            "[::ffff:1.1.1.1]",
            "[64:ff9b::101:101]",
            "[2002:101:101::1]",
        ] {
            assert_eq!(refusal(&format!("https://{host}/hooks")), None, "{host}");
        }
    }

    #[test]
    fn what_is_no_address_of_the_web_is_refused() {
        for (url, code) in [
            ("http://example.com/", "https_only"),
            ("ftp://example.com/", "invalid_url"),
            ("file:///etc/passwd", "invalid_url"),
            ("gopher://example.com/", "invalid_url"),
            ("example.com", "invalid_url"),
            ("https://", "invalid_url"),
            ("https://[::1", "invalid_url"),
            ("https://256.1.1.1/", "invalid_url"),
            ("https://ada@example.com/", "has_credentials"),
            ("https://:secret@example.com/", "has_credentials"),
            ("https://example.com@127.0.0.1/", "has_credentials"),
        ] {
            assert_eq!(refusal(url).as_deref(), Some(code), "{url}");
        }
    }
}
