//! What a company shows to everyone, and how a visitor books: the API beneath websites and widgets.

pub mod api;
pub mod model;
pub mod store;

use chrono::NaiveDate;

use crate::{
    bookings::basket::{Basket, Choice},
    companies,
    db::{KEPT, Lasting, TenantTx},
    error::{Error, Result},
    scheduling::{self, Rules, Wanted},
};
use model::{Availability, Offer};

/// When what was chosen can be booked.
pub async fn availability(tx: &mut TenantTx, choice: &Choice, from: NaiveDate, to: NaiveDate) -> Result<Availability> {
    let (now, question) = (tx.now(), (choice, from, to));
    let offer = tx.cached("availability", &question, async |tx| offer(tx, choice, from, to).await).await?;
    Ok(offer.at(now))
}

/// The same, for all the time that it is kept: what notice and horizon let through in a while is in it already.
async fn offer(tx: &mut TenantTx, choice: &Choice, from: NaiveDate, to: NaiveDate) -> Result<Lasting<Offer>> {
    let company = companies::store::current(tx).await?;
    let basket = Basket::fill(tx, &company, choice).await.map_err(not_in_a_query)?;
    let wanted = basket.wanted(Rules::All);
    let (minimum_notice, horizon) = (wanted.minimum_notice, wanted.horizon);
    let wanted = Wanted { minimum_notice: minimum_notice - KEPT, horizon: horizon + KEPT, ..wanted };
    let request = wanted.on(from, to, tx.now());
    let loaded = scheduling::store::load(tx, &request, &wanted).await?;
    let slots = scheduling::slots(&request, &loaded);
    let (service_id, time_zone) = (choice.services[0], basket.zone().name().to_owned());
    let answer = Offer {
        notice_minutes: minimum_notice.num_minutes(),
        horizon_minutes: horizon.num_minutes(),
        availability: Availability { service_id, time_zone, from, to, slots },
    };
    Ok(Lasting { answer, until: loaded.lapses_at })
}

/// What a query asks for is not part of a body: a service or a location that is not there is not found.
pub fn not_in_a_query(error: Error) -> Error {
    let Error::Invalid(errors) = &error else { return error };
    match errors.iter().find(|error| error.code == "not_found").map(|error| error.field.as_str()) {
        Some("service_id" | "further_service_ids") => Error::NotFound("service"),
        Some("addon_ids") => Error::NotFound("add-on"),
        Some("location_id") => Error::NotFound("location"),
        _ => error,
    }
}
