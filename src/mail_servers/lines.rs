//! Connections to companies' mail servers that are kept for a while: few of each, and none of a server as it was set up before.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use lettre::Message;
use moka::sync::Cache;
use tokio::{
    sync::{Mutex, Semaphore},
    time::timeout,
};

use super::{
    dial::{Dialer, Line, Server, Trouble},
    model::MailServerId,
};

/// How many connections a process has to one server.
const AT_ONCE: usize = 2;
/// How long a mail waits for one of them.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a connection is kept that nothing goes over.
const IDLE: Duration = Duration::from_secs(30);
/// How many servers are remembered.
const MOST: u64 = 500;

/// The connections of a process; cheap to clone.
#[derive(Clone)]
pub struct Lines {
    dialer: Dialer,
    open: Cache<(MailServerId, i32), Arc<Kept>>,
}

struct Kept {
    idle: Mutex<Vec<(Line, Instant)>>,
    places: Semaphore,
}

impl Lines {
    pub fn new(dialer: Dialer) -> Self {
        Self { dialer, open: Cache::builder().max_capacity(MOST).time_to_idle(IDLE).build() }
    }

    /// Sends a mail by the server that is set up so in this version.
    pub async fn send(&self, which: (MailServerId, i32), server: &Server, message: &Message) -> Result<(), Trouble> {
        let kept =
            self.open.get_with(which, || Arc::new(Kept { idle: Mutex::default(), places: Semaphore::new(AT_ONCE) }));
        let busy = || Trouble::Away("there are too many mails for it at once".into());
        let _place = timeout(PATIENCE, kept.places.acquire()).await.map_err(|_| busy())?.map_err(|_| busy())?;
        let mut line = match kept.idle().await {
            Some(line) => line,
            None => self.dialer.open(server).await?,
        };
        line.send(message).await?;
        kept.idle.lock().await.push((line, Instant::now()));
        Ok(())
    }
}

impl Kept {
    /// One that is still good.
    async fn idle(&self) -> Option<Line> {
        loop {
            let (mut line, since) = self.idle.lock().await.pop()?;
            if since.elapsed() < IDLE && line.is_alive().await {
                return Some(line);
            }
        }
    }
}
