//! The short form of a message: a line in the desk; and of its time, which is also a text message's.

use chrono_tz::Tz;

use super::model::{Due, Facts};
use crate::i18n::{self, Language};

/// What stands in the desk.
pub fn render_notice(due: &Due) -> String {
    let language = Language::parse(&due.language).unwrap_or(Language::En);
    let Facts { company, client, service, staff, place, reference, .. } = &due.facts;
    let when = when(language, &due.facts);
    let vars = [
        ("company", company.as_str()),
        ("client", client),
        ("service", service),
        ("staff", staff.as_deref().unwrap_or_default()),
        ("when", &when),
        ("reference", reference),
        ("place", place.as_deref().unwrap_or_default()),
    ];
    i18n::text(language, &format!("notice.{}", due.kind.as_str()), &vars)
}

/// The day and the time it begins, on the clock at the place: `Tue 24 Nov, 10:30`.
pub fn when(language: Language, facts: &Facts) -> String {
    let zone: Tz = facts.time_zone.parse().unwrap_or(Tz::UTC);
    let at = facts.starts_at.with_timezone(&zone);
    format!(
        "{} {}, {}",
        i18n::weekday_short(language, at.date_naive()),
        i18n::date_short(language, at.date_naive()),
        i18n::time(language, at)
    )
}
