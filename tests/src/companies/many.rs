//! A company with much: what passes through an export or an import is not kept.

use std::fs::read_to_string;

use frontdesk::{
    db::importing::{self, Wish},
    exports::making,
};

use crate::TestApp;

/// Of about 4 kB each.
const ROWS: i64 = 12_000;
/// Kilobytes: a few batches, and far less than all rows.
const ROOM: u64 = 16 << 10;

#[tokio::test]
async fn neither_an_export_nor_an_import_needs_more_memory_where_there_is_more() {
    let (app, elsewhere) = (TestApp::start().await, TestApp::start().await);
    app.company("vesna").await;
    app.db
        .execute(&format!(
            "insert into events (company_id, id, kind, payload, created_at)
             select c.id, gen_random_uuid(), 'client.created', jsonb_build_object('text', repeat(md5(n::text), 120)), now()
             from companies c, generate_series(1, {ROWS}) n"
        ))
        .await;
    let (folder, envelope) = (tempfile::tempdir().expect("a directory"), app.envelope("vesna").await);
    let file = folder.path().join("export.zip");

    let before = peak();
    let (manifest, _) = making::whole(&app.app, &envelope, &file).await.expect("an export");
    let exported = peak();
    let wish = Wish::default();
    importing::import(elsewhere.db.owner_url(), &file, wish, elsewhere.clock.now()).await.expect("an import");
    let imported = peak();

    let bytes: u64 = manifest.files.iter().map(|part| part.bytes).sum();
    println!("{bytes} bytes; export {} kB, import {} kB", exported - before, imported - exported);
    assert!(bytes >> 10 > 2 * ROOM, "{bytes}");
    assert!(exported - before < ROOM && imported - exported < ROOM, "{before}, {exported}, {imported} kB");
    assert!(elsewhere.db.number("select count(*) from events").await >= ROWS);
}

/// The most memory that this process has had, in kilobytes.
fn peak() -> u64 {
    let status = read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a line of it");
    line.trim().trim_end_matches(" kB").parse().expect("kilobytes")
}
