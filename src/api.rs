//! The HTTP API: every feature's operations under one document.

use poem_openapi::{OpenApiService, Tags};

use crate::{
    app::App, bookings::api::BookingsApi, clients::api::ClientsApi, companies::api::CompaniesApi,
    identity::api::IdentityApi, public::api::PublicApi, services::api::ServicesApi, staff::api::StaffApi,
};

/// The chapters of the document.
#[derive(Tags)]
pub enum Tag {
    /// Signing up and signing in. Needs no token.
    Auth,
    /// The company and its settings.
    Company,
    /// What can be booked.
    Services,
    /// Whose time can be booked.
    Staff,
    /// The people who are served.
    Clients,
    /// Time that is taken.
    Bookings,
    /// For websites and widgets: what a company shows to everyone. Needs no token, and answers any origin.
    Public,
}

// A tuple of APIs holds at most sixteen: nest them.
type Apis = ((IdentityApi, CompaniesApi), (ServicesApi, StaffApi, ClientsApi, BookingsApi), PublicApi);

const DESCRIPTION: &str = "Frontdesk: clients, calendar, bookings and orders of service businesses.

Money is in minor units with its ISO 4217 currency; instants are RFC 3339; days are in the company's time zone. Lists come \
                           in pages: send `next_cursor` back as `cursor`. Failures are `application/problem+json` \
                           (RFC 9457), with a stable `code`. A row that can be changed has a `version`, which a PATCH \
                           sends back as `If-Match`. A company sees only itself: another's ids do not exist.";

/// The API and its document.
pub fn service(app: &App) -> OpenApiService<Apis, ()> {
    let app = || app.clone();
    let apis = (
        (IdentityApi { app: app() }, CompaniesApi { app: app() }),
        (ServicesApi { app: app() }, StaffApi { app: app() }, ClientsApi { app: app() }, BookingsApi { app: app() }),
        PublicApi { app: app() },
    );
    OpenApiService::new(apis, "Frontdesk", env!("CARGO_PKG_VERSION")).description(DESCRIPTION).server("/api/v1")
}
