//! A service's free times: one week, one day of it, everybody or one of the staff.

use askama::Template;
use chrono::{DateTime, Datelike, Days, NaiveDate, Timelike, Weekday};
use chrono_tz::Tz;
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    page::{self, Asked, Page, Visit},
    services::Card,
};
use crate::{
    app::App,
    bookings::basket::{Basket, Choice},
    error::Result,
    i18n,
    scheduling::{self, Rules, Slot, Wanted},
    services::Service,
    staff::StaffId,
};

/// How far one look ahead goes for an empty week.
const AHEAD: Days = Days::new(62);

#[derive(Template)]
#[template(path = "site/times.html")]
struct Times {
    page: Page,
    service: Card,
    /// Whom to see; empty where there is no choice.
    staff: Vec<Link>,
    week: String,
    previous: Option<String>,
    next: Option<String>,
    days: Vec<Day>,
    /// The day whose times are shown.
    chosen: String,
    parts: Vec<(String, Vec<Link>)>,
    next_free: Option<Link>,
    zone: String,
}

struct Link {
    text: String,
    href: String,
    current: bool,
}

struct Day {
    weekday: String,
    number: String,
    full: String,
    past: bool,
    current: bool,
    /// None: no free times.
    href: Option<String>,
}

/// What is being looked at.
struct View<'a> {
    visit: &'a Visit,
    service: &'a Service,
    staff: Option<StaffId>,
    week: NaiveDate,
    today: NaiveDate,
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    asked: Asked,
    Path((slug, service)): Path<(String, String)>,
) -> Result<Response> {
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    let service = page::service(&mut tx, &service).await?;
    let date = |name| visit.asked.query.get(name).and_then(|value| value.parse::<NaiveDate>().ok());
    let today = tx.now().with_timezone(&visit.company.zone()).date_naive();
    let last = (tx.now() + visit.company.horizon()).with_timezone(&visit.company.zone()).date_naive();
    let week = monday(date("week").unwrap_or(today).clamp(today, last));

    let basket = Basket::fill(&mut tx, &visit.company, &Choice::of(service.id)).await?;
    let wanted = basket.wanted(Rules::All);
    let shown = wanted.on(week, week + Days::new(7), tx.now());
    let loaded = scheduling::store::load(&mut tx, &shown, &wanted).await?;
    let people: Vec<_> = loaded.people_who_work().collect();
    let asked = visit.asked.query.get("staff").and_then(|id| id.parse().ok()).map(StaffId);
    let staff = asked.filter(|asked| people.iter().any(|(person, _)| person == asked));
    let view = View { visit: &visit, service: &service, staff, week, today };
    let slots = match staff {
        Some(staff) => scheduling::slots(&shown, &loaded.with(staff)),
        None => scheduling::slots(&shown, &loaded),
    };
    let later = if slots.is_empty() {
        scheduling::free_slots(&mut tx, &Wanted { staff, ..wanted }, week, week + AHEAD).await?
    } else {
        vec![]
    };
    page::answer(StatusCode::OK, &view.times(&people, &slots, later.first(), last, date("day")))
}

impl View<'_> {
    fn times(
        &self,
        people: &[(StaffId, &str)],
        slots: &[Slot],
        later: Option<&Slot>,
        last: NaiveDate,
        day: Option<NaiveDate>,
    ) -> Times {
        let language = self.visit.language;
        let day = day.filter(|day| slots.iter().any(|slot| self.date(slot) == *day));
        let day = day.or_else(|| slots.first().map(|slot| self.date(slot)));
        let of_day: Vec<_> = slots.iter().filter(|slot| Some(self.date(slot)) == day).collect();
        let zone_at = of_day
            .first()
            .copied()
            .or(later)
            .map_or_else(|| midday(self.week, self.visit.company.zone()), |slot| self.local(slot));
        let (previous, next) = (self.week - Days::new(7), self.week + Days::new(7));
        let short = |date| i18n::date_short(language, date);
        Times {
            page: self.page(day),
            service: Card::of(self.visit, self.service),
            staff: self.staff_links(people),
            week: format!("{} – {}", short(self.week), short(self.week + Days::new(6))),
            previous: (self.week > monday(self.today)).then(|| self.href(previous, None, self.staff)),
            next: (next <= last).then(|| self.href(next, None, self.staff)),
            days: self.week.iter_days().take(7).map(|date| self.day(date, day, slots)).collect(),
            chosen: day.map(|day| i18n::date(language, day)).unwrap_or_default(),
            parts: self.parts(&of_day),
            next_free: later.map(|slot| self.next_free(slot)),
            zone: i18n::text(language, "site.times_in_zone", &[("zone", &i18n::zone(language, zone_at))]),
        }
    }

    fn page(&self, day: Option<NaiveDate>) -> Page {
        let (week, day) = (self.week.to_string(), day.map(|day| day.to_string()).unwrap_or_default());
        let staff = self.staff.map(|staff| staff.to_string()).unwrap_or_default();
        let params = [("week", &*week), ("day", &*day), ("staff", &*staff)];
        let title = i18n::text(self.visit.language, "site.choose_time", &[]);
        let page = self.visit.page(&format!("{title}: {}", self.service.name), &params);
        Page { back: Some(self.visit.link("", &[])), step: 2, listed: true, ..page }
    }

    fn local(&self, slot: &Slot) -> DateTime<Tz> {
        slot.starts_at.with_timezone(&self.visit.company.zone())
    }

    fn date(&self, slot: &Slot) -> NaiveDate {
        self.local(slot).date_naive()
    }

    fn href(&self, week: NaiveDate, day: Option<NaiveDate>, staff: Option<StaffId>) -> String {
        let (week, day) = (week.to_string(), day.map(|day| day.to_string()));
        let staff = staff.map(|staff| staff.to_string());
        let mut params = vec![("week", week.as_str())];
        params.extend(day.as_deref().map(|day| ("day", day)));
        params.extend(staff.as_deref().map(|staff| ("staff", staff)));
        self.visit.link(&format!("/{}", self.service.id), &params)
    }

    fn staff_links(&self, people: &[(StaffId, &str)]) -> Vec<Link> {
        if people.len() < 2 {
            return vec![];
        }
        let link =
            |text: String, staff| Link { text, href: self.href(self.week, None, staff), current: self.staff == staff };
        let anyone = link(i18n::text(self.visit.language, "site.any_staff", &[]), None);
        std::iter::once(anyone)
            .chain(people.iter().map(|(staff, name)| link((*name).to_owned(), Some(*staff))))
            .collect()
    }

    fn day(&self, date: NaiveDate, chosen: Option<NaiveDate>, slots: &[Slot]) -> Day {
        let language = self.visit.language;
        let free = slots.iter().any(|slot| self.date(slot) == date);
        Day {
            weekday: i18n::weekday_short(language, date),
            number: i18n::number(language, date.day().into()),
            full: i18n::date(language, date),
            past: date < self.today,
            current: chosen == Some(date),
            href: free.then(|| self.href(self.week, Some(date), self.staff)),
        }
    }

    /// The times of a day, by morning, afternoon and evening.
    fn parts(&self, slots: &[&Slot]) -> Vec<(String, Vec<Link>)> {
        let parts = [("site.morning", 0..12), ("site.afternoon", 12..17), ("site.evening", 17..24)];
        let links = parts.map(|(name, hours)| {
            let within = slots.iter().filter(|slot| hours.contains(&self.local(slot).hour()));
            (i18n::text(self.visit.language, name, &[]), within.map(|slot| self.time(slot)).collect::<Vec<_>>())
        });
        links.into_iter().filter(|(_, times)| !times.is_empty()).collect()
    }

    fn time(&self, slot: &Slot) -> Link {
        let starts_at = slot.starts_at.format("%Y-%m-%dT%H:%M:%SZ").to_string();
        let staff = self.staff.map(|staff| staff.to_string());
        let mut params = vec![("starts_at", starts_at.as_str())];
        params.extend(staff.as_deref().map(|staff| ("staff", staff)));
        let href = self.visit.link(&format!("/{}/book", self.service.id), &params);
        Link { text: i18n::time(self.visit.language, self.local(slot)), href, current: false }
    }

    fn next_free(&self, slot: &Slot) -> Link {
        let (date, language) = (self.date(slot), self.visit.language);
        let text = i18n::text(language, "site.next_free", &[("time", &i18n::date(language, date))]);
        Link { text, href: self.href(monday(date), Some(date), self.staff), current: false }
    }
}

fn monday(date: NaiveDate) -> NaiveDate {
    date.week(Weekday::Mon).first_day()
}

/// A moment of a day by which its zone can be named.
fn midday(date: NaiveDate, zone: Tz) -> DateTime<Tz> {
    date.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc().with_timezone(&zone)
}
