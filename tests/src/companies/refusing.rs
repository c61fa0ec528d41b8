//! A file that is not what it says it is: refused, by name of what is wrong, and nothing of it is stored.

use frontdesk::{db::importing::Wish, exports::reading::Archive};
use serde_json::json;

use super::parcel::{Parcel, part};
use crate::{TestApp, proofs::world::World};

/// A company's parcel, and an installation that it is not from.
async fn parcel() -> (Parcel, TestApp) {
    let (app, elsewhere) = (TestApp::start().await, TestApp::start().await);
    World::found(&app, "vesna").await;
    (Parcel::of(&app, "vesna").await, elsewhere)
}

/// Why it is refused; nothing is there afterwards.
async fn refusal(parcel: &Parcel, app: &TestApp) -> String {
    let refused = parcel.import(app, Wish::default()).await.expect_err("it is not what it was");
    for table in ["companies", "clients", "bookings", "audit_log", "operator_actions"] {
        assert_eq!(app.db.number(&format!("select count(*) from {table}")).await, 0, "{table}");
    }
    assert_eq!(app.db.number("select count(*) from apalis.jobs").await, 0);
    format!("{refused:#}")
}

#[tokio::test]
async fn a_flipped_bit_anywhere_is_noticed() {
    let (parcel, app) = parcel().await;
    let whole = std::fs::read(parcel.path()).expect("the file");

    for place in (50..whole.len()).step_by(whole.len() / 23) {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x10;
        std::fs::write(parcel.path(), damaged).expect("the file");
        if let Ok(imported) = parcel.import(&app, Wish::default()).await {
            // What the zip says beside the files, such as when each was made, is nothing of ours.
            assert_eq!(imported.rows, parcel.manifest().files.iter().map(|part| part.rows).sum::<u64>());
            app.db.execute("truncate companies, apalis.jobs cascade").await;
        }
    }
}

#[tokio::test]
async fn rows_that_were_changed_are_noticed() {
    let (mut parcel, app) = parcel().await;
    let text = String::from_utf8(parcel.files["clients.jsonl"].clone()).expect("text");
    parcel.files.insert("clients.jsonl".into(), text.replace("Grace", "Trace").into_bytes());
    parcel.pack();

    let why = refusal(&parcel, &app).await;

    assert!(why.contains("clients.jsonl") && why.contains("checksum"), "{why}");
}

#[tokio::test]
async fn a_file_too_few_or_too_many_is_refused() {
    let (mut parcel, app) = parcel().await;
    let clients = parcel.files.remove("clients.jsonl").expect("a file");
    parcel.pack();
    assert!(refusal(&parcel, &app).await.contains("clients.jsonl is missing"));

    for name in ["more.jsonl", "../../etc/passwd", "/etc/passwd", "clients.jsonl/../x"] {
        parcel.files.insert("clients.jsonl".into(), clients.clone());
        parcel.files.insert(name.into(), b"{}\n".to_vec());
        parcel.pack();
        let why = refusal(&parcel, &app).await;
        assert!(why.contains("does not name it"), "{why}");
        parcel.files.remove(name);
    }
}

#[tokio::test]
async fn a_name_that_leads_elsewhere_is_none() {
    let (mut parcel, app) = parcel().await;
    parcel.edit(|manifest| manifest["files"][0]["table"] = json!("../clients"));
    parcel.pack();

    assert!(refusal(&parcel, &app).await.contains("is no table's name"));
}

#[tokio::test]
async fn a_bomb_is_not_unpacked() {
    let (mut parcel, app) = parcel().await;
    parcel.forge("clients", |_| "\n".repeat(8 << 20));
    parcel.pack();
    assert!(refusal(&parcel, &app).await.contains("bomb"));

    parcel.forge("clients", |_| String::new());
    parcel.edit(|manifest| manifest["files"][0]["bytes"] = json!(u64::MAX));
    parcel.pack();
    assert!(refusal(&parcel, &app).await.contains("too much"));
}

#[tokio::test]
async fn a_zip_that_lies_about_a_files_size_is_read_as_far_as_it_says_and_refused() {
    let (mut parcel, app) = parcel().await;
    let honest = parcel.files["clients.jsonl"].len();
    parcel.forge("clients", |text| text.repeat(2_000));
    let length = honest * 3 / 2;
    parcel.edit(|manifest| part(manifest, "clients")["bytes"] = json!(length));
    parcel.pack();
    parcel.lie("clients.jsonl", u32::try_from(length).expect("it is short"));

    let mut read = 0;
    let mut archive = Archive::open(&parcel.path()).expect("nothing seems wrong yet");
    let clients = archive.manifest.files.iter().find(|part| part.table == "clients").cloned().expect("clients");
    let refused = archive.rows(&clients, |row| {
        read += row.line.len();
        Ok(())
    });

    assert!(refused.is_err() && read <= length, "{read} bytes of {length} were handed on");
    assert!(refusal(&parcel, &app).await.contains("clients.jsonl"));
    parcel.lie("clients.jsonl", 1 << 31);
    assert!(refusal(&parcel, &app).await.contains("bomb"));
}

#[tokio::test]
async fn a_manifest_that_is_a_bomb_is_not_unpacked() {
    let (mut parcel, app) = parcel().await;
    parcel.files.insert("manifest.json".into(), vec![b' '; 64 << 20]);
    parcel.pack();

    assert!(refusal(&parcel, &app).await.contains("manifest.json is too long"));
}

#[tokio::test]
async fn another_companys_row_is_refused() {
    let (mut parcel, app) = parcel().await;
    let company = parcel.manifest().company.id.to_string();
    parcel.forge("clients", |text| text.replacen(&company, "0192f0c4-1111-7abc-8def-0123456789ab", 1));
    parcel.pack();

    let why = refusal(&parcel, &app).await;

    assert!(why.contains("clients.jsonl: row 1") && why.contains("another company's"), "{why}");
}

#[tokio::test]
async fn columns_and_tables_that_nobody_knows_are_refused() {
    let (mut parcel, app) = parcel().await;
    parcel.forge("clients", |text| text.replacen('{', "{\"is_admin\":true,", 1));
    parcel.pack();
    assert!(refusal(&parcel, &app).await.contains("is_admin is no column"));

    parcel.edit(|manifest| part(manifest, "invitations")["columns"] = json!(["id", "hash"]));
    parcel.pack();
    assert!(refusal(&parcel, &app).await.contains("has no column hash here"));

    let file = parcel.files.remove("invitations.jsonl").expect("a file");
    parcel.files.insert("users.jsonl".into(), file);
    parcel.edit(|manifest| part(manifest, "invitations")["table"] = json!("users"));
    parcel.pack();
    assert!(refusal(&parcel, &app).await.contains("there is no table users here"));
}

#[tokio::test]
async fn a_row_that_points_nowhere_is_refused() {
    let (mut parcel, app) = parcel().await;
    parcel.forge("clients", |_| String::new());
    parcel.pack();

    let why = refusal(&parcel, &app).await;

    assert!(why.contains("clients") && why.contains("not there"), "{why}");
}

#[tokio::test]
async fn another_version_is_refused() {
    let (mut parcel, app) = parcel().await;
    parcel.edit(|manifest| manifest["schema_version"] = json!(99_999));
    parcel.pack();
    assert!(refusal(&parcel, &app).await.contains("newer version of frontdesk"));

    parcel.edit(|manifest| manifest["format"] = json!(2));
    parcel.pack();
    assert!(refusal(&parcel, &app).await.contains("format 2"));

    parcel.files.remove("manifest.json");
    parcel.pack();
    assert!(refusal(&parcel, &app).await.contains("manifest.json is missing"));
}
