//! Plans to make reports.

use poem_openapi::{
    OpenApi,
    param::{Path, Query},
};

use super::{
    model::{NewSchedule, Schedule, ScheduleId, SchedulePatch},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission, Reach},
    companies,
    db::TenantTx,
    error::{Error, Result},
    http::{Body, Created, Found, IfMatch, Limit, NoContent, Page, Written, cursor, page},
    members::MemberId,
    reports::model::Kind,
    roles,
    shifts::midnight,
};

pub struct ReportSchedulesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/report-schedules", tag = "Tag::Reports")]
impl ReportSchedulesApi {
    /// Have a report made whenever a day, a week or a month has ended
    ///
    /// At midnight in the company's time zone, about the period that has just ended, for everybody's rows: whoever reaches
    /// their own alone gets a 403, as does whoever may not read `finances` for such a report. It goes to each recipient by
    /// mail. A recipient who is nobody of the company's is a 422 `not_found` on `recipients`; one whose role may not read
    /// such reports of everybody `not_allowed`, and whoever loses that right later is sent none.
    #[oai(path = "/", method = "post", operation_id = "create_report_schedule")]
    async fn create(&self, caller: Caller, new: Body<NewSchedule>) -> Result<Created<Schedule>> {
        let mut tx = self.open(&caller, Permission::ReportsCreate, new.kind).await?;
        crate::reports::store::check_filters(&mut tx, new.filters()).await?;
        self.check(&mut tx, new.kind, &new.recipients).await?;
        let (zone, now) = (companies::store::current(&mut tx).await?.zone(), tx.now());
        let due_at = midnight(zone, new.period.of(now.with_timezone(&zone).date_naive()).1);
        let schedule = store::insert(&mut tx, &new, due_at).await?;
        tx.commit().await?;
        Ok(Created(schedule))
    }

    /// List report schedules
    ///
    /// Those of `finances` only for whoever may read such.
    #[oai(path = "/", method = "get", operation_id = "list_report_schedules")]
    async fn list(
        &self,
        caller: Caller,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Schedule>>> {
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::ReportsRead).await?;
        let finances = self.app.rights(&caller).await?.reach(Permission::FinancesRead) == Some(Reach::All);
        let found = store::list(&mut tx, finances, after, limit).await?;
        Ok(Found(page(found, limit, |schedule| (schedule.created_at, schedule.id))))
    }

    /// Show a report schedule
    #[oai(path = "/:id", method = "get", operation_id = "show_report_schedule")]
    async fn show(&self, caller: Caller, Path(id): Path<ScheduleId>) -> Result<Written<Schedule>> {
        let mut tx = self.app.begin(&caller, Permission::ReportsRead).await?;
        Ok(Written(self.find(&mut tx, &caller, id).await?))
    }

    /// Change a report schedule
    #[oai(path = "/:id", method = "patch", operation_id = "update_report_schedule")]
    async fn update(
        &self,
        caller: Caller,
        Path(id): Path<ScheduleId>,
        #[oai(name = "If-Match")] version: IfMatch,
        patch: Body<SchedulePatch>,
    ) -> Result<Written<Schedule>> {
        let mut tx = self.app.begin(&caller, Permission::ReportsCreate).await?;
        let before = self.find(&mut tx, &caller, id).await?;
        self.check(&mut tx, before.kind, patch.recipients.as_deref().unwrap_or_default()).await?;
        let (zone, now) = (companies::store::current(&mut tx).await?.zone(), tx.now());
        let due_at = midnight(zone, before.period.of(now.with_timezone(&zone).date_naive()).1);
        let schedule = store::update(&mut tx, id, &patch, due_at, version.0).await?;
        tx.commit().await?;
        Ok(Written(schedule))
    }

    /// Delete a report schedule
    ///
    /// The reports that it has made stay until they expire.
    #[oai(path = "/:id", method = "delete", operation_id = "delete_report_schedule")]
    async fn delete(&self, caller: Caller, Path(id): Path<ScheduleId>) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::ReportsCreate).await?;
        self.find(&mut tx, &caller, id).await?;
        store::delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }
}

impl ReportSchedulesApi {
    /// Refuses whoever may not read, of everybody, what would be made.
    async fn open(&self, caller: &Caller, permission: Permission, kind: Kind) -> Result<TenantTx> {
        let tx = self.app.begin(caller, permission).await?;
        let rights = self.app.rights(caller).await?;
        let all = [permission, kind.permission()].iter().all(|one| rights.reach(*one) == Some(Reach::All));
        if all { Ok(tx) } else { Err(Error::Forbidden) }
    }

    async fn find(&self, tx: &mut TenantTx, caller: &Caller, id: ScheduleId) -> Result<Schedule> {
        let schedule = store::find(tx, id).await?;
        let reach = self.app.rights(caller).await?.reach(schedule.kind.permission());
        if reach == Some(Reach::All) { Ok(schedule) } else { Err(Error::Forbidden) }
    }

    /// Refuses recipients who are nobody's, or may not read what they would be sent.
    async fn check(&self, tx: &mut TenantTx, kind: Kind, recipients: &[MemberId]) -> Result<()> {
        for member in recipients {
            let Some(reader) = store::reader(tx, *member).await? else {
                return Err(Error::invalid("recipients", "not_found", "is not an active member of the company"));
            };
            let rights = roles::rights_of(&self.app, tx, &reader.role).await?.unwrap_or_default();
            if rights.reach(kind.permission()) != Some(Reach::All) {
                return Err(Error::invalid("recipients", "not_allowed", "may not read such reports of everybody"));
            }
        }
        Ok(())
    }
}
