//! The short forms of a message: a line for a phone, and one in the desk.

use chrono_tz::Tz;

use super::model::{Due, Facts};
use crate::i18n::{self, Language};

/// What goes out by SMS.
pub fn render_sms(due: &Due) -> String {
    line("sms", due)
}

/// What stands in the desk.
pub fn render_notice(due: &Due) -> String {
    line("notice", due)
}

fn line(form: &str, due: &Due) -> String {
    let language = Language::parse(&due.language).unwrap_or(Language::En);
    let Facts { company, client, service, staff, place, reference, time_zone, starts_at, .. } = &due.facts;
    let zone: Tz = time_zone.parse().unwrap_or(Tz::UTC);
    let at = starts_at.with_timezone(&zone);
    let when = format!(
        "{} {}, {}",
        i18n::weekday_short(language, at.date_naive()),
        i18n::date_short(language, at.date_naive()),
        i18n::time(language, at)
    );
    let vars = [
        ("company", company.as_str()),
        ("client", client),
        ("service", service),
        ("staff", staff.as_deref().unwrap_or_default()),
        ("when", &when),
        ("reference", reference),
        ("place", place.as_deref().unwrap_or_default()),
    ];
    i18n::text(language, &format!("{form}.{}", due.kind.as_str()), &vars)
}
