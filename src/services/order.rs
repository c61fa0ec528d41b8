//! The order that services stand in.

use std::collections::BTreeSet;

use poem_openapi::{Object, types::Example};
use serde::Deserialize;
use uuid::Uuid;

use super::ServiceId;
use crate::http::{Fields, Parse};

/// Services in the order that they are to stand in.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct ServiceOrder {
    /// At most 500, each once.
    #[oai(validator(min_items = 1, max_items = 500))]
    pub ids: Vec<ServiceId>,
}

impl Example for ServiceOrder {
    fn example() -> Self {
        Self { ids: vec![Uuid::nil().into()] }
    }
}

impl Parse for ServiceOrder {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        if !(1..=500).contains(&input.ids.len()) {
            fields.fail("ids", "out_of_range", "must be between 1 and 500");
        }
        let mut before = BTreeSet::new();
        for (index, id) in input.ids.iter().enumerate() {
            if !before.insert(id) {
                fields.fail(&format!("ids[{index}]"), "duplicate", "is in the list already");
            }
        }
        Some(input)
    }
}
