//! A template, the words that somebody gives it, and what makes them valid.

use chrono::{DateTime, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result},
    http::{Fields, Parse, Versioned},
    i18n::Language,
    messages::{
        Kind,
        model::{Channel, KINDS},
        render::{self, Wording, variables::Variable},
    },
};

/// The longest that a subject, a mail and a text message may be, in characters.
const LONGEST: (usize, usize, usize) = (200, 10_000, 1000);

/// Which template: what it is about, by which way, in which language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    pub kind: Kind,
    pub channel: Channel,
    pub language: Language,
}

impl Key {
    /// Every template there is: each kind by mail, and by text message where Frontdesk has words for it.
    pub fn all() -> impl Iterator<Item = Self> {
        let each = [Channel::Email, Channel::Sms].into_iter();
        let each = KINDS.iter().flat_map(move |manner| each.clone().map(move |channel| (manner.kind, channel)));
        let each =
            each.flat_map(|(kind, channel)| Language::ALL.map(|language| Self { kind, channel, language }).into_iter());
        each.filter(|key| key.default_wording().is_some())
    }

    /// From a path; what is not there is a 404.
    pub fn parse(kind: &str, channel: &str, language: &str) -> Result<Self> {
        let named =
            |key: &Self| (key.kind.as_str(), key.channel.as_str(), key.language.code()) == (kind, channel, language);
        Self::all().find(named).ok_or(Error::NotFound("template"))
    }

    pub fn default_wording(self) -> Option<Wording> {
        match self.channel {
            Channel::Email => Some(render::default_wording(self.kind, self.language)),
            Channel::Sms => render::default_short(self.kind, self.language),
            Channel::InApp => None,
        }
    }

    pub fn variables(self) -> &'static [Variable] {
        if self.channel == Channel::Email { self.kind.body_variables() } else { self.kind.line_variables() }
    }
}

/// What is said in one kind of message, by one channel, in one language.
#[derive(Clone, Debug, Serialize, Object)]
#[oai(rename = "MessageTemplate")]
pub struct Template {
    pub kind: Kind,
    pub channel: Channel,
    /// `en`, `uk`, `bn` or `id`.
    pub language: String,
    /// Of a mail; null in a text message.
    #[oai(nullable)]
    pub subject: Option<String>,
    /// Plain text; a blank line ends a paragraph.
    pub body: String,
    /// Whether these are Frontdesk's words, since the company has none of its own for this.
    pub is_default: bool,
    /// The names that `{{…}}` may say in the body: `list_message_templates` says what they stand for.
    pub variables: Vec<String>,
    /// Send it as `If-Match` to change the row; 0 as long as the words are Frontdesk's.
    pub version: i32,
    /// Null as long as the words are Frontdesk's.
    #[oai(nullable)]
    pub updated_at: Option<DateTime<Utc>>,
}

impl Versioned for Template {
    fn version(&self) -> i32 {
        self.version
    }
}

/// A company's own words, as they are kept.
#[derive(Clone, Debug)]
pub struct Own {
    pub kind: Kind,
    pub channel: Channel,
    pub language: String,
    pub subject: Option<String>,
    pub body: String,
    pub version: i32,
    pub updated_at: DateTime<Utc>,
}

impl Template {
    /// The company's own words, or Frontdesk's.
    pub fn of(key: Key, own: Option<Own>) -> Self {
        let (version, updated_at) = own.as_ref().map(|own| (own.version, own.updated_at)).unzip();
        let is_default = own.is_none();
        let (subject, body) = match own {
            Some(own) => (own.subject, own.body),
            None => key.default_wording().map(|words| (words.subject, words.body)).unwrap_or_default(),
        };
        Self {
            kind: key.kind,
            channel: key.channel,
            language: key.language.code().into(),
            subject,
            body,
            is_default,
            variables: key.variables().iter().map(|variable| variable.name().into()).collect(),
            version: version.unwrap_or(0),
            updated_at,
        }
    }
}

/// Something that a template can name.
#[derive(Clone, Debug, Serialize, Object)]
pub struct TemplateVariable {
    /// As it stands between `{{` and `}}`.
    pub name: String,
    pub description: String,
    /// Whether a booking may have none. It is empty then, and a line that names nothing else is left out.
    pub may_be_missing: bool,
}

/// Every template of a company.
#[derive(Debug, Serialize, Object)]
pub struct MessageTemplates {
    pub data: Vec<Template>,
    /// What the names in `{{…}}` stand for.
    pub variables: Vec<TemplateVariable>,
}

impl MessageTemplates {
    pub fn of(own: Vec<Own>, kind: Option<Kind>) -> Self {
        let keys = Key::all().filter(|key| kind.is_none_or(|kind| kind == key.kind));
        let data = keys.map(|key| {
            let mine =
                |own: &&Own| (own.kind, own.channel, &*own.language) == (key.kind, key.channel, key.language.code());
            Template::of(key, own.iter().find(mine).cloned())
        });
        let variables = Variable::ALL.iter().map(|variable| TemplateVariable {
            name: variable.name().into(),
            description: variable.description().into(),
            may_be_missing: variable.may_be_missing(),
        });
        Self { data: data.collect(), variables: variables.collect() }
    }
}

/// Words for a template.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
pub struct TemplateWords {
    /// Of a mail: one line, with variables. None in a text message.
    #[serde(default)]
    #[oai(nullable, validator(max_length = 200))]
    pub subject: Option<String>,
    /// Plain text with `{{variables}}`; a blank line ends a paragraph. At most 10000 characters, in a text message 1000.
    #[oai(validator(min_length = 1, max_length = 10000))]
    pub body: String,
}

impl Example for TemplateWords {
    fn example() -> Self {
        Self {
            subject: Some("See you on {{date}}: {{service}}".into()),
            body: "Hello {{client}},\n\nwe look forward to seeing you.\n\n{{details}}\n\n{{company}}".into(),
        }
    }
}

impl Parse for TemplateWords {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        let subject = input.subject.as_deref().map(|subject| fields.line("subject", subject, LONGEST.0));
        let body = fields.text("body", &input.body.replace("\r\n", "\n"), LONGEST.1);
        if body.is_empty() {
            fields.fail("body", "required", "must not be empty");
        }
        Some(Self { subject, body })
    }
}

impl TemplateWords {
    /// What is wrong with these words for this template is wrong now, and not when somebody is waiting for a message.
    pub fn check(&self, key: Key, fields: &mut Fields) -> Wording {
        match (key.channel, &self.subject) {
            (Channel::Email, None) => fields.fail("subject", "required", "must not be empty"),
            (Channel::Sms, Some(_)) => fields.fail("subject", "not_allowed", "is nothing that a text message has"),
            _ => {}
        }
        if key.channel == Channel::Sms && self.body.chars().count() > LONGEST.2 {
            fields.fail("body", "too_long", "must be at most 1000 characters in a text message");
        }
        let wording = Wording { subject: self.subject.clone(), body: self.body.clone() };
        for (field, flaw) in render::flaws(key.kind, key.channel, &wording) {
            fields.fail(field, flaw.code, &flaw.message);
        }
        wording
    }

    pub fn parse_for(&self, key: Key) -> Result<Wording> {
        let mut fields = Fields::default();
        let wording = self.check(key, &mut fields);
        fields.finish(Some(wording))
    }
}
