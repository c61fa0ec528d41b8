use super::*;

/// A small business in which nothing is wrong.
const SMALL: &str = r#"
[company]
slug = "small"
name = { en = "Small" }
time_zone = "Europe/Kyiv"
currency = "UAH"
language = "uk"
confirmation = "automatic"
admin = { name = { en = "Ada" }, email = "ada@small.example" }
phones = "+3804400000"
demand = 1
remarks = []

[skills]
cut = { en = "cut" }

[[categories]]
key = "hair"
name = { en = "Hair" }
description = { en = "Cuts." }

[[services]]
name = { en = "Haircut" }
description = { en = "Wash and cut." }
category = "hair"
minutes = 60
price = 1_00
skills = ["cut"]
popularity = 1

[[staff]]
name = { en = "Iryna" }
title = { en = "Stylist" }
skills = ["cut"]
days = ["monday"]
hours = [["09:00", "17:00"]]
"#;

#[test]
fn every_blueprint_could_be_typed_into_the_api_in_every_language() {
    for blueprint in Blueprint::ALL {
        let plan = blueprint.plan().unwrap_or_else(|error| panic!("{error:#}"));

        assert!(!plan.services.is_empty() && !plan.staff.is_empty(), "{blueprint:?}");
    }
}

#[test]
fn every_text_is_there_in_every_language_but_for_names_of_people() {
    for blueprint in Blueprint::ALL {
        let (file, text) = blueprint.file();
        let mut missing = Vec::new();

        untranslated(file, &text.parse::<toml::Table>().expect("it is TOML").into(), &mut missing);

        assert!(missing.is_empty(), "{missing:#?}");
    }
}

fn untranslated(path: &str, value: &toml::Value, missing: &mut Vec<String>) {
    let is_person =
        [".staff", ".clients", ".admin"].iter().any(|people| path.contains(people)) && path.ends_with(".name");
    match value {
        toml::Value::Table(text) if text.contains_key("en") && !is_person => {
            let absent = ["uk", "bn", "id"].into_iter().filter(|language| !text.contains_key(*language));
            missing.extend(absent.map(|language| format!("{path}.{language}")));
        }
        toml::Value::Table(table) => {
            table.iter().for_each(|(key, value)| untranslated(&format!("{path}.{key}"), value, missing));
        }
        toml::Value::Array(array) => {
            array.iter().enumerate().for_each(|(n, value)| untranslated(&format!("{path}[{n}]"), value, missing));
        }
        _ => {}
    }
}

#[test]
fn a_mistake_in_a_file_is_told_with_its_path() {
    assert!(Plan::read(SMALL).is_ok());
    for (from, to, told) in [
        ("price = 1_00", "prize = 1_00", "services[0].prize: unknown field `prize`"),
        ("popularity = 1", "", "services[0]: missing field `popularity`"),
        (r#"price = 1_00"#, r#"price = "1""#, "services[0].price: invalid type: string"),
        (r#"price = 1_00"#, r#"price = -1"#, "services[0].price.amount: "),
        (r#"minutes = 60"#, r#"minutes = 0"#, "services[0].duration_minutes: must be between 5 and 1440"),
        (r#"category = "hair""#, r#"category = "hare""#, "services[0].category: `hare` is nothing that the file knows"),
        (r#"["cut"]"#, r#"["cat"]"#, "services[0].skills[0]: `cat` is nothing that the file knows"),
        ("skills = [\"cut\"]\ndays", "days", "services[0].skills: nobody on the staff has all of them"),
        ("skills = [\"cut\"]\npop", "resources = [\"chair\"]\npop", "services[0].resources[0]: there is no resource"),
        (r#""09:00", "17:00""#, r#""09:00", "9:30""#, "staff[0].hours[0].ends: must be a time such as 09:30"),
        ("Europe/Kyiv", "Europe/Atlantis", "company.time_zone: is not an IANA time zone"),
        (r#"language = "uk""#, r#"language = "tlh""#, "company.language: must be one of"),
    ] {
        assert!(SMALL.contains(from), "{from}");

        let error = Plan::read(&SMALL.replace(from, to)).expect_err(to).to_string();

        assert!(error.starts_with(told), "{error} is not {told}");
    }
}

#[test]
fn a_text_that_is_not_there_in_a_language_is_read_in_english() {
    let plan = Plan::read(SMALL).expect("it is right");

    assert_eq!(plan.services[0].name.to(crate::i18n::Language::Bn), "Haircut");
}
