//! A service, and what makes one valid.

use chrono::{DateTime, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::needs::{self, NeededResource, ServicePlace, Visibility};
use crate::{
    addons::AddonId,
    categories::CategoryId,
    http::{Fields, Parse, Versioned, nullable_object, object, objects},
    money::Money,
    scheduling::CalendarId,
    service_types::ServiceTypeId,
};

crate::id!(
    /// Something that can be booked.
    ServiceId
);

/// A service, as staff see it.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct Service {
    pub id: ServiceId,
    pub name: String,
    pub description: String,
    /// The heading it is listed under.
    #[oai(nullable)]
    pub category_id: Option<CategoryId>,
    /// What kind of service it is, of those that the installation knows.
    #[oai(nullable)]
    pub service_type_id: Option<ServiceTypeId>,
    /// Lower ones stand first; of the same one, the older.
    pub position: i32,
    pub visibility: Visibility,
    /// How long it takes the client.
    pub duration_minutes: i32,
    /// Time before it that nothing else can take.
    pub buffer_before_minutes: i32,
    /// Time after it that nothing else can take.
    pub buffer_after_minutes: i32,
    pub price: Money,
    /// What it costs more where the client is; null: nothing.
    #[oai(nullable)]
    pub on_site_surcharge: Option<Money>,
    /// What it costs more as an express booking; null: it cannot be one.
    #[oai(nullable)]
    pub express_surcharge: Option<Money>,
    pub place: ServicePlace,
    /// Whether it takes the time of a member of staff.
    pub needs_staff: bool,
    /// Whoever does it has all of these.
    pub skills: Vec<String>,
    /// Whether it takes a place at the location: one of its capacity.
    pub needs_place: bool,
    /// What it takes of the company's resources.
    pub resources: Vec<NeededResource>,
    /// The most people that one booking is for.
    pub max_party_size: i32,
    /// Whether each of a party takes a place and the resources of their own, instead of the party together.
    pub per_person: bool,
    /// How long ahead it must be booked; null: as long as the company says.
    #[oai(nullable)]
    pub minimum_notice_minutes: Option<i32>,
    /// How many days ahead it can be booked; null: as many as the company says.
    #[oai(nullable)]
    pub horizon_days: Option<i32>,
    /// The most bookings of it that start on one day, in the company's time zone; null: any number.
    #[oai(nullable)]
    pub daily_limit: Option<i32>,
    /// The add-ons it can be booked with, in their order; archived ones are not among them.
    pub addon_ids: Vec<AddonId>,
    /// Set once it is archived: it cannot be booked any more, and what was booked stays.
    #[oai(nullable)]
    pub archived_at: Option<DateTime<Utc>>,
    /// Send it as `If-Match` to change the row.
    pub version: i32,
    pub created_at: DateTime<Utc>,
    /// What counts the bookings of a day, where there is a limit.
    #[serde(skip)]
    #[oai(skip)]
    pub quota_calendar_id: Option<CalendarId>,
}

impl Versioned for Service {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A service to be offered.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct NewService {
    #[oai(validator(min_length = 1, max_length = 120))]
    pub name: String,
    #[serde(default)]
    #[oai(default, validator(max_length = 2000))]
    pub description: String,
    /// The heading it is listed under.
    #[serde(default)]
    #[oai(nullable)]
    pub category_id: Option<CategoryId>,
    /// What kind of service it is, of those that the installation knows.
    #[serde(default)]
    #[oai(nullable)]
    pub service_type_id: Option<ServiceTypeId>,
    /// 0 to 1000000; absent: behind the others.
    #[serde(default)]
    #[oai(nullable, validator(minimum(value = "0"), maximum(value = "1000000")))]
    pub position: Option<i32>,
    #[serde(default)]
    #[oai(default)]
    pub visibility: Visibility,
    /// 5 to 1440.
    #[oai(validator(minimum(value = "5"), maximum(value = "1440")))]
    pub duration_minutes: i32,
    /// 0 to 480.
    #[serde(default)]
    #[oai(default, validator(minimum(value = "0"), maximum(value = "480")))]
    pub buffer_before_minutes: i32,
    /// 0 to 480.
    #[serde(default)]
    #[oai(default, validator(minimum(value = "0"), maximum(value = "480")))]
    pub buffer_after_minutes: i32,
    /// In the company's currency.
    #[serde(deserialize_with = "object")]
    pub price: Money,
    /// What it costs more where the client is, in the company's currency. Null is nothing, and nothing is shown as null.
    #[serde(default, deserialize_with = "nullable_object")]
    #[oai(nullable)]
    pub on_site_surcharge: Option<Money>,
    /// What it costs more as an express booking, in the company's currency; null: it cannot be one.
    #[serde(default, deserialize_with = "nullable_object")]
    #[oai(nullable)]
    pub express_surcharge: Option<Money>,
    #[serde(default)]
    #[oai(default)]
    pub place: ServicePlace,
    /// Whether it takes the time of a member of staff. It does, or it `needs_place`: 422 `needs_nothing` otherwise.
    #[serde(default = "yes")]
    #[oai(default = "yes")]
    pub needs_staff: bool,
    /// Whoever does it has all of these: at most 20 words of at most 40 characters, kept in lower case.
    #[serde(default)]
    #[oai(default, validator(max_items = 20))]
    pub skills: Vec<String>,
    /// Whether it takes a place at the location: one of its capacity.
    #[serde(default)]
    #[oai(default)]
    pub needs_place: bool,
    /// What it takes of the company's resources: at most 20 kinds, each once.
    #[serde(default, deserialize_with = "objects")]
    #[oai(default, validator(max_items = 20))]
    pub resources: Vec<NeededResource>,
    /// The most people that one booking is for: 1 to 1000.
    #[serde(default = "one")]
    #[oai(default = "one", validator(minimum(value = "1"), maximum(value = "1000")))]
    pub max_party_size: i32,
    /// Whether each of a party takes a place and the resources of their own, instead of the party together.
    #[serde(default)]
    #[oai(default)]
    pub per_person: bool,
    /// How long ahead it must be booked, 0 to 43200; null: as long as the company says.
    #[serde(default)]
    #[oai(nullable, validator(minimum(value = "0"), maximum(value = "43200")))]
    pub minimum_notice_minutes: Option<i32>,
    /// How many days ahead it can be booked, 1 to 365; null: as many as the company says.
    #[serde(default)]
    #[oai(nullable, validator(minimum(value = "1"), maximum(value = "365")))]
    pub horizon_days: Option<i32>,
    /// The most bookings of it that start on one day, 1 to 1000, in the company's time zone; null: any number.
    #[serde(default)]
    #[oai(nullable, validator(minimum(value = "1"), maximum(value = "1000")))]
    pub daily_limit: Option<i32>,
    /// The add-ons it can be booked with: at most 50.
    #[serde(default)]
    #[oai(default, validator(max_items = 50))]
    pub addon_ids: Vec<AddonId>,
}

fn yes() -> bool {
    true
}

fn one() -> i32 {
    1
}

impl NewService {
    /// What takes one member of staff at the company's own place, for one client, and is listed.
    pub fn plain(name: String, duration_minutes: i32, price: Money) -> Self {
        Self {
            name,
            description: String::new(),
            category_id: None,
            service_type_id: None,
            position: None,
            visibility: Visibility::Public,
            duration_minutes,
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            price,
            on_site_surcharge: None,
            express_surcharge: None,
            place: ServicePlace::Location,
            needs_staff: true,
            skills: vec![],
            needs_place: false,
            resources: vec![],
            max_party_size: 1,
            per_person: false,
            minimum_notice_minutes: None,
            horizon_days: None,
            daily_limit: None,
            addon_ids: vec![],
        }
    }
}

impl Example for NewService {
    fn example() -> Self {
        let surcharge = |amount| Some(Money { amount, currency: "UAH".into() });
        Self {
            description: "Wash, cut and blow-dry.".into(),
            category_id: Some(Uuid::nil().into()),
            service_type_id: Some(Uuid::nil().into()),
            buffer_after_minutes: 15,
            on_site_surcharge: surcharge(20_000),
            express_surcharge: surcharge(10_000),
            place: ServicePlace::Either,
            skills: vec!["cut".into()],
            resources: vec![NeededResource { kind: "chair".into(), quantity: 1 }],
            max_party_size: 2,
            minimum_notice_minutes: Some(120),
            daily_limit: Some(12),
            addon_ids: vec![Uuid::nil().into()],
            ..Self::plain("Women's haircut".into(), 60, Money::example())
        }
    }
}

impl Parse for NewService {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        if !input.needs_staff && !input.needs_place {
            needs::needs_nothing(fields);
        }
        let surcharge =
            |money: Option<Money>, field, fields: &mut Fields| money.map(|it| it.parse_price(field, fields));
        let range =
            |value: Option<i32>, field, range, fields: &mut Fields| value.map(|it| fields.range(field, it, range));
        Some(Self {
            name: fields.line("name", &input.name, 120),
            description: fields.text("description", &input.description, 2000),
            position: range(input.position, "position", 0..=1_000_000, fields),
            duration_minutes: fields.range("duration_minutes", input.duration_minutes, 5..=1440),
            buffer_before_minutes: fields.range("buffer_before_minutes", input.buffer_before_minutes, 0..=480),
            buffer_after_minutes: fields.range("buffer_after_minutes", input.buffer_after_minutes, 0..=480),
            price: input.price.parse_price("price", fields),
            on_site_surcharge: surcharge(input.on_site_surcharge, "on_site_surcharge", fields),
            express_surcharge: surcharge(input.express_surcharge, "express_surcharge", fields),
            skills: needs::skills(fields, &input.skills),
            resources: needs::resources(fields, input.resources),
            max_party_size: fields.range("max_party_size", input.max_party_size, 1..=1000),
            minimum_notice_minutes: range(input.minimum_notice_minutes, "minimum_notice_minutes", 0..=43200, fields),
            horizon_days: range(input.horizon_days, "horizon_days", 1..=365, fields),
            daily_limit: range(input.daily_limit, "daily_limit", 1..=1000, fields),
            addon_ids: needs::addon_ids(fields, &input.addon_ids),
            ..input
        })
    }
}
