//! Many at once, and what comes only after a while.

use std::time::Duration;

use tokio::task::JoinSet;

/// Does all of it at the same time; the answers come in the order of the questions.
pub async fn at_once<T, F>(work: impl IntoIterator<Item = F>) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let mut running = JoinSet::new();
    for (index, one) in work.into_iter().enumerate() {
        running.spawn(async move { (index, one.await) });
    }
    let mut done = running.join_all().await;
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, answer)| answer).collect()
}

/// Looks again and again until it is so; whoever waits for what never comes hears what it was.
pub async fn until<F: Future<Output = bool>>(what: &str, mut so: impl FnMut() -> F) {
    let looks = async {
        while !so().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(tokio::time::timeout(Duration::from_secs(60), looks).await.is_ok(), "waited in vain: {what}");
}
