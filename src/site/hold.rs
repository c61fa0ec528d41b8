//! A time that is chosen is kept, for as long as the company gives a visitor to say who they are.

use poem::{
    Response, handler,
    web::{Data, Path},
};

use super::{
    asked::Asked,
    chosen::{Chosen, moment, starts_at},
    form::Sent,
    page::{self, Visit},
};
use crate::{
    app::App,
    bookings::holds::{self, NewHold},
    error::{Error, Result},
    http::{ClientAddress, limits::Limit},
};

/// Leads to the form, with the hold's secret in its address: it is lost neither by a reload nor by going back. A time that has
/// gone meanwhile is told there too.
#[handler]
pub async fn take(
    Data(app): Data<&App>,
    from: ClientAddress,
    asked: Asked,
    Path((slug, id)): Path<(String, String)>,
    Sent { params, .. }: Sent,
) -> Result<Response> {
    let mut tx = app.read_as_guest(&slug).await?;
    let visit = Visit::new(asked, &mut tx).await?;
    drop(tx);
    let chosen = Chosen::parse(&id, &visit.asked.query)?;
    let Some(at) = starts_at(&params, app.now()) else { return Ok(page::see_other(&chosen.link(&visit, "", &[]))) };
    app.limits().hit(Limit::PublicBooking, &from.network()).await?;
    let new = NewHold { choice: chosen.choice()?, starts_at: at };
    let mut tx = app.begin_guest(&slug).await?;
    if let Some(before) = params.get("hold") {
        holds::drop(&mut tx, before).await?;
    }
    let secret = match holds::make(&mut tx, &new).await {
        Ok(hold) => {
            tx.commit().await?;
            hold.secret.unwrap_or_default()
        }
        Err(error) if is_gone(&error) => params.get("hold").unwrap_or_default().to_owned(), // still what it was
        Err(other) => return Err(other),
    };
    Ok(page::see_other(&chosen.link(&visit, "/book", &[("starts_at", &moment(at)), ("hold", &secret)])))
}

fn is_gone(error: &Error) -> bool {
    match error {
        Error::SlotTaken(_) => true,
        Error::Invalid(errors) => errors.iter().any(|error| error.field == "starts_at"),
        _ => false,
    }
}
