//! The one reader of a process: it sees which companies have news, and who may not listen any more.

use std::{collections::BTreeMap, time::Duration};

use futures_util::StreamExt;
use tokio::time::{Instant, sleep};

use super::{live::Listening, model::End, store};
use crate::{app::App, companies::CompanyId, error::Result};

/// How long a commit that nobody tells of waits to be seen; and a listener who may not listen any more.
const POLL: Duration = Duration::from_secs(1);
/// After a call: whatever held the horizon back then may be over by now.
const AGAIN: Duration = Duration::from_millis(200);
/// Commits that crowd together are one look.
const LEAST: Duration = Duration::from_millis(50);

/// Looks while anybody listens: once a second, and at once when a transaction that told of something has committed.
pub(super) async fn run(app: App) {
    let hearing = tokio::spawn(hear(app.clone()));
    let mut news = app.db().news();
    let mut checked: Option<Instant> = None;
    let mut wait = POLL;
    loop {
        news = news.resubscribe(); // what was called before is in this look
        let everybody = app.live().everybody();
        if everybody.is_empty() {
            break;
        }
        if let Err(error) = look(&app, &everybody).await.map_err(anyhow::Error::from) {
            tracing::warn!(error = format!("{error:#}"), "looking for news failed; it goes on in a moment");
        }
        if checked.is_none_or(|at| at.elapsed() >= POLL) {
            checked = Some(Instant::now());
            if let Err(error) = check(&app, &everybody).await.map_err(anyhow::Error::from) {
                tracing::warn!(error = format!("{error:#}"), "checking who listens failed; it goes on in a moment");
            }
        }
        sleep(LEAST).await;
        wait = tokio::select! {
            _ = news.recv() => AGAIN,
            () = app.live().joined() => AGAIN,
            () = sleep(wait) => POLL,
        };
    }
    hearing.abort();
}

/// Finds the companies with news, and tells their listeners how far they can read.
async fn look(app: &App, everybody: &[(u64, Listening)]) -> Result<()> {
    let mut from = BTreeMap::<CompanyId, u64>::new();
    for (_, one) in everybody {
        let earliest = from.entry(one.member.company).or_insert(one.told_to);
        *earliest = one.told_to.min(*earliest);
    }
    let companies: Vec<_> = from.keys().map(|company| company.0).collect();
    let from: Vec<_> = from.values().map(u64::to_string).collect();
    let mut tx = app.schedule().await?;
    let (horizon, news) = store::look(&mut tx, &companies, &from).await?;
    drop(tx);
    for (number, one) in everybody {
        app.live().tell(*number, horizon, news.contains(&one.member.company));
    }
    Ok(())
}

/// Ends the streams of those whose token has run out, and lets those whom no door would let in find out for themselves.
async fn check(app: &App, everybody: &[(u64, Listening)]) -> Result<()> {
    let (expired, good): (Vec<_>, Vec<_>) = everybody.iter().partition(|(_, one)| one.has_expired(app.now()));
    expired.iter().for_each(|(number, _)| app.live().end(*number, End::Expired));
    let members: Vec<_> = good.iter().map(|(_, one)| (&one.member, one.role_version)).collect();
    let admitted = app.db().admitted(&members, app.now()).await?;
    let refused = good.iter().zip(admitted).filter(|(_, admitted)| !admitted);
    refused.for_each(|((number, _), _)| app.live().doubt(*number));
    Ok(())
}

/// Passes on what other processes call, over Redis where there is one.
async fn hear(app: App) {
    let Some(client) = app.redis() else { return };
    loop {
        if let Ok(mut pubsub) = client.get_async_pubsub().await
            && pubsub.subscribe(app.news_channel()).await.is_ok()
        {
            let mut calls = pubsub.on_message();
            while calls.next().await.is_some() {
                app.db().news_from_elsewhere();
            }
        }
        sleep(Duration::from_secs(5)).await;
    }
}
