//! Holds: somebody is at the checkout, and their time is theirs for a few minutes. Whoever has the secret has the hold.

use chrono::{DateTime, TimeDelta, Utc};
use poem_openapi::{Object, types::Example};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    basket::{Basket, Choice},
    chosen::choosing,
    model::{BookingId, Item, Named, PriceLine},
};
use crate::{
    auth::token::random_secret,
    companies,
    db::{PlatformTx, TenantTx},
    error::{Error, Result},
    http::{Fields, Parse},
    money::Money,
    scheduling::{Placed, Rules, store::Taker},
    services::ServiceId,
    staff::StaffId,
};

choosing! {
    /// What is to be held.
    #[oai(example, deny_unknown_fields, skip_serializing_if_is_none)]
    pub struct HoldInput {
        /// RFC 3339: the `starts_at` of a free slot.
        pub starts_at: DateTime<Utc>,
    }
}

impl Example for HoldInput {
    fn example() -> Self {
        choosing!(HoldInput of ServiceId(Uuid::nil()), starts_at: DateTime::UNIX_EPOCH)
    }
}

/// A hold that can be tried.
#[derive(Clone, Debug)]
pub struct NewHold {
    pub choice: Choice,
    pub starts_at: DateTime<Utc>,
}

impl Parse for NewHold {
    type Input = HoldInput;

    fn parse(input: HoldInput, fields: &mut Fields) -> Option<Self> {
        Some(Self { choice: input.choice(fields), starts_at: input.starts_at })
    }
}

/// Time that is kept for whoever has the secret.
#[derive(Clone, Debug, Serialize, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Hold {
    /// Send it as `hold` with the booking. Only in the answer that makes the hold.
    #[oai(nullable)]
    pub secret: Option<String>,
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    /// RFC 3339, in UTC.
    pub ends_at: DateTime<Utc>,
    /// When it lets go.
    pub expires_at: DateTime<Utc>,
    pub items: Vec<Item>,
    #[oai(nullable)]
    pub staff: Option<Named>,
    /// What the booking would cost.
    pub total: Money,
    pub lines: Vec<PriceLine>,
}

/// What a hold remembers.
#[derive(Serialize, Deserialize)]
struct Held {
    choice: Choice,
    staff: Option<(StaffId, String)>,
    minutes: i64,
}

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Takes the time for as long as the company gives a visitor to fill in their details.
pub async fn make(tx: &mut TenantTx, new: &NewHold) -> Result<Hold> {
    let company = companies::store::current(tx).await?;
    let basket = Basket::fill(tx, &company, &new.choice).await?;
    let wanted = basket.wanted(Rules::All);
    wanted.check_window(tx.now(), new.starts_at)?;
    let (id, secret) = (Uuid::now_v7(), random_secret(""));
    let expires_at = tx.now() + TimeDelta::minutes(company.hold_minutes.into());
    let placed = super::place(tx, &wanted, new.starts_at, Taker::Hold(id), Some(expires_at)).await?;
    let minutes = wanted.duration.num_minutes();
    let held = Held { choice: new.choice.clone(), staff: placed.staff.clone(), minutes };
    let (company, now) = (tx.company(), tx.now());
    sqlx::query!(
        "insert into holds (company_id, id, secret_hash, choice, starts_at, expires_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        company.0,
        id,
        hash(&secret),
        serde_json::to_value(&held).map_err(anyhow::Error::from)?,
        new.starts_at,
        expires_at,
        now
    )
    .execute(tx.db())
    .await?;
    shown(&basket, Some(secret), &placed, expires_at)
}

/// What is held, for whoever comes back to the page; the prices are those of now.
pub async fn show(tx: &mut TenantTx, secret: &str) -> Result<Hold> {
    let (company, now) = (tx.company(), tx.now());
    let row = sqlx::query!(
        r#"select starts_at, expires_at, choice from app.find_hold($1, $2, $3)"#,
        company.0,
        hash(secret),
        now
    )
    .fetch_one(tx.db())
    .await?;
    let (Some(starts_at), Some(expires_at), Some(choice)) = (row.starts_at, row.expires_at, row.choice) else {
        return Err(Error::NotFound("hold"));
    };
    let held: Held = serde_json::from_value(choice).map_err(anyhow::Error::from)?;
    let company = companies::store::current(tx).await?;
    let basket = Basket::fill(tx, &company, &held.choice).await?;
    let placed = Placed { staff: held.staff, starts_at, ends_at: starts_at + basket.duration() };
    shown(&basket, None, &placed, expires_at)
}

/// Lets go of it. Doing it twice is harmless.
pub async fn drop(tx: &mut TenantTx, secret: &str) -> Result<()> {
    let company = tx.company();
    sqlx::query_scalar!("select app.drop_hold($1, $2)", company.0, hash(secret)).fetch_one(tx.db()).await?;
    Ok(())
}

/// Throws away holds of any company that ran out a while ago, with the time they still have.
pub async fn purge(tx: &mut PlatformTx) -> Result<()> {
    let before = tx.now() - TimeDelta::hours(1);
    sqlx::query!("delete from holds where expires_at < $1", before).execute(tx.db()).await?;
    Ok(())
}

/// Makes the hold's time the booking's; `None` if it has run out, and whoever is first gets the time.
pub async fn redeem(
    tx: &mut TenantTx,
    secret: &str,
    choice: &Choice,
    starts_at: DateTime<Utc>,
    duration: TimeDelta,
    booking: BookingId,
    expires_at: Option<DateTime<Utc>>,
) -> Result<Option<Placed>> {
    let (company, now) = (tx.company(), tx.now());
    let row = sqlx::query_scalar!(
        "select app.redeem_hold($1, $2, $3, $4, $5)",
        company.0,
        hash(secret),
        booking.0,
        expires_at,
        now
    )
    .fetch_one(tx.db())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let (held, held_at): (Held, DateTime<Utc>) = serde_json::from_value(row).map_err(anyhow::Error::from)?;
    if held.choice != *choice || held_at != starts_at {
        return Err(Error::invalid("hold", "other_choice", "is of another choice or another time"));
    }
    if held.minutes != duration.num_minutes() {
        return Err(Error::Conflict("offer_changed", "It takes another time now: choose once more.".into()));
    }
    Ok(Some(Placed { staff: held.staff, starts_at, ends_at: starts_at + duration }))
}

fn shown(basket: &Basket, secret: Option<String>, placed: &Placed, expires_at: DateTime<Utc>) -> Result<Hold> {
    Ok(Hold {
        secret,
        starts_at: placed.starts_at,
        ends_at: placed.ends_at,
        expires_at,
        items: basket.items(),
        staff: placed.staff.clone().map(|(id, name)| Named { id: id.0, name }),
        total: basket.total()?,
        lines: basket.lines().into_iter().map(Into::into).collect(),
    })
}
