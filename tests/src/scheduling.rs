//! Free times are kept for seconds: what is right is answered faster, and what is wrong is not answered.

use serde_json::{Value, json};

use crate::{Person, TestApp};

mod apart;
mod behind;
mod changing;
mod keeping;

const TEN: &str = "2026-11-24T08:00:00Z";
const ELEVEN: &str = "2026-11-24T09:00:00Z";
const TUESDAY: &str = "from=2026-11-24&to=2026-11-25";

fn id(value: &Value) -> &str {
    value["id"].as_str().expect("an id")
}

/// What visitors of a company ask.
fn question(slug: &str, service: &Value, days: &str) -> String {
    format!("/public/{slug}/availability?service_id={}&{days}", id(service))
}

fn starts(answer: &Value) -> Vec<&str> {
    answer["slots"].as_array().expect("slots").iter().map(|slot| slot["starts_at"].as_str().expect("a time")).collect()
}

async fn ask(person: &Person, question: &str) -> Value {
    person.get(question).await.expect(200)
}

fn grace(service: &Value, starts_at: &str) -> Value {
    json!({ "service_id": service["id"], "starts_at": starts_at, "name": "Grace", "email": "grace@example.com" })
}

/// An installation that keeps answers in Redis, and one that keeps them in process.
async fn both() -> [TestApp; 2] {
    frontdesk::metrics::install();
    let alone = TestApp::start_with(|config| config.redis_url = None).await;
    [TestApp::start().await, alone]
}

/// How many answers of this process were kept ones, and how many were computed.
fn counted() -> (u64, u64) {
    let metrics = frontdesk::metrics::render();
    let count = |outcome: &str| {
        let name = format!("frontdesk_cache_total{{answer=\"availability\",outcome=\"{outcome}\"}} ");
        metrics.lines().find_map(|line| line.strip_prefix(&name)).map_or(0, |count| count.parse().expect("a number"))
    };
    (count("hit"), count("miss"))
}

/// How many more of either there are than before.
fn since((hits, misses): (u64, u64)) -> (u64, u64) {
    let now = counted();
    (now.0 - hits, now.1 - misses)
}
