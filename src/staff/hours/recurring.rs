//! Hours that come back by a rule of RFC 5545, beside the week.

use chrono::NaiveDate;
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use super::week::{stretch, time};
use crate::{
    http::{Fields, Parse, objects},
    staff::recurrence::Rule,
};

/// Hours on the days of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub struct RecurringRule {
    /// RFC 5545, such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=SA`: `FREQ` is `DAILY` or `WEEKLY`, with `INTERVAL` (1 to 100),
    /// `BYDAY`, `COUNT` or `UNTIL` (a day, the last one), and `WKST`.
    #[oai(validator(max_length = 200))]
    pub rule: String,
    /// `YYYY-MM-DD`: what `INTERVAL` and `COUNT` count from. It is a day of the rule only if the rule says so.
    pub starts_on: NaiveDate,
    /// `HH:MM`, wall time.
    pub starts: String,
    /// `HH:MM`, wall time, after `starts`; `24:00` is the end of the day.
    pub ends: String,
}

/// Hours that come back by rules. They add to the week, and may overlap it and one another.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct RecurringHours {
    /// At most 50.
    #[oai(validator(max_items = 50))]
    #[serde(deserialize_with = "objects")]
    pub rules: Vec<RecurringRule>,
}

impl Example for RecurringHours {
    fn example() -> Self {
        let starts_on = NaiveDate::from_ymd_opt(2026, 11, 28).expect("a date");
        let rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA".into();
        Self { rules: vec![RecurringRule { rule, starts_on, starts: "09:00".into(), ends: "13:00".into() }] }
    }
}

/// A rule that is right, with its hours in minutes from midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recurring {
    pub rule: Rule,
    pub starts_on: NaiveDate,
    pub starts: i16,
    pub ends: i16,
}

/// Rules that are right, in the order of their first days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecurringRules(pub Vec<Recurring>);

impl Parse for RecurringRules {
    type Input = RecurringHours;

    fn parse(input: RecurringHours, fields: &mut Fields) -> Option<Self> {
        if input.rules.len() > 50 {
            fields.fail("rules", "too_many", "must be at most 50");
            return None;
        }
        let mut rules = Vec::new();
        for (index, one) in input.rules.iter().enumerate() {
            let field = format!("rules[{index}]");
            let starts_on = fields.day(&format!("{field}.starts_on"), one.starts_on);
            let rule = one.rule.parse::<Rule>();
            match &rule {
                Err(wrong) => fields.fail(&format!("{field}.rule"), "invalid_rule", wrong),
                Ok(rule) if rule.ends_before(starts_on) => {
                    fields.fail(&format!("{field}.rule"), "ends_before_start", "must not end before `starts_on`");
                }
                Ok(_) => {}
            }
            if let (Some((starts, ends)), Ok(rule)) = (stretch(&field, &one.starts, &one.ends, fields), rule) {
                rules.push(Recurring { rule, starts_on, starts, ends });
            }
        }
        rules.sort_by_key(|one| (one.starts_on, one.starts, one.ends));
        Some(Self(rules))
    }
}

impl From<&RecurringRules> for RecurringHours {
    fn from(rules: &RecurringRules) -> Self {
        let rule = |one: &Recurring| RecurringRule {
            rule: one.rule.to_string(),
            starts_on: one.starts_on,
            starts: time(one.starts),
            ends: time(one.ends),
        };
        Self { rules: rules.0.iter().map(rule).collect() }
    }
}
