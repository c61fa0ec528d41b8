//! The zones that a visitor can have times shown in: one for each clock that people live by, under a city that they know.

use chrono::{DateTime, Offset, Utc};
use chrono_tz::Tz;

use crate::i18n::{self, Language};

const CITIES: [&str; 74] = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "Africa/Nairobi",
    "America/Anchorage",
    "America/Argentina/Buenos_Aires",
    "America/Bogota",
    "America/Caracas",
    "America/Chicago",
    "America/Denver",
    "America/Halifax",
    "America/Havana",
    "America/Lima",
    "America/Los_Angeles",
    "America/Mexico_City",
    "America/Montevideo",
    "America/New_York",
    "America/Nuuk",
    "America/Phoenix",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Toronto",
    "America/Vancouver",
    "Asia/Almaty",
    "Asia/Baku",
    "Asia/Bangkok",
    "Asia/Beirut",
    "Asia/Colombo",
    "Asia/Dhaka",
    "Asia/Dubai",
    "Asia/Ho_Chi_Minh",
    "Asia/Hong_Kong",
    "Asia/Jakarta",
    "Asia/Jayapura",
    "Asia/Jerusalem",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Makassar",
    "Asia/Manila",
    "Asia/Riyadh",
    "Asia/Seoul",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Tashkent",
    "Asia/Tbilisi",
    "Asia/Tehran",
    "Asia/Tokyo",
    "Asia/Yangon",
    "Asia/Yerevan",
    "Atlantic/Azores",
    "Atlantic/Reykjavik",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Perth",
    "Australia/Sydney",
    "Europe/Athens",
    "Europe/Berlin",
    "Europe/Bucharest",
    "Europe/Chisinau",
    "Europe/Istanbul",
    "Europe/Kyiv",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Rome",
    "Europe/Warsaw",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "UTC",
];

/// To be chosen from: value, words, and whether it is the one. The company's and the visitor's are always among them.
pub fn choices(language: Language, at: DateTime<Utc>, home: Tz, shown: Tz) -> Vec<(String, String, bool)> {
    let mut zones: Vec<Tz> = CITIES.iter().filter_map(|name| name.parse().ok()).chain([home, shown]).collect();
    let offset = |zone: &Tz| at.with_timezone(zone).offset().fix().local_minus_utc();
    zones.sort_by_key(|zone| (offset(zone), zone.name()));
    zones.dedup();
    let choice = |zone: Tz| (zone.name().to_owned(), i18n::zone(language, at.with_timezone(&zone)), zone == shown);
    zones.into_iter().map(choice).collect()
}

/// Whether their clocks show the same then.
pub fn agree(one: Tz, other: Tz, at: DateTime<Utc>) -> bool {
    let offset = |zone: Tz| at.with_timezone(&zone).offset().fix();
    offset(one) == offset(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_city_has_a_zone() {
        for name in CITIES {
            assert!(name.parse::<Tz>().is_ok(), "{name}");
        }
    }
}
