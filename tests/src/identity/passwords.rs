//! Changing a password takes the old one, and ends what was opened with it.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{OTHER, PASSWORD, again, invalid_link, link_to, reset_link, sign_in};
use crate::{Answer, Person, TestApp, at_once};

const ADA: &str = "ada@vesna.example";

async fn change(person: &Person, current: Value, new: &str) -> Answer {
    person.put("/me/password", json!({ "current_password": current, "new_password": new })).await
}

#[tokio::test]
async fn a_new_password_ends_every_other_session_and_is_told() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let phone = again(&app, "vesna").await;
    let phone = Person { app: app.second_process().await, ..phone };
    phone.get("/company").await.expect(200);

    change(&ada, json!(PASSWORD), OTHER).await.expect(204);

    ada.get("/company").await.expect(200);
    assert_eq!(phone.get("/company").await.problem(401), "unauthenticated");
    assert_eq!((sign_in(&app, ADA, PASSWORD).await, sign_in(&app, ADA, OTHER).await), (401, 200));
    app.run_jobs().await;
    let mail = app.mails().remove(0);
    assert_eq!(mail.subject(), Some("Your password has been changed"));
    assert_eq!(mail.to().and_then(|to| to.first()?.address()), Some(ADA));
}

#[tokio::test]
async fn links_that_were_under_way_work_no_more() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let reset = reset_link(&app, "vesna").await;
    let new = json!({ "email": "eve@example.com", "current_password": PASSWORD });
    ada.post("/me/email", new).await.expect(202);
    let email = link_to(&app, "eve@example.com").await;

    change(&ada, json!(PASSWORD), OTHER).await.expect(204);

    let reset = json!({ "token": reset, "password": PASSWORD });
    assert_eq!(app.visitor().post("/auth/password/reset", reset).await.invalid(), invalid_link());
    let email = json!({ "token": email });
    assert_eq!(app.visitor().post("/auth/email/confirm", email).await.invalid(), invalid_link());
}

#[tokio::test]
async fn without_the_old_one_nothing_changes() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    let bad = [
        (json!(null), OTHER, "current_password", "required"),
        (json!("a wrong password"), OTHER, "current_password", "wrong_password"),
        (json!(""), OTHER, "current_password", "wrong_password"),
        (json!(PASSWORD), "short", "new_password", "too_short"),
        (json!("x".repeat(1001)), OTHER, "current_password", "too_long"),
    ];
    for (current, new, field, code) in bad {
        let errors = change(&ada, current.clone(), new).await.invalid();
        assert_eq!(errors, [(field.to_owned(), code.to_owned())], "{current}");
    }

    assert_eq!(sign_in(&app, ADA, PASSWORD).await, 200);
}

#[tokio::test]
async fn guessing_it_counts_as_guessing_at_sign_in() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;

    for _ in 0..5 {
        assert_eq!(sign_in(&app, ADA, "a wrong password").await, 401);
        assert_eq!(change(&ada, json!("a wrong password"), OTHER).await.status.as_u16(), 422);
    }

    assert_eq!(change(&ada, json!(PASSWORD), OTHER).await.problem(429), "too_many_requests");
    let new = json!({ "email": "eve@example.com", "current_password": PASSWORD });
    assert_eq!(ada.post("/me/email", new).await.problem(429), "too_many_requests");
    assert_eq!(sign_in(&app, ADA, PASSWORD).await, 429);
}

#[tokio::test]
async fn who_has_none_sets_their_first_within_an_hour_of_signing_in() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.db.execute("delete from credentials").await;
    assert_eq!(ada.get("/me").await.expect(200)["has_password"], false);

    assert_eq!(change(&ada, json!("any password"), OTHER).await.status.as_u16(), 422);
    change(&ada, json!(null), OTHER).await.expect(204);

    assert_eq!(ada.get("/me").await.expect(200)["has_password"], true);
    assert_eq!(sign_in(&app, ADA, OTHER).await, 200);
    assert_eq!(change(&ada, json!(null), PASSWORD).await.status.as_u16(), 422);
}

#[tokio::test]
async fn an_hour_later_they_have_to_sign_in_again() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.db.execute("delete from credentials").await;
    app.clock.advance(TimeDelta::minutes(60));
    let body = json!({ "refresh_token": ada.refresh_token });
    let answer = app.visitor().post("/auth/refresh", body).await.expect(200);
    let ada = Person::new(app.clone(), "vesna", Some(&answer));

    assert_eq!(change(&ada, json!(null), OTHER).await.problem(403), "recent_sign_in_required");
    let new = json!({ "email": "eve@example.com" });
    assert_eq!(ada.post("/me/email", new).await.problem(403), "recent_sign_in_required");

    assert_eq!(app.db.number("select count(*) from credentials").await, 0);
}

#[tokio::test]
async fn of_two_who_change_it_at_once_one_does_and_the_other_is_out() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let phone = again(&app, "vesna").await;

    app.warm_up().await;
    let changes = [(ada, "the password of a desk"), (phone, "the password of a phone")];
    let answers = at_once(
        changes.map(|(person, new)| async move { (change(&person, json!(PASSWORD), new).await.status.as_u16(), new) }),
    )
    .await;

    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|(status, _)| *status == 204);
    assert!(won.len() == 1 && [401, 422].contains(&lost[0].0), "{won:?} {lost:?}");
    assert_eq!((sign_in(&app, ADA, won[0].1).await, sign_in(&app, ADA, lost[0].1).await), (200, 401));
}
