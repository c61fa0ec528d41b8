//! A request that is dropped halfway, or refused at the door, leaves nothing to whoever gets its connection next. The pool
//! has one connection here, so the next one is certain to get it.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
};

use frontdesk::{
    auth::{Caller, Member, Permission},
    queue::Envelope,
};
use poem::{
    Body, Request,
    http::{Method, StatusCode},
};
use serde_json::{Value, json};

use super::world::World;
use crate::{Person, TestApp};

/// More than any of what is dropped here ever waits for.
const MOST: usize = 200;

/// Runs a future until it has waited this many times, and drops it in the middle of the next. Answers what it came to, if
/// it came to its end before that.
async fn drop_after<T>(waits: usize, future: impl Future<Output = T>) -> Option<T> {
    let (mut future, mut left) = (pin!(future), waits);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(end) => Poll::Ready(Some(end)),
        Poll::Pending if left == 0 => Poll::Ready(None),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

async fn one_connection() -> (TestApp, World, Person) {
    let app = TestApp::start_with(|config| {
        config.pool_size = 1;
        config.rate_limit_factor = 0;
    })
    .await;
    let alfa = World::found(&app, "alfa").await;
    let beta = app.company("beta").await;
    (app, alfa, beta)
}

fn caller(person: &Person) -> Caller {
    let token = person.access_token.as_deref().expect("a member is signed in");
    let claims = person.app.app.tokens().verify(token, person.app.app.now()).expect("a token of ours");
    Caller(Member::of(claims).expect("a member's"))
}

/// What the next user of the connection sees: themselves, and nothing that is open.
async fn undisturbed(app: &TestApp, next: &Person, after: &str) {
    // Runs outside any transaction, and only the login itself may: not a role that somebody left behind.
    let nobody = app.app.db().company_by_slug("nobody-has-this").await;
    assert!(matches!(nobody, Ok(None)), "{after}: {nobody:?}");
    let open = "select count(*) from pg_stat_activity where datname = current_database()
                and usename = 'frontdesk_app' and state like 'idle in transaction%'";
    assert_eq!(app.db.number(open).await, 0, "{after}: a transaction is open");

    let new = json!({ "name": format!("After {after}") });
    let made = next.post("/clients", new).await.expect(201);
    let kept = format!(
        "select count(*) from clients k join companies c on c.id = k.company_id
         where c.slug = '{}' and k.id = '{}'",
        next.slug,
        made["id"].as_str().expect("an id")
    );
    assert_eq!(app.db.number(&kept).await, 1, "{after}: what the next one wrote is not there");
    let list = next.get("/clients?limit=100").await.expect(200);
    let foreign = |client: &&Value| !client["name"].as_str().is_some_and(|name| name.starts_with("After "));
    assert_eq!(list["data"].as_array().expect("a list").iter().find(foreign), None, "{after}");
}

/// Drops what `start` begins at its first wait, at its second, and so on until it comes to its end by itself.
async fn at_every_wait<'a>(
    app: &TestApp,
    next: &Person,
    what: &str,
    start: impl Fn() -> Pin<Box<dyn Future<Output = bool> + 'a>>,
) -> usize {
    for waits in 0..MOST {
        let ended = drop_after(waits, start()).await;
        undisturbed(app, next, &format!("{what} dropped at wait {waits}")).await;
        if let Some(well) = ended {
            assert!(well, "{what}, not dropped, fails");
            return waits;
        }
    }
    panic!("{what} waited more than {MOST} times");
}

#[tokio::test]
async fn a_door_dropped_halfway_leaves_nothing_to_the_next_user_of_the_connection() {
    let (app, alfa, next) = one_connection().await;
    let caller = caller(&alfa.admin);
    let envelope = Envelope { company: Some(caller.0.company), attempt: 1 };
    let (app, caller, envelope) = (&app, &caller, &envelope);

    let mut points = 0;
    points += at_every_wait(app, &next, "begin to write", || {
        Box::pin(async { app.app.begin(caller, Permission::ClientsCreate).await.is_ok() })
    })
    .await;
    points += at_every_wait(app, &next, "begin to read", || {
        Box::pin(async { app.app.begin(caller, Permission::ClientsRead).await.is_ok() })
    })
    .await;
    points +=
        at_every_wait(app, &next, "begin_guest", || Box::pin(async { app.app.begin_guest("alfa").await.is_ok() }))
            .await;
    points +=
        at_every_wait(app, &next, "read_as_guest", || Box::pin(async { app.app.read_as_guest("alfa").await.is_ok() }))
            .await;
    points +=
        at_every_wait(app, &next, "begin_job", || Box::pin(async { app.app.begin_job(envelope).await.is_ok() })).await;
    points += at_every_wait(app, &next, "schedule", || Box::pin(async { app.app.schedule().await.is_ok() })).await;
    points += at_every_wait(app, &next, "identity", || Box::pin(async { app.app.identity().await.is_ok() })).await;
    points +=
        at_every_wait(app, &next, "read_identity", || Box::pin(async { app.app.read_identity().await.is_ok() })).await;

    println!("doors dropped halfway: 8 of 8 doors, at {points} points");
}

#[tokio::test]
async fn a_request_dropped_halfway_leaves_nothing_to_the_next_user_of_the_connection() {
    let (app, alfa, next) = one_connection().await;
    let starts_at = alfa.free_time().await;
    let booking = json!({
        "service_id": alfa.id("services"), "starts_at": starts_at, "name": "Grace", "email": "grace@example.com",
    });
    let token = alfa.admin.access_token.clone().expect("signed in");
    let request = |method: Method, path: &str, body: Option<&Value>| {
        let request =
            Request::builder().method(method).uri_str(path).header("authorization", format!("Bearer {token}"));
        let request = request.header("content-type", "application/json");
        request.body(body.map_or(Body::empty(), |body| Body::from_string(body.to_string())))
    };
    let client = json!({ "name": "Grace" });
    let requests = [
        ("list_clients", Method::GET, "/api/v1/clients", None),
        ("create_client", Method::POST, "/api/v1/clients", Some(&client)),
        ("public_create_booking", Method::POST, "/api/v1/public/alfa/bookings", Some(&booking)),
    ];

    let mut points = 0;
    for (name, method, path, body) in &requests {
        points += at_every_wait(&app, &next, name, || {
            let request = request(method.clone(), path, *body);
            let app = app.clone();
            // One that was dropped while it waited for its commit may have happened, and then has the time: whole, see below.
            Box::pin(async move {
                let status = app.send(request).await.status();
                status.is_success() || status == StatusCode::CONFLICT
            })
        })
        .await;
    }

    let whole = format!(
        "select count(*) from bookings b join companies c on c.id = b.company_id
         join allocations a on a.booking_id = b.id join orders o on o.booking_id = b.id
         join order_lines l on l.order_id = o.id
         where c.slug = 'alfa' and b.starts_at = '{}'",
        starts_at.as_str().expect("a time")
    );
    assert_eq!(app.db.number(&whole).await, 1, "exactly one booking has happened, and all of it");
    println!("requests dropped halfway: {} of {} requests, at {points} points", requests.len(), requests.len());
}

#[tokio::test]
async fn a_door_that_refuses_leaves_its_connection_fit_for_use() {
    let (app, alfa, next) = one_connection().await;
    app.db.execute("update sessions set revoked_at = now() where user_id = (select id from users where email = 'ada@alfa.example')").await;

    let reading = alfa.admin.get("/clients").await.problem(401);
    undisturbed(&app, &next, "a refused read").await;
    let writing = alfa.admin.post("/clients", json!({ "name": "Grace" })).await.problem(401);
    undisturbed(&app, &next, "a refused write").await;

    assert_eq!((reading.as_str(), writing.as_str()), ("unauthenticated", "unauthenticated"));
}
