//! What a booking is of and what it costs, line by line, in the visitor's words.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{page::Visit, zones};
use crate::{
    bookings::{basket::Basket, model::PriceLine},
    error::Result,
    i18n,
    money::Money,
};

pub struct Summary {
    /// What is booked, in one line.
    pub title: String,
    /// What it is called, and what it is.
    pub facts: Vec<(String, String)>,
    /// What is paid for, and how much it is.
    pub lines: Vec<(String, String)>,
    pub total: String,
    pub duration: String,
}

impl Summary {
    /// `facts` come first: when it is and with whom, where that is known.
    pub fn of(visit: &Visit, basket: &Basket, mut facts: Vec<(String, String)>) -> Result<Self> {
        let names: Vec<_> = basket.services.iter().map(|service| service.name.as_str()).collect();
        let choice = basket.choice();
        if let Some(location) = &basket.location {
            facts.push((visit.t("mail.booking.where"), location.name.clone()));
        }
        if choice.on_site {
            facts.push((visit.t("mail.booking.where"), visit.t("site.place_on_site")));
        }
        if choice.party_size > 1 {
            facts.push((visit.t("site.party"), i18n::number(visit.language, choice.party_size.into())));
        }
        let duration = i18n::duration(visit.language, basket.duration().num_minutes());
        facts.push((visit.t("site.duration"), duration.clone()));
        let bought: Vec<PriceLine> = basket.lines().into_iter().map(Into::into).collect();
        let total = basket.total()?;
        Ok(Self {
            title: names.join(" + "),
            facts,
            lines: lines(visit, &bought, &total.currency),
            total: total.words(visit.language),
            duration,
        })
    }
}

/// What each line is of, and what it comes to.
pub fn lines(visit: &Visit, lines: &[PriceLine], currency: &str) -> Vec<(String, String)> {
    let line = |line: &PriceLine| {
        let name = match line.kind.as_str() {
            "surcharge" => visit.t(&format!("site.surcharge_{}", line.description)),
            _ => line.description.clone(),
        };
        let name = match line.quantity {
            1 => name,
            quantity => format!("{name} × {}", i18n::number(visit.language, quantity.into())),
        };
        let amount = line.unit_amount.saturating_mul(line.quantity.into());
        (name, Money { amount, currency: currency.to_owned() }.words(visit.language))
    };
    lines.iter().map(line).collect()
}

/// When it is, by the visitor's clock; and by the one where it is, if that shows something else.
pub fn when(visit: &Visit, at: DateTime<Utc>, zone: Tz, home: Tz) -> Vec<(String, String)> {
    let words = |zone: Tz| i18n::date_time(visit.language, at.with_timezone(&zone));
    let there = (!zones::agree(zone, home, at)).then(|| (visit.t("site.time_there"), words(home)));
    std::iter::once((visit.t("mail.booking.when"), words(zone))).chain(there).collect()
}

/// "+15 min".
pub fn longer(visit: &Visit, minutes: i32) -> String {
    if minutes > 0 { format!("+{}", i18n::duration(visit.language, minutes.into())) } else { String::new() }
}

/// How long it is until then, in whole seconds, and the time on the clock.
pub fn until(visit: &Visit, at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> (i64, String) {
    ((at - now).max(TimeDelta::zero()).num_seconds(), i18n::time(visit.language, at.with_timezone(&zone)))
}
