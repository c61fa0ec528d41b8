//! Whether what is told comes from Twilio: HMAC-SHA1, keyed with the auth token, over the whole address and then, in the order
//! of their names, every field and its value.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use url::Url;

/// Whether this signature is of these fields, sent to this address. Twilio may leave a port out, or put in the usual one.
pub fn is_genuine(auth_token: &str, url: &str, fields: &[(String, String)], signature: &str) -> bool {
    let Ok(signature) = BASE64_STANDARD.decode(signature) else { return false };
    let mut fields: Vec<_> = fields.iter().collect();
    fields.sort_unstable();
    fields.dedup();
    // Each is compared in constant time, and always all of them.
    let genuine = spellings(url).into_iter().map(|url| {
        let mut mac = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes()).expect("a key of any length will do");
        mac.update(url.as_bytes());
        for (name, value) in &fields {
            mac.update(name.as_bytes());
            mac.update(value.as_bytes());
        }
        mac.verify_slice(&signature).is_ok()
    });
    genuine.fold(false, |any, genuine| any | genuine)
}

/// The address as it was given, and without and with its port.
fn spellings(url: &str) -> Vec<String> {
    let mut all = vec![url.to_owned()];
    let Ok(mut bare) = Url::parse(url) else { return all };
    let port = bare.port_or_known_default();
    if bare.set_port(None).is_ok() {
        all.push(bare.to_string());
    }
    if let (Some(host), Some(port)) = (bare.host_str(), port) {
        all.push(bare.as_str().replacen(host, &format!("{host}:{port}"), 1));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twilio's own example, of its page on security.
    const URL: &str = "https://mycompany.com/myapp.php?foo=1&bar=2";
    const SIGNATURE: &str = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";

    fn fields() -> Vec<(String, String)> {
        let fields = [
            ("To", "+18005551212"),
            ("Digits", "1234"),
            ("CallSid", "CA1234567890ABCDE"),
            ("From", "+14158675309"),
            ("Caller", "+14158675309"),
        ];
        fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    }

    #[test]
    fn twilios_own_example_is_genuine() {
        assert!(is_genuine("12345", URL, &fields(), SIGNATURE));
        assert!(is_genuine("12345", "https://mycompany.com:443/myapp.php?foo=1&bar=2", &fields(), SIGNATURE));
    }

    #[test]
    fn whatever_is_another_is_not() {
        let mut more = fields();
        more.push(("Extra".into(), "1".into()));

        assert!(!is_genuine("12346", URL, &fields(), SIGNATURE));
        assert!(!is_genuine("12345", "https://mycompany.com/myapp.php?foo=1", &fields(), SIGNATURE));
        assert!(!is_genuine("12345", "http://mycompany.com/myapp.php?foo=1&bar=2", &fields(), SIGNATURE));
        assert!(!is_genuine("12345", URL, &more, SIGNATURE));
        assert!(!is_genuine("12345", URL, &fields()[1..], SIGNATURE));
        for signature in ["", "=", "RSOYDt4T1cUTdK1PDd93/VVr8B9=", "RSOYDt4T1cUTdK1PDd93"] {
            assert!(!is_genuine("12345", URL, &fields(), signature), "{signature}");
        }
    }

    #[test]
    fn an_address_is_meant_with_its_port_or_without() {
        let with_port = "https://book.example.com:8443/api/v1/hooks/twilio/t";

        assert_eq!(spellings(with_port), [with_port, "https://book.example.com/api/v1/hooks/twilio/t", with_port]);
        assert_eq!(spellings("https://book.example.com/t")[2], "https://book.example.com:443/t");
    }
}
