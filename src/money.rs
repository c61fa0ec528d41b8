//! Money: whole minor units and a currency; no floats, anywhere.

use iso_currency::Currency;
use poem_openapi::Object;
use serde::{Deserialize, Serialize};

use crate::{
    error::Error,
    http::Fields,
    i18n::{self, Language},
};

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct Money {
    /// In the currency's minor units: 150000 is 1,500.00 hryvnias, and 150000 yen is 150,000.
    #[oai(validator(minimum(value = "0")))]
    pub amount: i64,
    /// ISO 4217, such as `UAH`.
    #[oai(validator(min_length = 3, max_length = 3))]
    pub currency: String,
}

/// The dearest thing that can be priced, in minor units: far above any real price, far below where sums overflow.
pub const MAX_AMOUNT: i64 = 1_000_000_000_000;

impl Money {
    /// A price: not negative, within bounds, in a currency that exists.
    pub fn parse_price(self, field: &'static str, fields: &mut Fields) -> Self {
        if !(0..=MAX_AMOUNT).contains(&self.amount) {
            fields.fail(&format!("{field}.amount"), "out_of_range", "must be between 0 and 1000000000000");
        }
        currency(&format!("{field}.currency"), &self.currency, fields);
        self
    }
}

impl Money {
    /// As the reader writes it; nothing to pay says so.
    pub fn words(&self, language: Language) -> String {
        match Currency::from_code(&self.currency) {
            Some(_) if self.amount == 0 => i18n::text(language, "site.free", &[]),
            Some(currency) => i18n::money(language, self.amount, currency),
            None => String::new(),
        }
    }
}

impl poem_openapi::types::Example for Money {
    fn example() -> Self {
        Self { amount: 150_000, currency: "UAH".into() }
    }
}

/// Prices are in the company's currency, and the database has the last word on which that is.
pub fn other_currency(field: &str) -> Error {
    Error::invalid(&format!("{field}.currency"), "other_currency", "must be the company's currency")
}

/// A currency by its ISO 4217 code, in capitals.
pub fn currency(field: &str, code: &str, fields: &mut Fields) -> Option<Currency> {
    let known = Currency::from_code(code);
    if known.is_none() {
        fields.fail(field, "unknown_currency", "is not an ISO 4217 currency code");
    }
    known
}
