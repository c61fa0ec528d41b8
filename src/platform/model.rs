//! What operators give and get.

use chrono::{DateTime, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    auth::UserId,
    companies::{CompanyId, CompanyStatus},
    http::{Fields, Parse, Versioned},
};

/// An operator is signed in.
#[derive(Clone, Debug, Serialize, Object)]
pub struct OperatorSignedIn {
    /// A JWT, to be sent as `Authorization: Bearer …`.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// Seconds until the access token runs out.
    pub expires_in: i64,
    /// Exchange it for new tokens, once. It is rotated each time; one that is used twice ends the session. Null where a
    /// cookie has it.
    #[oai(nullable)]
    pub refresh_token: Option<String>,
}

/// A company of the installation.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct PlatformCompany {
    pub id: CompanyId,
    /// Its address on the web: `/b/{slug}`.
    pub slug: String,
    pub name: String,
    pub status: CompanyStatus,
    /// Why, where it is suspended.
    #[oai(nullable)]
    pub suspended_reason: Option<String>,
    /// When it is erased, where it is closing, or was when it was suspended: not before it is restored, then.
    #[oai(nullable)]
    pub closes_at: Option<DateTime<Utc>>,
    /// Since when it is published; null: nobody has verified it yet.
    #[oai(nullable)]
    pub verified_at: Option<DateTime<Utc>>,
    pub created_at: DateTime<Utc>,
}

/// A company of the installation, and whom to write to about it.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct PlatformCompanyDetail {
    pub id: CompanyId,
    /// Its address on the web: `/b/{slug}`.
    pub slug: String,
    pub name: String,
    pub language: String,
    /// IANA name.
    pub time_zone: String,
    /// ISO 4217.
    pub currency: String,
    pub status: CompanyStatus,
    /// Why, where it is suspended.
    #[oai(nullable)]
    pub suspended_reason: Option<String>,
    /// When it is erased, where it is closing, or was when it was suspended: not before it is restored, then.
    #[oai(nullable)]
    pub closes_at: Option<DateTime<Utc>>,
    /// Since when it is published; null: nobody has verified it yet.
    #[oai(nullable)]
    pub verified_at: Option<DateTime<Utc>>,
    /// How many people may sign in.
    pub active_members: i64,
    /// The address of its first admin.
    #[oai(nullable)]
    pub admin_email: Option<String>,
    pub version: i32,
    pub created_at: DateTime<Utc>,
}

impl Versioned for PlatformCompanyDetail {
    fn version(&self) -> i32 {
        self.version
    }
}

/// Why a company is suspended.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct Suspension {
    /// For operators: neither the company nor its customers are told.
    #[oai(validator(min_length = 1, max_length = 500))]
    pub reason: String,
}

impl Example for Suspension {
    fn example() -> Self {
        Self { reason: "The invoices since May are open.".into() }
    }
}

impl Parse for Suspension {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        Some(Self { reason: fields.line("reason", &input.reason, 500) })
    }
}

/// What holds for the whole installation.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct PlatformSettings {
    /// Whether anybody may register a company.
    pub registration_open: bool,
    /// Whether an operator has to verify a company that registers before it is published.
    pub verification_required: bool,
    /// How many days pass between closing a company and erasing it.
    pub closing_grace_days: i32,
    /// Send it as `If-Match` to change them.
    pub version: i32,
    pub updated_at: DateTime<Utc>,
}

impl Versioned for PlatformSettings {
    fn version(&self) -> i32 {
        self.version
    }
}

/// What is to hold for the whole installation, from the next request on.
#[derive(Clone, Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, deny_unknown_fields)]
pub struct NewPlatformSettings {
    pub registration_open: bool,
    /// Companies that are verified already stay so; those that wait for it go on waiting.
    pub verification_required: bool,
    /// 1 to 365. Companies that are closing already keep their date.
    #[oai(validator(minimum(value = "1"), maximum(value = "365")))]
    pub closing_grace_days: i32,
}

impl Example for NewPlatformSettings {
    fn example() -> Self {
        Self { registration_open: true, verification_required: false, closing_grace_days: 14 }
    }
}

impl Parse for NewPlatformSettings {
    type Input = Self;

    fn parse(input: Self, fields: &mut Fields) -> Option<Self> {
        fields.range("closing_grace_days", input.closing_grace_days, 1..=365);
        Some(input)
    }
}

/// Something that an operator did.
#[derive(Clone, Debug, Serialize, Deserialize, Object)]
pub struct OperatorAction {
    pub id: Uuid,
    pub operator_id: UserId,
    /// As it was then.
    pub operator_name: String,
    /// `company.suspend`, `company.restore`, `company.verify`, `company.unverify`, `company.update`, `settings.update`, `service_type.create`,
    /// `service_type.update`, `service_type.archive`, `service_type.restore`, `service_type.delete`, `operator.sign_in`,
    /// `operator.create`, `backup.create`.
    pub action: String,
    /// The company it was done to.
    #[oai(nullable)]
    pub company_id: Option<CompanyId>,
    /// What changed: by the field's name, its value before and after. Of a service type its `id` is always among them.
    pub changes: Value,
    /// The request that did it, as logs name it.
    #[oai(nullable)]
    pub request_id: Option<String>,
    /// The address it was done from.
    #[oai(nullable)]
    pub address: Option<String>,
    pub created_at: DateTime<Utc>,
}
