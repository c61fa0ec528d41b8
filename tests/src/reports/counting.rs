//! Reports of random histories, against a reference that looks at every row by itself.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::{America::New_York, Asia::Dhaka, Australia::Lord_Howe, Europe::Kyiv, Tz};
use frontdesk::reports::{
    self, Report, ReportId,
    model::{Kind, ReportStatus},
    table::Tables,
};
use serde_json::{Value, json};

use super::histories::{Booking, Dice, History, STATUSES, Stretch, name};

/// What is asked for.
#[derive(Clone, Copy, Debug)]
struct Question {
    zone: Tz,
    from: NaiveDate,
    to: NaiveDate,
    staff: Option<usize>,
    service: Option<usize>,
    location: Option<usize>,
}

impl Question {
    fn roll(dice: &mut Dice) -> Self {
        let zone = [Kyiv, New_York, Lord_Howe, Dhaka][dice.below(4)];
        let from = dice.moment().with_timezone(&zone).date_naive();
        let longest = [3, 40, 300][dice.below(3)];
        let to = from + Days::new(1 + dice.below(longest) as u64);
        let (staff, service, location) = match dice.below(6) {
            0 => (Some(dice.below(5)), None, None),
            1 => (None, Some(dice.below(4)), None),
            2 => (None, None, Some(dice.below(3))),
            _ => (None, None, None),
        };
        Self { zone, from, to, staff, service, location }
    }

    fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    fn holds(&self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }

    /// The bookings that it is about, whatever their service.
    fn bookings<'a>(&self, history: &'a History) -> impl Iterator<Item = &'a Booking> {
        let question = *self;
        history.bookings.iter().filter(move |booking| {
            question.holds(question.day(booking.starts_at))
                && (question.staff.is_none() || question.staff == booking.staff)
                && (question.location.is_none() || question.location == booking.location)
        })
    }

    /// How much of a stretch is in it. No clock here changes at midnight.
    fn part(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
        let midnight = |day: NaiveDate| {
            self.zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).single().expect("one midnight").to_utc()
        };
        (to.min(midnight(self.to)) - from.max(midnight(self.from))).max(TimeDelta::zero())
    }

    async fn ask(&self, history: &History, kind: Kind) -> Tables {
        let report = Report {
            id: ReportId::new(),
            kind,
            status: ReportStatus::Running,
            progress: 0,
            from: self.from,
            to: self.to,
            time_zone: self.zone.name().into(),
            staff_id: self.staff.map(|at| history.staff[at].into()),
            service_id: self.service.map(|at| history.services[at].into()),
            location_id: self.location.map(|at| history.locations[at].into()),
            own: false,
            requested_by: None,
            failure: None,
            created_at: history.now,
            finished_at: None,
            expires_at: history.now,
        };
        reports::make(&history.app.app, &history.envelope, &report).await.expect("a report")
    }
}

/// A table as a map from what its first columns say, of which there are so many.
fn map(tables: &Tables, name: &str, keys: usize) -> BTreeMap<String, Vec<Value>> {
    let table = tables.tables.iter().find(|table| table.name == name).unwrap_or_else(|| panic!("no {name}"));
    let row = |row: &Vec<Value>| (json!(row[..keys]).to_string(), row[keys..].to_vec());
    let map: BTreeMap<_, _> = table.rows.iter().map(row).collect();
    assert_eq!(map.len(), table.rows.len(), "{name} says something twice");
    map
}

fn ratio(part: i64, whole: i64) -> Value {
    if whole > 0 { json!((part as f64 / whole as f64 * 10_000.0).round() / 10_000.0) } else { Value::Null }
}

/// Total, each status and the rate of no-shows, of bookings by what `key` says of them.
fn counts<'a>(
    bookings: impl Iterator<Item = &'a Booking>,
    key: impl Fn(&Booking) -> Value,
) -> BTreeMap<String, Vec<Value>> {
    let mut all: BTreeMap<String, Vec<&Booking>> = BTreeMap::new();
    for booking in bookings {
        all.entry(json!([key(booking)]).to_string()).or_default().push(booking);
    }
    let row = |those: Vec<&Booking>| {
        let of = |status: &str| those.iter().filter(|booking| booking.status == status).count() as i64;
        let came = of("completed") + of("no_show");
        let statuses = STATUSES.iter().map(|status| json!(of(status)));
        [json!(those.len())].into_iter().chain(statuses).chain([ratio(of("no_show"), came)]).collect()
    };
    all.into_iter().map(|(key, those)| (key, row(those))).collect()
}

/// Without the rows of nothing, which dates have.
fn with_bookings(map: BTreeMap<String, Vec<Value>>) -> BTreeMap<String, Vec<Value>> {
    map.into_iter().filter(|(_, row)| row[0] != 0).collect()
}

fn monday(day: NaiveDate) -> NaiveDate {
    day.iter_days().rev().find(|day| day.weekday() == chrono::Weekday::Mon).expect("a Monday")
}

async fn bookings(history: &History, question: &Question) {
    let found = question.ask(history, Kind::Bookings).await;
    let those = || {
        question.bookings(history).filter(|booking| question.service.is_none_or(|service| service == booking.service))
    };
    let named = |kind: &'static str, at: Option<usize>| at.map_or(Value::Null, |at| json!(name(kind, at)));
    let lead = |booking: &Booking| {
        let seconds = (booking.starts_at - booking.created_at).num_seconds();
        let words = ["under_1_day", "1_to_3_days", "3_to_7_days", "7_to_30_days", "over_30_days"];
        json!(words[[1, 3, 7, 30].iter().filter(|days| seconds >= *days * 86_400).count()])
    };
    let day = |booking: &Booking| question.day(booking.starts_at);

    assert_eq!(
        map(&found, "by_service", 1),
        counts(those(), |one| named("Service", Some(one.service))),
        "{question:?}"
    );
    assert_eq!(map(&found, "by_staff", 1), counts(those(), |one| named("Staff", one.staff)), "{question:?}");
    assert_eq!(map(&found, "by_location", 1), counts(those(), |one| named("Location", one.location)), "{question:?}");
    assert_eq!(with_bookings(map(&found, "by_lead_time", 1)), counts(those(), lead), "{question:?}");
    let by_day = map(&found, "by_day", 1);
    assert_eq!(by_day.len() as i64, (question.to - question.from).num_days());
    assert_eq!(with_bookings(by_day), counts(those(), |one| json!(day(one))), "{question:?}");
    assert_eq!(
        with_bookings(map(&found, "by_week", 1)),
        counts(those(), |one| json!(monday(day(one)))),
        "{question:?}"
    );
    let first = |one: &Booking| json!(day(one).with_day(1).expect("a first"));
    assert_eq!(with_bookings(map(&found, "by_month", 1)), counts(those(), first), "{question:?}");
    for status in STATUSES {
        let count = those().filter(|booking| booking.status == status).count();
        assert_eq!(map(&found, "by_status", 1)[&json!([status]).to_string()], [json!(count)], "{question:?}");
    }
}

async fn finances(history: &History, question: &Question) {
    let found = question.ask(history, Kind::Finances).await;
    let mut lines: Vec<(&Booking, usize, i64)> = Vec::new();
    for booking in question.bookings(history) {
        for (service, amount) in &booking.lines {
            let service = service.unwrap_or(booking.service);
            if question.service.is_none_or(|wanted| wanted == service) {
                lines.push((booking, service, *amount));
            }
        }
    }
    let sums = |key: &dyn Fn(&Booking, usize) -> Value| {
        let mut sums: BTreeMap<String, [i64; 3]> = BTreeMap::new();
        for (booking, service, amount) in &lines {
            let sum = sums.entry(json!([key(booking, *service), booking.currency]).to_string()).or_default();
            match booking.status {
                "pending" | "confirmed" | "in_progress" => sum[0] += amount,
                "completed" => (sum[0], sum[1]) = (sum[0] + amount, sum[1] + amount),
                _ => sum[2] += amount,
            }
        }
        sums.into_iter().map(|(key, sum)| (key, sum.map(Value::from).to_vec())).collect::<BTreeMap<_, _>>()
    };
    let named = |kind: &'static str, at: Option<usize>| at.map_or(Value::Null, |at| json!(name(kind, at)));

    let month = |one: &Booking, _| json!(question.day(one.starts_at).with_day(1).expect("a first"));
    assert_eq!(map(&found, "by_month", 2), sums(&month), "{question:?}");
    assert_eq!(map(&found, "by_service", 2), sums(&|_, service| named("Service", Some(service))), "{question:?}");
    assert_eq!(map(&found, "by_staff", 2), sums(&|one, _| named("Staff", one.staff)), "{question:?}");
    assert_eq!(map(&found, "by_location", 2), sums(&|one, _| named("Location", one.location)), "{question:?}");
    let mut by_status: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (booking, _, amount) in &lines {
        let sum = by_status.entry(json!([booking.status, booking.currency]).to_string()).or_insert(vec![json!(0)]);
        sum[0] = json!(sum[0].as_i64().expect("a number") + amount);
    }
    assert_eq!(map(&found, "by_status", 2), by_status, "{question:?}");
}

async fn staff(history: &History, question: &Question) {
    let question = &Question { service: None, location: None, ..*question };
    let found = map(&question.ask(history, Kind::Staff).await, "by_staff", 1);
    let sum = |stretches: &[Stretch], at: usize| {
        let theirs = stretches.iter().filter(|one| one.staff == at);
        theirs.map(|one| question.part(one.from, one.to.unwrap_or(history.now))).sum::<TimeDelta>().num_seconds()
    };
    let published: Vec<_> = history.shifts.iter().copied().filter(|shift| shift.published).collect();
    let people: Vec<_> = (0..5).filter(|at| question.staff.is_none_or(|staff| staff == *at)).collect();
    assert_eq!(found.len(), people.len(), "{question:?}");

    for at in people {
        let theirs: Vec<_> = question.bookings(history).filter(|booking| booking.staff == Some(at)).collect();
        let of = |status: &str| theirs.iter().filter(|booking| booking.status == status).count() as i64;
        let taken =
            theirs.iter().filter(|one| ["confirmed", "in_progress", "completed", "no_show"].contains(&one.status));
        let booked = taken.map(|one| one.ends_at - one.starts_at).sum::<TimeDelta>().num_seconds();
        let clients: BTreeSet<_> =
            theirs.iter().filter(|one| one.status == "completed").map(|one| one.client).collect();
        let scheduled = if at == 0 { early_hours(question) } else { sum(&published, at) };
        let row = json!([
            scheduled / 60,
            sum(&history.entries, at) / 60,
            booked / 60,
            ratio(booked, scheduled),
            theirs.len(),
            of("completed"),
            of("no_show"),
            clients.len(),
        ]);
        assert_eq!(json!(found[&json!([name("Staff", at)]).to_string()]), row, "{at} of {question:?}");
    }
}

/// The seconds of the range in which a clock in Kyiv shows a time before six, a quarter of an hour after the other.
fn early_hours(question: &Question) -> i64 {
    let midnight = |day: NaiveDate| {
        question.zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).single().expect("one midnight").to_utc()
    };
    let quarters = (midnight(question.to) - midnight(question.from)).num_minutes() / 15;
    let early =
        |quarter: &i64| (midnight(question.from) + TimeDelta::minutes(15 * quarter)).with_timezone(&Kyiv).hour() < 6;
    (0..quarters).filter(early).count() as i64 * 900
}

async fn clients(history: &History, question: &Question) {
    let question = &Question { staff: None, service: None, location: None, ..*question };
    let found = question.ask(history, Kind::Clients).await;
    let done = |before: bool, client: usize| {
        let theirs = history.bookings.iter().filter(|one| one.client == client && one.status == "completed");
        let day = theirs.map(|one| question.day(one.starts_at));
        day.filter(|day| if before { *day < question.from } else { question.holds(*day) }).count()
    };
    let visits: Vec<_> =
        (0..history.clients.len()).map(|client| (done(false, client), done(true, client) > 0)).collect();
    let new = history.clients.iter().filter(|made| question.holds(question.day(**made))).count();
    let served = visits.iter().filter(|(visits, _)| *visits > 0).count();
    let returning = visits.iter().filter(|(visits, before)| *visits > 0 && *before).count();

    let summary = [
        ("new_clients", new),
        ("clients_served", served),
        ("first_visit", served - returning),
        ("returning", returning),
    ];
    for (word, count) in summary {
        assert_eq!(map(&found, "summary", 1)[&json!([word]).to_string()], [json!(count)], "{word} of {question:?}");
    }
    for (word, range) in [
        ("once", 1..=1),
        ("twice", 2..=2),
        ("3_to_5_times", 3..=5),
        ("6_to_10_times", 6..=10),
        ("over_10_times", 11..=usize::MAX),
    ] {
        let count = visits.iter().filter(|(visits, _)| range.contains(visits)).count();
        assert_eq!(
            map(&found, "by_frequency", 1)[&json!([word]).to_string()],
            [json!(count)],
            "{word} of {question:?}"
        );
    }
    let by_month: i64 = map(&found, "new_by_month", 1).values().filter_map(|row| row[0].as_i64()).sum();
    assert_eq!(by_month, new as i64, "{question:?}");
}

#[tokio::test]
async fn every_number_is_what_looking_at_every_row_comes_to() {
    let mut cases = 0;
    for seed in [1, 2] {
        let history = History::tell(seed).await;
        let mut dice = Dice::new(seed + 100);
        for _ in 0..40 {
            let question = Question::roll(&mut dice);
            bookings(&history, &question).await;
            finances(&history, &question).await;
            staff(&history, &question).await;
            clients(&history, &question).await;
            cases += 4;
        }
    }
    println!("reports against every row: {cases}");
}
