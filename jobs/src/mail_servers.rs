//! Companies' own mail servers: what clients are told goes out there, and the admins hear where it cannot.

use anyhow::anyhow;
use frontdesk::{
    companies::{closing, store as companies},
    error::Error,
    mail_servers::{self, REST, dial::Trouble, jobs::NoteRefused, store},
    messages::notice::{self, Notice, NoticeKind},
    queue::Envelope,
};
use uuid::Uuid;

use crate::{Failure, Outgoing, Work, mailer::Undelivered};

/// Sends a mail by the company's own server, and writes down what the server made of it. One that has just refused us is left
/// alone.
pub async fn send(
    work: &Work,
    envelope: &Envelope,
    own: &store::Own,
    outgoing: &Outgoing,
) -> Result<Result<(), Undelivered>, Failure> {
    if own.refused_at.is_some_and(|at| work.app.now() - at < REST) {
        return Ok(Err(Trouble::Away("it did not let us in a moment ago".into()).into()));
    }
    let sent = work.mailer.send_by(&work.app, own, outgoing).await;
    if sent.is_err() || own.failing_since.is_some() {
        let mut tx = work.app.begin_job(envelope).await?;
        mail_servers::note(&mut tx, own, sent.as_ref().map(|()| ())).await?;
        tx.commit().await?;
    }
    Ok(sent.map_err(Undelivered::from))
}

/// Writes to every admin, by the installation's server; one whose mail fails makes the others hear it once more.
pub async fn note_refused(work: &Work, envelope: Envelope, _: NoteRefused) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let server = match store::find(&mut tx).await {
        Ok(server) if server.refused_at.is_some() => server,
        Ok(_) | Err(Error::NotFound(_)) => return Ok(()), // somebody has seen to it meanwhile
        Err(error) => return Err(error.into()),
    };
    let company = companies::current(&mut tx).await?;
    let admins = closing::admins(&mut tx).await?;
    drop(tx);
    for (name, email) in admins {
        let mail = notice::render(&Notice {
            kind: NoticeKind::MailServerRefused,
            language: company.language(),
            name: Some(&name),
            company: Some(&company.name),
            vars: &[("host", &server.host), ("answer", server.failure.as_deref().unwrap_or_default())],
            link: None,
        })?;
        let outgoing =
            Outgoing { id: Uuid::now_v7(), from_name: company.name.clone(), to_name: Some(name), to: email, mail };
        work.mailer.send(&outgoing).await.map_err(|failure| match failure.permanent {
            true => Failure::GiveUp(anyhow!(failure.summary)),
            false => Failure::Retry(anyhow!(failure.summary)),
        })?;
    }
    Ok(())
}
