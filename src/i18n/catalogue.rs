//! The catalogues: nested JSON in the style of i18next v4, built into the binary and flattened once.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use icu_plurals::PluralCategory;
use serde::{Deserialize, Serialize};

use super::Language;
use super::format::{number, plural_rules};

/// Text for `key`, with each `{{name}}` in it filled from `vars`.
///
/// Texts are plain: whoever puts one into HTML escapes it. A key without a text comes back as itself.
pub fn text(language: Language, key: &str, vars: &[(&str, &str)]) -> String {
    find(language, key).map_or_else(|| key.to_owned(), |text| fill(text, vars))
}

/// As [`text`], in the form the language uses for `count`; `{{count}}` is written in the language's digits.
pub fn plural(language: Language, key: &str, count: i64, vars: &[(&str, &str)]) -> String {
    let form = format!("{key}_{}", suffix(plural_rules(language).category_for(count)));
    let digits = number(language, count);
    let vars = [vars, &[("count", digits.as_str())]].concat();
    find(language, &form).map_or_else(|| key.to_owned(), |text| fill(text, &vars))
}

/// Every key of a language, plural forms apart (`site.errors.too_long_few`), in no order.
pub fn keys(language: Language) -> impl Iterator<Item = &'static str> {
    catalogue(language).keys().map(String::as_str)
}

pub(super) fn find(language: Language, key: &str) -> Option<&'static str> {
    catalogue(language).get(key).map(String::as_str)
}

pub(super) fn suffix(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

pub(super) fn source(language: Language) -> &'static str {
    match language {
        Language::En => include_str!("../../locales/en.json"),
        Language::Uk => include_str!("../../locales/uk.json"),
        Language::Bn => include_str!("../../locales/bn.json"),
        Language::Id => include_str!("../../locales/id.json"),
    }
}

/// What a catalogue file may hold: texts, and groups of them.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
pub(super) enum Node {
    Text(String),
    Group(BTreeMap<String, Node>),
}

impl Node {
    fn flatten(self, path: String, into: &mut HashMap<String, String>) {
        match self {
            Self::Text(text) => {
                into.insert(path, text);
            }
            Self::Group(group) => {
                for (name, node) in group {
                    let path = if path.is_empty() { name } else { format!("{path}.{name}") };
                    node.flatten(path, into);
                }
            }
        }
    }
}

fn catalogue(language: Language) -> &'static HashMap<String, String> {
    static CATALOGUES: LazyLock<[HashMap<String, String>; 4]> = LazyLock::new(|| {
        Language::ALL.map(|language| {
            let root: Node = serde_json::from_str(source(language)).expect("a test reads every catalogue");
            let mut texts = HashMap::new();
            root.flatten(String::new(), &mut texts);
            texts
        })
    });
    &CATALOGUES[language as usize]
}

/// One pass, so that a value which looks like a placeholder stays as it is; a name without a value stays visible.
fn fill(text: &str, vars: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{")
        && let Some((name, after)) = after.split_once("}}")
    {
        filled.push_str(before);
        match vars.iter().find(|(known, _)| *known == name) {
            // Quotation marks within quotation marks are others.
            Some((_, value)) if before.ends_with('«') => filled.push_str(&value.replace('«', "„").replace('»', "“")),
            Some((_, value)) => filled.push_str(value),
            None => filled.extend(["{{", name, "}}"]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}
