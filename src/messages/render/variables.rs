//! What a template can say: the variables, and what each is worth in one message.

use chrono_tz::Tz;

use crate::{
    i18n::{self, Language},
    messages::model::{Facts, Kind},
};

macro_rules! variables {
    ($($name:ident = $word:literal, $may_lack:literal, $doc:literal;)*) => {
        /// Something that a template can name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Variable { $($name,)* }

        impl Variable {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// What it stands for, for whoever writes a template.
            pub fn description(self) -> &'static str {
                match self { $(Self::$name => $doc,)* }
            }

            /// Whether a booking may have none: it is empty then, and a line that has nothing else to say is left out.
            pub fn may_be_missing(self) -> bool {
                match self { $(Self::$name => $may_lack,)* }
            }
        }
    };
}

variables! {
    Company = "company", false, "The company's name.";
    Client = "client", false, "The client's name.";
    Service = "service", false, "What is booked: all services and add-ons.";
    Staff = "staff", true, "Who does it.";
    Place = "place", true, "Where it is.";
    When = "when", false, "Day, time and time zone, in the words of the language. In a text message shorter, and without the zone.";
    Date = "date", false, "The day it begins.";
    Time = "time", false, "The time it begins, on the clock at the place.";
    TimeZone = "time_zone", false, "The zone of that clock.";
    Duration = "duration", false, "How long it takes.";
    Price = "price", false, "What it costs; nothing to pay says so.";
    Reference = "reference", false, "The booking's number.";
    Notes = "notes", true, "What the client wrote with the booking.";
    Details = "details", false, "Everything about the booking as a table, on a line of its own. In the body of a mail only.";
}

impl Variable {
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|variable| variable.name() == name)
    }
}

impl Kind {
    /// What can be said in a subject, or in a text message. Every kind is about a booking, so all can say the same.
    pub fn line_variables(self) -> &'static [Variable] {
        let (_, of_a_line) = Variable::ALL.split_last().expect("there are variables");
        of_a_line
    }

    /// What can be said in the body of a mail.
    pub fn body_variables(self) -> &'static [Variable] {
        Variable::ALL
    }
}

/// The facts of one message, in its reader's language and the booking's zone.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    pub facts: &'a Facts,
    pub language: Language,
}

impl Values<'_> {
    /// As it stands in a text; `None` where the booking has none.
    pub fn of(self, variable: Variable) -> Option<String> {
        let Self { facts, language } = self;
        let zone: Tz = facts.time_zone.parse().unwrap_or(Tz::UTC);
        let begins = facts.starts_at.with_timezone(&zone);
        let value = match variable {
            Variable::Company => facts.company.clone(),
            Variable::Client => facts.client.clone(),
            Variable::Service => facts.service.clone(),
            Variable::Staff => facts.staff.clone()?,
            Variable::Place => facts.place.clone()?,
            Variable::When => i18n::date_time(language, begins),
            Variable::Date => i18n::date(language, begins.date_naive()),
            Variable::Time => i18n::time(language, begins.time()),
            Variable::TimeZone => i18n::zone(language, begins),
            Variable::Duration => i18n::duration(language, facts.minutes),
            Variable::Price => facts.price.words(language),
            Variable::Reference => facts.reference.clone(),
            Variable::Notes => facts.notes.clone(),
            Variable::Details => return None,
        };
        Some(value).filter(|value| !value.trim().is_empty())
    }

    /// The table of details: what it is called, and what it is.
    pub fn details(self) -> Vec<(String, String)> {
        let rows = [
            ("service", Variable::Service),
            ("with", Variable::Staff),
            ("where", Variable::Place),
            ("when", Variable::When),
            ("duration", Variable::Duration),
            ("price", Variable::Price),
            ("reference", Variable::Reference),
            ("notes", Variable::Notes),
        ];
        let label = |name: &str| i18n::text(self.language, &format!("mail.booking.{name}"), &[]);
        rows.into_iter().filter_map(|(name, variable)| Some((label(name), self.of(variable)?))).collect()
    }
}
