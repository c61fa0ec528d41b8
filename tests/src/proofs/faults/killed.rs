//! `kill -9` of server and workers, at fifty moments.

use std::{
    sync::{Arc, atomic::AtomicBool, atomic::Ordering},
    time::Duration,
};

use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{Installation, PARTS, load, reckoning};
use crate::{Database, until};

const KILLS: usize = 50;
const PEOPLE: u64 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_killed_whenever_nothing_is_lost_and_nothing_is_there_twice() {
    let seed = std::env::var("FAULTS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(rand::random::<u64>);
    println!("FAULTS_SEED={seed}");
    let db = Database::create().await.expect("a database");
    let installation = Installation::on(db, std::env::var("TEST_REDIS_URL").ok()).await;
    (0..PARTS.len()).for_each(|part| installation.start(part));
    until("both are ready", async || installation.are_ready().await).await;
    let company = installation.company().await;
    let over = Arc::new(AtomicBool::new(false));
    let progress = Arc::new(load::Progress::default());
    let people = (0..PEOPLE).map(|number| {
        let (company, over, progress) = (company.clone(), Arc::clone(&over), Arc::clone(&progress));
        tokio::spawn(async move { load::go_on(company, number, seed, &over, &progress).await })
    });
    let people: Vec<_> = people.collect();

    let (mut rng, mut ended) = (StdRng::seed_from_u64(seed), 0);
    for _ in 0..KILLS {
        progress.more(rng.random_range(0..16), Duration::from_secs(3)).await;
        tokio::time::sleep(Duration::from_millis(rng.random_range(0..500))).await;
        let part = rng.random_range(0..PARTS.len());
        ended += usize::from(!installation.kill(part).await);
        installation.start(part);
    }
    over.store(true, Ordering::SeqCst);
    let mut known = Vec::new();
    for one in people {
        known.push(one.await.expect("they come to an end"));
    }
    installation.drain().await;

    let sum = |of: fn(&load::Known) -> usize| known.iter().map(of).sum::<usize>();
    let (requests, repeated, bookings) =
        (sum(|one| one.requests), sum(|one| one.repeated), sum(|one| one.bookings.len()));
    println!("{KILLS} kills: {requests} requests, {repeated} of them repeated, {bookings} bookings");
    assert_eq!(reckoning::reckon(&installation, &company, &known).await, Vec::<String>::new());
    assert_eq!(ended, 0, "none ended by itself");
    assert!(bookings >= 10 && repeated > 0, "{bookings} bookings, {repeated} repeated");
}
