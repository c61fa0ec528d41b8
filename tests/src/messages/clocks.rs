//! Reminders over a night in which the clocks are changed: each goes once, so long before as it should by the hours that
//! pass, and never in quiet hours by the wall.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use crate::{Person, TestApp, at_once};

/// So long before, in minutes: two days, a day and six hours, a day.
const LEADS: [i64; 3] = [2880, 1800, 1440];

/// Where, when somebody comes on the Monday after at ten by the wall, and when they are reminded. The second reminder is due
/// in quiet hours that the clocks are changed in, and goes a minute before these begin.
const NIGHTS: [(&str, &str, [&str; 3]); 6] = [
    // 28 March 2027: 03:00 becomes 04:00
    ("Europe/Kyiv", "2027-03-29T07:00:00Z", ["2027-03-27T07:00:00Z", "2027-03-27T19:59:00Z", "2027-03-28T07:00:00Z"]),
    // 31 October 2027: 04:00 becomes 03:00
    ("Europe/Kyiv", "2027-11-01T08:00:00Z", ["2027-10-30T08:00:00Z", "2027-10-30T18:59:00Z", "2027-10-31T08:00:00Z"]),
    // 14 March 2027: 02:00 becomes 03:00
    (
        "America/New_York",
        "2027-03-15T14:00:00Z",
        ["2027-03-13T14:00:00Z", "2027-03-14T02:59:00Z", "2027-03-14T14:00:00Z"],
    ),
    // 7 November 2027: 02:00 becomes 01:00
    (
        "America/New_York",
        "2027-11-08T15:00:00Z",
        ["2027-11-06T15:00:00Z", "2027-11-07T01:59:00Z", "2027-11-07T15:00:00Z"],
    ),
    // 4 April 2027: 02:00 becomes 01:30
    (
        "Australia/Lord_Howe",
        "2027-04-04T23:30:00Z",
        ["2027-04-02T23:30:00Z", "2027-04-03T10:59:00Z", "2027-04-03T23:30:00Z"],
    ),
    // 3 October 2027: 02:00 becomes 02:30
    (
        "Australia/Lord_Howe",
        "2027-10-03T23:00:00Z",
        ["2027-10-01T23:00:00Z", "2027-10-02T11:29:00Z", "2027-10-02T23:00:00Z"],
    ),
];

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

async fn company(app: &TestApp, zone: &str) -> Person {
    let registration = json!({
        "company": { "name": "Vesna", "slug": "vesna", "time_zone": zone, "currency": "UAH", "language": "en" },
        "admin": { "name": "Ada", "email": "ada@vesna.example", "password": "correct horse battery" },
    });
    let answer = app.visitor().post("/auth/register", registration).await.expect(201);
    let ada = Person::new(app.clone(), "vesna", Some(&answer));
    let settings = json!({ "reminder_leads": LEADS, "quiet_from": "22:00", "quiet_to": "08:00" });
    ada.patch("/company", 1, settings).await.expect(200);
    ada
}

fn reminders(app: &TestApp) -> usize {
    app.mails().iter().filter(|mail| mail.subject().is_some_and(|subject| subject.starts_with("Reminder"))).count()
}

#[tokio::test]
async fn each_lead_is_one_reminder_at_its_time_over_a_night_in_which_the_clocks_are_changed() {
    for (zone, starts_at, expected) in NIGHTS {
        let (starts_at, expected) = (at(starts_at), expected.map(at));
        let app = TestApp::start().await;
        let ada = company(&app, zone).await;
        let (service, _) = app.bookable(&ada).await;
        let start = starts_at - TimeDelta::days(3);
        app.clock.advance(start - app.clock.now());
        let new = json!({ "service_id": service["id"], "starts_at": starts_at, "name": "G", "email": "g@example.com" });
        app.visitor().post("/public/vesna/bookings", new).await.expect(201);
        app.run_jobs().await;
        let mut processes = [app.clone(), app.second_process().await, app.second_process().await];
        let hours = (6..72).step_by(6).map(|hours| start + TimeDelta::hours(hours));
        let before = expected.iter().map(|at| *at - TimeDelta::seconds(1));
        let mut moments: Vec<_> = hours.chain(before).chain(expected).collect();
        moments.sort_unstable();
        moments.dedup();

        let mut went = vec![];
        for moment in moments {
            app.clock.advance(moment - app.clock.now());
            if moment == expected[1] {
                processes[0] = app.second_process().await; // the one before has ended
            }
            let all = if expected.contains(&moment) { &processes[..] } else { &processes[..1] };
            at_once(all.iter().map(|process| {
                let app = process.app.clone();
                async move { frontdesk_jobs::tick(&app).await.expect("the schedule") }
            }))
            .await;
            at_once(all.iter().map(|process| {
                let work = process.work();
                async move { frontdesk_jobs::run_due(&work).await.expect("the jobs") }
            }))
            .await;
            while went.len() < reminders(&app) {
                went.push(moment);
            }
        }

        assert_eq!(went, expected, "{zone} {starts_at}");
    }
}
