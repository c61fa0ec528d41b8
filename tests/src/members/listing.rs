//! Members in lists, one by one, and as a table.

use frontdesk::auth::Role;
use serde_json::json;

use super::path;
use crate::TestApp;

#[tokio::test]
async fn members_are_listed_in_the_order_they_joined_and_removed_ones_when_asked_for() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let mut members = vec![ada.member(&ada).await];
    for role in [Role::Manager, Role::Employee, Role::Employee] {
        members.push(app.member(&ada, role).await.member(&ada).await);
    }
    ada.delete(&path(&members[3])).await.expect(200);
    ada.post(&format!("{}/suspend", path(&members[2])), json!({})).await.expect(200);

    let ids = async |query: &str| {
        let rows = ada.pages(&format!("/members{query}"), 1).await.concat();
        rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
    };

    let of = |indices: &[usize]| indices.iter().map(|&index| members[index]["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids("").await, of(&[0, 1, 2]));
    assert_eq!(ids("?status=active").await, of(&[0, 1]));
    assert_eq!(ids("?status=suspended").await, of(&[2]));
    assert_eq!(ids("?status=removed").await, of(&[3]));
    assert_eq!(ids("?role=employee").await, of(&[2]));
    assert_eq!(ids("?role=employee&status=removed").await, of(&[3]));
}

#[tokio::test]
async fn a_member_is_shown_with_whose_time_is_theirs() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let (_, iryna) = app.bookable(&ada).await;
    let bea = app.member(&ada, Role::Employee).await.member(&ada).await;
    assert_eq!(bea["staff_id"], json!(null));

    let staff = format!("/staff/{}", iryna["id"].as_str().expect("an id"));
    let version = ada.get(&staff).await.expect(200)["version"].as_i64().expect("a version");
    let linked = ada.patch(&staff, version, json!({ "member_id": bea["id"] })).await.expect(200);

    assert_eq!(linked["member_id"], bea["id"]);
    let shown = ada.get(&path(&bea)).await;
    assert_eq!(shown.header("etag"), Some("\"1\""));
    let mut expected = bea.clone();
    expected["staff_id"] = iryna["id"].clone();
    assert_eq!(shown.expect(200), expected);
}

#[tokio::test]
async fn a_login_is_one_of_the_staffs_and_of_this_company() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let olga = app.company("osin").await;
    let bea = app.member(&ada, Role::Employee).await.member(&ada).await;
    let stranger = olga.member(&olga).await;
    ada.post("/staff", json!({ "name": "Bea", "member_id": bea["id"] })).await.expect(201);
    let zoe = ada.post("/staff", json!({ "name": "Zoe" })).await.expect(201);
    let zoe = format!("/staff/{}", zoe["id"].as_str().expect("an id"));

    let unknown = json!({ "member_id": uuid::Uuid::now_v7() });
    for (patch, code) in [
        (json!({ "member_id": stranger["id"] }), "not_found"),
        (unknown, "not_found"),
        (json!({ "member_id": bea["id"] }), "taken"),
    ] {
        let mut new = patch.clone();
        new["name"] = json!("Another");
        let wrong = [("member_id".to_owned(), code.to_owned())];
        assert_eq!(ada.patch(&zoe, 1, patch).await.invalid(), wrong);
        assert_eq!(ada.post("/staff", new).await.invalid(), wrong);
    }

    assert_eq!(ada.get(&zoe).await.expect(200)["member_id"], json!(null));
}

#[tokio::test]
async fn the_list_is_exported_as_a_table_that_runs_nothing() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    let bea = app.member(&ada, Role::Manager).await.member(&ada).await;
    let gone = app.member(&ada, Role::Manager).await.member(&ada).await;
    ada.delete(&path(&gone)).await.expect(200);
    let formula = r#"=HYPERLINK("http://x","a")"#;
    ada.patch(&path(&bea), 1, json!({ "name": formula })).await.expect(200);

    let table = ada.get("/members/export").await;

    assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(table.header("content-disposition"), Some("attachment; filename=\"members.csv\""));
    let email = bea["email"].as_str().expect("an address");
    let at = "2026-11-23T06:00:00+00:00";
    let expected = format!(
        "name,email,role,status,joined\r\nAda,ada@vesna.example,admin,active,{at}\r\n\
         \"'=HYPERLINK(\"\"http://x\"\",\"\"a\"\")\",{email},manager,active,{at}\r\n"
    );
    assert_eq!(table.text, expected);
}
