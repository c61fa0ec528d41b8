//! Whatever changes what is free is seen with the next question, in every process that shares Redis.

use serde_json::{Value, json};

use super::{ELEVEN, TEN, TUESDAY, ask, both, counted, grace, id, question, since};
use crate::{Person, TestApp};

/// Those who ask the same question over and over.
struct Watch {
    visitors: Vec<Person>,
    question: String,
}

impl Watch {
    async fn on(app: &TestApp, question: String) -> Self {
        let mut visitors = vec![app.visitor()];
        if app.app.redis().is_some() {
            visitors.push(app.second_process().await.visitor());
        }
        Self { visitors, question }
    }

    /// Does it between two questions: all have an answer that is kept before, and all have another one after.
    async fn sees<T>(&self, what: &str, change: impl Future<Output = T>) -> T {
        let mut before = vec![];
        for visitor in &self.visitors {
            ask(visitor, &self.question).await;
            before.push(ask(visitor, &self.question).await);
        }
        let done = change.await;
        for (visitor, before) in self.visitors.iter().zip(before) {
            assert_ne!(ask(visitor, &self.question).await["slots"], before["slots"], "{what} is not seen");
        }
        done
    }
}

async fn change(ada: &Person, path: &str, patch: Value) {
    let version = ada.get(path).await.expect(200)["version"].as_i64().expect("a version");
    ada.patch(path, version, patch).await.expect(200);
}

#[tokio::test]
async fn a_booking_and_whatever_becomes_of_it() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, staff) = app.bookable(&ada).await;
        let watch = Watch::on(&app, question("vesna", &service, TUESDAY)).await;
        let visitor = app.visitor();
        let act = async |booking: &Value, action: &str, body: Value| {
            ada.post(&format!("/bookings/{}/{action}", id(booking)), body).await.expect(200)
        };

        let hold = json!({ "service_id": service["id"], "starts_at": TEN });
        let held = watch.sees("a hold", async { visitor.post("/public/vesna/holds", hold).await.expect(201) }).await;
        let path = format!("/public/vesna/holds/{}", held["secret"].as_str().expect("a secret"));
        watch.sees("a dropped hold", async { visitor.delete(&path).await.expect(204) }).await;
        let book = async |at| visitor.post("/public/vesna/bookings", grace(&service, at)).await.expect(201);
        let booked = watch.sees("a booking", book(TEN)).await;
        watch.sees("a move", act(&booked, "reschedule", json!({ "starts_at": ELEVEN }))).await;
        watch.sees("a cancellation", act(&booked, "cancel", json!({}))).await;
        let alan = ada.post("/clients", json!({ "name": "Alan" })).await.expect(201);
        let by_staff = json!({ "service_id": service["id"], "starts_at": TEN, "client_id": alan["id"] });
        let by_staff = watch.sees("staff book", async { ada.post("/bookings", by_staff).await.expect(201) }).await;
        watch.sees("staff cancel", act(&by_staff, "cancel", json!({}))).await;
        let own = book(TEN).await;
        let grace = app.customer("vesna", "grace@example.com").await;
        let path = format!("/portal/bookings/{}/cancel", id(&own));
        watch.sees("a customer cancels", async { grace.post(&path, json!({})).await.expect(200) }).await;

        change(&ada, "/company", json!({ "confirmation": "manual" })).await;
        let pending = watch.sees("a request", book(TEN)).await;
        watch.sees("a refusal", act(&pending, "decline", json!({}))).await;
        book(TEN).await;
        app.db.execute("update bookings set expires_at = '2020-01-01' where status = 'pending'").await;
        watch.sees("a job", app.run_jobs()).await;

        let other = book(TEN).await;
        let olena = ada.post("/staff", json!({ "name": "Olena" })).await.expect(201);
        let hours = json!({ "hours": [{ "weekday": "tuesday", "starts": "09:00", "ends": "17:00" }] });
        let path = format!("/staff/{}/working-hours", id(&olena));
        watch.sees("a colleague's hours", async { ada.put(&path, hours).await.expect(200) }).await;
        watch.sees("somebody else does it", act(&other, "assign", json!({ "staff_id": olena["id"] }))).await;
        assert_ne!(olena["id"], staff["id"]);
    }
}

#[tokio::test]
async fn when_people_work() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, staff) = app.bookable(&ada).await;
        let watch = Watch::on(&app, question("vesna", &service, TUESDAY)).await;
        let own = format!("/staff/{}", id(&staff));
        let (week, rules) = (format!("{own}/working-hours"), format!("{own}/recurring-hours"));
        let day = format!("{own}/exceptions/2026-11-24");
        let until = |ends: &str| json!({ "hours": [{ "weekday": "tuesday", "starts": "09:00", "ends": ends }] });
        let windows = json!({ "windows": [{ "starts": "10:00", "ends": "12:00" }] });
        let rule = json!({ "rules": [{
            "rule": "FREQ=WEEKLY;BYDAY=TU", "starts_on": "2026-11-24", "starts": "18:00", "ends": "20:00",
        }] });
        let off = json!({ "staff_id": staff["id"], "starts_at": TEN, "ends_at": ELEVEN, "approve": true });
        let post = async |path: &str, body: Value, status| ada.post(path, body).await.expect(status);

        watch.sees("working hours", ada.put(&week, until("15:00"))).await.expect(200);
        watch.sees("recurring hours", ada.put(&rules, rule)).await.expect(200);
        watch.sees("another day", ada.put(&day, windows)).await.expect(200);
        watch.sees("a usual day again", ada.delete(&day)).await.expect(204);
        let off = watch.sees("time off", post("/time-off", off, 201)).await;
        let path = format!("/time-off/{}/cancel", id(&off));
        watch.sees("time on again", post(&path, json!({}), 200)).await;
        let holiday = json!({ "on_date": "2026-11-24", "name": "A day" });
        let holiday = watch.sees("a holiday", post("/holidays", holiday, 201)).await;
        watch.sees("no holiday", ada.delete(&format!("/holidays/{}", id(&holiday)))).await.expect(204);
        watch.sees("somebody leaves", post(&format!("{own}/archive"), json!({}), 200)).await;
        watch.sees("somebody comes back", post(&format!("{own}/restore"), json!({}), 200)).await;
        watch.sees("only shifts", change(&ada, &own, json!({ "scheduling": "shifts" }))).await;
        let shift = json!({ "staff_id": staff["id"], "starts_at": TEN, "ends_at": "2026-11-24T12:00:00Z" });
        let shift = post("/shifts", shift, 201).await;
        let publish = json!({ "from": "2026-11-24", "to": "2026-11-25" });
        watch.sees("a shift", post("/shifts/publish", publish, 200)).await;
        watch.sees("no shift", ada.delete(&format!("/shifts/{}", id(&shift)))).await.expect(204);
    }
}

#[tokio::test]
async fn what_is_offered_and_where() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, staff) = app.bookable(&ada).await;
        let watch = Watch::on(&app, question("vesna", &service, TUESDAY)).await;
        let own = format!("/services/{}", id(&service));
        let person = format!("/staff/{}", id(&staff));
        let price = json!({ "amount": 1, "currency": "UAH" });
        let post = async |path: &str, body: Value, status| ada.post(path, body).await.expect(status);

        watch.sees("a duration", change(&ada, &own, json!({ "duration_minutes": 90 }))).await;
        watch
            .sees("a buffer", async {
                app.visitor().post("/public/vesna/bookings", grace(&service, TEN)).await.expect(201);
                change(&ada, &own, json!({ "buffer_after_minutes": 30 })).await;
            })
            .await;
        watch.sees("a step", change(&ada, "/company", json!({ "slot_step_minutes": 30 }))).await;
        watch.sees("notice", change(&ada, &own, json!({ "minimum_notice_minutes": 1800 }))).await;
        watch.sees("a skill", change(&ada, &own, json!({ "skills": ["color"] }))).await;
        watch.sees("somebody with it", change(&ada, &person, json!({ "skills": ["color"] }))).await;
        let room = post("/resources", json!({ "kind": "room", "name": "Room", "capacity": 1 }), 201).await;
        let needs = json!({ "resources": [{ "kind": "room", "quantity": 2 }] });
        watch.sees("what it needs", change(&ada, &own, needs)).await;
        let second = json!({ "kind": "room", "name": "Another", "capacity": 1 });
        watch.sees("a resource", post("/resources", second, 201)).await;
        let maintenance = format!("/resources/{}/maintenance", id(&room));
        let block =
            json!({ "starts_at": "2026-11-24T12:00:00Z", "ends_at": "2026-11-24T13:00:00Z", "reason": "Paint." });
        let block = watch.sees("maintenance", post(&maintenance, block, 201)).await;
        watch.sees("no maintenance", post(&format!("{maintenance}/{}/cancel", id(&block)), json!({}), 200)).await;
        let place = post("/locations", json!({ "name": "Podil", "capacity": 1 }), 201).await;
        change(&ada, &own, json!({ "needs_place": true })).await;
        let hours = json!({ "hours": [{ "weekday": "tuesday", "starts": "15:00", "ends": "17:00" }] });
        let path = format!("/locations/{}/opening-hours", id(&place));
        watch.sees("opening hours", ada.put(&path, hours)).await.expect(200);

        let addon = json!({ "name": "Mask", "duration_minutes": 15, "price": price });
        let addon = post("/addons", addon, 201).await;
        change(&ada, &own, json!({ "addon_ids": [addon["id"]] })).await;
        let question = format!("{}&addon_ids={}", question("vesna", &service, TUESDAY), id(&addon));
        let with_it = Watch::on(&app, question).await;
        let path = format!("/addons/{}", id(&addon));
        with_it.sees("a longer add-on", change(&ada, &path, json!({ "duration_minutes": 45 }))).await;
    }
}

/// What has nothing to do with it leaves what is kept as it is.
#[tokio::test]
async fn a_client_or_a_key_changes_no_free_time() {
    for app in both().await {
        let ada = app.company("vesna").await;
        let (service, _) = app.bookable(&ada).await;
        let public = question("vesna", &service, TUESDAY);
        ask(&app.visitor(), &public).await;
        let before = counted();

        ada.post("/clients", json!({ "name": "Alan" })).await.expect(201);
        app.key(&ada, &["bookings:read"]).await;
        ask(&app.visitor(), &public).await;

        assert_eq!(since(before), (1, 0));
    }
}
