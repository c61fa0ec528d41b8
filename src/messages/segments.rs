//! As how many SMS a text is sent and paid for (3GPP TS 23.038 and TS 23.040 §9.2.3.24.1).

/// What GSM's own alphabet has; each of these is one septet.
const ALPHABET: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿\
                        abcdefghijklmnopqrstuvwxyzäöñüà";
/// What its second table has: each of these is two, an escape and itself.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// How many: 160 septets, or 70 units of UTF-16 where a sign is not in GSM's alphabet, as no Cyrillic or Bengali one is. Where
/// it is more than one, each also says which it is, and holds 153 or 67. No sign is cut in two.
pub fn count(text: &str) -> i16 {
    let septets: Option<Vec<usize>> = text.chars().map(septets).collect();
    let segments = match septets {
        Some(signs) => pack(&signs, 160, 153),
        None => pack(&text.chars().map(char::len_utf16).collect::<Vec<_>>(), 70, 67),
    };
    segments.try_into().unwrap_or(i16::MAX)
}

fn septets(sign: char) -> Option<usize> {
    if ALPHABET.contains(sign) {
        return Some(1);
    }
    EXTENSION.contains(sign).then_some(2)
}

/// Into how many segments signs of these sizes go, where one alone holds `alone`, and one of several `each`.
fn pack(signs: &[usize], alone: usize, each: usize) -> usize {
    if signs.iter().sum::<usize>() <= alone {
        return 1;
    }
    let (mut segments, mut used) = (1, 0);
    for size in signs {
        if used + size > each {
            (segments, used) = (segments + 1, 0);
        }
        used += size;
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_is_160_to_an_sms_and_153_where_it_is_several() {
        for (length, segments) in [(0, 1), (1, 1), (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4)] {
            assert_eq!(count(&"a".repeat(length)), segments, "{length}");
        }
    }

    #[test]
    fn what_is_in_the_second_table_counts_two() {
        for sign in ["€", "[", "]", "{", "}", "\\", "^", "~", "|", "\u{c}"] {
            assert_eq!(count(&sign.repeat(80)), 1, "{sign}");
            assert_eq!(count(&format!("{}a", sign.repeat(80))), 2, "{sign}");
        }
    }

    #[test]
    fn an_escape_is_not_parted_from_its_sign() {
        // 152 + 2 do not go into one of 153, so that 306 septets are three
        let text = format!("{}€{}", "a".repeat(152), "a".repeat(152));

        assert_eq!(count(&text), 3);
        assert_eq!(count(&"a".repeat(306)), 2);
    }

    #[test]
    fn all_of_gsms_alphabet_is_told_from_what_only_looks_like_it() {
        assert_eq!((ALPHABET.chars().count(), EXTENSION.chars().count()), (127, 10), "one of 128 is the escape");
        assert_eq!(count(&ALPHABET.repeat(2)), 2, "254 septets");
        for sign in ["ç", "ê", "“", "–", "…", "ő", "`", "\t"] {
            assert_eq!(count(&format!("{}{sign}", "a".repeat(70))), 2, "{sign}");
            assert_eq!(count(&format!("{}{sign}", "a".repeat(69))), 1, "{sign}");
        }
    }

    #[test]
    fn ukrainian_and_bengali_are_70_to_an_sms_and_67_where_it_is_several() {
        for sign in ["ї", "ক"] {
            for (length, segments) in [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4)] {
                assert_eq!(count(&sign.repeat(length)), segments, "{sign} {length}");
            }
        }
    }

    #[test]
    fn a_sign_of_two_units_counts_two_and_is_not_cut() {
        assert_eq!((count(&"😀".repeat(35)), count(&"😀".repeat(36))), (1, 2));
        // 33 pairs and one unit over: 66 of 67 are used, three times
        assert_eq!(count(&"😀".repeat(67)), 3);
    }
}
