//! Bookings as files that calendar programs read.

use poem::{IntoResponse, Response};
use poem_openapi::{
    ApiResponse, OpenApi,
    param::Path,
    registry::{MetaMediaType, MetaResponse, MetaResponses, Registry},
    types::Type,
};

use super::{
    CalendarFile, Method,
    model::{self, Organizer},
    store,
};
use crate::{
    api::Tag,
    app::App,
    auth::{Caller, Customer, Permission},
    bookings::BookingId,
    companies,
    error::{Error, Result},
    i18n::Language,
    messages::{self, model::Facts},
    portal::{self, model::CustomerBooking},
};

const CALENDAR: &str = "text/calendar; charset=utf-8";

pub struct CalendarFilesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/bookings", tag = "Tag::Bookings")]
impl CalendarFilesApi {
    /// Fetch a booking as a calendar file
    ///
    /// iCalendar (RFC 5545), in the company's language. A later one of the same booking is about the same event: a program
    /// that has it takes over what has changed.
    #[oai(path = "/:id/calendar.ics", method = "get", operation_id = "booking_calendar_file")]
    async fn file(&self, caller: Caller, Path(id): Path<BookingId>) -> Result<CalendarFile> {
        let mut tx = self.app.begin(&caller, Permission::BookingsRead).await?;
        let stand = store::of_booking(&mut tx, id).await?;
        let facts = messages::store::facts(&mut tx, id).await?.ok_or(Error::NotFound("booking"))?;
        let company = companies::store::current(&mut tx).await?;
        let language = Language::parse(&company.language).unwrap_or(Language::En);
        let organizer = Organizer::of(&self.app);
        Ok(model::file(Method::Publish, &stand, &facts, language, &organizer, None, tx.now()))
    }
}

/// The same for customers.
pub struct OwnCalendarFilesApi {
    pub app: App,
}

#[OpenApi(prefix_path = "/portal/bookings", tag = "Tag::Portal")]
impl OwnCalendarFilesApi {
    /// Fetch one of one's own bookings as a calendar file
    ///
    /// iCalendar (RFC 5545), in one's own language or else the company's. It is the same event as in mails: a program that has
    /// it takes over what has changed.
    #[oai(path = "/:id/calendar.ics", method = "get", operation_id = "own_booking_calendar_file")]
    async fn file(&self, customer: Customer, Path(id): Path<BookingId>) -> Result<CalendarFile> {
        let mut tx = self.app.read_as_customer(&customer).await?;
        let stand = store::of_own_booking(&mut tx, id).await?;
        let company = companies::store::current(&mut tx).await?;
        let profile = portal::store::profile(&mut tx).await?;
        let language = profile.language.as_deref().and_then(Language::parse).unwrap_or(company.language());
        let facts = seen(portal::store::booking(&mut tx, id).await?, company.name, profile.name);
        Ok(model::file(Method::Publish, &stand, &facts, language, &Organizer::of(&self.app), None, tx.now()))
    }
}

/// A booking as its customer sees it: what is noted on it is the company's.
fn seen(booking: CustomerBooking, company: String, client: String) -> Facts {
    Facts {
        company,
        client,
        service: booking.service.name,
        staff: booking.staff.map(|staff| staff.name),
        place: None,
        reference: booking.reference,
        status: booking.status,
        starts_at: booking.starts_at,
        minutes: (booking.ends_at - booking.starts_at).num_minutes(),
        time_zone: booking.time_zone,
        price: booking.total,
        notes: String::new(),
    }
}

impl IntoResponse for CalendarFile {
    fn into_response(self) -> Response {
        let response = Response::builder().content_type(CALENDAR);
        response.header("content-disposition", "attachment; filename=\"booking.ics\"").body(self.text)
    }
}

impl ApiResponse for CalendarFile {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "An iCalendar file with one event",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: CALENDAR, schema: String::schema_ref() }],
                headers: vec![],
            }],
        }
    }

    fn register(_: &mut Registry) {}
}
