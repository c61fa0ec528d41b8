//! A customer cancels what is theirs: the page asks once, and why.

use askama::Template;
use poem::{
    Response, handler,
    http::StatusCode,
    web::{Data, Path},
};

use super::{
    list::Card,
    session::{Here, Known, visit},
    sign_in::{self, FromHere},
};
use crate::{
    app::App,
    bookings::{BookingId, changes::Because},
    error::{Error, FieldError, Result},
    http::{Fields, Parse},
    portal,
    site::{
        asked::Asked,
        form::{Field, Sent, Typed},
        page::Page,
    },
};

#[derive(Template)]
#[template(path = "site/yours/cancel.html")]
struct Asking {
    page: Page,
    booking: Card,
    /// Why it cannot be cancelled.
    refused: Option<String>,
    action: String,
    fields: Vec<Field>,
    list: String,
}

#[handler]
pub async fn show(
    Data(app): Data<&App>,
    known: Known,
    asked: Asked,
    Path((slug, id)): Path<(String, BookingId)>,
) -> Result<Response> {
    match known.enter(app, visit(app, asked, &slug).await?).await? {
        Ok((here, _)) => ask(app, &here, id, &Typed::default(), &[], None).await,
        Err(visit) => sign_in::ask_for_link(&visit, "", &[]),
    }
}

#[handler]
pub async fn cancel(
    Data(app): Data<&App>,
    known: Known,
    asked: Asked,
    Path((slug, id)): Path<(String, BookingId)>,
    _: FromHere,
    sent: Sent,
) -> Result<Response> {
    let here = match known.enter(app, visit(app, asked, &slug).await?).await? {
        Ok((here, _)) => here,
        Err(visit) => return sign_in::ask_for_link(&visit, "", &[]),
    };
    let typed = Typed::of(&sent.params);
    let mut fields = Fields::default();
    let reason = Some(typed.text("reason")).filter(|reason| !reason.trim().is_empty());
    let because = Because::parse(Because { reason }, &mut fields);
    let because = match fields.finish(because) {
        Ok(because) => because,
        Err(Error::Invalid(errors)) => return ask(app, &here, id, &typed, &errors, None).await,
        Err(other) => return Err(other),
    };
    let mut tx = app.begin_customer(&here.customer).await?;
    match portal::store::cancel(&mut tx, id, because.reason.as_deref()).await {
        Ok(_) => tx.commit().await?,
        Err(Error::Conflict(code, _)) => {
            drop(tx);
            return ask(app, &here, id, &typed, &[], Some(code)).await;
        }
        Err(other) => return Err(other),
    }
    here.back(app, "cancelled")
}

async fn ask(
    app: &App,
    here: &Here,
    id: BookingId,
    typed: &Typed,
    errors: &[FieldError],
    refused: Option<&str>,
) -> Result<Response> {
    let mut tx = app.read_as_customer(&here.customer).await?;
    let visit = &here.visit;
    let booking = Card::new(visit, &portal::store::booking(&mut tx, id).await?, tx.now());
    let refused = refused.or_else(|| (!booking.can_change()).then_some("wrong_status"));
    let list = visit.link("/account", &[]);
    let reason = Field {
        kind: "textarea",
        optional: true,
        autocomplete: "off",
        value: typed.text("reason"),
        ..Field::new(visit.language, "reason", "account.reason", errors)
    };
    let asking = Asking {
        page: Page { back: Some(list.clone()), ..visit.page(&visit.t("account.cancel_title"), &[]) },
        action: visit.link(&format!("/account/{id}/cancel"), &[]),
        refused: refused.map(|_| booking.refusal(visit)),
        booking,
        fields: vec![reason],
        list,
    };
    let status = match (refused, errors) {
        (Some(_), _) => StatusCode::CONFLICT,
        (None, []) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    here.stay(app, asking.page.answer(status, &asking)?)
}
