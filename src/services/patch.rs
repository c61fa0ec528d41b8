//! What can be changed of a service.

use poem_openapi::{
    Object,
    types::{Example, MaybeUndefined},
};
use serde::Deserialize;
use uuid::Uuid;

use super::needs::{self, NeededResource, ServicePlace, Visibility};
use crate::{
    addons::AddonId,
    categories::CategoryId,
    http::{Fields, Parse, not_null, optional_object, optional_objects, patched_object},
    money::Money,
    service_types::ServiceTypeId,
};

/// What can be changed of a service; what is absent stays, null empties. Bookings made before keep what they were made with.
#[derive(Clone, Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields, default)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct ServicePatch {
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: Option<String>,
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_length = 2000))]
    pub description: Option<String>,
    /// The heading it is listed under.
    #[oai(nullable)]
    pub category_id: MaybeUndefined<CategoryId>,
    /// What kind of service it is, of those that the installation knows.
    #[oai(nullable)]
    pub service_type_id: MaybeUndefined<ServiceTypeId>,
    /// 0 to 1000000.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub position: Option<i32>,
    #[serde(deserialize_with = "not_null")]
    pub visibility: Option<Visibility>,
    /// 5 to 1440.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "5"), maximum(value = "1440")))]
    pub duration_minutes: Option<i32>,
    /// 0 to 480.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0"), maximum(value = "480")))]
    pub buffer_before_minutes: Option<i32>,
    /// 0 to 480.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "0"), maximum(value = "480")))]
    pub buffer_after_minutes: Option<i32>,
    /// In the company's currency. Bookings made before keep the price they were made at.
    #[serde(deserialize_with = "optional_object")]
    pub price: Option<Money>,
    /// What it costs more where the client is, in the company's currency. Null is nothing, and nothing is shown as null.
    #[serde(deserialize_with = "patched_object")]
    #[oai(nullable)]
    pub on_site_surcharge: MaybeUndefined<Money>,
    /// What it costs more as an express booking, in the company's currency; null: it cannot be one.
    #[serde(deserialize_with = "patched_object")]
    #[oai(nullable)]
    pub express_surcharge: MaybeUndefined<Money>,
    #[serde(deserialize_with = "not_null")]
    pub place: Option<ServicePlace>,
    /// Whether it takes the time of a member of staff. It does, or it `needs_place`: 422 `needs_nothing` otherwise.
    #[serde(deserialize_with = "not_null")]
    pub needs_staff: Option<bool>,
    /// In place of those before: at most 20 words of at most 40 characters, kept in lower case.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_items = 20))]
    pub skills: Option<Vec<String>>,
    /// Whether it takes a place at the location: one of its capacity.
    #[serde(deserialize_with = "not_null")]
    pub needs_place: Option<bool>,
    /// In place of those before: at most 20 kinds, each once.
    #[serde(deserialize_with = "optional_objects")]
    #[oai(validator(max_items = 20))]
    pub resources: Option<Vec<NeededResource>>,
    /// The most people that one booking is for: 1 to 1000.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(minimum(value = "1"), maximum(value = "1000")))]
    pub max_party_size: Option<i32>,
    /// Whether each of a party takes a place and the resources of their own, instead of the party together.
    #[serde(deserialize_with = "not_null")]
    pub per_person: Option<bool>,
    /// How long ahead it must be booked, 0 to 43200; null: as long as the company says.
    #[oai(nullable, validator(minimum(value = "0"), maximum(value = "43200")))]
    pub minimum_notice_minutes: MaybeUndefined<i32>,
    /// How many days ahead it can be booked, 1 to 365; null: as many as the company says.
    #[oai(nullable, validator(minimum(value = "1"), maximum(value = "365")))]
    pub horizon_days: MaybeUndefined<i32>,
    /// The most bookings of it that start on one day, 1 to 1000, in the company's time zone; null: any number.
    #[oai(nullable, validator(minimum(value = "1"), maximum(value = "1000")))]
    pub daily_limit: MaybeUndefined<i32>,
    /// In place of those before: at most 50.
    #[serde(deserialize_with = "not_null")]
    #[oai(validator(max_items = 50))]
    pub addon_ids: Option<Vec<AddonId>>,
}

impl Example for ServicePatch {
    fn example() -> Self {
        let money = |amount| Money { amount, currency: "UAH".into() };
        Self {
            category_id: MaybeUndefined::Value(Uuid::nil().into()),
            service_type_id: MaybeUndefined::Value(Uuid::nil().into()),
            price: Some(money(170_000)),
            on_site_surcharge: MaybeUndefined::Value(money(25_000)),
            express_surcharge: MaybeUndefined::Value(money(15_000)),
            resources: Some(vec![NeededResource { kind: "chair".into(), quantity: 1 }]),
            addon_ids: Some(vec![Uuid::nil().into()]),
            ..Self::default()
        }
    }
}

impl Parse for ServicePatch {
    type Input = Self;

    fn parse(mut input: Self, fields: &mut Fields) -> Option<Self> {
        if input.needs_staff == Some(false) && input.needs_place == Some(false) {
            needs::needs_nothing(fields);
        }
        input.name = input.name.map(|name| fields.line("name", &name, 120));
        input.description = input.description.map(|text| fields.text("description", &text, 2000));
        input.price = input.price.map(|price| price.parse_price("price", fields));
        for (field, money) in
            [("on_site_surcharge", &mut input.on_site_surcharge), ("express_surcharge", &mut input.express_surcharge)]
        {
            if let MaybeUndefined::Value(money) = money {
                *money = money.clone().parse_price(field, fields);
            }
        }
        for (field, value, range) in [
            ("position", input.position, 0..=1_000_000),
            ("duration_minutes", input.duration_minutes, 5..=1440),
            ("buffer_before_minutes", input.buffer_before_minutes, 0..=480),
            ("buffer_after_minutes", input.buffer_after_minutes, 0..=480),
            ("max_party_size", input.max_party_size, 1..=1000),
            ("minimum_notice_minutes", input.minimum_notice_minutes.value().copied(), 0..=43200),
            ("horizon_days", input.horizon_days.value().copied(), 1..=365),
            ("daily_limit", input.daily_limit.value().copied(), 1..=1000),
        ] {
            value.map(|value| fields.range(field, value, range));
        }
        input.skills = input.skills.map(|words| needs::skills(fields, &words));
        input.resources = input.resources.map(|kinds| needs::resources(fields, kinds));
        input.addon_ids = input.addon_ids.map(|ids| needs::addon_ids(fields, &ids));
        Some(input)
    }
}
