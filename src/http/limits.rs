//! How often something may be tried: counted in Redis where there is one, in process otherwise.

use std::{
    sync::{Arc, atomic::AtomicU32, atomic::Ordering},
    time::Duration,
};

use moka::{Expiry, sync::Cache};
use redis::aio::ConnectionManager;

use crate::error::{Error, Result};

/// Something that is counted, by address or by account, in a window of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Requests with a token that is not ours, from one address.
    BadToken,
    /// Failed sign-ins from one address.
    SignInAddress,
    /// Failed sign-ins to one account from one address: from there alone, so that nobody is locked out by another.
    SignInAccount,
    /// Requests with one API key.
    ApiKey,
    /// Mails with a link that one address asks for.
    LinkAddress,
    /// Mails with a link of one kind to one mailbox, asked for from anywhere.
    LinkMailbox,
    /// Invitations that one company sends.
    InvitationCompany,
    /// Invitations of one company to one mailbox.
    InvitationMailbox,
    /// Companies registered from one address.
    SignUp,
    /// Bookings by visitors from one address.
    PublicBooking,
    /// Bookings by visitors who give one mailbox or number, with one company: nobody is locked out of another by it.
    PublicBookingContact,
    /// Mails that one company tests its mail server with.
    MailServerTest,
}

impl Limit {
    /// A name for the key, how many, and in which window.
    fn rule(self) -> (&'static str, u32, Duration) {
        match self {
            Self::BadToken => ("bad-token", 100, Duration::from_secs(60)),
            Self::SignInAddress => ("sign-in-address", 50, Duration::from_secs(300)),
            Self::SignInAccount => ("sign-in-account", 10, Duration::from_secs(300)),
            Self::ApiKey => ("api-key", 600, Duration::from_secs(60)),
            Self::LinkAddress => ("link-address", 20, Duration::from_secs(3600)),
            Self::LinkMailbox => ("link-mailbox", 10, Duration::from_secs(3600)),
            Self::InvitationCompany => ("invitation-company", 200, Duration::from_secs(3600)),
            Self::InvitationMailbox => ("invitation-mailbox", 10, Duration::from_secs(3600)),
            Self::SignUp => ("sign-up", 20, Duration::from_secs(3600)),
            Self::PublicBooking => ("public-booking", 120, Duration::from_secs(600)),
            Self::PublicBookingContact => ("public-booking-contact", 40, Duration::from_secs(600)),
            Self::MailServerTest => ("mail-server-test", 20, Duration::from_secs(3600)),
        }
    }
}

/// The counters.
#[derive(Clone)]
pub struct Limits {
    factor: u32,
    prefix: String,
    redis: Option<ConnectionManager>,
    local: Cache<String, (Arc<AtomicU32>, Duration)>,
}

/// A counter that ran out meanwhile must not come back to life: it would have no end.
const TAKE_BACK: &str = "return tonumber(redis.call('get', KEYS[1]) or 0) > 0 and redis.call('decr', KEYS[1]) or 0";

struct Window;

impl Expiry<String, (Arc<AtomicU32>, Duration)> for Window {
    fn expire_after_create(
        &self,
        _: &String,
        counter: &(Arc<AtomicU32>, Duration),
        _: std::time::Instant,
    ) -> Option<Duration> {
        Some(counter.1)
    }
}

impl Limits {
    pub fn new(redis: Option<ConnectionManager>, prefix: &str, factor: u32) -> Self {
        let local = Cache::builder().max_capacity(100_000).expire_after(Window).build();
        Self { factor, prefix: prefix.into(), redis, local }
    }

    /// Counts one attempt; 429 once there were too many in this window.
    pub async fn hit(&self, limit: Limit, who: &str) -> Result<()> {
        let (name, max, window) = limit.rule();
        if self.factor == 0 {
            return Ok(());
        }
        let count = self.count(&format!("{}:limit:{name}:{who}", self.prefix), window).await;
        if count > max.saturating_mul(self.factor) {
            metrics::counter!("frontdesk_rate_limited_total", "limit" => name).increment(1);
            return Err(Error::TooMany(window.as_secs()));
        }
        Ok(())
    }

    /// Takes an attempt back: it was a good one.
    pub async fn forgive(&self, limit: Limit, who: &str) {
        let key = format!("{}:limit:{}:{who}", self.prefix, limit.rule().0);
        if let Some(mut redis) = self.redis.clone()
            && redis::cmd("EVAL").arg(TAKE_BACK).arg(1).arg(&key).query_async::<i64>(&mut redis).await.is_ok()
        {
            return;
        }
        if let Some((counter, _)) = self.local.get(&key) {
            let _ = counter.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| count.checked_sub(1));
        }
    }

    /// A counter lives as long as its window; if Redis is away, this process counts alone.
    async fn count(&self, key: &str, window: Duration) -> u32 {
        if let Some(mut redis) = self.redis.clone() {
            let counted: redis::RedisResult<(u32,)> = redis::pipe()
                .atomic()
                .cmd("SET")
                .arg(key)
                .arg(0)
                .arg("NX")
                .arg("EX")
                .arg(window.as_secs())
                .ignore()
                .cmd("INCR")
                .arg(key)
                .query_async(&mut redis)
                .await;
            match counted {
                Ok((count,)) => return count,
                Err(error) => tracing::warn!(%error, "redis is away; counting in process"),
            }
        }
        let (counter, _) = self.local.get_with(key.to_owned(), || (Arc::default(), window));
        counter.fetch_add(1, Ordering::Relaxed) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_attempt_after_the_last_allowed_is_refused_and_another_address_is_not() {
        let limits = Limits::new(None, "test", 1);
        for _ in 0..10 {
            assert!(limits.hit(Limit::SignInAccount, "a").await.is_ok());
        }

        let refused = limits.hit(Limit::SignInAccount, "a").await;
        let other = limits.hit(Limit::SignInAccount, "b").await;

        assert!(matches!(refused, Err(Error::TooMany(300))));
        assert!(other.is_ok());
    }
}
