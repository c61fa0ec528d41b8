//! The demo data: what a newcomer sees first.

use chrono::{DateTime, TimeDelta, Utc};
use frontdesk::{companies::blueprints::Blueprint, i18n::Language};
use frontdesk_cli::demo::{self, Person, Wanted};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{TestApp, monday};

/// An installation with the demo data of a moment in it, and where its password is kept.
async fn filled(now: DateTime<Utc>) -> (TestApp, TempDir, Vec<Person>) {
    let dir = tempfile::tempdir().expect("a directory");
    let app = TestApp::start_with(|config| config.data_dir = dir.path().into()).await;
    let people = fill(&app, now).await;
    (app, dir, people)
}

async fn fill(app: &TestApp, now: DateTime<Utc>) -> Vec<Person> {
    demo::fill(app.app.config(), &Wanted::USUAL, now).await.expect("the demo data fits")
}

/// How many of a company's bookings are in each status, on this side of Monday morning.
async fn statuses(app: &TestApp, slug: &str, side: &str) -> Value {
    let sql = format!(
        "select coalesce(jsonb_object_agg(status, n), '{{}}') as found from (
             select b.status, count(*) as n from bookings b join companies c on c.id = b.company_id
             where c.slug = '{slug}' and b.starts_at {side} '{}' group by b.status) counted",
        monday()
    );
    app.db.rows(&sql).await[0]["found"].clone()
}

#[tokio::test]
async fn two_companies_have_a_week_behind_them_and_a_week_ahead() {
    let (app, _dir, people) = filled(monday()).await;
    let [kyiv, jakarta] = people.as_slice() else { panic!("there are not two") };

    for person in [kyiv, jakarta] {
        let (past, ahead) = (statuses(&app, &person.slug, "<").await, statuses(&app, &person.slug, ">=").await);
        assert!(past["confirmed"].as_i64() > Some(30), "{}: {past}", person.slug);
        assert!(ahead["confirmed"].as_i64() > Some(10), "{}: {ahead}", person.slug);
    }
    assert!(statuses(&app, &kyiv.slug, ">=").await["pending"].is_null());
    assert!(statuses(&app, &jakarta.slug, ">=").await["pending"].as_i64() > Some(2));
    everything_adds_up(&app).await;
}

/// No two at once, each made in time and in the past, each service sold for what it costs.
async fn everything_adds_up(app: &TestApp) {
    let overlapping = "select count(*) from bookings a join bookings b on b.company_id = a.company_id and b.id > a.id
                       where b.staff_id = a.staff_id and b.starts_at < a.ends_at and a.starts_at < b.ends_at";
    let late = "select count(*) from bookings b join companies c on c.id = b.company_id
                where b.created_at > b.starts_at - make_interval(mins => c.minimum_notice_minutes)
                   or b.created_at > '2026-11-23T06:00:00Z'";
    let sold = "select count(*) from bookings b
                join services s on s.company_id = b.company_id and s.id = b.service_id
                join orders o on o.company_id = b.company_id and o.booking_id = b.id
                where o.currency = s.price_currency and s.price_amount = (
                    select sum(l.amount) from order_lines l
                    where l.company_id = o.company_id and l.order_id = o.id and l.kind = 'service')";

    assert_eq!(app.db.number(overlapping).await, 0);
    assert_eq!(app.db.number(late).await, 0);
    assert_eq!(app.db.number(sold).await, app.db.number("select count(*) from bookings").await);
}

#[tokio::test]
async fn the_admins_see_their_company_and_the_mailbox_holds_the_mails_of_the_last_days() {
    let (app, _dir, people) = filled(monday()).await;
    app.run_jobs().await;

    for person in &people {
        let who = json!({ "email": person.email, "password": person.password });
        let signed_in = app.visitor().post("/auth/sign-in", who).await.expect(200);
        let admin = crate::Person::new(app.clone(), &person.slug, Some(&signed_in));
        assert_eq!(signed_in["company"]["slug"], person.slug);
        for list in ["/services", "/staff", "/clients", "/bookings"] {
            let found = admin.get(list).await.expect(200);
            assert!(found["data"].as_array().map(Vec::len) >= Some(3), "{list} of {}", person.slug);
        }
    }
    assert!((20..=80).contains(&app.mails().len()), "{}", app.mails().len());
}

#[tokio::test]
async fn filling_twice_changes_nothing_and_shows_no_password_that_does_not_open() {
    let (app, dir, _) = filled(monday()).await;
    let counts = "select (select count(*) from companies) as companies, (select count(*) from sessions) as sessions,
                  (select count(*) from clients) as clients, (select count(*) from bookings) as bookings,
                  (select count(*) from events) as events, (select count(*) from messages) as messages";
    let (before, password) = (app.db.rows(counts).await, dir.path().join("demo_password"));
    let kept = std::fs::read_to_string(&password).expect("a password");

    let again = fill(&app, monday() + TimeDelta::days(2)).await;
    std::fs::write(&password, "another installation's").expect("it is written");
    let elsewhere = fill(&app, monday()).await;

    assert_eq!(app.db.rows(counts).await, before);
    assert!(demo::report(&again).contains("Салон краси «Калина» (/b/salon-kalyna) was there already"));
    assert!(again.iter().all(|person| person.was_there && person.password.as_ref() == Some(&kept)));
    assert!(elsewhere.iter().all(|person| person.password.is_none()));
}

#[tokio::test]
async fn it_fits_any_day_such_as_the_one_when_clocks_go_forward() {
    let night = "2027-03-28T00:30:00Z".parse().expect("a time");

    let (app, _dir, people) = filled(night).await;

    assert_eq!(people.len(), 2);
    assert!(app.db.number("select count(*) from bookings").await > 200);
}

#[tokio::test]
async fn each_kind_of_business_is_filled_once_in_the_language_asked_for() {
    let dir = tempfile::tempdir().expect("a directory");
    let app = TestApp::start_with(|config| config.data_dir = dir.path().into()).await;
    let wanted = Blueprint::ALL.map(|blueprint| Wanted { blueprint, language: Some(Language::Bn) });
    let counts = "select (select count(*) from companies) as companies, (select count(*) from services) as services,
                  (select count(*) from service_categories) as categories, (select count(*) from addons) as addons,
                  (select count(*) from staff) as staff, (select count(*) from assets) as assets,
                  (select count(*) from clients) as clients, (select count(*) from bookings) as bookings,
                  (select count(*) from memberships) as members, (select count(*) from audit_log) as changes";

    let first = demo::fill(app.app.config(), &wanted, monday()).await.expect("the demo data fits");
    let before = app.db.rows(counts).await;
    let second = demo::fill(app.app.config(), &wanted, monday()).await.expect("nothing is in the way");

    assert_eq!(app.db.rows(counts).await, before);
    assert!(first.iter().all(|person| !person.was_there) && second.iter().all(|person| person.was_there));
    let names: Vec<_> = second.iter().map(|person| person.company.as_str()).collect();
    assert_eq!(names, ["কালিনা বিউটি সেলুন", "গেমা অডিও ওয়ার্কশপ", "প্রো কার কেয়ার"]);
    for person in &second {
        assert!(statuses(&app, &person.slug, ">=").await.as_object().is_some_and(|found| !found.is_empty()));
    }
    assert!(app.db.number("select count(*) from bookings where asset_id is not null").await > 0);
}
