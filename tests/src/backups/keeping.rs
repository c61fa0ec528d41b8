//! Which backups stay.

use chrono::TimeDelta;
use frontdesk::backups::BackupId;

use super::{Shop, flip};

#[tokio::test]
async fn the_newest_stay_and_what_is_older_goes_once_the_new_one_is_sound() {
    let shop = Shop::open().await;
    let two = shop.with(|config| config.backup_keep = "2".into());
    let mut names = Vec::new();

    for _ in 0..3 {
        let report = two.run(BackupId::new().0, true).await.expect("a backup");
        names.push(report.manifest.name);
        shop.clock.advance(TimeDelta::days(1));
    }

    assert_eq!(shop.folders(), names[1..]);
}

#[tokio::test]
async fn the_newest_sound_one_stays_however_many_unsound_ones_follow() {
    let shop = Shop::open().await;
    let one = shop.with(|config| config.backup_keep = "1".into());
    let sound = one.run(BackupId::new().0, true).await.expect("a backup").manifest.name;
    let mut names = vec![sound.clone()];

    for _ in 0..2 {
        shop.clock.advance(TimeDelta::days(1));
        let damaged = shop.made().await.name;
        flip(&shop.piece(&damaged, 0), 99);
        let verdict = one.try_out(&damaged, None).await.expect("a verdict");
        assert!(!verdict.is_sound());
        names.push(damaged);
    }

    assert_eq!(shop.folders(), names);
    assert_eq!(one.newest().await.expect("one that is sound"), sound);
    shop.clock.advance(TimeDelta::days(1));
    let last = one.run(BackupId::new().0, true).await.expect("a backup").manifest.name;
    assert_eq!(shop.folders(), [last]);
}
