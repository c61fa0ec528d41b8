//! Numbers, and reports of them.

use chrono::NaiveDate;
use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    dashboard::{self, Dashboard},
    download::Download,
    jobs::MakeReport,
    model::{self, Kind, NewReport, Report, ReportId},
    render::{self, Format},
    store,
    table::Tables,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    companies,
    error::{Error, Result},
    http::{Body, Fields, Found, Limit, NoContent, Page, Started, cursor, page},
    i18n::Language,
    reports,
};

pub struct ReportsApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/reports", tag = "Tag::Reports")]
impl ReportsApi {
    /// Show the numbers of a range of days
    ///
    /// Of now, as they are counted at this moment. Days are in the company's time zone, which the answer names. Where
    /// neither end is said, it is the last 30 days, today among them; where one is, 30 days from there. At most 366 days.
    /// Whoever reaches their own rows alone gets the numbers of these.
    #[oai(path = "/dashboard", method = "get", operation_id = "show_dashboard")]
    async fn dashboard(
        &self,
        caller: Caller,
        /// First day, `YYYY-MM-DD`.
        Query(from): Query<Option<NaiveDate>>,
        /// The day after the last, `YYYY-MM-DD`.
        Query(to): Query<Option<NaiveDate>>,
    ) -> Result<Found<Dashboard>> {
        let mut tx = self.app.begin(&caller, Permission::ReportsRead).await?;
        Ok(Found(dashboard::dashboard(&mut tx, from, to).await?))
    }

    /// Ask for a report
    ///
    /// It is made in the background: look at its `status` and `progress`. One of `finances` wants the permission
    /// `finances:read` beside `reports:create`; it is about the value of what was booked, at the prices of when it was, and
    /// not about money that came in. Whoever reaches their own rows alone gets a report of these. 100 reports are
    /// waiting already: 409 `too_many_reports`.
    #[oai(path = "/", method = "post", operation_id = "create_report")]
    async fn create(&self, caller: Caller, new: Body<NewReport>) -> Result<Started<Report>> {
        let mut tx = self.app.begin(&caller, Permission::ReportsCreate).await?;
        let own = model::makes_own(&self.app.rights(&caller).await?, new.kind)?;
        let zone = companies::store::current(&mut tx).await?.time_zone;
        let report = store::insert(&mut tx, &new, &zone, own).await?;
        tx.enqueue(&MakeReport { report: report.id }).await?;
        tx.commit().await?;
        Ok(Started(report))
    }

    /// List reports, the latest first
    ///
    /// Those of `finances` only for whoever may read such; asked for by name, a 403.
    #[oai(path = "/", method = "get", operation_id = "list_reports")]
    async fn list(
        &self,
        caller: Caller,
        /// Those of this kind.
        Query(kind): Query<Option<Kind>>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Report>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ReportsRead).await?;
        let finances = self.app.rights(&caller).await?.reach(Permission::FinancesRead);
        if kind == Some(Kind::Finances) && finances.is_none() {
            return Err(Error::Forbidden);
        }
        let found = store::list(&mut tx, kind, (finances, caller.0.user), after, limit).await?;
        Ok(Found(page(found, limit, |report| (report.created_at, report.id))))
    }

    /// Show a report, as far as it has come
    #[oai(path = "/:id", method = "get", operation_id = "show_report")]
    async fn show(&self, caller: Caller, Path(id): Path<ReportId>) -> Result<Found<Report>> {
        let mut tx = self.app.begin(&caller, Permission::ReportsRead).await?;
        Ok(Found(reports::find(&self.app, &mut tx, &caller, id).await?))
    }

    /// Show what came out of a report
    ///
    /// Not done yet, or failed: 409 `not_done`. After 30 days: 410 `expired`, and later 404.
    #[oai(path = "/:id/tables", method = "get", operation_id = "show_report_tables")]
    async fn tables(&self, caller: Caller, Path(id): Path<ReportId>) -> Result<Found<Tables>> {
        let mut tx = self.app.begin(&caller, Permission::ReportsRead).await?;
        let report = reports::find(&self.app, &mut tx, &caller, id).await?;
        Ok(Found(reports::result(&mut tx, &report).await?))
    }

    /// Download a report
    ///
    /// A workbook has a sheet for each table; comma-separated values have one table. Durations are hours, shares per cent
    /// and money major units in files. A name that a spreadsheet would take for a formula begins with an apostrophe in
    /// comma-separated values. Not done yet, or failed: 409 `not_done`. After 30 days: 410 `expired`, and later 404.
    #[oai(path = "/:id/download", method = "get", operation_id = "download_report")]
    async fn download(
        &self,
        caller: Caller,
        Path(id): Path<ReportId>,
        /// `xlsx` if absent.
        Query(format): Query<Option<Format>>,
        /// Which table, where there is one alone, such as `by_service`; absent: the first. 422 `not_found` where there is
        /// no such table.
        Query(table): Query<Option<String>>,
        /// Of the headings: `en`, `uk`, `bn` or `id`; absent: the company's.
        Query(language): Query<Option<String>>,
    ) -> Result<Download> {
        let language = language.map(|code| reader(&code)).transpose()?;
        let mut tx = self.app.begin(&caller, Permission::ReportsRead).await?;
        let report = reports::find(&self.app, &mut tx, &caller, id).await?;
        let tables = reports::result(&mut tx, &report).await?;
        let language = language.unwrap_or(companies::store::current(&mut tx).await?.language());
        let format = format.unwrap_or(Format::Xlsx);
        let bytes = render::file(&tables, format, table.as_deref(), language)?;
        Ok(Download { name: reports::file_name(&report, format), format, bytes })
    }

    /// Delete a report
    ///
    /// One that is being made comes to nothing.
    #[oai(path = "/:id", method = "delete", operation_id = "delete_report")]
    async fn delete(&self, caller: Caller, Path(id): Path<ReportId>) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::ReportsCreate).await?;
        reports::find(&self.app, &mut tx, &caller, id).await?;
        store::delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }
}

fn reader(code: &str) -> Result<Language> {
    let mut fields = Fields::default();
    let language = fields.language("language", code);
    fields.finish(language)
}
