//! Which backups are kept.

use std::{collections::BTreeSet, str::FromStr};

use anyhow::{Context, bail, ensure};
use chrono::{DateTime, Datelike, Utc};

/// How many: of the newest, and one for each of the last days, weeks and months that have one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    newest: usize,
    days: usize,
    weeks: usize,
    months: usize,
}

impl FromStr for Keep {
    type Err = anyhow::Error;

    /// `7d,4w,12m`, or a number.
    fn from_str(text: &str) -> anyhow::Result<Self> {
        let mut keep = Self::default();
        for part in text.split(',').map(str::trim) {
            let (number, unit) = part.split_at(part.trim_end_matches(|c: char| !c.is_ascii_digit()).len());
            let number = number
                .parse()
                .with_context(|| format!("FRONTDESK_BACKUP_KEEP: `{part}` is not like 7d, 4w, 12m or 10"))?;
            match unit {
                "" => keep.newest = number,
                "d" => keep.days = number,
                "w" => keep.weeks = number,
                "m" => keep.months = number,
                _ => bail!("FRONTDESK_BACKUP_KEEP: `{part}` is not like 7d, 4w, 12m or 10"),
            }
        }
        ensure!(keep != Self::default(), "FRONTDESK_BACKUP_KEEP keeps nothing");
        Ok(keep)
    }
}

/// A backup, for whoever decides whether to keep it.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub name: String,
    pub made_at: DateTime<Utc>,
    /// It was tried, and was the same.
    pub sound: bool,
}

impl Keep {
    /// Those that can go. Only sound ones count. The newest of these stays whatever the numbers are, with all that came after
    /// it; where none is sound, nothing goes.
    pub fn superfluous(&self, mut backups: Vec<Candidate>) -> Vec<String> {
        backups.sort_by(|a, b| (b.made_at, &b.name).cmp(&(a.made_at, &a.name)));
        let sound: Vec<&Candidate> = backups.iter().filter(|backup| backup.sound).collect();
        let Some(newest) = sound.first() else { return Vec::new() };
        let mut kept: BTreeSet<&str> = sound.iter().take(self.newest.max(1)).map(|backup| &*backup.name).collect();
        kept.extend(last_of_each(&sound, self.days, |at| (at.year(), at.ordinal())));
        kept.extend(last_of_each(&sound, self.weeks, |at| (at.iso_week().year(), at.iso_week().week())));
        kept.extend(last_of_each(&sound, self.months, |at| (at.year(), at.month())));
        let goes = |backup: &&Candidate| backup.made_at <= newest.made_at && !kept.contains(&*backup.name);
        backups.iter().filter(goes).map(|backup| backup.name.clone()).collect()
    }
}

/// The newest of each of the last periods that have one.
fn last_of_each<'a>(
    newest_first: &[&'a Candidate],
    periods: usize,
    of: impl Fn(DateTime<Utc>) -> (i32, u32),
) -> Vec<&'a str> {
    let mut kept: Vec<((i32, u32), &str)> = Vec::new();
    for backup in newest_first {
        let period = of(backup.made_at);
        if kept.last().is_none_or(|(last, _)| *last != period) {
            kept.push((period, &backup.name));
        }
    }
    kept.into_iter().take(periods).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    /// One a night, the newest first, from Saturday, 21 November 2026 on backwards.
    fn nights(count: i64) -> Vec<Candidate> {
        let newest: DateTime<Utc> = "2026-11-21T02:30:00Z".parse().expect("a time");
        let night = |n| newest - TimeDelta::days(n);
        (0..count)
            .map(|n| Candidate { name: night(n).format("%m-%d").to_string(), made_at: night(n), sound: true })
            .collect()
    }

    fn left(keep: &str, backups: &[Candidate]) -> Vec<String> {
        let gone = keep.parse::<Keep>().expect("a rule").superfluous(backups.to_vec());
        backups.iter().map(|backup| backup.name.clone()).filter(|name| !gone.contains(name)).collect()
    }

    #[test]
    fn the_last_of_each_day_week_and_month_stay() {
        let left = left("3d,2w,3m", &nights(90));

        assert_eq!(left, ["11-21", "11-20", "11-19", "11-15", "10-31", "09-30"]);
    }

    #[test]
    fn a_number_keeps_so_many_of_the_newest() {
        assert_eq!(left("2", &nights(5)), ["11-21", "11-20"]);
        assert_eq!(left("1d", &nights(1)), ["11-21"]);
    }

    #[test]
    fn the_newest_that_is_sound_stays_with_all_that_came_after_it() {
        let mut backups = nights(5);
        backups[0].sound = false;
        backups[1].sound = false;
        backups[3].sound = false;

        assert_eq!(left("1", &backups), ["11-21", "11-20", "11-19"]);
    }

    #[test]
    fn where_none_is_sound_nothing_goes() {
        let mut backups = nights(5);
        backups.iter_mut().for_each(|backup| backup.sound = false);

        assert_eq!(left("1", &backups).len(), 5);
    }

    #[test]
    fn a_rule_that_keeps_nothing_is_refused() {
        for bad in ["", "0", "0d", "7x", "d", "-1"] {
            assert!(bad.parse::<Keep>().is_err(), "{bad}");
        }
    }
}
