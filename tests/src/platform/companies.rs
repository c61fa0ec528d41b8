//! The companies of an installation, as its operators see them.

use frontdesk::auth::Role;
use serde_json::{Value, json};

use super::{operator, path_of};
use crate::TestApp;

fn slugs(rows: &[Value]) -> Vec<&str> {
    rows.iter().filter_map(|row| row["slug"].as_str()).collect()
}

#[tokio::test]
async fn companies_are_found_by_how_their_name_or_address_begins_and_by_status() {
    let app = TestApp::start().await;
    for slug in ["vesna", "vesna-two", "osin"] {
        app.company(slug).await;
    }
    let root = operator(&app).await;
    app.db.execute("update companies set name = 'Їжак 100%' where slug = 'osin'").await;
    let find = async |query: &str| root.pages(&format!("/platform/companies?{query}"), 2).await.concat();

    assert_eq!(slugs(&find("").await).len(), 3);
    assert_eq!(slugs(&find("search=VESNA").await).len(), 2);
    assert_eq!(slugs(&find("search=company%20vesna-").await), ["vesna-two"]);
    assert_eq!(slugs(&find("search=%D1%97%D0%96").await), ["osin"]);
    for nothing in ["search=sna", "search=%25", "search=_", "search=%00", "status=suspended", "status=closing"] {
        assert_eq!(slugs(&find(nothing).await), Vec::<&str>::new(), "{nothing}");
    }
    assert_eq!(slugs(&find("status=active&search=osin").await), ["osin"]);
}

#[tokio::test]
async fn a_company_is_shown_with_its_active_members_and_an_admin_to_write_to() {
    let app = TestApp::start().await;
    let ada = app.company("vesna").await;
    app.member(&ada, Role::Employee).await;
    app.member(&ada, Role::Manager).await;
    app.db.execute("update memberships set status = 'suspended' where role = 'manager'").await;
    let root = operator(&app).await;

    let company = root.get(&path_of(&root, "vesna").await).await.expect(200);

    assert_eq!((&company["active_members"], &company["admin_email"]), (&json!(2), &json!("ada@vesna.example")));
    assert_eq!((&company["slug"], &company["status"]), (&json!("vesna"), &json!("active")));
    let nowhere = format!("/platform/companies/{}", uuid::Uuid::now_v7());
    assert_eq!(root.get(&nowhere).await.problem(404), "not_found");
}
