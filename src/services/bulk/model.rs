//! What is changed of many services at once, and how prices are raised.

use chrono::{DateTime, Utc};
use poem_openapi::{
    Object,
    types::{Example, MaybeUndefined},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    categories::CategoryId,
    error::{Error, Result},
    http::{Fields, Parse, not_null, object, optional_object},
    money::{MAX_AMOUNT, Money},
    services::{ServiceId, Visibility},
};

/// The most services that are changed at once.
pub const MOST: usize = 500;

/// Which services are meant: those that all of it is true of. Without `ids`, archived ones are not.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct BulkFilter {
    /// At most 500.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_items = 500))]
    pub ids: Option<Vec<ServiceId>>,
    /// Those in this category.
    #[serde(deserialize_with = "not_null")]
    pub category_id: Option<CategoryId>,
}

/// Another price: either `percent` or `amount`.
#[derive(Clone, Copy, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none, rename = "BulkPrice")]
pub struct PriceChange {
    /// So many per cent more, or less where it is negative: -50 to 100. Half a minor unit is rounded up.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "-50"), maximum(value = "100")))]
    pub percent: Option<i32>,
    /// The price of each, in minor units of the company's currency.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0")))]
    pub amount: Option<i64>,
}

/// What becomes of them; what is absent stays.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(deny_unknown_fields, skip_serializing_if_is_none)]
pub struct BulkPatch {
    #[serde(deserialize_with = "optional_object")]
    pub price: Option<PriceChange>,
    /// Null: in none.
    #[oai(nullable)]
    pub category_id: MaybeUndefined<CategoryId>,
    #[serde(deserialize_with = "not_null")]
    pub visibility: Option<Visibility>,
    /// Whether they are archived.
    #[serde(deserialize_with = "not_null")]
    pub archived: Option<bool>,
}

/// A change of many services.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, rename = "BulkServices")]
pub struct Bulk {
    #[serde(deserialize_with = "object")]
    pub filter: BulkFilter,
    #[serde(deserialize_with = "object")]
    pub change: BulkPatch,
    /// Whether only to say what would change.
    #[serde(default)]
    #[oai(default)]
    pub preview: bool,
}

impl Example for Bulk {
    fn example() -> Self {
        let price = PriceChange { percent: Some(10), amount: None };
        Self {
            filter: BulkFilter { ids: Some(vec![Uuid::nil().into()]), category_id: Some(Uuid::nil().into()) },
            change: BulkPatch {
                price: Some(price),
                category_id: MaybeUndefined::Value(Uuid::nil().into()),
                ..BulkPatch::default()
            },
            preview: false,
        }
    }
}

impl Parse for Bulk {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        if input.filter.ids.as_ref().is_some_and(|ids| ids.len() > MOST) {
            fields.fail("filter.ids", "too_many", "must be at most 500");
        }
        let change = &input.change;
        let nothing = change.price.is_none() && change.visibility.is_none() && change.archived.is_none();
        if nothing && change.category_id.is_undefined() {
            fields.fail("change", "required", "must name what is to change");
        }
        match change.price {
            Some(PriceChange { percent: Some(percent), amount: None }) => {
                fields.range("change.price.percent", percent, -50..=100);
            }
            Some(PriceChange { percent: None, amount: Some(amount) }) if !(0..=MAX_AMOUNT).contains(&amount) => {
                fields.fail("change.price.amount", "out_of_range", "must be between 0 and 1000000000000");
            }
            Some(PriceChange { percent: None, amount: Some(_) }) | None => {}
            Some(_) => fields.fail("change.price", "one_of", "must have either `percent` or `amount`"),
        }
        Some(input)
    }
}

/// What can be changed of many at once, as it stands in one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Values {
    pub price: Money,
    pub category_id: Option<CategoryId>,
    pub visibility: Visibility,
    pub archived_at: Option<DateTime<Utc>>,
}

/// A service that is meant.
#[derive(Clone, Debug)]
pub struct Meant {
    pub id: ServiceId,
    pub name: String,
    pub values: Values,
}

impl BulkPatch {
    /// What they are once it is done.
    pub fn applied_to(&self, before: &Values, now: DateTime<Utc>) -> Result<Values> {
        let mut after = before.clone();
        if let Some(price) = self.price {
            after.price.amount = price.of(before.price.amount).ok_or_else(|| {
                Error::invalid("change.price", "out_of_range", "would make a price that is higher than any can be")
            })?;
        }
        if !self.category_id.is_undefined() {
            after.category_id = self.category_id.value().copied();
        }
        after.visibility = self.visibility.unwrap_or(before.visibility);
        if let Some(archived) = self.archived {
            after.archived_at = archived.then(|| before.archived_at.unwrap_or(now));
        }
        Ok(after)
    }
}

impl PriceChange {
    fn of(self, amount: i64) -> Option<i64> {
        match self.percent {
            Some(percent) => raised(amount, percent),
            None => self.amount,
        }
    }
}

/// A price and so many per cent of it, half a minor unit rounded up; none: negative, or more than a price can be.
pub fn raised(amount: i64, percent: i32) -> Option<i64> {
    let hundredths = i128::from(amount) * (100 + i128::from(percent)) + 50;
    let raised = i64::try_from(hundredths.div_euclid(100)).ok()?;
    (0..=MAX_AMOUNT).contains(&raised).then_some(raised)
}

/// Of one service, the fields that change; the others are absent.
#[derive(Clone, Debug, Default, Serialize, Deserialize, Object)]
pub struct BulkValues {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    #[serde(skip_serializing_if = "MaybeUndefined::is_undefined")]
    #[oai(nullable)]
    pub category_id: MaybeUndefined<CategoryId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Visibility>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archived: Option<bool>,
}

/// What changes of one service.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct BulkChange {
    pub id: ServiceId,
    pub name: String,
    pub before: BulkValues,
    pub after: BulkValues,
}

impl BulkChange {
    pub fn new(service: &Meant, after: &Values) -> Self {
        let of = |values: &Values, other: &Values| BulkValues {
            price: (values.price != other.price).then(|| values.price.clone()),
            category_id: match values.category_id {
                same if same == other.category_id => MaybeUndefined::Undefined,
                Some(id) => MaybeUndefined::Value(id),
                None => MaybeUndefined::Null,
            },
            visibility: (values.visibility != other.visibility).then_some(values.visibility),
            archived: (values.archived_at != other.archived_at).then_some(values.archived_at.is_some()),
        };
        let before = &service.values;
        Self { id: service.id, name: service.name.clone(), before: of(before, after), after: of(after, before) }
    }
}

/// What a change of many services does, or would do.
#[derive(Clone, Debug, Serialize, Object)]
pub struct BulkOutcome {
    /// The services for which it makes a difference.
    pub data: Vec<BulkChange>,
    /// False: it was a preview, and nothing has changed.
    pub applied: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_minor_unit_is_rounded_up() {
        assert_eq!(raised(150_000, 10), Some(165_000));
        assert_eq!(raised(5, 10), Some(6)); // 5.5
        assert_eq!(raised(4, 10), Some(4)); // 4.4
        assert_eq!(raised(5, -50), Some(3)); // 2.5
        assert_eq!(raised(1, -50), Some(1)); // 0.5
        assert_eq!(raised(0, 100), Some(0));
        assert_eq!(raised(333, 0), Some(333));
    }

    #[test]
    fn a_price_that_cannot_be_is_none() {
        assert_eq!(raised(MAX_AMOUNT, 0), Some(MAX_AMOUNT));
        assert_eq!(raised(MAX_AMOUNT, 1), None);
        assert_eq!(raised(i64::MAX, 100), None);
        assert_eq!(raised(-200, 10), None);
        assert_eq!(raised(i64::MIN, i32::MAX), None);
    }
}
