//! Signing up, signing in, staying signed in.

use serde_json::{Value, json};

mod limits;
mod registering;
mod sessions;
mod tokens;

const PASSWORD: &str = "correct horse battery";

fn registration(slug: &str, email: &str, password: &str) -> Value {
    json!({
        "company": {
            "name": "Studio", "slug": slug, "time_zone": "Europe/Kyiv", "currency": "UAH", "language": "en",
        },
        "admin": { "name": "Ada", "email": email, "password": password },
    })
}
