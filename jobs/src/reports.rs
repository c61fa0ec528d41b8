//! Jobs of reports: making one, asking for those of schedules, and sending these.

use anyhow::anyhow;
use frontdesk::{
    app::App,
    auth::Reach,
    companies::store as companies,
    db::TenantTx,
    error::{Error, Result},
    i18n::{self, Language},
    messages::{
        notice::{self, Notice, NoticeKind},
        render::{Attached, Mail},
    },
    queue::Envelope,
    reports::{
        self, Report, ReportId,
        jobs::{MakeReport, RunSchedule, SendReport},
        render,
        schedules::{self, Schedule, store as plans},
        store,
    },
    roles,
};
use uuid::Uuid;

use crate::{Failure, Outgoing, Work};

/// How often a report is tried before it counts as failed.
const ATTEMPTS: u32 = 3;
/// How many rows are thrown away in one transaction.
const BATCH: i64 = 200;

/// Makes a report, unless it is made or gone. It reads without holding anything up, and a process that dies leaves nothing
/// but a report that another begins anew.
pub async fn make(work: &Work, envelope: Envelope, job: MakeReport) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let Some(report) = store::begin(&mut tx, job.report).await? else { return Ok(()) };
    tx.commit().await?;
    let made = match reports::make(&work.app, &envelope, &report).await {
        Ok(tables) => finish(&work.app, &envelope, report.id, &tables).await,
        Err(error) => Err(error),
    };
    match made {
        Err(error) if envelope.attempt >= ATTEMPTS => {
            let mut tx = work.app.begin_job(&envelope).await?;
            store::fail(&mut tx, report.id, "It could not be made.").await?;
            tx.commit().await?;
            Err(Failure::GiveUp(error.into()))
        }
        made => Ok(made?),
    }
}

/// Keeps what came out, and has it sent to whoever a schedule says.
async fn finish(app: &App, envelope: &Envelope, id: ReportId, tables: &reports::table::Tables) -> Result<()> {
    let mut tx = app.begin_job(envelope).await?;
    if !store::finish(&mut tx, id, tables).await? {
        return Ok(());
    }
    if let Some(schedule) = store::schedule_of(&mut tx, id).await?
        && let Some(plan) = optional(plans::find(&mut tx, schedule).await)?
    {
        for member in plan.recipients {
            tx.enqueue(&SendReport { report: id, schedule, member }).await?;
        }
    }
    tx.commit().await
}

fn optional<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Asks for the report of the period that has ended.
pub async fn run_schedule(work: &Work, envelope: Envelope, job: RunSchedule) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    schedules::run(&mut tx, job.schedule).await?;
    tx.commit().await?;
    Ok(())
}

/// Sends a report to one member, if they may still read it. One that goes out again has the same Message-ID.
pub async fn send(work: &Work, envelope: Envelope, job: SendReport) -> Result<(), Failure> {
    let mut tx = work.app.begin_job(&envelope).await?;
    let Some((report, plan)) = both(&mut tx, &job).await? else { return Ok(()) };
    let Some(reader) = plans::reader(&mut tx, job.member).await? else { return Ok(()) };
    let rights = roles::rights_of(&work.app, &mut tx, &reader.role).await?.unwrap_or_default();
    if reports::model::reach(&rights, report.kind) != Some(Reach::All) {
        return Ok(());
    }
    let Some(tables) = store::result(&mut tx, report.id).await? else { return Ok(()) };
    let company = companies::current(&mut tx).await?;
    drop(tx);

    let language = Language::parse(&plan.language).unwrap_or(company.language());
    let (kind, last) = (report.kind.as_str(), report.to.pred_opt().unwrap_or(report.to));
    let title = i18n::text(language, &format!("report.kind.{kind}"), &[]);
    let (from, to) = (i18n::date(language, report.from), i18n::date(language, last));
    let mail = notice::render(&Notice {
        kind: NoticeKind::Report,
        language,
        name: Some(&reader.name),
        company: Some(&company.name),
        vars: &[("report", &title), ("from", &from), ("to", &to)],
        link: None,
    })?;
    let attached = Some(Attached {
        name: reports::file_name(&report, plan.format),
        content_type: plan.format.content_type(),
        bytes: render::file(&tables, plan.format, None, language)?,
    });
    let id = Uuid::from_u128(report.id.0.as_u128() ^ job.member.0.as_u128());
    let (from_name, to_name) = (company.name.clone(), Some(reader.name));
    let outgoing = Outgoing { id, from_name, to_name, to: reader.email, mail: Mail { attached, ..mail } };
    work.mailer.send(&outgoing).await.map_err(|failure| match failure.permanent {
        true => Failure::GiveUp(anyhow!(failure.summary)),
        false => Failure::Retry(anyhow!(failure.summary)),
    })
}

/// The report and how it is sent; `None`: one of them is gone.
async fn both(tx: &mut TenantTx, job: &SendReport) -> Result<Option<(Report, Schedule)>> {
    let report = optional(store::find(tx, job.report).await)?;
    Ok(report.zip(optional(plans::find(tx, job.schedule).await)?))
}

/// Throws away what has expired, some at a time.
pub async fn purge(app: &App) -> Result<()> {
    loop {
        let mut tx = app.schedule().await?;
        let purged = store::purge(&mut tx, BATCH).await?;
        tx.commit().await?;
        if purged < BATCH.unsigned_abs() {
            return Ok(());
        }
    }
}
