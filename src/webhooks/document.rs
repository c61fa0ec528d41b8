//! What goes out, in the API's document: each kind of event under `x-webhooks`, its body under the components.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::events::topics::{self, Kind};

/// Adds every kind of event to an OpenAPI 3.0 document, which has no place of its own for them.
pub fn add_to(document: &mut Value) {
    let mut webhooks = Map::new();
    for (_, kind) in topics::kinds() {
        let name = component(kind.name);
        webhooks.insert(kind.name.into(), operation(kind, &name));
        document["components"]["schemas"][&name] = schema(kind);
    }
    document["x-webhooks"] = webhooks.into();
}

/// `BookingCreatedEvent`.
fn component(kind: &str) -> String {
    let words = kind.split(['.', '_']).map(|word| word[..1].to_uppercase() + &word[1..]);
    words.chain(["Event".into()]).collect()
}

fn operation(kind: &Kind, component: &str) -> Value {
    let header = |name: &str, description: &str, example: &str| {
        json!({
            "name": name, "in": "header", "required": true, "description": description, "example": example,
            "schema": { "type": "string" },
        })
    };
    json!({ "post": {
        "tags": ["Webhooks"],
        "summary": (kind.about)(),
        "description": "Answer 2xx within 15 seconds once you have it. It may come more than once: `webhook-id` tells.",
        "parameters": [
            header("webhook-id", "The event's own id, the same at every attempt.", "01938b2e-5c6f-7a10-8d4b-2f1e6a9c0b77"),
            header("webhook-timestamp", "When this attempt was made, in seconds since 1970.", "1795500000"),
            header(
                "webhook-signature",
                "One `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body` for each secret that signs, with spaces between.",
                "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
            ),
        ],
        "requestBody": { "required": true, "content": { "application/json": {
            "schema": { "$ref": format!("#/components/schemas/{component}") },
        } } },
        "responses": { "2XX": { "description": "It has arrived. Anything else, a redirect too: it is tried again." } },
    } })
}

fn schema(kind: &Kind) -> Value {
    let timestamp = "2026-11-23T06:00:00Z";
    json!({
        "type": "object",
        "description": (kind.about)(),
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": { "type": "string", "enum": [kind.name], "description": "What happened." },
            "timestamp": { "type": "string", "format": "date-time", "description": "When it happened." },
            "data": like(&(kind.example)()),
        },
        "example": { "type": kind.name, "timestamp": timestamp, "data": (kind.example)() },
    })
}

/// The schema of what looks like this.
fn like(example: &Value) -> Value {
    match example {
        Value::Object(fields) => {
            let properties: Map<_, _> = fields.iter().map(|(name, value)| (name.clone(), like(value))).collect();
            let required: Vec<_> = fields.keys().collect();
            match required.is_empty() {
                true => json!({ "type": "object" }),
                false => json!({ "type": "object", "properties": properties, "required": required }),
            }
        }
        Value::String(text) if text.parse::<Uuid>().is_ok() => json!({ "type": "string", "format": "uuid" }),
        Value::String(text) if text.parse::<chrono::DateTime<chrono::Utc>>().is_ok() => {
            json!({ "type": "string", "format": "date-time" })
        }
        Value::String(text) if text.parse::<chrono::NaiveDate>().is_ok() => {
            json!({ "type": "string", "format": "date" })
        }
        Value::String(_) => json!({ "type": "string" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Null => json!({ "type": "string", "format": "uuid", "nullable": true }),
        Value::Array(items) => json!({ "type": "array", "items": like(items.first().unwrap_or(&Value::Null)) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_event_is_in_the_document_with_an_example() {
        let mut document = json!({});

        add_to(&mut document);

        assert_eq!(document["x-webhooks"].as_object().map(Map::len), Some(topics::kinds().count()));
        let schema = &document["components"]["schemas"]["BookingNoShowEvent"];
        assert_eq!(schema["example"]["type"], "booking.no_show");
        assert_eq!(schema["properties"]["data"]["properties"]["booking_id"]["format"], "uuid");
    }
}
