//! The catalogues agree with one another and with the rules of their languages; dates and money read as they should.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone};
use chrono_tz::Tz;
use iso_currency::Currency;

use super::Language::{Bn, En, Id, Uk};
use super::catalogue::{Node, source, suffix};
use super::format::plural_rules;
use super::*;

/// Texts that are rightly the same in English and in another language.
const SAME_AS_ENGLISH: &[(Language, &str)] = &[(Id, "report.column.status"), (Id, "site.email")];

#[test]
fn the_catalogues_are_sorted_and_evenly_laid_out() {
    for language in Language::ALL {
        let root: Node = serde_json::from_str(source(language)).expect("a catalogue is nested JSON of texts");

        let tidy = serde_json::to_string_pretty(&root).expect("a catalogue is JSON") + "\n";

        assert!(tidy == source(language), "{language:?} has a key out of order or twice, or is oddly indented");
    }
}

#[test]
fn every_language_has_the_texts_and_variables_of_english() {
    let shape = |language| -> BTreeMap<_, BTreeSet<_>> {
        let texts = texts(language).into_iter();
        texts.map(|(name, forms)| (name, forms.values().flat_map(|text| variables(text)).collect())).collect()
    };

    for language in Language::ALL {
        assert_eq!(shape(language), shape(En), "{language:?}");
    }
}

#[test]
fn every_form_of_a_text_has_the_same_variables() {
    for language in Language::ALL {
        for (name, forms) in texts(language) {
            let each: BTreeSet<_> = forms.values().map(|text| variables(text)).collect();
            assert_eq!(each.len(), 1, "{language:?} {name}");
        }
    }
}

#[test]
fn a_plural_has_exactly_the_forms_of_its_language() {
    for language in Language::ALL {
        let needed: Vec<_> = plural_rules(language).categories().map(suffix).collect();

        for (name, forms) in texts(language).into_iter().filter(|(_, forms)| !forms.contains_key("")) {
            let own = forms.into_keys().collect::<BTreeSet<_>>();
            assert_eq!(own, needed.iter().copied().collect(), "{language:?} {name}");
        }
    }
}

#[test]
fn no_text_is_empty_or_has_a_broken_placeholder() {
    for language in Language::ALL {
        for key in keys(language) {
            let text = text(language, key, &[]);
            let words = words(&text);

            assert!(!text.trim().is_empty(), "{language:?} {key}");
            assert!(text == text.trim() && !words.contains(['{', '}']), "{language:?} {key}: {text}");
        }
    }
}

#[test]
fn no_english_is_left_in_the_other_languages() {
    for language in [Uk, Bn, Id] {
        for key in keys(language).filter(|key| !SAME_AS_ENGLISH.contains(&(language, key))) {
            let text = text(language, key, &[]);
            let words = words(&text);
            let translated = match language {
                _ if !words.contains(char::is_alphabetic) => true,
                Uk => words.contains(|c| ('\u{400}'..='\u{52f}').contains(&c)),
                Bn => words.contains(|c| ('\u{980}'..='\u{9ff}').contains(&c)),
                _ => text != super::text(En, key, &[]),
            };

            assert!(translated, "{language:?} {key}: {text}");
        }
    }
}

#[test]
fn a_key_without_a_text_comes_back_as_itself() {
    assert_eq!(text(Uk, "mail.nothing", &[]), "mail.nothing");
    assert_eq!(plural(Uk, "mail.nothing", 3, &[]), "mail.nothing");
}

#[test]
fn a_value_is_not_read_as_a_placeholder() {
    let greeting = text(En, "mail.booking_confirmed.greeting", &[("client", "{{company}}"), ("company", "Acme")]);

    assert_eq!(greeting, "Hello {{company}},");
}

#[test]
fn a_name_that_is_quoted_quotes_within_itself_in_another_way() {
    let footer = text(Uk, "mail.footer", &[("company", "Салон «Калина»")]);

    assert_eq!(footer, "Лист від «Салон „Калина“», надіслано через Frontdesk");
}

#[test]
fn a_value_that_is_missing_leaves_its_placeholder() {
    assert_eq!(text(En, "mail.booking_confirmed.greeting", &[]), "Hello {{client}},");
}

#[test]
fn a_plural_follows_the_rules_of_the_language() {
    let limit = |language, count| plural(language, "site.errors.too_long", count, &[]);

    assert_eq!(limit(En, 1), "Please keep this to 1 character.");
    assert_eq!(limit(En, 2000), "Please keep this to 2,000 characters.");
    assert!(limit(Uk, 21).contains("21 символу"));
    assert!(limit(Uk, 200).contains("200 символів"));
    assert!(limit(Bn, 200).contains("২০০টি"));
    assert_eq!(limit(Id, 2000), "Mohon tulis paling banyak 2.000 karakter.");
}

#[test]
fn a_language_tag_may_carry_a_region() {
    assert_eq!(Language::parse("uk"), Some(Uk));
    assert_eq!(Language::parse("UK-ua"), Some(Uk));
    assert_eq!(Language::parse("bn_BD"), Some(Bn));
    assert_eq!(Language::parse("ukr"), None);
    assert_eq!(Language::parse(""), None);
}

#[test]
fn a_browser_gets_the_language_it_likes_best() {
    let best = |header| Language::from_accept_language(header, En);

    assert_eq!(best("uk-UA,uk;q=0.9,en;q=0.8"), Uk);
    assert_eq!(best("de, en;q=0.3, id; q=0.7"), Id);
    assert_eq!(best("bn;q=0.5,id;q=0.5"), Bn);
    assert_eq!(best("uk;q=0, *"), En);
    assert_eq!(best("uk;q=nan, bn;q=2, ;;,="), En);
    assert_eq!(best(""), En);
}

#[test]
fn a_day_reads_as_people_write_it() {
    let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");

    let read =
        Language::ALL.map(|language| [date(language, day), date_short(language, day), weekday_short(language, day)]);

    assert_eq!(read[0], ["Tuesday, 24 November 2026", "24 Nov", "Tue"]);
    assert_eq!(read[1], ["вівторок, 24 листопада 2026\u{202f}р.", "24 лист.", "вт"]);
    assert_eq!(read[2], ["মঙ্গলবার, ২৪ নভেম্বর, ২০২৬", "২৪ নভে", "মঙ্গল"]);
    assert_eq!(read[3], ["Selasa, 24 November 2026", "24 Nov", "Sel"]);
}

#[test]
fn the_clock_reads_as_people_write_it() {
    let evening = NaiveTime::from_hms_opt(19, 5, 59).expect("a time");

    assert_eq!(Language::ALL.map(|language| time(language, evening)), ["19:05", "19:05", "৭:০৫ PM", "19.05"]);
}

#[test]
fn an_instant_names_its_zone() {
    let at = instant(Tz::Europe__Kyiv);

    assert_eq!(date_time(En, at), "Tuesday, 24 November 2026, 10:30 (Kyiv, GMT+2)");
    assert_eq!(date_time(Uk, at), "вівторок, 24 листопада 2026\u{202f}р., 10:30 (Київ, GMT+2)");
    assert_eq!(date_time(Bn, instant(Tz::Asia__Dhaka)), "মঙ্গলবার, ২৪ নভেম্বর, ২০২৬, ১০:৩০ AM (ঢাকা, GMT +৬)");
    assert_eq!(date_time(Id, instant(Tz::Asia__Jakarta)), "Selasa, 24 November 2026 pukul 10.30 (Jakarta, GMT+7)");
}

#[test]
fn a_zone_has_its_offset_of_that_day() {
    let summer = Tz::Europe__Kyiv.with_ymd_and_hms(2026, 7, 1, 9, 0, 0).single().expect("an instant");

    assert_eq!(zone(En, summer), "Kyiv, GMT+3");
    assert_eq!(zone(En, instant(Tz::Asia__Kathmandu)), "Kathmandu, GMT+5:45");
    assert_eq!(zone(En, instant(Tz::Etc__GMTPlus5)), "GMT-5");
    assert_eq!(zone(Uk, instant(Tz::UTC)), "UTC");
    assert_eq!(zone(Id, instant(Tz::Zulu)), "UTC");
    assert_eq!(zone(En, instant(Tz::EST5EDT)), "GMT-5");
}

#[test]
fn every_zone_and_every_day_can_be_written() {
    for tz in chrono_tz::TZ_VARIANTS {
        for language in Language::ALL {
            for at in [DateTime::UNIX_EPOCH, DateTime::from_timestamp_nanos(i64::MIN)] {
                let written = date_time(language, at.with_timezone(&tz));
                assert!(!written.contains(['{', '?']), "{written} {tz}");
            }
        }
    }
    assert!(!date(En, NaiveDate::MAX).is_empty());
    assert!(!date(Bn, NaiveDate::MIN).is_empty());
}

#[test]
fn a_duration_has_hours_and_minutes() {
    assert_eq!(duration(En, 90), "1 h 30 min");
    assert_eq!(duration(Uk, 120), "2 год");
    assert_eq!(duration(Bn, 45), "৪৫ মিনিট");
    assert_eq!(duration(Id, 1501), "25 jam 1 menit");
    assert_eq!(duration(En, 0), "0 min");
    assert_eq!(duration(En, i64::MIN), "0 min");
}

#[test]
fn money_stands_where_the_language_puts_it() {
    assert_eq!(money(En, 150_000, Currency::UAH), "₴1,500.00");
    assert_eq!(money(Uk, 150_000, Currency::UAH), "1\u{a0}500,00\u{a0}₴");
    assert_eq!(money(Bn, 15_000_050, Currency::BDT), "১,৫০,০০০.৫০৳");
    assert_eq!(money(Id, 15_000_000, Currency::IDR), "Rp\u{a0}150.000,00");
    assert_eq!(money(En, -150_000, Currency::PLN), "-PLN\u{a0}1,500.00");
    assert_eq!(money(Uk, -5, Currency::EUR), "-0,05\u{a0}€");
}

#[test]
fn money_has_the_decimals_of_its_currency() {
    assert_eq!(money(En, 1500, Currency::JPY), "¥1,500");
    assert_eq!(money(En, 1500, Currency::KWD), "KWD\u{a0}1.500");
    assert_eq!(money(En, 0, Currency::USD), "$0.00");
    assert_eq!(money(En, i64::MIN, Currency::USD), "-$92,233,720,368,547,758.08");
}

fn instant(tz: Tz) -> DateTime<Tz> {
    tz.with_ymd_and_hms(2026, 11, 24, 10, 30, 0).single().expect("an instant")
}

/// The texts by name, each with its plural forms; a text without any has the form "".
fn texts(language: Language) -> BTreeMap<&'static str, BTreeMap<&'static str, String>> {
    let mut texts = BTreeMap::<_, BTreeMap<_, _>>::new();
    for key in keys(language) {
        let (name, form) = match key.rsplit_once('_') {
            Some((name, form @ ("zero" | "one" | "two" | "few" | "many" | "other"))) if has_other(language, name) => {
                (name, form)
            }
            _ => (key, ""),
        };
        texts.entry(name).or_default().insert(form, text(language, key, &[]));
    }
    texts
}

/// Every language has the form `other`: it tells a plural from a name that ends in a number word, such as `too_many`.
fn has_other(language: Language, name: &str) -> bool {
    keys(language).any(|key| key.strip_prefix(name) == Some("_other"))
}

fn variables(text: &str) -> BTreeSet<String> {
    text.split("{{").skip(1).filter_map(|rest| Some(rest.split_once("}}")?.0.to_owned())).collect()
}

/// A text without its placeholders.
fn words(text: &str) -> String {
    variables(text).iter().fold(text.to_owned(), |rest, name| rest.replace(&format!("{{{{{name}}}}}"), ""))
}
