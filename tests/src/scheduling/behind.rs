//! When what is kept is wrong, nothing goes wrong: the database has the last word, and what is late or lost is not believed.

use std::net::SocketAddr;

use chrono::TimeDelta;
use frontdesk::db::{Lasting, TenantTx};
use serde_json::json;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::{ELEVEN, TEN, TUESDAY, ask, both, grace, id, question, starts};
use crate::{TestApp, until};

#[tokio::test]
async fn a_time_that_was_taken_behind_the_caches_back_is_offered_and_not_booked() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, staff) = app.bookable(&ada).await;
        let visitor = app.visitor();
        let other = visitor.post("/public/vesna/bookings", grace(&service, "2026-11-25T08:00:00Z")).await.expect(201);
        let public = question("vesna", &service, TUESDAY);
        ask(&visitor, &public).await;

        app.take(&other, "staff", &staff, 1, TEN, ELEVEN).await;
        let offered = ask(&visitor, &public).await;
        let refused = visitor.post("/public/vesna/bookings", grace(&service, TEN)).await.expect(409);

        assert!(starts(&offered).contains(&TEN), "it is kept");
        assert_eq!(refused["code"], "slot_taken");
        let instead: Vec<_> =
            refused["alternatives"].as_array().expect("times").iter().map(|at| &at["starts_at"]).collect();
        let taken = ["2026-11-24T07:15:00Z", TEN, "2026-11-24T08:45:00Z"];
        assert!(instead.len() == 5 && taken.iter().all(|at| !instead.contains(&&json!(at))), "{instead:?}");
        assert_eq!(app.db.number(&format!("select count(*) from allocations where starts_at < '{ELEVEN}'")).await, 1);
        app.clock.advance(TimeDelta::seconds(5));
        assert!(!starts(&ask(&visitor, &public).await).contains(&TEN));
    }
}

/// A reader has begun, then a change is committed, then the reader keeps what it has read.
#[tokio::test]
async fn what_is_kept_late_is_not_an_answer_under_the_next_version() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, _) = app.bookable(&ada).await;
        let path = format!("/services/{}/archive", id(&service));
        let guest = async || app.app.read_as_guest("vesna").await.expect("a transaction");
        let offered = async |tx: &mut TenantTx| {
            let id = frontdesk::services::ServiceId(id(&service).parse().expect("an id"));
            frontdesk::public::store::service(tx, id).await.is_ok()
        };

        let late = async |tx: &mut TenantTx| {
            let answer = offered(tx).await;
            ada.post(&path, json!({})).await.expect(200);
            Ok(Lasting { answer, until: None })
        };
        let before = guest().await.cached("test", &(), late).await.expect("an answer");
        let now = async |tx: &mut TenantTx| Ok(Lasting { answer: offered(tx).await, until: None });
        let after = guest().await.cached("test", &(), now).await.expect("an answer");

        assert_eq!((before, after), (true, false));
    }
}

#[tokio::test]
async fn a_version_that_is_lost_takes_everything_along_that_was_kept_under_it() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (service, staff) = app.bookable(&ada).await;
    let Some(redis) = app.app.redis() else { return };
    let mut redis = redis.get_multiplexed_async_connection().await.expect("redis");
    let public = question("vesna", &service, TUESDAY);
    let other = app.visitor().post("/public/vesna/bookings", grace(&service, "2026-11-25T08:00:00Z")).await.expect(201);
    ask(&app.visitor(), &public).await;
    app.take(&other, "staff", &staff, 1, TEN, ELEVEN).await;

    let company = app.envelope("vesna").await.company.expect("a company");
    let place = format!("{}:schedule:{company}", app.app.config().redis_prefix);
    let () = redis::AsyncCommands::del(&mut redis, place).await.expect("deleted");

    assert!(!starts(&ask(&app.visitor(), &public).await).contains(&TEN));
}

/// A wire to a server, which can be cut.
struct Wire(tokio::task::JoinHandle<()>);

impl Wire {
    /// From this port, or any, to there.
    async fn lay(from: u16, to: SocketAddr) -> (Self, u16) {
        let listener = TcpListener::bind(("127.0.0.1", from)).await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let carry = async move {
            let mut open = JoinSet::new();
            while let Ok((mut near, _)) = listener.accept().await {
                open.spawn(async move {
                    if let Ok(mut far) = TcpStream::connect(to).await {
                        let _ = copy_bidirectional(&mut near, &mut far).await;
                    }
                });
            }
        };
        (Self(tokio::spawn(carry)), port)
    }

    async fn cut(self) {
        self.0.abort();
        let _ = self.0.await;
    }
}

#[tokio::test]
async fn without_redis_everything_is_computed_and_right_and_it_is_used_again_once_it_is_back() {
    frontdesk::metrics::install();
    let Ok(url) = std::env::var("TEST_REDIS_URL") else { return };
    let mut url: url::Url = url.parse().expect("a URL");
    let there = SocketAddr::from(([127, 0, 0, 1], url.port().expect("a port")));
    let (wire, port) = Wire::lay(0, there).await;
    url.set_port(Some(port)).expect("a port");
    let app = TestApp::start_with(|config| config.redis_url = Some(url.to_string())).await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let public = question("vesna", &service, TUESDAY);
    assert!(starts(&ask(&app.visitor(), &public).await).contains(&TEN));

    wire.cut().await;
    app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);
    for _ in 0..3 {
        assert!(!starts(&ask(&app.visitor(), &public).await).contains(&TEN));
    }
    let errors = frontdesk::metrics::render();
    assert!(errors.contains("frontdesk_cache_errors_total "), "{errors}");

    let (_wire, _) = Wire::lay(port, there).await;
    until("answers are kept again", async || {
        let before = super::counted();
        assert!(!starts(&ask(&app.visitor(), &public).await).contains(&TEN));
        super::since(before).0 == 1
    })
    .await;
}

#[tokio::test]
async fn with_a_redis_that_never_was_everything_is_computed() {
    let app = TestApp::start_with(|config| config.redis_url = Some("redis://127.0.0.1:1".into())).await;
    let ada = app.company("vesna").await;
    let (service, _) = app.bookable(&ada).await;
    let public = question("vesna", &service, TUESDAY);

    assert_eq!(starts(&ask(&app.visitor(), &public).await).len(), 29);
    app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);
    assert_eq!(starts(&ask(&app.visitor(), &public).await).len(), 22);
}
