//! What a backup is not made of, and not restored into.

use frontdesk::backups::BackupId;

use super::{Shop, is_empty};
use crate::{Database, TestApp};

#[tokio::test]
async fn a_database_with_anything_in_it_is_not_restored_into() {
    let shop = Shop::open().await;
    let name = shop.made().await.name;

    for something in [
        "create table mine (id integer)",
        "create schema mine",
        "create function mine() returns int language sql return 1",
    ] {
        let target = Database::empty().await.expect("a database");
        target.execute(something).await;
        let refused = shop.backups().restore(&name, target.owner_url()).await.expect_err("not empty").to_string();
        assert!(refused.starts_with("the database is not empty (it has mine"), "{refused}");
        assert_eq!(target.number("select count(*) from pg_class where relname = 'things'").await, 0);
    }
    let itself = shop.backups().restore(&name, shop.db.owner_url()).await.expect_err("not empty").to_string();
    assert!(itself.starts_with("the database is not empty"), "{itself}");
}

#[tokio::test]
async fn a_login_that_does_not_see_every_row_makes_no_backup() {
    let app = TestApp::start().await;
    let shop = Shop::open().await;

    let others = shop.with(|config| config.database_owner_url = Some(app.db.app_url().into()));
    let refused = others.make(BackupId::new().0, true).await.err().expect("not allowed").to_string();

    assert!(refused.contains("may not bypass row-level security"), "{refused}");
    assert_eq!(shop.folders(), Vec::<String>::new());
}

#[tokio::test]
async fn there_is_one_backup_at_a_time() {
    let shop = Shop::open().await;
    let snapshot = frontdesk::db::backups::Snapshot::take(shop.db.owner_url()).await.expect("a snapshot");

    let refused = shop.backups().make(BackupId::new().0, true).await.err().expect("under way").to_string();
    snapshot.end().await.expect("ended");

    assert_eq!(refused, "another backup of this database is under way");
    shop.made().await;
}

#[tokio::test]
async fn a_database_that_only_has_the_name_of_a_scratch_is_left_alone() {
    let shop = Shop::open().await;
    let name = shop.made().await.name;
    let database =
        shop.db.rows("select current_database() as name").await[0]["name"].as_str().expect("a name").to_owned();
    shop.db.execute(&format!("create database {database}_scratch")).await;

    let refused = shop.backups().try_out(&name, None).await.expect_err("somebody's").to_string();

    assert_eq!(refused, format!("there is a database {database}_scratch that is no scratch of ours: rename it"));
    shop.db.execute(&format!("drop database {database}_scratch")).await;
}

#[tokio::test]
async fn objects_of_a_role_that_the_server_does_not_have_are_not_given_to_another() {
    let shop = Shop::open().await;
    let target = Database::empty().await.expect("a database");
    let mut manifest = shop.made().await;
    manifest.database.owners.insert("somebody_else".into());
    shop.backups().place().put_manifest(&manifest.clone().sealed().expect("a manifest")).await.expect("written");

    let refused = shop.backups().restore(&manifest.name, target.owner_url()).await.expect_err("no role").to_string();

    assert!(refused.contains("objects of the role `somebody_else`, which this server does not have"), "{refused}");
    assert!(is_empty(&target).await);
}
