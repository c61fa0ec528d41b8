//! Kinds of business, as data: a file a kind says what such a company offers, where, with what, by whom and for whom, in
//! every language. It goes in through the parsers and stores of the API, so what the API refuses, a file cannot hold.

mod fill;
mod inputs;
pub mod plan;

use anyhow::Context;
use clap::ValueEnum;
use poem_openapi::Enum;
use serde::{Deserialize, Serialize};

pub use fill::fill;
pub use plan::Plan;

/// A kind of business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Enum, ValueEnum)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
pub enum Blueprint {
    /// A hair salon.
    Salon,
    /// A car audio workshop, which confirms bookings itself.
    Workshop,
    /// A car detailer, who also comes to where the car is, and confirms bookings themselves.
    Detailing,
}

impl Blueprint {
    pub const ALL: [Self; 3] = [Self::Salon, Self::Workshop, Self::Detailing];

    /// What its file says; an error names the file, and what in it is wrong.
    pub fn plan(self) -> anyhow::Result<Plan> {
        let (file, text) = self.file();
        Plan::read(text).with_context(|| file.to_owned())
    }

    fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Salon => ("blueprints/salon.toml", include_str!("salon.toml")),
            Self::Workshop => ("blueprints/workshop.toml", include_str!("workshop.toml")),
            Self::Detailing => ("blueprints/detailing.toml", include_str!("detailing.toml")),
        }
    }
}

#[cfg(test)]
mod tests;
