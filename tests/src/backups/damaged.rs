//! One bit is enough: what is not what was written is not restored.

use std::fs;

use frontdesk_jobs::backups::{Manifest, Place};
use sha2::{Digest, Sha256};

use super::{Shop, flip, is_empty};
use crate::Database;

#[tokio::test]
async fn a_bit_that_turned_is_found_wherever_it_is_and_nothing_is_restored() {
    let shop = Shop::open().await;
    let target = Database::empty().await.expect("a database");
    let manifest = shop.made().await;
    let (name, last) = (&manifest.name, manifest.pieces.len() - 1);
    let end = fs::metadata(shop.piece(name, last)).expect("the last piece").len() as usize - 1;

    for (piece, at) in [(0, 0), (0, 30), (0, 65_535), (last / 2, 1234), (last, 0), (last, end)] {
        flip(&shop.piece(name, piece), at);
        let refused = shop.backups().restore(name, target.owner_url()).await.expect_err("damaged").to_string();
        flip(&shop.piece(name, piece), at);

        let wanted = format!("{name}: piece {} of {} is damaged: it is not what was written", piece + 1, last + 1);
        assert_eq!(refused, wanted, "byte {at}");
        assert!(is_empty(&target).await);
    }
}

#[tokio::test]
async fn a_piece_that_is_missing_or_short_is_found_and_makes_the_verdict() {
    let shop = Shop::open().await;
    let manifest = shop.made().await;
    let (name, last) = (&manifest.name, manifest.pieces.len() - 1);
    let whole = fs::read(shop.piece(name, last)).expect("the last piece");

    fs::write(shop.piece(name, last), &whole[..whole.len() - 1]).expect("cut");
    let short = shop.backups().try_out(name, None).await.expect("a verdict");
    fs::remove_file(shop.piece(name, last)).expect("removed");
    let missing = shop.backups().try_out(name, None).await.expect("a verdict");

    let which = format!("it cannot be restored: {name}: piece {} of {}", last + 1, last + 1);
    assert_eq!(short.differences, [format!("{which} is damaged: it is not what was written")]);
    assert_eq!(missing.differences, [format!("{which} is missing")]);
    assert!(shop.backups().newest().await.is_err(), "what is not sound is not offered");
}

#[tokio::test]
async fn a_manifest_with_a_bit_that_turned_is_refused_wherever_it_is() {
    let shop = Shop::open().await;
    let target = Database::empty().await.expect("a database");
    let name = shop.made().await.name;
    let path = shop.dir.path().join(&name).join("manifest.json");
    let length = fs::metadata(&path).expect("a manifest").len() as usize;

    for at in (0..length).step_by(length / 40).chain([length - 1]) {
        flip(&path, at);
        let refused = shop.backups().restore(&name, target.owner_url()).await.expect_err("damaged");
        flip(&path, at);

        let refused = format!("{refused:#}");
        assert!(refused.contains("is damaged") || refused.contains("newer version"), "byte {at}: {refused}");
    }
    assert!(is_empty(&target).await);
}

#[tokio::test]
async fn whoever_changes_a_piece_and_the_manifest_with_it_is_stopped_by_the_encryption() {
    let shop = Shop::open().await;
    let target = Database::empty().await.expect("a database");
    let manifest = shop.made().await;
    let last = manifest.pieces.len() - 1;
    flip(&shop.piece(&manifest.name, last), 5);
    forge(&shop, &manifest).await;

    let refused = shop.backups().restore(&manifest.name, target.owner_url()).await.expect_err("forged");

    assert!(refused.to_string().contains("decrypting failed"), "{refused:#}");
    assert!(is_empty(&target).await, "what came before it was taken back");
}

/// Writes the manifest that fits what is there.
async fn forge(shop: &Shop, manifest: &Manifest) {
    let pieces =
        (0..manifest.pieces.len()).map(|number| fs::read(shop.piece(&manifest.name, number)).expect("a piece"));
    let pieces: Vec<_> = pieces.collect();
    let forged = Manifest {
        sha256: hex::encode(Sha256::digest(pieces.concat())),
        pieces: pieces.iter().map(|piece| hex::encode(Sha256::digest(piece))).collect(),
        ..manifest.clone()
    };
    let place = Place::open(shop.config().backup_url.as_ref().expect("a place")).expect("a place");
    place.put_manifest(&forged.sealed().expect("a manifest")).await.expect("written");
}
