//! What a service needs, where it is done and who may book it: the words for it, and what makes them valid.

use std::collections::BTreeSet;

use poem_openapi::{Enum, Object};
use serde::{Deserialize, Serialize};

use crate::{addons::AddonId, http::Fields};

/// Who may book a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "ServiceVisibility")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody: it is listed.
    #[default]
    Public,
    /// Whoever has its id: it is in no list for visitors.
    Unlisted,
    /// Staff alone.
    Internal,
}

impl Visibility {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Unlisted => "unlisted",
            Self::Internal => "internal",
        }
    }
}

/// Where a service is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Enum, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case", rename = "ServicePlace")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ServicePlace {
    /// At the company's.
    #[default]
    Location,
    /// At the client's.
    OnSite,
    /// At either, as the client chooses.
    Either,
}

impl ServicePlace {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Location => "location",
            Self::OnSite => "on_site",
            Self::Either => "either",
        }
    }
}

/// So many resources of a kind, for the whole booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(deny_unknown_fields)]
pub struct NeededResource {
    /// The company's own word for the kind, such as `room`; kept in lower case.
    #[oai(validator(min_length = 1, max_length = 40))]
    pub kind: String,
    /// 1 to 20.
    #[oai(validator(minimum(value = "1"), maximum(value = "20")))]
    pub quantity: i16,
}

/// Words for what somebody can do: in lower case, each once, at most 20 of at most 40 characters.
pub fn skills(fields: &mut Fields, given: &[String]) -> Vec<String> {
    at_most(fields, "skills", given.len(), 20);
    let mut words = Vec::new();
    for (index, word) in given.iter().enumerate() {
        let word = fields.line(&format!("skills[{index}]"), word, 40).to_lowercase();
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// At most 20 kinds, each once.
pub fn resources(fields: &mut Fields, given: Vec<NeededResource>) -> Vec<NeededResource> {
    at_most(fields, "resources", given.len(), 20);
    let mut kinds = BTreeSet::new();
    let mut needed = Vec::new();
    for (index, NeededResource { kind, quantity }) in given.into_iter().enumerate() {
        let field = format!("resources[{index}].kind");
        let kind = fields.line(&field, &kind, 40).to_lowercase();
        if !kinds.insert(kind.clone()) {
            fields.fail(&field, "duplicate", "is in the list already");
        }
        fields.range(&format!("resources[{index}].quantity"), quantity.into(), 1..=20);
        needed.push(NeededResource { kind, quantity });
    }
    needed
}

/// At most 50; one that is named twice counts once.
pub fn addon_ids(fields: &mut Fields, given: &[AddonId]) -> Vec<AddonId> {
    at_most(fields, "addon_ids", given.len(), 50);
    given.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

fn at_most(fields: &mut Fields, field: &str, found: usize, most: usize) {
    if found > most {
        fields.fail(field, "too_many", &format!("must be at most {most}"));
    }
}

/// What takes nothing that there is only so much of could be booked without end: it needs somebody, or a place.
pub fn needs_nothing(fields: &mut Fields) {
    fields.fail("needs_staff", "needs_nothing", "must be true where `needs_place` is not");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn words_are_told_apart_by_more_than_their_case() {
        let mut fields = Fields::default();

        let words = skills(&mut fields, &["Colour".into(), " cut ".into(), "COLOUR".into()]);

        assert_eq!(words, ["colour", "cut"]);
        assert!(fields.finish(Some(())).is_ok());
    }

    #[test]
    fn a_kind_that_is_needed_twice_is_told_of() {
        let mut fields = Fields::default();
        let one = |kind: &str| NeededResource { kind: kind.into(), quantity: 1 };

        resources(&mut fields, vec![one("Room"), one("room")]);

        let Err(Error::Invalid(errors)) = fields.finish(Some(())) else { panic!("was accepted") };
        assert_eq!((errors[0].field.as_str(), errors[0].code.as_str()), ("resources[1].kind", "duplicate"));
    }
}
