//! Companies' own mail servers: what clients are told goes out there, and the admins hear where it cannot.

use frontdesk::{
    companies::{closing, store as companies},
    error::Error,
    mail_servers::{self, REST, dial::Trouble, jobs::NoteRefused, store},
    messages::notice::NoticeKind,
    queue::Envelope,
};

use crate::{Failure, Outgoing, Work, companies::Told, mailer::Undelivered};

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
        mail_servers::note(&mut tx, own, sent.as_ref().copied()).await?;
        tx.commit().await?;
    }
    Ok(sent.map_err(Undelivered::from))
}

/// Tells the company's admins, by the installation's server.
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
    let vars = [("host", server.host.as_str()), ("answer", server.failure.as_deref().unwrap_or_default())];
    let told = Told { kind: NoticeKind::MailServerRefused, vars: &vars, link: None };
    crate::companies::tell(work, &company, admins, told).await
}
