//! Two weeks of bookings, a week back and a week ahead, each made when somebody would have made it: the clock walks from
//! one to the next, so the company's rules apply to each as they would have on that day.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use frontdesk::{
    app::App,
    assets::GuestAsset,
    bookings::{
        self, NewGuestBooking,
        basket::{Basket, Choice},
        input::GuestBookingInput,
    },
    clock::Clock,
    companies::{
        self, Confirmation,
        blueprints::{Plan, plan::Belonging},
    },
    db::TenantTx,
    scheduling::{self, Rules},
};
use rand::{
    RngExt, SeedableRng,
    rngs::StdRng,
    seq::{IndexedRandom, SliceRandom},
};

use super::{
    checked,
    opening::{self, Open},
};

/// How many days lie on each side of today.
const SIDE: i64 = 7;
/// How long before they come people book, at most, in days.
const LEAD: i64 = 6;
/// Who booked longer ago than this left no e-mail address: nobody wants to find last week's confirmations in the mailbox.
const MAILED: TimeDelta = TimeDelta::days(2);
/// When staff began to confirm bookings themselves, where they do.
const BY_HAND: TimeDelta = TimeDelta::hours(40);

/// Somebody who will come: when they book, for which day, and what.
struct Wish {
    made_at: DateTime<Utc>,
    day: NaiveDate,
    service: usize,
    client: usize,
}

pub async fn book(app: &App, clock: &Clock, open: &Open, now: DateTime<Utc>) -> anyhow::Result<()> {
    let mut rng = StdRng::seed_from_u64(727);
    let by_hand = now - BY_HAND;
    let wishes = wishes(&open.plan, clock.now(), now, &mut rng)?;
    let (before, after): (Vec<_>, Vec<_>) = wishes.into_iter().partition(|wish| wish.made_at < by_hand);

    for wish in &before {
        try_booking(app, clock, open, wish, now, &mut rng).await?;
    }
    if open.rules.confirmation == Some(Confirmation::Manual) {
        clock.advance(by_hand - clock.now());
        opening::settle(app, open).await?;
    }
    for wish in &after {
        try_booking(app, clock, open, wish, now, &mut rng).await?;
    }
    Ok(())
}

/// Who wants to come when, in the order they book.
fn wishes(plan: &Plan, opened: DateTime<Utc>, now: DateTime<Utc>, rng: &mut StdRng) -> anyhow::Result<Vec<Wish>> {
    let zone: Tz = plan.company.time_zone.parse()?;
    let today = now.with_timezone(&zone).date_naive();
    let services: Vec<usize> = (0..plan.services.len()).collect();
    let mut wishes = Vec::new();
    for offset in -SIDE..=SIDE {
        let day = today + TimeDelta::days(offset);
        let mut clients: Vec<usize> = (0..plan.clients.len()).collect();
        clients.shuffle(rng); // nobody comes twice a day
        for client in clients.into_iter().take(demand(plan, offset)) {
            let service = *services.choose_weighted(rng, |&service| plan.services[service].popularity)?;
            let made_at = made_at(day.min(today), zone, rng);
            // Those who would book later today, or tomorrow, are not here yet.
            if made_at > opened && made_at < now {
                wishes.push(Wish { made_at, day, service, client });
            }
        }
    }
    wishes.sort_by_key(|wish| wish.made_at);
    Ok(wishes)
}

/// Days ahead fill up as they come near.
fn demand(plan: &Plan, offset: i64) -> usize {
    let share = usize::try_from(10 - offset.clamp(0, SIDE)).unwrap_or_default();
    (plan.company.demand * share).div_ceil(10)
}

/// A moment in waking hours, some days before.
fn made_at(day: NaiveDate, zone: Tz, rng: &mut StdRng) -> DateTime<Utc> {
    let days = Days::new(rng.random_range(0..=LEAD.unsigned_abs()));
    let (hour, minute) = (rng.random_range(8..22), rng.random_range(0..60));
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    let wall = (day - days).and_time(time);
    wall.and_local_timezone(zone).earliest().map_or_else(|| wall.and_utc(), |at| at.to_utc())
}

/// Books one of the times that are free; on a full day, none.
async fn try_booking(
    app: &App,
    clock: &Clock,
    open: &Open,
    wish: &Wish,
    now: DateTime<Utc>,
    rng: &mut StdRng,
) -> anyhow::Result<()> {
    clock.advance(wish.made_at - clock.now());
    let (plan, language) = (&open.plan, open.language);
    let mut tx = app.begin_guest(&plan.company.slug).await?;
    let service = &open.services[wish.service];
    let addons: Vec<_> =
        service.addon_ids.choose(rng).copied().filter(|_| rng.random_ratio(1, 4)).into_iter().collect();
    let choice = Choice { addons: addons.clone(), ..Choice::of(service.id) };
    let Some(starts_at) = free_time(&mut tx, &choice, wish.day, rng).await? else { return Ok(()) };
    let regular = &plan.clients[wish.client];
    let recent = now - wish.made_at < MAILED;
    let remark = plan.company.remarks.choose(rng).filter(|_| rng.random_ratio(1, 6));
    let input = GuestBookingInput {
        addon_ids: addons,
        email: regular.email.clone().filter(|_| recent),
        phone: Some(plan.phone(wish.client)),
        notes: remark.map(|remark| remark.to(language)),
        asset: regular.assets.choose(rng).map(about),
        ..GuestBookingInput::of(service.id, starts_at, &regular.name.to(language))
    };
    bookings::book_as_guest(app.limits(), &mut tx, &checked::<NewGuestBooking>(input)?).await?;
    Ok(tx.commit().await?)
}

/// What a client's booking is about.
fn about(belonging: &Belonging) -> GuestAsset {
    let Belonging { kind, name, make, model, year, identifier } = belonging.clone();
    GuestAsset { kind, name, make, model, year, identifier }
}

async fn free_time(
    tx: &mut TenantTx,
    choice: &Choice,
    day: NaiveDate,
    rng: &mut StdRng,
) -> anyhow::Result<Option<DateTime<Utc>>> {
    let company = companies::store::current(tx).await?;
    let wanted = Basket::fill(tx, &company, choice).await?.wanted(Rules::All);
    let slots = scheduling::free_slots(tx, &wanted, day, day + Days::new(1)).await?;
    Ok(slots.choose(rng).map(|slot| slot.starts_at))
}
