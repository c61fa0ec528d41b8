//! Jobs of companies: telling their admins what becomes of one, and erasing it.

use anyhow::{Context, anyhow};
use frontdesk::{
    companies::{
        Company, closing,
        jobs::{EraseCompany, NoteClosing, NoteVerified},
        store,
    },
    exports,
    messages::notice::{self, Notice, NoticeKind},
    queue::Envelope,
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Failure, Outgoing, Work};

/// Tells them that it closes, or that it does not any more.
pub async fn note_closing(work: &Work, envelope: Envelope, job: NoteClosing) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let company = store::current(&mut tx).await?;
    let admins = closing::admins(&mut tx).await?;
    drop(tx);
    if company.closes_at.is_some() != job.closing {
        return Ok(()); // somebody has changed their mind since
    }
    let date = company.closes_at.map(|at| company.date(at));
    let kind = if job.closing { NoticeKind::CompanyClosing } else { NoticeKind::CompanyClosingCancelled };
    let vars = [("date", date.as_deref().unwrap_or_default())];
    tell(work, &company, admins, Told { kind, vars: &vars, link: None }).await
}

/// Tells them that it is published, if it still is.
pub async fn note_verified(work: &Work, envelope: Envelope, _: NoteVerified) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let company = store::current(&mut tx).await?;
    let admins = closing::admins(&mut tx).await?;
    drop(tx);
    if company.verified_at.is_none() {
        return Ok(());
    }
    let link = work.app.config().public_url.join(&format!("/b/{}", company.slug)).context("the public URL")?;
    let told = Told { kind: NoticeKind::CompanyVerified, vars: &[], link: Some(link.as_str()) };
    tell(work, &company, admins, told).await
}

/// What a company's people are told of it.
pub struct Told<'a> {
    pub kind: NoticeKind,
    pub vars: &'a [(&'a str, &'a str)],
    pub link: Option<&'a str>,
}

/// Writes to each of them, in the company's language; one whose mail fails makes the others hear it once more.
pub async fn tell(
    work: &Work,
    company: &Company,
    people: Vec<(String, String)>,
    told: Told<'_>,
) -> Result<(), Failure> {
    for (name, email) in people {
        let mail = notice::render(&Notice {
            kind: told.kind,
            language: company.language(),
            name: Some(&name),
            company: Some(&company.name),
            vars: told.vars,
            link: told.link,
        })?;
        let id = once(company, &told, &email);
        let outgoing = Outgoing { id, from_name: company.name.clone(), to_name: Some(name), to: email, mail };
        work.mailer.send(&outgoing).await.map_err(|failure| match failure.permanent {
            true => Failure::GiveUp(anyhow!(failure.summary)),
            false => Failure::Retry(anyhow!(failure.summary)),
        })?;
    }
    Ok(())
}

/// Names this mail: where it goes out a second time, as after a crash, it is the same.
fn once(company: &Company, told: &Told, email: &str) -> Uuid {
    let what = format!("{} {} {:?} {:?} {email}", company.id, company.version, told.kind, told.vars);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(what)[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Erases the company, if it is still closing and its time has come.
pub async fn erase(work: &Work, envelope: Envelope, _: EraseCompany) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let exports = exports::store::files(&mut tx).await?;
    let rows = closing::erase(&mut tx).await?;
    tx.commit().await?;
    for name in exports.iter().filter(|_| rows > 0) {
        exports::files::delete(&exports::files::path(work.app.config(), name)).await?;
    }
    tracing::info!(rows, "a company was erased");
    Ok(())
}
