//! Gives rows other ids, wherever they are said: in columns, in payloads, in the middle of a text.

use std::collections::HashSet;

use uuid::Uuid;

const LENGTH: usize = 36;

/// The other id of a row: as early and as late as the one it had, so that what is sorted by it stays so. `turn` is the
/// import's own, and not 0; no two ids become one.
pub fn other(id: Uuid, turn: u32) -> Uuid {
    Uuid::from_u128(id.as_u128() ^ u128::from(turn))
}

/// Every id that a text names.
pub fn ids(text: &str) -> impl Iterator<Item = Uuid> {
    places(text).map(|(_, id)| id)
}

/// The text, where every id that is one of `known` is the other one.
pub fn rewrite(text: &str, known: &HashSet<Uuid>, turn: u32) -> String {
    let mut rewritten = text.to_owned();
    for (at, id) in places(text).filter(|(_, id)| known.contains(id)) {
        rewritten.replace_range(at..at + LENGTH, &other(id, turn).to_string());
    }
    rewritten
}

fn places(text: &str) -> impl Iterator<Item = (usize, Uuid)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at + LENGTH <= bytes.len() {
            let (here, candidate) = (at, &bytes[at..at + LENGTH]);
            if !is_id(candidate) {
                at += 1;
                continue;
            }
            at += LENGTH;
            if let Ok(id) = Uuid::try_parse_ascii(candidate) {
                return Some((here, id));
            }
        }
        None
    })
}

fn is_id(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().all(|(place, byte)| match place {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(byte),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "0192f0c4-1111-7abc-8def-0123456789ab";
    const SOMEBODYS: &str = "0192f0c4-2222-7abc-8def-0123456789ab";

    #[test]
    fn an_id_that_is_known_is_another_everywhere_and_others_stay() {
        let known = HashSet::from([OURS.parse().expect("an id")]);
        let line = format!(r#"{{"id":"{OURS}","by":"{SOMEBODYS}","text":"Їжак {OURS}@erased.invalid"}}"#);

        let rewritten = rewrite(&line, &known, 1);

        let new = "0192f0c4-1111-7abc-8def-0123456789aa";
        assert_eq!(rewritten, format!(r#"{{"id":"{new}","by":"{SOMEBODYS}","text":"Їжак {new}@erased.invalid"}}"#));
        assert_eq!(ids(&rewritten).count(), 3);
    }

    #[test]
    fn the_other_ids_are_as_many_and_in_the_same_order() {
        let mut ids = [OURS, SOMEBODYS, "0192f0c4-1111-7abc-8def-0123456789ac", "0192f0c5-1111-7abc-8def-0123456789ab"]
            .map(|id| id.parse::<Uuid>().expect("an id"));

        let others = HashSet::from(ids.map(|id| other(id, u32::MAX)));

        assert_eq!(others.len(), ids.len());
        assert!(ids.iter().all(|id| !others.contains(id) && other(other(*id, 7), 7) == *id));
        ids.sort_unstable();
        let made_at = |id: Uuid| id.as_u128() >> 80;
        assert!(ids.is_sorted_by_key(|id| made_at(other(*id, u32::MAX))));
    }

    #[test]
    fn what_is_no_id_is_left_alone() {
        let known = HashSet::from([OURS.parse().expect("an id")]);
        let short = &OURS[..35];
        let texts = [
            "",
            "-",
            short,
            &OURS.to_uppercase(),
            &OURS.replace('-', ""),
            &OURS.replacen('0', "g", 1),
            "Їжаки, \u{1f994}",
        ];

        for text in texts {
            assert_eq!(rewrite(text, &known, 1), text);
        }
    }

    #[test]
    fn ids_that_touch_are_each_found() {
        let known = HashSet::from([OURS.parse().expect("an id"), SOMEBODYS.parse().expect("an id")]);
        let text = format!("{OURS}{SOMEBODYS} a{OURS}b");

        let there_and_back = rewrite(&rewrite(&text, &known, 5), &known.iter().map(|id| other(*id, 5)).collect(), 5);

        assert_eq!(
            ids(&text).collect::<Vec<_>>(),
            [OURS, SOMEBODYS, OURS].map(|id| id.parse::<Uuid>().expect("an id"))
        );
        assert_eq!(there_and_back, text);
    }
}
