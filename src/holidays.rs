//! Holidays: days on which nobody works, at one location or anywhere.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use poem_openapi::{
    Object, OpenApi,
    param::{Path, Query},
    types::Example,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Permission},
    db::TenantTx,
    error::{Error, OnConstraint, Result},
    http::{Body, Fields, Found, Limit, Made, NoContent, Page, Parse, cursor, days, page},
};

crate::id!(
    /// A day on which nobody works.
    HolidayId
);

/// A day on which nobody works.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Holiday {
    pub id: HolidayId,
    /// `YYYY-MM-DD`.
    pub on_date: NaiveDate,
    pub name: String,
    /// Where; null: everywhere.
    #[oai(nullable)]
    pub location_id: Option<Uuid>,
    pub created_at: DateTime<Utc>,
}

/// A holiday to be kept.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewHoliday {
    /// `YYYY-MM-DD`.
    pub on_date: NaiveDate,
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    /// Where; absent: everywhere.
    #[serde(default)]
    #[oai(nullable)]
    pub location_id: Option<Uuid>,
}

impl Example for NewHoliday {
    fn example() -> Self {
        let on_date = NaiveDate::from_ymd_opt(2026, 12, 25).expect("a date");
        Self { on_date, name: "Christmas".into(), location_id: None }
    }
}

impl Parse for NewHoliday {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self {
            on_date: fields.day("on_date", input.on_date),
            name: fields.line("name", &input.name, 120),
            location_id: input.location_id,
        })
    }
}

pub struct HolidaysApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/holidays", tag = "Tag::Staff")]
impl HolidaysApi {
    /// Add a holiday
    ///
    /// Nobody can be booked on it from then on; bookings that were made before stay as they are. One that is there
    /// already, on the same day and for the same place: 409 `holiday_exists`.
    #[oai(path = "/", method = "post", operation_id = "create_holiday")]
    async fn create(&self, caller: Caller, new: Body<NewHoliday>) -> Result<Made<Holiday>> {
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        let holiday = insert(&mut tx, &new).await?;
        tx.commit().await?;
        Ok(Made(holiday))
    }

    /// List holidays by day
    ///
    /// From `from` on and before `to`, at most 1830 days apart.
    #[oai(path = "/", method = "get", operation_id = "list_holidays")]
    async fn list(
        &self,
        caller: Caller,
        /// First day, `YYYY-MM-DD`.
        Query(from): Query<NaiveDate>,
        /// The day after the last, `YYYY-MM-DD`.
        Query(to): Query<NaiveDate>,
        /// Rows a page: 1 to 100, 25 if absent.
        Query(limit): Query<Option<i32>>,
        /// `next_cursor` of the page before.
        Query(cursor): Query<Option<String>>,
    ) -> Result<Found<Page<Holiday>>> {
        let range = days(from, to, 1830)?;
        let (limit, after) = (Limit::parse(limit)?, self::cursor(cursor.as_deref())?);
        let mut tx = self.app.begin(&caller, Permission::StaffRead).await?;
        let holidays = list(&mut tx, range, after, limit).await?;
        Ok(Found(page(holidays, limit, |holiday| (holiday.on_date.and_time(NaiveTime::MIN).and_utc(), holiday.id))))
    }

    /// Delete a holiday
    #[oai(path = "/:id", method = "delete", operation_id = "delete_holiday")]
    async fn delete(&self, caller: Caller, Path(id): Path<HolidayId>) -> Result<NoContent> {
        let mut tx = self.app.begin(&caller, Permission::StaffUpdate).await?;
        delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(NoContent)
    }
}

pub async fn insert(tx: &mut TenantTx, new: &NewHoliday) -> Result<Holiday> {
    let (company, id, now) = (tx.company(), HolidayId::new(), tx.now());
    sqlx::query_as!(
        Holiday,
        r#"insert into holidays (company_id, id, location_id, on_date, name, created_at) values ($1, $2, $3, $4, $5, $6)
           returning id, on_date, name, location_id as "location_id: Uuid", created_at"#,
        company.0,
        id.0,
        new.location_id,
        new.on_date,
        new.name,
        now
    )
    .fetch_one(tx.db())
    .await
    .on_constraints([
        ("holidays_key", Error::Conflict("holiday_exists", format!("{} is a holiday there already", new.on_date))),
        ("holidays_location_fkey", Error::invalid("location_id", "not_found", "is not a location of the company")),
    ])
}

async fn list(
    tx: &mut TenantTx,
    (from, to): (NaiveDate, NaiveDate),
    after: Option<(DateTime<Utc>, HolidayId)>,
    limit: Limit,
) -> Result<Vec<Holiday>> {
    let company = tx.company();
    let (after_time, after_id) = after.unzip();
    Ok(sqlx::query_as!(
        Holiday,
        r#"select id, on_date, name, location_id as "location_id: Uuid", created_at from holidays
           where company_id = $1 and on_date >= $2 and on_date < $3
             and ($4::date is null or (on_date, id) > ($4, $5::uuid))
           order by on_date, id limit $6"#,
        company.0,
        from,
        to,
        after_time.map(|time| time.date_naive()),
        after_id.map(|id| id.0),
        limit.fetch()
    )
    .fetch_all(tx.db())
    .await?)
}

async fn delete(tx: &mut TenantTx, id: HolidayId) -> Result<()> {
    let company = tx.company();
    let gone = sqlx::query!("delete from holidays where company_id = $1 and id = $2", company.0, id.0)
        .execute(tx.db())
        .await?;
    if gone.rows_affected() == 0 { Err(Error::NotFound("holiday")) } else { Ok(()) }
}
