//! What a company shows to everyone, and how a visitor books: the API beneath websites and widgets.

pub mod api;
pub mod model;
pub mod store;

use chrono::NaiveDate;

use crate::{
    bookings::basket::{Basket, Choice},
    companies,
    db::TenantTx,
    error::{Error, Result},
    scheduling::{self, Rules},
};
use model::Availability;

/// When what was chosen can be booked.
pub async fn availability(
    tx: &mut TenantTx,
    choice: &Choice,
    from: NaiveDate,
    to: NaiveDate,
    rules: Rules,
) -> Result<Availability> {
    let company = companies::store::current(tx).await?;
    let basket = Basket::fill(tx, &company, choice).await.map_err(not_in_a_query)?;
    let slots = scheduling::free_slots(tx, &basket.wanted(rules), from, to).await?;
    let service_id = choice.services[0];
    Ok(Availability { service_id, time_zone: basket.zone().name().to_owned(), from, to, slots })
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
