use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Whether a request came from Frontdesk, by its three headers, the body as it came, and the clock (Unix seconds).
pub fn verify(secret: &str, id: &str, timestamp: &str, signatures: &str, body: &[u8], now: i64) -> bool {
    let Ok(sent) = timestamp.parse::<i64>() else { return false };
    let Ok(key) = BASE64_STANDARD.decode(secret.trim_start_matches("whsec_")) else { return false };
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&key) else { return false };
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    let signed_by_us = signatures.split(' ').filter_map(|one| one.strip_prefix("v1,")).any(|signature| {
        // verify_slice takes the same time for a wrong signature as for a right one
        BASE64_STANDARD.decode(signature).is_ok_and(|bytes| mac.clone().verify_slice(&bytes).is_ok())
    });
    signed_by_us && (now - sent).abs() <= 300
}
