//! A backup is restored, and is the same; and where it is not, that is found.

use std::fs;

use frontdesk::db::backups::fingerprint;

use super::Shop;
use crate::Database;

#[tokio::test]
async fn a_backup_is_encrypted_sound_and_restored_as_it_was() {
    let shop = Shop::open().await;
    let target = Database::empty().await.expect("a database");

    let report = shop.run().await;
    let name = &report.manifest.name;
    let differences = shop.backups().restore(name, target.owner_url()).await.expect("restored");

    assert!(report.verdict.is_sound(), "{:?}", report.verdict);
    assert_eq!(differences, Vec::<String>::new());
    assert_eq!(target.number("select worth()").await, shop.db.number("select worth()").await);
    assert!(report.manifest.pieces.len() > 3, "{}", report.manifest.pieces.len());
    assert!(fs::read(shop.piece(name, 0)).expect("a piece").starts_with(b"age-encryption.org/v1\n"));
    let scratches = "select count(*) from pg_database where datname = current_database() || '_scratch'";
    assert_eq!(shop.db.number(scratches).await, 0);
}

#[tokio::test]
async fn whatever_is_not_the_same_is_found_and_named() {
    let shop = Shop::open().await;
    let target = Database::empty().await.expect("a database");
    let manifest = shop.made().await;
    shop.backups().restore(&manifest.name, target.owner_url()).await.expect("restored");
    let wrongs = [
        (
            "update things set price = price + 0.01 where id = 7",
            "public.things has 4000 rows as it should, and not the same ones",
        ),
        (
            "update things set name = (select name from things where id = 9) where id = 8",
            "public.things has 4000 rows as it should, and not the same ones",
        ),
        ("delete from things where id = 4000", "public.things has 3999 rows, not 4000"),
        ("alter table things drop constraint things_price", "constraint things_price of public.things is missing"),
        ("alter policy guests on things using (true)", "policy guests of public.things is defined otherwise"),
        ("drop policy guests on things", "policy guests of public.things is missing"),
        ("alter table things disable row level security", "relation public.things is defined otherwise"),
        ("grant select on things to frontdesk_guest", "relation public.things is defined otherwise"),
        ("drop index things_name_idx", "index public.things_name_idx is missing"),
        (
            "create or replace function worth() returns numeric language sql return 1.0",
            "function public.worth() is defined otherwise",
        ),
        ("create table more (id integer)", "public.more should not be there"),
        ("alter table things alter weight type real", "column weight of public.things is defined otherwise"),
    ];

    for (wrong, found) in wrongs {
        let held = target.hold(wrong).await;
        held.commit().await;
        let differences = manifest.database.differences(&fingerprint(target.owner_url()).await.expect("a fingerprint"));
        assert!(differences.contains(&found.to_owned()), "{wrong}: {differences:?}");
    }
}

#[tokio::test]
async fn what_is_written_while_a_backup_is_made_is_not_in_it_and_makes_no_difference() {
    let shop = Shop::open().await;
    let open =
        shop.db.hold("insert into things select 0, 'uncommitted'; lock table things in row exclusive mode").await;

    let manifest = shop.made().await;
    open.commit().await;
    shop.db.execute("delete from things where id > 2000").await;
    let verdict = shop.backups().try_out(&manifest.name, None).await.expect("tried");

    assert!(verdict.is_sound(), "{verdict:?}");
    assert_eq!(manifest.database.tables["public.things"].count, 4000);
}
