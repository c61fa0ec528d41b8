//! Jobs of companies: telling their admins that one closes, and erasing it.

use anyhow::anyhow;
use frontdesk::{
    companies::{
        closing,
        jobs::{EraseCompany, NoteClosing},
        store,
    },
    i18n,
    messages::notice::{self, Notice, NoticeKind},
    queue::Envelope,
};
use uuid::Uuid;

use crate::{Failure, Outgoing, Work};

/// Writes to every admin; one whose mail fails makes the others hear it once more.
pub async fn note_closing(work: &Work, envelope: Envelope, job: NoteClosing) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let company = store::current(&mut tx).await?;
    let admins = closing::admins(&mut tx).await?;
    drop(tx);
    if company.closes_at.is_some() != job.closing {
        return Ok(()); // somebody has changed their mind since
    }
    let language = company.language();
    let date = company.closes_at.map(|at| i18n::date(language, at.with_timezone(&company.zone()).date_naive()));
    let kind = if job.closing { NoticeKind::CompanyClosing } else { NoticeKind::CompanyClosingCancelled };
    for (name, email) in admins {
        let mail = notice::render(&Notice {
            kind,
            language,
            name: Some(&name),
            company: Some(&company.name),
            vars: &[("date", date.as_deref().unwrap_or_default())],
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

/// Erases the company, if it is still closing and its time has come.
pub async fn erase(work: &Work, envelope: Envelope, _: EraseCompany) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let rows = closing::erase(&mut tx).await?;
    tx.commit().await?;
    tracing::info!(rows, "a company was erased");
    Ok(())
}
