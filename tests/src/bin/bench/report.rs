//! What was measured, for people to read.

use crate::{generated::BOOKINGS, latency::Medians, measure::Sides, replay::Replay};

/// Rows and remarks, in the order they came.
#[derive(Default)]
pub struct Report {
    rows: Vec<String>,
    notes: Vec<String>,
}

impl Report {
    /// A row of the table: what the server does a second, over what pgbench does.
    pub fn ratio(&mut self, what: &str, replay: &Replay, sides: &Sides, least: f64, aim: f64) {
        let ratio = sides.ours / sides.theirs;
        let verdict = if ratio < least {
            "BELOW"
        } else if ratio < aim {
            "ok"
        } else {
            "there"
        };
        self.rows.push(format!(
            "{what:<18} {:>10} {:>9.0} {:>10.0} {ratio:>7.2} {least:>9.2} {aim:>6.2}   {verdict}",
            replay.statements, sides.ours, sides.theirs
        ));
    }

    /// What row-level security costs: transactions a second with it and without.
    pub fn security(&mut self, (on, off): (f64, f64)) {
        let cost = (1.0 - on / off) * 100.0;
        self.note(format!("row-level security, same query: {on:.0}/s on, {off:.0}/s off: {cost:.1} % (at most 5)"));
    }

    /// What a request takes in a large world, over what it takes in a small one.
    pub fn growth(&mut self, few: usize, many: usize, small: &Medians, large: &Medians) {
        let worlds = [few, many].map(|companies| format!("{companies} companies, {} bookings", companies * BOOKINGS));
        self.note(format!("median of one request at a time, {} and {} (at most 1.25):", worlds[0], worlds[1]));
        for (what, small, large) in [
            ("list 25 clients", small.list, large.list),
            ("availability, a month", small.availability, large.availability),
            ("create a booking", small.booking, large.booking),
        ] {
            self.note(format!("  {what:<22} {small:>6.2} ms {large:>6.2} ms {:>6.2}", large / small));
        }
    }

    /// Which tables of companies were read from one end to the other in the large world.
    pub fn read_whole(&mut self, tables: &[String]) {
        let tables = if tables.is_empty() { "none".to_owned() } else { tables.join(", ") };
        self.note(format!("tables read whole there, by visitors and at the desk: {tables}"));
    }

    pub fn note(&mut self, note: String) {
        self.notes.push(note);
    }

    pub fn print(&self) {
        println!(
            "\n{:<18} {:>10} {:>9} {:>10} {:>7} {:>9} {:>6}",
            "what", "statements", "ours/s", "pgbench/s", "ratio", "at least", "aim"
        );
        self.rows.iter().for_each(|row| println!("{row}"));
        println!();
        self.notes.iter().for_each(|note| println!("{note}"));
    }
}
