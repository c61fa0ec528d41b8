//! Who can open a backup.

use frontdesk::backups::BackupId;

use super::{Shop, frontdesk, is_empty, said};
use crate::Database;

#[tokio::test]
async fn whoever_has_another_key_restores_nothing() {
    let shop = Shop::open().await;
    let target = Database::empty().await.expect("a database");
    let name = shop.made().await.name;
    let (_, other) = frontdesk_jobs::backups::generate_key();

    let others = shop.with(|config| config.backup_identities = vec![other]);
    let refused = others.restore(&name, target.owner_url()).await.expect_err("no key").to_string();
    let untried = others.try_out(&name, None).await.expect_err("no key").to_string();

    let wanted = "no key that is here opens the backup: set FRONTDESK_BACKUP_IDENTITIES or FRONTDESK_BACKUP_PASSPHRASE";
    assert_eq!((&*refused, &*untried), (wanted, wanted));
    assert!(is_empty(&target).await);
    assert!(
        shop.backups().place().list().await.expect("a list").0[0].verdict.is_none(),
        "that is no fault of the backup"
    );
}

#[tokio::test]
async fn whoever_has_only_the_public_key_makes_and_tries_backups_that_they_cannot_open() {
    let shop = Shop::open().await;
    let target = Database::empty().await.expect("a database");
    let public = shop.with(|config| {
        config.backup_identities.clear();
        config.backup_recipients = vec![shop.recipient.clone()];
    });

    let report = public.run(BackupId::new().0, true).await.expect("a backup");
    let name = &report.manifest.name;
    let refused = public.restore(name, target.owner_url()).await.expect_err("no key").to_string();
    let differences = shop.backups().restore(name, target.owner_url()).await.expect("restored");

    assert!(report.verdict.is_sound(), "{:?}", report.verdict);
    assert!(refused.contains("no key that is here"), "{refused}");
    assert_eq!(differences, Vec::<String>::new());
}

#[tokio::test]
async fn a_passphrase_locks_and_opens_and_another_does_not() {
    let shop = Shop::open().await;
    let target = Database::empty().await.expect("a database");
    let by = |passphrase: &str| {
        shop.with(|config| {
            config.backup_identities.clear();
            config.backup_passphrase = Some(passphrase.into());
        })
    };

    let (manifest, _) = by("correct horse battery staple").make(BackupId::new().0, true).await.expect("a backup");
    let refused =
        by("wrong horse battery staple").restore(&manifest.name, target.owner_url()).await.expect_err("no key");
    let differences =
        by("correct horse battery staple").restore(&manifest.name, target.owner_url()).await.expect("restored");

    assert!(refused.to_string().contains("no key that is here"), "{refused:#}");
    assert_eq!(differences, Vec::<String>::new());
}

#[tokio::test]
async fn without_a_key_nothing_is_written_unless_that_is_said() {
    let shop = Shop::open().await;
    let url = format!("file://{}", shop.dir.path().display());
    let environment = [("DATABASE_OWNER_URL", shop.db.owner_url()), ("FRONTDESK_BACKUP_URL", &*url)];

    let (refusal, made) = said(frontdesk(&["backup"], &environment)).await;
    assert!(!made && refusal.contains("there is no key to encrypt backups with"), "{refusal}");
    assert_eq!(shop.folders(), Vec::<String>::new());

    let (report, made) = said(frontdesk(&["backup", "--unencrypted"], &environment)).await;
    let (list, _) = said(frontdesk(&["backup", "list"], &environment)).await;
    assert!(made && report.contains("restored and compared: the same"), "{report}");
    assert!(list.contains("NOT encrypted, sound"), "{list}");
}
