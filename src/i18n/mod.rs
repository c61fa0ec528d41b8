//! What people read: one catalogue of texts a language in `locales/`, shared with the web UI, and words for dates, money and numbers.

mod catalogue;
mod format;

pub use catalogue::{keys, plural, text};
pub use format::{date, date_short, date_time, duration, money, month, number, time, weekday, weekday_short, zone};

/// A language Frontdesk speaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Language {
    En,
    Uk,
    Bn,
    Id,
}

impl Language {
    pub const ALL: [Self; 4] = [Self::En, Self::Uk, Self::Bn, Self::Id];

    /// ISO 639-1, as in `lang="uk"`.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Uk => "uk",
            Self::Bn => "bn",
            Self::Id => "id",
        }
    }

    /// The language in its own words, for a menu of languages.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Uk => "Українська",
            Self::Bn => "বাংলা",
            Self::Id => "Bahasa Indonesia",
        }
    }

    /// Reads a language tag, `uk` or `uk-UA`; region and script make no difference.
    pub fn parse(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|known| known.code().eq_ignore_ascii_case(language))
    }

    /// The language an `Accept-Language` header likes best (RFC 9110 §12.5.4), the earlier of two liked equally.
    pub fn from_accept_language(header: &str, fallback: Self) -> Self {
        let mut best = (fallback, 0.0);
        for range in header.split(',') {
            let (tag, quality) = range.split_once(';').unwrap_or((range, "q=1"));
            let quality = quality.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok());
            if let Some(language) = Self::parse(tag)
                && let Some(quality) = quality.filter(|q| (0.0..=1.0).contains(q))
                && quality > best.1
            {
                best = (language, quality);
            }
        }
        best.0
    }
}

#[cfg(test)]
mod tests;
