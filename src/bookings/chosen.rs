//! What requests say of what is to be booked: the same fields in all of them, flat, in bodies as in queries.

use super::{basket::Choice, model::Place};
use crate::{addons::AddonId, error::Result, http::Fields, locations::LocationId, services::ServiceId, staff::StaffId};

/// How many services, and how many add-ons, one booking may have.
const ITEMS_MAX: usize = 10;

/// What was chosen, as it was said: what is absent is as usual.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub service_id: ServiceId,
    pub further_service_ids: Vec<ServiceId>,
    pub addon_ids: Vec<AddonId>,
    pub staff_id: Option<StaffId>,
    pub location_id: Option<LocationId>,
    pub party_size: Option<i32>,
    pub place: Option<Place>,
    pub express: bool,
}

impl Chosen {
    /// What a query says.
    pub fn choice(self) -> Result<Choice> {
        let mut fields = Fields::default();
        let choice = Choice::parse(self, &mut fields);
        fields.finish(Some(choice))
    }
}

impl Choice {
    /// Tells what is wrong with it before anything is looked up.
    pub fn parse(chosen: Chosen, fields: &mut Fields) -> Self {
        let mut at_most = |field: &str, count: usize, most: usize| {
            if count > most {
                fields.fail(field, "too_many", &format!("must be at most {most}"));
            }
        };
        at_most("further_service_ids", chosen.further_service_ids.len(), ITEMS_MAX - 1);
        at_most("addon_ids", chosen.addon_ids.len(), ITEMS_MAX);
        let mut addons = chosen.addon_ids.clone();
        addons.sort_unstable();
        addons.dedup();
        if addons.len() < chosen.addon_ids.len() {
            fields.fail("addon_ids", "twice", "must name each add-on once");
        }
        Self {
            services: std::iter::once(chosen.service_id).chain(chosen.further_service_ids).collect(),
            addons: chosen.addon_ids,
            staff: chosen.staff_id,
            location: chosen.location_id,
            party_size: fields.range("party_size", chosen.party_size.unwrap_or(1), 1..=1000),
            on_site: chosen.place == Some(Place::OnSite),
            express: chosen.express,
        }
    }
}

/// Writes the body of a request that chooses something: the fields of what is [`Chosen`], then its own. The second form
/// is a value of it, of one service and nothing else said.
///
/// serde's `flatten` would lose the path of what is wrong, and poem-openapi's goes with no strict struct.
macro_rules! choosing {
    ($(#[$about:meta])* pub struct $name:ident { $($own:tt)* }) => {
        #[derive(Clone, Debug, serde::Serialize, serde::Deserialize, poem_openapi::Object)]
        $(#[$about])*
        #[serde(deny_unknown_fields)]
        pub struct $name {
            pub service_id: $crate::services::ServiceId,
            /// Services done right after the first, in this order; at most 9.
            #[serde(default)]
            #[oai(default)]
            pub further_service_ids: Vec<$crate::services::ServiceId>,
            /// Add-ons of these services; at most 10.
            #[serde(default)]
            #[oai(default)]
            pub addon_ids: Vec<$crate::addons::AddonId>,
            /// Absent: whoever is free and least busy.
            #[serde(default)]
            #[oai(nullable)]
            pub staff_id: Option<$crate::staff::StaffId>,
            /// Absent: the only one, or wherever.
            #[serde(default)]
            #[oai(nullable)]
            pub location_id: Option<$crate::locations::LocationId>,
            /// For how many; 1 if absent.
            #[serde(default)]
            #[oai(nullable, validator(minimum(value = "1"), maximum(value = "1000")))]
            pub party_size: Option<i32>,
            /// `location` if absent.
            #[serde(default)]
            #[oai(nullable)]
            pub place: Option<$crate::bookings::model::Place>,
            /// Sooner than usual, for the surcharge of the service.
            #[serde(default)]
            #[oai(default)]
            pub express: bool,
            $($own)*
        }

        impl $name {
            fn choice(&self, fields: &mut $crate::http::Fields) -> $crate::bookings::basket::Choice {
                let chosen = $crate::bookings::chosen::Chosen {
                    service_id: self.service_id,
                    further_service_ids: self.further_service_ids.clone(),
                    addon_ids: self.addon_ids.clone(),
                    staff_id: self.staff_id,
                    location_id: self.location_id,
                    party_size: self.party_size,
                    place: self.place,
                    express: self.express,
                };
                $crate::bookings::basket::Choice::parse(chosen, fields)
            }
        }
    };
    ($name:ident of $service:expr, $($own:tt)*) => {
        $name {
            service_id: $service,
            further_service_ids: vec![],
            addon_ids: vec![],
            staff_id: None,
            location_id: None,
            party_size: None,
            place: None,
            express: false,
            $($own)*
        }
    };
}
pub(super) use choosing;
