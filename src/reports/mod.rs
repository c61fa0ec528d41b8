//! Reports: numbers about a range of days, made in the background, and kept as tables.
//!
//! Who may read which, their permissions say: `reports:read`, and for money `finances:read` beside it. A permission that
//! reaches own rows alone makes reports of these, and row-level security counts nothing else.

pub mod api;
pub mod bookings;
pub mod clients;
pub mod dashboard;
pub mod download;
pub mod finances;
pub mod jobs;
pub mod model;
mod names;
pub mod range;
pub mod render;
pub mod schedules;
pub mod staff;
pub mod store;
pub mod table;

use chrono_tz::Tz;

pub use model::{Report, ReportId};

use crate::{
    app::App,
    auth::{Caller, Reach},
    db::TenantTx,
    error::{Error, Result},
    queue::Envelope,
};
use model::{Filters, Kind, ReportStatus};
use names::Names;
use range::{Scope, Slice};
use render::Format;
use table::{Table, Tables};

/// A report that the caller may read: 403 where they may not read its kind, 404 where it is not theirs.
pub async fn find(app: &App, tx: &mut TenantTx, caller: &Caller, id: ReportId) -> Result<Report> {
    let report = store::find(tx, id).await?;
    let theirs = report.own && report.requested_by == Some(caller.0.user);
    match model::reach(&app.rights(caller).await?, report.kind) {
        Some(Reach::All) => Ok(report),
        Some(Reach::Own) if theirs => Ok(report),
        Some(Reach::Own) => Err(Error::NotFound("report")),
        None => Err(Error::Forbidden),
    }
}

/// What came out of it: 409 `not_done` before it is there, 410 `expired` after.
pub async fn result(tx: &mut TenantTx, report: &Report) -> Result<Tables> {
    if report.status != ReportStatus::Done {
        return Err(Error::Conflict("not_done", "The report is not done.".into()));
    }
    let kept = if report.expires_at > tx.now() { store::result(tx, report.id).await? } else { None };
    kept.ok_or_else(|| Error::Gone("expired", "The report has expired: make it again.".into()))
}

/// What its file is called.
pub fn file_name(report: &Report, format: Format) -> String {
    format!("{}-{}-{}.{}", report.kind.as_str(), report.from, report.to, format.as_str())
}

/// What was counted so far.
enum Tally {
    Staff(staff::Tally),
    Bookings(bookings::Tally),
    Clients(clients::Tally),
    Finances(finances::Tally),
}

impl Tally {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Staff => Self::Staff(Default::default()),
            Kind::Bookings => Self::Bookings(Default::default()),
            Kind::Clients => Self::Clients(Default::default()),
            Kind::Finances => Self::Finances(Default::default()),
        }
    }

    async fn count(&mut self, tx: &mut TenantTx, scope: &Scope, slice: Slice) -> Result<()> {
        match self {
            Self::Staff(tally) => staff::add_up(tx, scope, slice, tally).await,
            Self::Bookings(tally) => bookings::count(tx, scope, slice, tally).await,
            Self::Clients(tally) => clients::count(tx, scope, slice, tally).await,
            Self::Finances(tally) => finances::add_up(tx, scope, slice, tally).await,
        }
    }

    async fn tables(&self, tx: &mut TenantTx, scope: &Scope) -> Result<Vec<Table>> {
        match self {
            Self::Staff(tally) => staff::tables(tx, scope, tally).await,
            Self::Bookings(tally) => Ok(tally.tables(scope, &Names::load(tx).await?)),
            Self::Clients(tally) => clients::tables(tx, scope, tally).await,
            Self::Finances(tally) => Ok(tally.tables(&Names::load(tx).await?)),
        }
    }
}

/// Makes a report, a month at a time, and says after each how far it is. It changes nothing but that.
pub async fn make(app: &App, envelope: &Envelope, report: &Report) -> Result<Tables> {
    let Report { staff_id, service_id, location_id, .. } = *report;
    let filters = Filters { staff_id, service_id, location_id };
    let zone = report.time_zone.parse().unwrap_or(Tz::UTC);
    let scope = Scope { from: report.from, to: report.to, zone, filters, now: app.now() };
    let slices = scope.slices();
    let mut tally = Tally::of(report.kind);
    for (done, slice) in slices.iter().enumerate() {
        let mut tx = open(app, envelope, report).await?;
        tally.count(&mut tx, &scope, *slice).await?;
        let progress = (done + 1) * 90 / slices.len();
        store::note_progress(&mut tx, report.id, i16::try_from(progress).unwrap_or_default()).await?;
        tx.commit().await?;
    }
    let tables = tally.tables(&mut open(app, envelope, report).await?, &scope).await?;
    Ok(Tables { tables })
}

/// A transaction that sees what the report is about.
async fn open(app: &App, envelope: &Envelope, report: &Report) -> Result<TenantTx> {
    let mut tx = app.begin_job(envelope).await?;
    if report.own {
        let user = report.requested_by.ok_or(Error::NotFound("reader"))?;
        store::narrow(&mut tx, user).await?;
    }
    Ok(tx)
}
