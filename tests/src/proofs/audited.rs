//! Whatever an admin changes through the API leaves a row in the audit log: every operation that is not a reading one.

use poem::http::Method;
use serde_json::json;

use uuid::Uuid;

use super::{
    document::Document,
    world::{World, unlimited},
};
use crate::TestApp;

/// These change nothing of the company's: what somebody has read is theirs alone, and a preview is only looked at.
const UNTOLD: [&str; 3] = ["preview_message_template", "read_all_notifications", "read_notification"];

async fn rows(app: &TestApp) -> i64 {
    app.db.number("select count(*) from audit_log").await
}

#[tokio::test]
async fn every_change_that_an_admin_makes_leaves_a_row() {
    let app = unlimited().await;
    let document = Document::of(&app);
    let operations = document.operations();
    let changing: Vec<_> = operations
        .iter()
        .filter(|operation| operation.scheme.as_deref() == Some("access_token") && operation.method != Method::GET)
        .collect();

    let (mut silent, mut reached) = (Vec::new(), 0);
    for operation in &changing {
        let admin = app.company(&format!("c{}", Uuid::now_v7().simple())).await;
        let world = World::of(&admin).await;
        let request = world.request(&document, operation, &admin).await;
        let undone = [
            ("/restore", "/archive", None),
            ("/reactivate", "/suspend", None),
            ("/reopen", "/close", Some(&admin.slug)),
        ];
        for (undo, done, slug) in undone.into_iter().filter(|(undo, ..)| request.path.ends_with(undo)) {
            let mut before = request.clone();
            before.path = before.path.replace(undo, done);
            before.body = slug.map(|slug| json!({ "slug": slug }));
            assert!(before.send_as(&admin).await.status.is_success(), "{}", before.path);
        }
        let before = rows(&app).await;
        let answer = request.send_as(&admin).await;
        if answer.status.is_success() {
            reached += 1;
            if rows(&app).await == before && !UNTOLD.contains(&operation.id.as_str()) {
                silent.push(&operation.id);
            }
        }
    }

    assert_eq!(silent, Vec::<&String>::new(), "these changed something and left no row");
    println!("audited: {reached} of {} operations that change something", changing.len());
}
