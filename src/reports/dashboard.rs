//! The numbers of a range of days at a glance: each is one query over an index.

use chrono::{Days, NaiveDate};
use poem_openapi::Object;
use serde::{Deserialize, Serialize};

use super::{bookings::Counts, model::Filters, range::Scope, table::rate};
use crate::{
    bookings::Status,
    companies,
    db::TenantTx,
    error::Result,
    http::days,
    scheduling::{availability::Span, store::planned},
};

/// How many days it is about where nobody says.
const DAYS: u64 = 30;

/// Bookings by where they stand now.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, Object)]
pub struct BookingCounts {
    pub total: i64,
    pub pending: i64,
    pub confirmed: i64,
    pub in_progress: i64,
    pub completed: i64,
    pub cancelled: i64,
    pub declined: i64,
    pub expired: i64,
    pub no_show: i64,
}

impl From<&Counts> for BookingCounts {
    fn from(counts: &Counts) -> Self {
        Self {
            total: counts.total(),
            pending: counts.of(Status::Pending),
            confirmed: counts.of(Status::Confirmed),
            in_progress: counts.of(Status::InProgress),
            completed: counts.of(Status::Completed),
            cancelled: counts.of(Status::Cancelled),
            declined: counts.of(Status::Declined),
            expired: counts.of(Status::Expired),
            no_show: counts.of(Status::NoShow),
        }
    }
}

/// The bookings that start on a day.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct DayCounts {
    pub day: NaiveDate,
    pub bookings: BookingCounts,
}

/// The numbers of a range of days.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Dashboard {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: NaiveDate,
    /// IANA: whose days these are, the company's.
    pub time_zone: String,
    /// Those that start in the range.
    pub bookings: BookingCounts,
    /// Each day of the range.
    pub days: Vec<DayCounts>,
    /// Client cards that were made in the range.
    pub new_clients: i64,
    /// No-shows, of those who either came or did not: 0 to 1; null: there were none.
    #[oai(nullable)]
    pub no_show_rate: Option<f64>,
    /// Minutes that staff have in the plan: their week or their published shifts, less holidays and time off.
    pub scheduled_minutes: i64,
    /// Minutes of bookings that start in the range and are confirmed, in progress, completed or a no-show, by somebody of
    /// the staff.
    pub booked_minutes: i64,
    /// Booked of scheduled: 0 to 1, or more where people work outside the plan; null: nothing was in the plan.
    #[oai(nullable)]
    pub utilisation: Option<f64>,
}

/// The range that is asked for: 30 days that end today, or that end or begin where the other end is said.
pub fn range(today: NaiveDate, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<(NaiveDate, NaiveDate)> {
    let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
    let after = |from: NaiveDate| from.checked_add_days(Days::new(DAYS)).unwrap_or(from);
    let to = to.or_else(|| from.map(after)).unwrap_or(tomorrow);
    let from = from.or_else(|| to.checked_sub_days(Days::new(DAYS))).unwrap_or(to);
    days(from, to, 366)
}

pub async fn dashboard(tx: &mut TenantTx, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Dashboard> {
    let (zone, now) = (companies::store::current(tx).await?.zone(), tx.now());
    let (from, to) = range(now.with_timezone(&zone).date_naive(), from, to)?;
    let scope = Scope { from, to, zone, filters: Filters::default(), now };
    let rows = by_day(tx, &scope).await?;
    let new_clients = new_clients(tx, &scope).await?;
    let scheduled = scheduled(tx, &scope).await?;

    let mut bookings = Counts::default();
    rows.iter().for_each(|row| bookings.add(row.status, row.count));
    let of_day = |day: NaiveDate| {
        let mut counts = Counts::default();
        rows.iter().filter(|row| row.day == day).for_each(|row| counts.add(row.status, row.count));
        DayCounts { day, bookings: (&counts).into() }
    };
    let taken = [Status::Confirmed, Status::InProgress, Status::Completed, Status::NoShow];
    let booked: i64 = rows.iter().filter(|row| taken.contains(&row.status)).map(|row| row.seconds).sum();
    Ok(Dashboard {
        from,
        to,
        time_zone: zone.name().into(),
        days: scope.days().into_iter().map(of_day).collect(),
        new_clients,
        no_show_rate: rate(bookings.of(Status::NoShow), bookings.expected()),
        bookings: (&bookings).into(),
        scheduled_minutes: scheduled / 60,
        booked_minutes: booked / 60,
        utilisation: rate(booked, scheduled),
    })
}

/// Seconds that staff have in the plan.
async fn scheduled(tx: &mut TenantTx, scope: &Scope) -> Result<i64> {
    let mut seconds = 0;
    for slice in scope.slices() {
        let span = Span { starts_at: slice.from, ends_at: slice.to };
        seconds += planned(tx, span, None).await?.iter().map(|one| one.time.num_seconds()).sum::<i64>();
    }
    Ok(seconds)
}

/// Bookings of a day that stand alike, and how long those with somebody of the staff take together.
struct Alike {
    day: NaiveDate,
    status: Status,
    count: i64,
    seconds: i64,
}

async fn by_day(tx: &mut TenantTx, scope: &Scope) -> Result<Vec<Alike>> {
    let (company, whole) = (tx.company(), scope.whole());
    Ok(sqlx::query_as!(
        Alike,
        r#"select (b.starts_at at time zone $4::text)::date as "day!", b.status, count(*) as "count!",
                  coalesce(sum(extract(epoch from b.ends_at - b.starts_at)) filter (where b.staff_id is not null), 0)::bigint
                      as "seconds!"
           from bookings b where b.company_id = $1 and b.starts_at >= $2 and b.starts_at < $3
           group by 1, 2"#,
        company.0,
        whole.from,
        whole.to,
        scope.zone.name()
    )
    .fetch_all(tx.db())
    .await?)
}

async fn new_clients(tx: &mut TenantTx, scope: &Scope) -> Result<i64> {
    let (company, whole) = (tx.company(), scope.whole());
    Ok(sqlx::query_scalar!(
        r#"select count(*) as "count!" from clients c
           where c.company_id = $1 and c.created_at >= $2 and c.created_at < $3"#,
        company.0,
        whole.from,
        whole.to
    )
    .fetch_one(tx.db())
    .await?)
}
