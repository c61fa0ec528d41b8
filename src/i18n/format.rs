//! Dates, times, numbers and money as the reader writes them, by the rules of Unicode CLDR.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike, NaiveDate, Offset, Timelike};
use chrono_tz::Tz;
use icu_calendar::{Gregorian, types::RataDie};
use icu_datetime::fieldsets::{E, MD, T, YM, YMDE, zone::ExemplarCity, zone::LocalizedOffsetShort};
use icu_datetime::input::{Date, Time, TimeZone, UtcOffset};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_decimal::{DecimalFormatter, input::Decimal};
use icu_locale_core::{Locale, locale};
use icu_plurals::PluralRules;
use iso_currency::Currency;

use super::{Language, text};

/// "Tuesday, 24 November 2026".
pub fn date(language: Language, date: NaiveDate) -> String {
    formats(language).date.format(&gregorian(date)).to_string()
}

/// "24 Nov".
pub fn date_short(language: Language, date: NaiveDate) -> String {
    formats(language).date_short.format(&gregorian(date)).to_string()
}

/// "Tue".
pub fn weekday_short(language: Language, date: NaiveDate) -> String {
    formats(language).weekday.format(&gregorian(date)).to_string()
}

/// "Tuesday".
pub fn weekday(language: Language, date: NaiveDate) -> String {
    formats(language).weekday_long.format(&gregorian(date)).to_string()
}

/// "November 2026".
pub fn month(language: Language, date: NaiveDate) -> String {
    formats(language).month.format(&gregorian(date)).to_string()
}

/// "10:30": the time on the clock, of a `NaiveTime` or of an instant in its zone.
pub fn time(language: Language, time: impl Timelike) -> String {
    let clock = Time::try_new(time.hour() as u8, time.minute() as u8, 0, 0).expect("chrono keeps to the 24-hour clock");
    formats(language).time.format(&clock).to_string()
}

/// "Tuesday, 24 November 2026, 10:30 (Kyiv, GMT+2)".
pub fn date_time(language: Language, at: DateTime<Tz>) -> String {
    let vars =
        [("date", &*date(language, at.date_naive())), ("time", &time(language, at)), ("zone", &zone(language, at))];
    text(language, "format.date_time", &vars)
}

/// "Kyiv, GMT+2": the zone's city, and its offset at that instant. A zone without a city, such as UTC, is its offset alone.
pub fn zone(language: Language, at: DateTime<Tz>) -> String {
    let formats = formats(language);
    let city = |zone: TimeZone| formats.city.format(&zone.without_offset()).to_string();
    let seconds = at.offset().fix().local_minus_utc();
    let offset = UtcOffset::try_from_seconds(seconds).expect("no zone is a day ahead of another");
    let offset = formats.offset.format(&TimeZone::UNKNOWN.with_offset(Some(offset)));

    match city(TimeZone::from_iana_id(at.timezone().name())) {
        city_name if city_name != city(TimeZone::UNKNOWN) => format!("{city_name}, {offset}"),
        _ if seconds == 0 => "UTC".to_owned(),
        _ => offset.to_string(),
    }
}

/// "1 h 30 min"; less than nothing counts as nothing.
pub fn duration(language: Language, minutes: i64) -> String {
    let part = |key, n| text(language, key, &[("n", &number(language, n))]);
    match (minutes.max(0) / 60, minutes.max(0) % 60) {
        (0, minutes) => part("format.minutes", minutes),
        (hours, 0) => part("format.hours", hours),
        (hours, minutes) => format!("{} {}", part("format.hours", hours), part("format.minutes", minutes)),
    }
}

/// A whole number in the language's digits and groups.
pub fn number(language: Language, number: i64) -> String {
    formats(language).number.format(&Decimal::from(number)).to_string()
}

/// An amount in the currency's minor units (150000 of UAH is "₴1,500.00"), with as many decimals as ISO 4217 gives it.
pub fn money(language: Language, amount: i64, currency: Currency) -> String {
    let mut value = Decimal::from(amount.unsigned_abs());
    value.multiply_pow10(-currency.exponent().map_or(0, |digits| digits as i16));
    let value = formats(language).number.format(&value).to_string();

    let sign = if amount < 0 { "-" } else { "" };
    let symbol = symbol(currency);
    let space = if symbol.ends_with(char::is_alphabetic) { NO_BREAK_SPACE } else { "" };
    match language {
        Language::En => format!("{sign}{symbol}{space}{value}"),
        Language::Id => format!("{sign}{symbol}{NO_BREAK_SPACE}{value}"),
        Language::Uk => format!("{sign}{value}{NO_BREAK_SPACE}{symbol}"),
        Language::Bn => format!("{sign}{value}{space}{symbol}"),
    }
}

pub(super) fn plural_rules(language: Language) -> &'static PluralRules {
    &formats(language).plurals
}

const NO_BREAK_SPACE: &str = "\u{a0}";

/// The sign people know a currency by, where no other currency shares it, else its code.
fn symbol(currency: Currency) -> &'static str {
    match currency {
        Currency::BDT => "৳",
        Currency::EUR => "€",
        Currency::GBP => "£",
        Currency::IDR => "Rp",
        Currency::ILS => "₪",
        Currency::INR => "₹",
        Currency::JPY => "¥",
        Currency::KRW => "₩",
        Currency::KZT => "₸",
        Currency::NGN => "₦",
        Currency::PHP => "₱",
        Currency::TRY => "₺",
        Currency::UAH => "₴",
        Currency::USD => "$",
        Currency::VND => "₫",
        other => other.code(),
    }
}

fn gregorian(date: NaiveDate) -> Date<Gregorian> {
    Date::from_rata_die(RataDie::new(date.num_days_from_ce().into()), Gregorian)
}

struct Formats {
    date: FixedCalendarDateTimeFormatter<Gregorian, YMDE>,
    date_short: FixedCalendarDateTimeFormatter<Gregorian, MD>,
    weekday: FixedCalendarDateTimeFormatter<Gregorian, E>,
    weekday_long: FixedCalendarDateTimeFormatter<Gregorian, E>,
    month: FixedCalendarDateTimeFormatter<Gregorian, YM>,
    time: NoCalendarFormatter<T>,
    city: NoCalendarFormatter<ExemplarCity>,
    offset: NoCalendarFormatter<LocalizedOffsetShort>,
    number: DecimalFormatter,
    plurals: PluralRules,
}

impl Formats {
    fn new(language: Language) -> Self {
        const BUILT_IN: &str = "the rules of our languages are built in";
        let locale = locale(language);
        let dates = || (&locale).into();
        Self {
            date: FixedCalendarDateTimeFormatter::try_new(dates(), YMDE::long()).expect(BUILT_IN),
            date_short: FixedCalendarDateTimeFormatter::try_new(dates(), MD::medium()).expect(BUILT_IN),
            weekday: FixedCalendarDateTimeFormatter::try_new(dates(), E::short()).expect(BUILT_IN),
            weekday_long: FixedCalendarDateTimeFormatter::try_new(dates(), E::long()).expect(BUILT_IN),
            month: FixedCalendarDateTimeFormatter::try_new(dates(), YM::long()).expect(BUILT_IN),
            time: NoCalendarFormatter::try_new(dates(), T::hm()).expect(BUILT_IN),
            city: NoCalendarFormatter::try_new(dates(), ExemplarCity).expect(BUILT_IN),
            offset: NoCalendarFormatter::try_new(dates(), LocalizedOffsetShort).expect(BUILT_IN),
            number: DecimalFormatter::try_new((&locale).into(), Default::default()).expect(BUILT_IN),
            plurals: PluralRules::try_new_cardinal((&locale).into()).expect(BUILT_IN),
        }
    }
}

/// English is written the European way: the day before the month, the clock of 24 hours.
fn locale(language: Language) -> Locale {
    match language {
        Language::En => locale!("en-GB"),
        Language::Uk => locale!("uk"),
        Language::Bn => locale!("bn"),
        Language::Id => locale!("id"),
    }
}

fn formats(language: Language) -> &'static Formats {
    static FORMATS: LazyLock<[Formats; 4]> = LazyLock::new(|| Language::ALL.map(Formats::new));
    &FORMATS[language as usize]
}
