//! Why a time is not free, in words that name whose time it is and who has it.

use chrono::{DateTime, Utc};
use poem_openapi::{Enum, Object};
use serde::Serialize;
use uuid::Uuid;

use super::{
    Wanted,
    availability::{self, Reason},
    store::{self, Owner},
};
use crate::{bookings::model::Named, db::TenantTx, error::Result};

/// Why a time is free or not.
#[derive(Clone, Debug, Serialize, Object)]
pub struct Why {
    /// RFC 3339, in UTC.
    pub starts_at: DateTime<Utc>,
    pub free: bool,
    /// Everything that stands in the way of somebody; with anybody, one of them being free is enough.
    pub reasons: Vec<Obstacle>,
}

/// What kind of thing stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Enum)]
#[serde(rename_all = "snake_case")]
#[oai(rename_all = "snake_case")]
pub enum ObstacleKind {
    /// Sooner than the company takes bookings.
    TooSoon,
    /// Later than it does.
    TooFar,
    /// Whoever or whatever it is does not work then, or is closed.
    NotWorking,
    /// Bookings, or people at the checkout, have it.
    Taken,
    /// Maintenance.
    Maintenance,
    /// Somebody's time off.
    TimeOff,
    /// As many as there may be a day.
    DailyLimit,
    /// Nobody has the skills and works there.
    NobodyAble,
    /// The company has fewer resources of a kind than it needs.
    TooFewResources,
}

/// Something that stands in the way.
#[derive(Clone, Debug, Serialize, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Obstacle {
    pub kind: ObstacleKind,
    #[oai(nullable)]
    pub staff: Option<Named>,
    #[oai(nullable)]
    pub resource: Option<Named>,
    #[oai(nullable)]
    pub location: Option<Named>,
    /// The booking that has it, by its id and reference, where the caller may see it.
    #[oai(nullable)]
    pub booking: Option<Named>,
}

/// Everything that keeps it from being booked then.
pub async fn explain(tx: &mut TenantTx, wanted: &Wanted, starts_at: DateTime<Utc>) -> Result<Why> {
    let request = wanted.at(starts_at, tx.now());
    let loaded = store::load(tx, &request, wanted).await?;
    let reasons = availability::why(&request, &loaded.needs, starts_at);
    let taken: Vec<Uuid> = reasons
        .iter()
        .filter_map(|reason| if let Reason::Taken(calendar) = reason { Some(calendar.0) } else { None })
        .collect();
    let blockers = match request.blocked(starts_at) {
        Some(span) if !taken.is_empty() => store::blockers(tx, &taken, span).await?,
        _ => vec![],
    };
    let mut obstacles = Vec::new();
    for reason in &reasons {
        let plain = |kind| Obstacle { kind, staff: None, resource: None, location: None, booking: None };
        match reason {
            Reason::TooSoon => obstacles.push(plain(ObstacleKind::TooSoon)),
            Reason::TooFar => obstacles.push(plain(ObstacleKind::TooFar)),
            Reason::NobodyAble => obstacles.push(plain(ObstacleKind::NobodyAble)),
            Reason::TooFewResources => obstacles.push(plain(ObstacleKind::TooFewResources)),
            Reason::NotWorking(calendar) => {
                obstacles.push(of(loaded.owners.get(calendar), plain(ObstacleKind::NotWorking)));
            }
            Reason::Taken(calendar) => {
                let owner = loaded.owners.get(calendar);
                if owner == Some(&Owner::Quota) {
                    obstacles.push(plain(ObstacleKind::DailyLimit));
                    continue;
                }
                for blocker in blockers.iter().filter(|blocker| blocker.calendar == *calendar) {
                    let obstacle = Obstacle { booking: blocker.booking.clone(), ..plain(blocker.kind) };
                    obstacles.push(of(owner, obstacle));
                }
            }
        }
    }
    Ok(Why { starts_at, free: reasons.is_empty(), reasons: obstacles })
}

fn of(owner: Option<&Owner>, mut obstacle: Obstacle) -> Obstacle {
    let named = |id: Uuid, name: &str| Some(Named { id, name: name.to_owned() });
    match owner {
        Some(Owner::Staff(id, name)) => obstacle.staff = named(id.0, name),
        Some(Owner::Resource(id, name)) => obstacle.resource = named(*id, name),
        Some(Owner::Location(id, name)) => obstacle.location = named(*id, name),
        Some(Owner::Quota) | None => {}
    }
    obstacle
}
