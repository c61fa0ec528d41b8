//! Jobs of invitations: the mail with the link, while it is one that can be followed.

use anyhow::{Context, anyhow};
use frontdesk::{
    i18n::Language,
    invitations::{
        GOOD_FOR, back as returning,
        jobs::{InviteBack, SendInvitation},
        store,
    },
    messages::notice::{Notice, NoticeKind, render},
    queue::Envelope,
};

use crate::{Failure, MAX_ATTEMPTS, Outgoing, Work};

/// Sends an invitation. If this process dies before the job is done, it goes again, with the same Message-ID.
pub async fn send(work: &Work, envelope: Envelope, job: SendInvitation) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let found = store::to_send(&mut tx, job.invitation, job.link).await?;
    drop(tx);
    let Some(letter) = found else { return Ok(()) };
    let Some(secret) = work.app.tokens().link_secret_again(job.link, &letter.hash) else {
        return Err(Failure::GiveUp(anyhow!("the key that made the link is gone")));
    };

    let mut link = work.app.config().public_url.join("/account/invitation").context("the public URL")?;
    link.query_pairs_mut().append_pair("token", &secret);
    let hours = GOOD_FOR.num_hours().to_string();
    let mail = render(&Notice {
        kind: NoticeKind::Invitation,
        language: Language::parse(&letter.language).unwrap_or(Language::En),
        name: None,
        company: Some(&letter.company),
        vars: &[("inviter", &letter.inviter), ("role", &letter.role), ("hours", &hours)],
        link: Some(link.as_str()),
    })?;
    let outgoing = Outgoing { id: job.link, from_name: letter.company, to_name: None, to: letter.email, mail };
    match work.mailer.send(&outgoing).await {
        Ok(()) => Ok(()),
        Err(failure) if failure.permanent || envelope.attempt >= MAX_ATTEMPTS => {
            Err(Failure::GiveUp(anyhow!(failure.summary)))
        }
        Err(failure) => Err(Failure::Retry(anyhow!(failure.summary))),
    }
}

/// Invites the members of a company that came back.
pub async fn back(work: &Work, envelope: Envelope, job: InviteBack) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    returning::invite(&work.app, &mut tx, &job.members).await?;
    tx.commit().await?;
    Ok(())
}
