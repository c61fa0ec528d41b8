//! Makes exports, and says how far they are.

use frontdesk::{
    error::{Error, Result},
    exports::{ExportId, files, jobs::MakeExport, making::Making, store},
    queue::Envelope,
};

use crate::{Failure, Work};

/// Makes an export. If this process dies, another begins anew; what fails is not tried again, since somebody can ask again.
pub async fn make(work: &Work, envelope: Envelope, job: MakeExport) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    if !store::begin(&mut tx, job.export).await? {
        return Ok(());
    }
    let before = store::retire_others(&mut tx, job.export).await?;
    tx.commit().await?;
    for name in before {
        files::delete(&files::path(work.app.config(), &name)).await?;
    }
    let name = files::name(work.app.now());
    let Err(error) = write(work, &envelope, job.export, &name).await else { return Ok(()) };
    files::delete(&files::path(work.app.config(), &name)).await?;
    let mut tx = work.app.begin_job(&envelope).await?;
    store::fail(&mut tx, job.export).await?;
    tx.commit().await?;
    Err(Failure::GiveUp(error.into()))
}

async fn write(work: &Work, envelope: &Envelope, export: ExportId, name: &str) -> Result<()> {
    files::prepare(work.app.config()).await?;
    let mut making = Making::begin(&work.app, envelope, &files::path(work.app.config(), name)).await?;
    while let Some(progress) = making.step().await? {
        let mut tx = work.app.begin_job(envelope).await?;
        store::progress(&mut tx, export, progress).await?;
        tx.commit().await?;
    }
    let (_, bytes) = making.finish().await?;
    let mut tx = work.app.begin_job(envelope).await?;
    let bytes = i64::try_from(bytes).map_err(|error| Error::Internal(error.into()))?;
    let ready = store::ready(&mut tx, export, name, bytes).await?;
    tx.commit().await?;
    match ready {
        true => Ok(()),
        false => files::delete(&files::path(work.app.config(), name)).await,
    }
}
