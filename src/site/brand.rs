//! A company's colour, made readable: darker or lighter until it can be read on what it stands on, with a text colour of its
//! own, by day and by night (WCAG 2.2 §1.4.3).

/// Red, green and blue, 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color([u8; 3]);

/// What has no colour of its own.
const PLAIN: Color = Color([0x0b, 0x66, 0x57]);
const WHITE: Color = Color([0xff; 3]);
const INK: Color = Color([0x10, 0x14, 0x18]);
/// What cards are, by day and by night; and the ground below them.
const DAY: [Color; 2] = [WHITE, Color([0xf5, 0xf4, 0xf0])];
const NIGHT: [Color; 2] = [Color([0x1e, 0x23, 0x27]), Color([0x14, 0x17, 0x1a])];
/// Text of normal size; a little above the norm's 4.5, since browsers round.
const READABLE: f64 = 4.6;

impl Color {
    /// `rrggbb`, with or without a `#` in front.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        let bytes = hex::decode(digits).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    fn hex(self) -> String {
        format!("#{}", hex::encode(self.0))
    }

    /// How light it looks: 0 to 1.
    fn luminance(self) -> f64 {
        let linear = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    fn contrast(self, with: Self) -> f64 {
        let (one, other) = (self.luminance(), with.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// So much of the way to another one, in hundredths.
    fn toward(self, other: Self, hundredths: u16) -> Self {
        let mixed = |index: usize| {
            let (from, to) = (u16::from(self.0[index]), u16::from(other.0[index]));
            u8::try_from((from * (100 - hundredths) + to * hundredths + 50) / 100).unwrap_or(u8::MAX)
        };
        Self([mixed(0), mixed(1), mixed(2)])
    }

    /// The nearest to it, on the way to `end`, that can be read on all of these.
    fn readable_on(self, grounds: &[Self], end: Self) -> Self {
        let readable = |color: &Self| grounds.iter().all(|ground| color.contrast(*ground) >= READABLE);
        (0..=100).map(|hundredths| self.toward(end, hundredths)).find(readable).unwrap_or(end)
    }

    /// What can be read on it.
    fn text(self) -> Self {
        if self.contrast(WHITE) >= self.contrast(INK) { WHITE } else { INK }
    }
}

/// The colours of a page by a company's own.
pub fn css(brand: Option<Color>) -> String {
    let brand = brand.unwrap_or(PLAIN);
    let look = |grounds: [Color; 2], end: Color, share: u16| {
        let tint = grounds[0].toward(brand, share);
        let accent = brand.readable_on(&[grounds[0], grounds[1], tint], end);
        let (accent, text) = (accent.hex(), accent.text().hex());
        format!(":root{{--accent:{accent};--on-accent:{text};--tint:{}}}", tint.hex())
    };
    let (day, night) = (look(DAY, Color([0; 3]), 10), look(NIGHT, WHITE, 18));
    format!("{day}@media (prefers-color-scheme:dark){{{night}}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colors(css: &str) -> Vec<Color> {
        css.split('#').skip(1).filter_map(|rest| Color::parse(&rest[..6])).collect()
    }

    #[test]
    fn every_colour_can_be_read_by_day_and_by_night() {
        let steps = || (0..=255_u8).step_by(15);
        for (red, green, blue) in steps().flat_map(|r| steps().flat_map(move |g| steps().map(move |b| (r, g, b)))) {
            let brand = Color([red, green, blue]);

            let found = colors(&css(Some(brand)));

            assert_eq!(found.len(), 6, "{brand:?}");
            for (look, grounds) in found.chunks(3).zip([DAY, NIGHT]) {
                let [accent, text, tint] = [look[0], look[1], look[2]];
                for pair in [(accent, grounds[0]), (accent, grounds[1]), (accent, tint), (text, accent)] {
                    assert!(pair.0.contrast(pair.1) >= 4.5, "{brand:?}: {pair:?}");
                }
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_stays_as_it_is() {
        let brand = Color::parse("#0b6657");

        assert!(css(brand).starts_with(":root{--accent:#0b6657;--on-accent:#ffffff;"), "{}", css(brand));
    }

    #[test]
    fn what_is_no_colour_is_none() {
        for text in ["", "#fff", "red", "#12345", "0b6657;}", "#0b665"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }

    #[test]
    fn black_on_white_is_21_to_1() {
        assert!((Color([0; 3]).contrast(WHITE) - 21.0).abs() < 0.01);
    }
}
