//! A month of days, and the free times of one of them, as the visitor's clock has them: for who books, and for who moves a
//! booking.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use super::{chosen::moment, zones};
use crate::i18n::{self, Language};

/// What is being looked at.
#[derive(Clone, Copy)]
pub struct View {
    pub language: Language,
    /// The zone times are shown in.
    pub zone: Tz,
    /// Where it is to be.
    pub home: Tz,
    /// The first day of the month.
    pub month: NaiveDate,
    pub day: Option<NaiveDate>,
    pub now: DateTime<Utc>,
    /// The last moment that can be booked.
    pub last: DateTime<Utc>,
}

/// As it stands on a page.
pub struct Calendar {
    pub month: String,
    pub previous: Option<String>,
    pub next: Option<String>,
    /// Short and long.
    pub weekdays: Vec<(String, String)>,
    /// How many days of the week pass before the first one.
    pub before: u32,
    pub days: Vec<Day>,
    /// The day whose times are shown.
    pub chosen: String,
    /// The times by morning, afternoon and evening.
    pub parts: Vec<(String, Vec<Time>)>,
    /// Where the next free day is, if there are no free times here.
    pub next_free: Option<(String, String)>,
    /// The zone of where it is to be, where its clock shows something else.
    pub home: Option<String>,
    /// The name of that zone.
    pub home_name: &'static str,
    pub zones: Vec<(String, String, bool)>,
    /// Where a chosen time is sent to, and what goes along.
    pub action: String,
    pub hidden: Vec<(&'static str, String)>,
    /// What goes along when another zone is chosen.
    pub kept: Vec<(&'static str, String)>,
}

pub struct Day {
    pub id: String,
    pub number: String,
    pub full: String,
    pub past: bool,
    pub today: bool,
    pub current: bool,
    /// None: no free times.
    pub href: Option<String>,
}

pub struct Time {
    pub value: String,
    pub text: String,
}

/// The first day of the month of a day.
pub fn first(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// `2026-11`.
fn parse_month(text: &str) -> Option<NaiveDate> {
    format!("{text}-01").parse().ok()
}

impl View {
    /// What the address asks for, kept within what can be booked; and whether it asked for a month.
    pub fn new(
        language: Language,
        (zone, home): (Tz, Tz),
        (month, day): (Option<&str>, Option<&str>),
        (now, last): (DateTime<Utc>, DateTime<Utc>),
    ) -> (Self, bool) {
        let day = day.and_then(|day| day.parse::<NaiveDate>().ok());
        let asked = day.or_else(|| month.and_then(parse_month));
        let (today, end) = (now.with_timezone(&zone).date_naive(), last.with_timezone(&zone).date_naive());
        let month = first(asked.unwrap_or(today).clamp(today, end.max(today)));
        (Self { language, zone, home, month, day, now, last }, asked.is_some())
    }

    /// The days to be asked for, in the zone of where it is: a day more on either side where the clocks differ.
    pub fn range(&self) -> (NaiveDate, NaiveDate) {
        let margin = Days::new(u64::from(self.zone != self.home));
        (self.month - margin, self.next_month() + margin)
    }

    fn next_month(&self) -> NaiveDate {
        self.month.checked_add_months(Months::new(1)).unwrap_or(self.month)
    }

    /// After the month, up to the last day that can be booked.
    pub fn rest(&self) -> (NaiveDate, NaiveDate) {
        (self.next_month() - Days::new(1), self.last.with_timezone(&self.home).date_naive() + Days::new(1))
    }

    pub fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// The month that a moment is in, and its day.
    pub fn at(self, at: DateTime<Utc>) -> Self {
        let day = self.date(at);
        Self { month: first(day), day: Some(day), ..self }
    }

    /// `href`: the address of the page that shows a month, or a day.
    pub fn calendar(
        &self,
        starts: &[DateTime<Utc>],
        later: Option<DateTime<Utc>>,
        href: impl Fn(&str, &str) -> String,
    ) -> Calendar {
        let (language, today) = (self.language, self.date(self.now));
        let within: Vec<_> = starts.iter().copied().filter(|at| first(self.date(*at)) == self.month).collect();
        let free = |day: NaiveDate| within.iter().any(|at| self.date(*at) == day);
        let chosen = self.day.filter(|day| free(*day)).or_else(|| within.first().map(|at| self.date(*at)));
        let of_day: Vec<_> = within.iter().copied().filter(|at| Some(self.date(*at)) == chosen).collect();
        let shown_at = of_day.first().copied().or(later).unwrap_or(self.now);
        let link = |month: NaiveDate| href(&month.format("%Y-%m").to_string(), "");
        let end = self.date(self.last);
        let (previous, next) = (self.month - Days::new(1), self.next_month());
        let day = |date: NaiveDate| Day {
            id: format!("day-{date}"),
            number: i18n::number(language, date.day().into()),
            full: i18n::date(language, date),
            past: date < today,
            today: date == today,
            current: chosen == Some(date),
            href: free(date).then(|| href("", &date.to_string())),
        };
        let week = self.month.week(Weekday::Mon).first_day().iter_days().take(7);
        Calendar {
            month: i18n::month(language, self.month),
            previous: (self.month > first(today)).then(|| link(first(previous))),
            next: (next <= end).then(|| link(next)),
            weekdays: week.map(|day| (i18n::weekday_short(language, day), i18n::weekday(language, day))).collect(),
            before: self.month.weekday().num_days_from_monday(),
            days: self.month.iter_days().take_while(|date| *date < next).map(day).collect(),
            chosen: chosen.map(|day| i18n::date(language, day)).unwrap_or_default(),
            parts: self.parts(&of_day),
            next_free: later.map(|at| self.next_free(at, &href)),
            home: (!zones::agree(self.zone, self.home, shown_at))
                .then(|| i18n::zone(language, shown_at.with_timezone(&self.home))),
            home_name: self.home.name(),
            zones: zones::choices(language, shown_at, self.home, self.zone),
            action: String::new(),
            hidden: vec![],
            kept: vec![],
        }
    }

    fn parts(&self, starts: &[DateTime<Utc>]) -> Vec<(String, Vec<Time>)> {
        let hour = |at: &DateTime<Utc>| at.with_timezone(&self.zone).hour();
        let time = |at: &DateTime<Utc>| Time {
            value: moment(*at),
            text: i18n::time(self.language, at.with_timezone(&self.zone)),
        };
        let parts = [("site.morning", 0..12), ("site.afternoon", 12..17), ("site.evening", 17..24)];
        let named = parts.map(|(name, hours)| {
            let within = starts.iter().filter(|at| hours.contains(&hour(at)));
            (i18n::text(self.language, name, &[]), within.map(time).collect::<Vec<_>>())
        });
        named.into_iter().filter(|(_, times)| !times.is_empty()).collect()
    }

    fn next_free(&self, at: DateTime<Utc>, href: impl Fn(&str, &str) -> String) -> (String, String) {
        let date = self.date(at);
        let words = i18n::text(self.language, "site.next_free", &[("time", &i18n::date(self.language, date))]);
        (words, href("", &date.to_string()))
    }
}
